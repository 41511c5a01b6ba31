"""The worked trees as ELK reads them, and what it makes of them.

Where trees or boxes have changed, count anew, in this folder:

    npm ci
    (cd ../../.. && python -m tests.layout.elk.boxes) | npm run --silent count > counts.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import kpi_tree as kt
from kpi_tree.library.templates import IDS, template_path
from kpi_tree.tree import KpiTree
from pages.parts.tree_editor.standing_places import BELOW

COUNTS: Final = Path(__file__).with_name("counts.json")


def counted() -> dict[str, int]:
    """How often edges cross in ELK's picture of each worked tree, by `name language`."""
    found: dict[str, int] = json.loads(COUNTS.read_text("utf-8"))["crossings"]
    return found


def boxes(plan: kt.Plan) -> dict[str, Any]:
    """The boxes of a plan, as large as on the map, and its edges."""
    texts = {name: place.label for name, place in kt.places(plan, below=BELOW).places.items()}
    return {
        "boxes": {name: [text.width, text.height] for name, text in texts.items()},
        "edges": [list(edge) for edge in KpiTree(plan).over_time.edges],
    }


if __name__ == "__main__":
    told = {}
    for name in sorted(IDS):
        for language in kt.LANGUAGES:
            with kt.speak(language):
                told[f"{name} {language}"] = boxes(kt.read(template_path(name, language)))
    sys.stdout.write(json.dumps(told))
