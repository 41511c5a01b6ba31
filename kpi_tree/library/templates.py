"""The worked trees that Enlace ships: plan files, one a tree and language, to start from.

They are plain plan files of the format `enlace-plan/1` in `templates/`, edited by hand like any
other plan. Both languages of a tree hold the same ids and numbers and differ in words alone.
Their baselines are illustrative unless a metric's `source` says where they come from.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, cast

from kpi_tree.locale import closest

FOLDER: Final = Path(__file__).parent / "templates"
IDS: Final = ("ecommerce", "b2b_saas", "bank_service", "university", "employer_brand", "ngo")


def template_ids() -> tuple[str, ...]:
    """The trees in the order in which they are offered.

    >>> template_ids()[0]
    'ecommerce'
    """
    return IDS


def template_path(template_id: str, language: str) -> Path:
    """The plan file of a tree in `language`, or in the nearest one that there is.

    Raises:
        KeyError: no tree has this id.

    >>> template_path("ngo", "en-GB").name
    'ngo.en.json'
    """
    if template_id not in IDS:
        raise KeyError(template_id)
    return FOLDER / f"{template_id}.{closest(language)}.json"


def template_json(template_id: str, language: str) -> dict[str, Any]:
    """The plan of a tree as JSON gives it, not yet read as a plan: title and goals for a menu.

    Raises:
        KeyError: no tree has this id.

    >>> template_json("university", "en")["title"]
    'University admissions'
    """
    text = template_path(template_id, language).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
