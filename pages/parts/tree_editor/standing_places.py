"""Where the boxes stand: where people have put them, else where they stood a moment ago.

A picture is arranged when it is first drawn. After that nothing jumps: an edit leaves every box
where it is, and a new one finds a place beside its neighbours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.parts.tree_editor.held import Held

Edge = tuple[str, str]
# Below its texts a box has a row for what is to be expected of the metric.
BELOW: Final = 24.0


def standing(plan: kt.Plan, held: Held) -> kt.Layout:
    """The picture of a plan in this visit; remembers where each box stands."""
    return _remembered(seen(plan, held), held)


def shifted(plan: kt.Plan, held: Held, edges: Iterable[Edge]) -> kt.Layout | None:
    """The same for a plan that differs from what was drawn last in the places of boxes alone.

    None where what is remembered is a picture of other metrics, layers or edges: a box whose layer
    was changed while it stood where somebody had put it is remembered with the one it had.

    Args:
        plan: the plan.
        held: what is remembered.
        edges: those that were drawn last, from driver to outcome.
    """
    before = held.before
    if before is None or set(before.places) != set(plan.metric):
        return None
    if any(place.layer != plan.metric[name].layer for name, place in before.places.items()):
        return None
    if {(route.driver, route.outcome) for route in before.routes} != set(edges):
        return None
    return _remembered(kt.shifted(plan, before), held)


def seen(plan: kt.Plan, held: Held) -> kt.Layout:
    """The picture of a plan as this visit sees it, on the map and in a file alike."""
    before = held.before
    # The first box of all stands where it was wished; several at once are arranged.
    first = len(plan.metric) == 1 and set(plan.metric) <= set(held.near)
    if before is None or not (first or set(before.places) & set(plan.metric)):
        return kt.places(plan, below=BELOW)
    return kt.after(plan, before, near=held.near, below=BELOW)


def spots(layout: kt.Layout | None) -> dict[str, tuple[float, float]]:
    """The upper left corner of each box."""
    return {name: (box.x, box.y) for name, box in layout.places.items()} if layout else {}


def _remembered(found: kt.Layout, held: Held) -> kt.Layout:
    """What to remember: a box that somebody has moved goes back when that is undone."""
    before = held.before or found
    # What stands in a box and how large it is may have changed since.
    back = {
        name: replace(place, x=was.x, y=was.y, kept=False, layer=was.layer)
        for name, place in found.places.items()
        if place.kept and (was := before.places.get(name)) and not was.kept
    }
    ways = {(way.driver, way.outcome): way.points for way in before.routes} if back else {}
    routes = tuple(
        replace(route, points=ways.get((route.driver, route.outcome), route.points))
        if route.driver in back or route.outcome in back
        else route
        for route in found.routes
    )
    held.before = replace(found, places={**found.places, **back}, routes=routes)
    return found
