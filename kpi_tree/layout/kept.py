"""Boxes that people have put somewhere stay; new ones find a place beside their neighbours."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.label import label
from kpi_tree.layout.picture import Band, Lane, Layout, Place
from kpi_tree.layout.routes import Way, paths, routes
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.layout.picture import Point, Route
    from kpi_tree.plan.model import Plan

GAP: Final = 22.0
_ACROSS: Final = 48.0
# Farther out nobody would find a box again, and no picture could show it.
_FAR: Final = 100_000.0


def beside(plan: Plan, known: Mapping[str, Point], *, below: float = 0.0) -> Layout:
    """The picture in which known boxes stay, and each other metric stands beside its neighbours.

    Args:
        plan: the plan.
        known: the upper left corner of boxes by metric; one that the plan has not is ignored.
        below: how much room each box keeps free below its texts.
    """
    tree = KpiTree(plan)
    boxes = _boxes(tree, below)
    standing = {
        metric: replace(box, x=known[metric][0], y=known[metric][1], kept=metric in plan.layout)
        for metric, box in boxes.items()
        if metric in known
    }
    for metric in _nearest_first(tree, standing):
        wish = _wish(tree, boxes[metric], standing)
        standing[metric] = _free(replace(boxes[metric], x=wish[0], y=wish[1]), standing.values())
    now = {metric: standing[metric] for metric in boxes}
    return _drawn(tree, now, {}, _bands(tree, now))


def after(plan: Plan, before: Layout, *, below: float = 0.0) -> Layout:
    """The picture after an edit: what stood stays, as wide as it was, and so do the columns.

    Args:
        plan: the plan as it is now; where people have put boxes counts most.
        before: the picture before.
        below: how much room each box keeps free below its texts.
    """
    tree, own = KpiTree(plan), _own(plan)
    boxes = _boxes(tree, below)
    standing = {
        metric: _where_it_was(box, before.places.get(metric), own.get(metric))
        for metric, box in boxes.items()
        if metric in own or metric in before.places
    }
    for metric in _nearest_first(tree, standing):
        wish = _wish(tree, boxes[metric], standing)
        standing[metric] = _free(replace(boxes[metric], x=wish[0], y=wish[1]), standing.values())
    now = {metric: standing[metric] for metric in boxes}
    return _drawn(tree, now, _still(now, before), before.bands)


def shifted(plan: Plan, before: Layout) -> Layout:
    """The picture after an edit of nothing but the places of boxes: what `after` would draw.

    Args:
        plan: the plan as it is now.
        before: a picture of the same metrics and edges.
    """
    own = _own(plan)
    boxes = {
        metric: _where_it_was(box, box, own.get(metric)) for metric, box in before.places.items()
    }
    still = _still(boxes, before)
    ways = [_way(route.driver, route.outcome, still) for route in before.routes]
    routed = [
        replace(route, points=points)
        for route, points in zip(before.routes, paths(boxes, ways), strict=True)
    ]
    return _framed(boxes, tuple(routed), before.bands)


def _own(plan: Plan) -> Mapping[str, Point]:
    """Where people have put boxes, as far out as can be drawn."""
    return {
        metric: (min(max(x, -_FAR), _FAR), min(max(y, -_FAR), _FAR))
        for metric, (x, y) in plan.layout.items()
    }


def _where_it_was(box: Place, before: Place | None, own: Point | None) -> Place:
    if before is None:
        x, y = own or (box.x, box.y)
    else:
        x, y = own or (before.x, before.y)
    width = max(box.width, before.width) if before else box.width
    column = before.column if before else box.column
    return replace(box, x=x, y=y, width=width, column=column, kept=own is not None)


def _still(now: Mapping[str, Place], before: Layout) -> dict[tuple[str, str], Route]:
    """The edges whose both ends have not moved."""
    return {
        (route.driver, route.outcome): route
        for route in before.routes
        if all(
            end in now and _stays(now[end], before.places[end])
            for end in (route.driver, route.outcome)
        )
    }


def settled(tree: KpiTree, arranged: Layout, *, below: float = 0.0) -> Layout:
    """An arranged picture with people's own places; what these would cover moves aside.

    Where people have placed half of the boxes or more, theirs is the picture, and the others find
    a place in it.
    """
    own = {metric: at for metric, at in _own(tree.plan).items() if metric in arranged.places}
    if len(own) * 2 >= len(arranged.places):
        return beside(tree.plan, own, below=below)
    standing = {
        metric: replace(arranged.places[metric], x=x, y=y, kept=True)
        for metric, (x, y) in own.items()
    }
    for metric, box in arranged.places.items():
        if metric not in own:
            standing[metric] = _free(box, standing.values())
    now = {metric: standing[metric] for metric in arranged.places}
    # Few boxes have been moved: the columns are still those of the others.
    return _drawn(tree, now, _still(now, arranged), arranged.bands)


def _stays(now: Place, before: Place) -> bool:
    return (now.x, now.y) == (before.x, before.y)


def _boxes(tree: KpiTree, below: float) -> dict[str, Place]:
    """The boxes, none of them anywhere yet."""
    texts = {metric.id: label(metric, tree.plan, below=below) for metric in tree.plan.metrics}
    return {
        metric: Place(
            metric, 0.0, 0.0, text.width, text.height, text, apart=metric not in tree.linked
        )
        for metric, text in texts.items()
    }


def _nearest_first(tree: KpiTree, standing: Mapping[str, Place]) -> list[str]:
    """The metrics without a place: first those that have a placed neighbour, then theirs."""
    waiting = [metric.id for metric in tree.plan.metrics if metric.id not in standing]
    reached = set(standing)
    order: list[str] = []
    while waiting:
        near = [each for each in waiting if reached.intersection(_around(tree, each))]
        chosen = near or waiting[:1]
        order += chosen
        reached.update(chosen)
        waiting = [each for each in waiting if each not in reached]
    return order


def _around(tree: KpiTree, metric: str) -> list[str]:
    graph = tree.over_time
    return [*graph.predecessors(metric), *graph.successors(metric)]


def _wish(tree: KpiTree, box: Place, standing: Mapping[str, Place]) -> Point:
    """Where a box would like to stand: left of what it drives, else right of what drives it."""
    outcomes = [standing[x] for x in tree.over_time.successors(box.metric) if x in standing]
    drivers = [standing[x] for x in tree.over_time.predecessors(box.metric) if x in standing]
    near = outcomes or drivers
    if not near:
        alike = _of_layer(tree, box.metric, standing)
        left = min((each.x for each in alike), default=0.0)
        return left, max((each.y + each.height + GAP for each in standing.values()), default=0.0)
    middle = sum(each.y + each.height / 2 for each in near) / len(near)
    if outcomes:
        x = min(each.x for each in outcomes) - box.width - _ACROSS
    else:
        x = max(each.x + each.width for each in drivers) + _ACROSS
    return x, middle - box.height / 2


def _of_layer(tree: KpiTree, metric: str, standing: Mapping[str, Place]) -> list[Place]:
    layer = tree.plan.metric[metric].layer
    return [box for name, box in standing.items() if tree.plan.metric[name].layer == layer]


def _free(box: Place, others: Iterable[Place]) -> Place:
    """The box at the nearest height, above or below, where it covers no other."""
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
    return replace(box, y=down if down - box.y <= box.y - up else up)


def _drawn(
    tree: KpiTree,
    boxes: dict[str, Place],
    still: Mapping[tuple[str, str], Route],
    bands: tuple[Band, ...],
) -> Layout:
    """The picture of boxes that stand: straight edges but for those that can stay as they were."""
    ways = [_way(driver, outcome, still) for driver, outcome in tree.over_time.edges]
    return _framed(boxes, routes(tree, boxes, ways), bands)


def _way(driver: str, outcome: str, still: Mapping[tuple[str, str], Route]) -> Way:
    known = still.get((driver, outcome))
    return Way(driver, outcome, known.points[1:-1] if known else ())


def _framed(
    boxes: dict[str, Place], routes: tuple[Route, ...], bands: tuple[Band, ...]
) -> Layout:
    left = min((box.x for box in boxes.values()), default=0.0)
    top = min((box.y for box in boxes.values()), default=0.0)
    return Layout(
        places=boxes,
        routes=routes,
        bands=bands,
        lane=_lane(boxes),
        width=max((box.box[2] for box in boxes.values()), default=left) - min(left, 0.0),
        height=max((box.box[3] for box in boxes.values()), default=top) - min(top, 0.0),
    )


def _bands(tree: KpiTree, boxes: Mapping[str, Place]) -> tuple[Band, ...]:
    """The layers from left to right where their boxes still stand apart, else none."""
    reach: dict[str, list[float]] = {}
    for metric, box in boxes.items():
        span = reach.setdefault(tree.plan.metric[metric].layer, [box.x, box.x + box.width])
        span[0], span[1] = min(span[0], box.x), max(span[1], box.x + box.width)
    bands = sorted((low, high, layer) for layer, (low, high) in reach.items())
    if any(here[1] > there[0] for here, there in itertools.pairwise(bands)):
        return ()
    return tuple(Band(layer, low, high - low) for low, high, layer in bands)


def _lane(boxes: Mapping[str, Place]) -> Lane | None:
    """The strip of the unlinked where it still lies below all others, else none."""
    apart = [box for box in boxes.values() if box.apart]
    others = [box.box[3] for box in boxes.values() if not box.apart]
    if not apart:
        return None
    top = min(box.y for box in apart)
    above = max(others, default=top - GAP)
    return Lane(above, max(box.box[3] for box in apart) - above) if above < top else None
