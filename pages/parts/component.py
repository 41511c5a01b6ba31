"""Components of our own: front ends served as files, as a strict policy for scripts demands.

Streamlit finds such files through the manifest of an installed package. Enlace runs from its
folder, so it hands the same manifest over itself. This is the only module that touches those
inner parts of Streamlit; `tests/pages/test_component.py` fails when they change.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

PARTS: Final = Path(__file__).parent
HOUSE: Final = "enlace"


def component(name: str) -> ComponentRenderer:
    """The command that mounts the component `name`.

    Its front end stands in `pages/parts/NAME/frontend/NAME.js` and `NAME.css`; everything in that
    folder is served to whoever asks. Call this anew in each run: it is cheap.
    """
    full_name = f"{HOUSE}.{name}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(full_name) is None:
        folder = ComponentConfig(name=name, asset_dir=f"{name}/frontend")
        manifest = ComponentManifest(name=HOUSE, version="1", components=[folder])
        manager.register_from_manifest(manifest, PARTS)
    return _registered(full_name, name)


@cache
def _registered(full_name: str, name: str) -> ComponentRenderer:
    """The command, once a process; mounting it registers it with runtimes that came later."""
    return st.components.v2.component(full_name, js=f"{name}.js", css=f"{name}.css")
