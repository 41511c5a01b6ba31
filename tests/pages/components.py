"""What a page hands to a component of our own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def drawn(at: AppTest, name: str) -> dict[str, Any]:
    """The data of the first component of that name on the page."""
    found: dict[str, Any] = next(
        json.loads(each.proto.json)
        for each in at.get("bidi_component")
        if each.proto.component_name == f"enlace.{name}"
    )
    return found
