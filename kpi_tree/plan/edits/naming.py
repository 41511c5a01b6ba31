"""Ids and names that nothing else in the plan bears."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from kpi_tree.plan.reading import LISTS
from kpi_tree.plan.words import NAME_LENGTH, RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.model import Plan

_LENGTH: Final = 64
_NOTHING: Final = "x"
# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ı": "i", "€": " eur "}
)


def id_for(name: str, plan: Plan) -> str:
    """A fresh id for something called `name`.

    >>> from kpi_tree.plan.model import Plan
    >>> plan = Plan(title="Plan", start="2027-01")
    >>> id_for("Reseñas en Google (año)", plan), id_for("24 h", plan), id_for("min", plan)
    ('resenas_en_google_ano', 'x_24_h', 'min_2')
    """
    taken = {item.id for kind in LISTS for item in getattr(plan, kind)} | RESERVED
    first = _folded(name)
    chosen, number = first, 1
    while chosen in taken:
        number += 1
        ending = f"_{number}"
        chosen = first[: _LENGTH - len(ending)].rstrip("_") + ending
    return chosen


def alike(name: str) -> str:
    """What two names have in common that a reader takes for the same.

    >>> alike(" Plan  b") == alike("plan B")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, numbered where something else bears it.

    >>> free_name("Plan B", ["Plan A", "plan b", "Plan B (2)"])
    'Plan B (3)'
    """
    held = {alike(one) for one in taken}
    chosen, number = name, 1
    while alike(chosen) in held:
        number += 1
        ending = f" ({number})"
        chosen = f"{name[: NAME_LENGTH - len(ending)].rstrip()}{ending}"
    return chosen


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    plain = "".join(mark for mark in apart if not unicodedata.combining(mark))
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not words[:1].isalpha():
        words = f"{_NOTHING}_{words}"
    return words[:_LENGTH].strip("_")
