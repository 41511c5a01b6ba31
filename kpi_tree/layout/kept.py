"""Boxes that people have put somewhere stay; new ones find a place beside their neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.frame import bands, bands_after, lane
from kpi_tree.layout.label import label
from kpi_tree.layout.newcomers import column, free, joined
from kpi_tree.layout.picture import Layout, Place
from kpi_tree.layout.routes import Way, paths, routes
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.layout.picture import Band, Point, Route
    from kpi_tree.plan.model import Plan

# Farther out nobody would find a box again, and no picture could show it.
_FAR: Final = 100_000.0
_NONE: Final[Mapping[tuple[str, str], Route]] = {}


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
    now = joined(tree, boxes, standing)
    return _drawn(tree, now, columns=bands(now))


def after(
    plan: Plan, before: Layout, *, near: Mapping[str, Point] | None = None, below: float = 0.0
) -> Layout:
    """The picture after an edit: what stood stays, as wide as it was, and so do the columns.

    A box whose metric is of another layer now goes to that one's column, at the same height.

    Args:
        plan: the plan as it is now; where people have put boxes counts most.
        before: the picture before.
        near: where new boxes would best stand: there, as far as their columns and the others allow.
        below: how much room each box keeps free below its texts.
    """
    tree, own = KpiTree(plan), _own(plan)
    boxes = _boxes(tree, below)
    standing = {
        metric: _where_it_was(box, before.places.get(metric), own.get(metric))
        for metric, box in boxes.items()
        if metric in own or metric in before.places
    }
    for metric in [name for name in standing if _has_changed(standing[name], before)]:
        was = standing.pop(metric)
        there = column(boxes[metric], standing.values(), wish=was.x)
        moved = replace(boxes[metric], x=there, y=was.y)
        standing[metric] = free(moved, standing.values())
    now = joined(tree, boxes, standing, near=near)
    return _drawn(tree, now, _still(now, before), columns=bands_after(now, before))


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


def _has_changed(box: Place, before: Layout) -> bool:
    """Whether a box that nobody has put anywhere stands in the column of another layer."""
    return not box.kept and before.places[box.metric].layer != box.layer


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
            standing[metric] = free(box, standing.values())
    now = {metric: standing[metric] for metric in arranged.places}
    # Few boxes have been moved: the columns are still those of the others.
    return _drawn(tree, now, _still(now, arranged), columns=arranged.bands)


def _stays(now: Place, before: Place) -> bool:
    return (now.x, now.y) == (before.x, before.y)


def _boxes(tree: KpiTree, below: float) -> dict[str, Place]:
    """The boxes, none of them anywhere yet."""
    texts = {metric.id: label(metric, tree.plan, below=below) for metric in tree.plan.metrics}
    return {
        metric: Place(
            metric,
            *(0.0, 0.0, text.width, text.height),
            label=text,
            apart=metric not in tree.linked,
            layer=tree.plan.metric[metric].layer,
        )
        for metric, text in texts.items()
    }


def _drawn(
    tree: KpiTree,
    boxes: dict[str, Place],
    still: Mapping[tuple[str, str], Route] = _NONE,
    *,
    columns: tuple[Band, ...],
) -> Layout:
    """The picture of boxes that stand: straight edges but for those that can stay as they were."""
    ways = [_way(driver, outcome, still) for driver, outcome in tree.over_time.edges]
    return _framed(boxes, routes(tree, boxes, ways), columns)


def _way(driver: str, outcome: str, still: Mapping[tuple[str, str], Route]) -> Way:
    known = still.get((driver, outcome))
    return Way(driver, outcome, known.points[1:-1] if known else ())


def _framed(
    boxes: dict[str, Place], routed: tuple[Route, ...], columns: tuple[Band, ...]
) -> Layout:
    left = min((box.x for box in boxes.values()), default=0.0)
    top = min((box.y for box in boxes.values()), default=0.0)
    return Layout(
        places=boxes,
        routes=routed,
        bands=columns,
        lane=lane(boxes),
        width=max((box.box[2] for box in boxes.values()), default=left) - min(left, 0.0),
        height=max((box.box[3] for box in boxes.values()), default=top) - min(top, 0.0),
    )
