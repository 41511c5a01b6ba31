"""From a plan to a file: what differs from the format's defaults, in the format's order."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan

_WHOLE_BELOW = 1e15


def document(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON document; reading it gives an equal plan."""
    written = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": plan.format} | {key: _plain(value) for key, value in written.items()}


def text(plan: Plan) -> str:
    """The plan as JSON text, made to be read and compared by people too."""
    return json.dumps(document(plan), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write(plan: Plan, path: str | Path) -> None:
    """Write the plan to the file at `path`: whole or not at all.

    Raises:
        OSError: the file cannot be written; what stood there before still does.
    """
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text(plan))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _plain(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Whole numbers without a decimal point."""
    match value:
        case float() if value == int(value) and abs(value) < _WHOLE_BELOW:
            return int(value)
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case _:
            return value
