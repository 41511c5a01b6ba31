"""Where a box that is new in a picture finds its place, while all that stands there stays.

Beside its neighbours, where edges lead to some. Else in the column of its layer; where the layer
has none yet, in one of its own between those of the layers before and after, with room for any
that may come between. What is unlinked stands below all that is linked, in the lane.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.drawing import LANE_ROOM
from kpi_tree.layout.stacks import FLOW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kpi_tree.layout.picture import Place, Point
    from kpi_tree.tree import KpiTree

GAP: Final = 22.0
_ACROSS: Final = 48.0
# What a column and the way to it take: as much is left for each layer that has none yet.
_COLUMN: Final = 180.0


def joined(
    tree: KpiTree,
    boxes: Mapping[str, Place],
    standing: Mapping[str, Place],
    *,
    near: Mapping[str, Point] | None = None,
) -> dict[str, Place]:
    """All boxes, those that stand where they do, and each other one at a place of its own.

    Args:
        tree: the tree.
        boxes: all boxes, as large as they are.
        standing: those that stand already.
        near: where somebody would like to have some of the others, as far as it is free.
    """
    found, near = dict(standing), near or {}
    for metric in _nearest_first(tree, found, near):
        box = boxes[metric]
        top = _top(box, found.values())
        x, y = _wish(tree, box, found, near=near.get(metric))
        found[metric] = free(replace(box, x=x, y=max(y, top)), found.values(), top=top)
    return {metric: found[metric] for metric in boxes}


def free(box: Place, others: Iterable[Place], *, top: float = -math.inf) -> Place:
    """The box at the nearest height, above (down from `top`) or below, where it covers no other."""
    left, _, right, _ = box.box
    barred = sorted(
        (other.y - GAP - box.height, other.y + other.height + GAP)
        for other in others
        if other.x < right and left < other.x + other.width
    )
    down = up = box.y
    for low, high in barred:
        if low < down < high:
            down = high
    for low, high in reversed(barred):
        if low < up < high:
            up = low
    return replace(box, y=down if up < top or down - box.y <= box.y - up else up)


def column(box: Place, others: Collection[Place], *, wish: float | None = None) -> float:
    """Where the column begins in which a box belongs by its layer.

    Args:
        box: the box.
        others: those that stand.
        wish: where it would like to stand.
    """
    alike = [other.x for other in others if other.layer == box.layer]
    if alike:
        return min(alike) if wish is None else min(alike, key=lambda x: abs(x - wish))
    rank = FLOW.index(box.layer)
    # Boxes that people have put somewhere say little of where their layer's column is.
    known = [other for other in others if not other.kept] or others
    before = [other for other in known if FLOW.index(other.layer) < rank]
    after = [other for other in known if FLOW.index(other.layer) > rank]
    left = max((other.box[2] for other in before), default=-math.inf)
    right = min((other.x for other in after), default=math.inf)
    for x in _tried(box, before, after, wish=wish):
        if left + GAP <= x and x + box.width + GAP <= right:
            return x
    # No room between the others, which stay where they are: amid them, above or below.
    return min((left + right - box.width) / 2, right - GAP)


def _tried(
    box: Place, before: Collection[Place], after: Collection[Place], *, wish: float | None
) -> list[float]:
    """Where a column of its own might begin, the best first."""
    tried = [] if wish is None else [wish]
    if before:
        left = max(other.box[2] for other in before) + _ACROSS
        near = max(FLOW.index(other.layer) for other in before)
        tried += [left + _COLUMN * (FLOW.index(box.layer) - near - 1), left]
    elif after:
        right = min(other.x for other in after) - _ACROSS - box.width
        near = min(FLOW.index(other.layer) for other in after)
        tried += [right - _COLUMN * (near - FLOW.index(box.layer) - 1)]
    else:
        tried += [0.0]
    return tried


def _nearest_first(
    tree: KpiTree, standing: Mapping[str, Place], near: Mapping[str, Point]
) -> list[str]:
    """The metrics without a place: the wished, then those with a placed neighbour, then theirs."""
    waiting = [metric.id for metric in tree.plan.metrics if metric.id not in standing]
    order = [metric for metric in waiting if metric in near]
    reached = {*standing, *order}
    waiting = [metric for metric in waiting if metric not in reached]
    while waiting:
        beside = [each for each in waiting if reached.intersection(_around(tree, each))]
        chosen = beside or waiting[:1]
        order += chosen
        reached.update(chosen)
        waiting = [each for each in waiting if each not in reached]
    return order


def _around(tree: KpiTree, metric: str) -> list[str]:
    graph = tree.over_time
    return [*graph.predecessors(metric), *graph.successors(metric)]


def _top(box: Place, standing: Collection[Place]) -> float:
    """From where down a box may stand: the unlinked below the linked, with room for their words."""
    linked = [each.y + each.height for each in standing if not each.apart]
    return max(linked) + LANE_ROOM if box.apart and linked else -math.inf


def _alone(box: Place, standing: Collection[Place], *, near: Point | None) -> Point:
    """Where a box without neighbours would like to stand: of `near` the lane takes the column."""
    x, top = column(box, standing, wish=near[0] if near else None), _top(box, standing)
    if top > -math.inf:
        return x, min((each.y for each in standing if each.apart), default=top)
    if near:
        return x, near[1]
    return x, max((each.y + each.height + GAP for each in standing), default=0.0)


def _wish(tree: KpiTree, box: Place, standing: Mapping[str, Place], *, near: Point | None) -> Point:
    """Where a box would like to stand: left of what it drives, else right of what drives it."""
    outcomes = [standing[x] for x in tree.over_time.successors(box.metric) if x in standing]
    drivers = [standing[x] for x in tree.over_time.predecessors(box.metric) if x in standing]
    beside = outcomes or drivers
    if not beside:
        return _alone(box, standing.values(), near=near)
    middle = sum(each.y + each.height / 2 for each in beside) / len(beside)
    if outcomes:
        x = min(each.x for each in outcomes) - box.width - _ACROSS
    else:
        x = max(each.x + each.width for each in drivers) + _ACROSS
    return x, middle - box.height / 2
