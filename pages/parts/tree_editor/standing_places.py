"""Where the boxes stand: where people have put them, else where they stood a moment ago.

A picture is arranged when it is first drawn. After that nothing jumps: an edit leaves every box
where it is, and a new one finds a place beside its neighbours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from pages.parts.tree_editor.held import Held

# Below its texts a box has a row for what is to be expected of the metric.
BELOW: Final = 24.0


def standing(plan: kt.Plan, held: Held, *, only_moved: bool = False) -> kt.Layout:
    """The picture of a plan in this visit; remembers where each box stands.

    Args:
        plan: the plan.
        held: what is remembered.
        only_moved: whether the plan differs from the one drawn last in the places of boxes alone.
    """
    found = seen(plan, held, only_moved=only_moved)
    held.before = _put_back(found, held.before)
    return found


def seen(plan: kt.Plan, held: Held, *, only_moved: bool = False) -> kt.Layout:
    """The picture of a plan as this visit sees it, on the map and in a file alike."""
    before = held.before
    if before is None or not set(before.places) & set(plan.metric):
        return kt.places(plan, below=BELOW)
    only_moved = only_moved and set(before.places) == set(plan.metric)
    return kt.after(plan, before, below=BELOW, only_moved=only_moved)


def _put_back(found: kt.Layout, before: kt.Layout | None) -> kt.Layout:
    """What to remember: a box that somebody has moved goes back when that is undone."""
    known = before.places if before else {}
    places = {
        name: known[name] if place.kept and name in known and not known[name].kept else place
        for name, place in found.places.items()
    }
    return replace(found, places=places)
