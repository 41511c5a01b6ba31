"""Where each metric of a plan stands: one layered picture for the page, the editor, the exports.

Columns run from what we do (investments, levers) to what the business gets; edges run through
them with as few crossings as can be found, long ones straight; what no goal depends on stands in
a lane of its own. The same plan has the same picture, and where people have put boxes they stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kpi_tree.layout.columns import columns, sides
from kpi_tree.layout.crossing import untangled
from kpi_tree.layout.grid import grid, part
from kpi_tree.layout.heights import heights, packed
from kpi_tree.layout.kept import after, beside, settled
from kpi_tree.layout.label import Label, label
from kpi_tree.layout.picture import Band, Lane, Layout, Place, Point, Route, crossings
from kpi_tree.layout.routes import Way, routes
from kpi_tree.layout.stroke import Stroke, stroke
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi_tree.layout.columns import Columns
    from kpi_tree.layout.crossing import Orders
    from kpi_tree.layout.grid import Grid
    from kpi_tree.plan.model import Plan

__all__ = ["Band", "Label", "Lane", "Layout", "Place", "Point", "Route", "Stroke"]
__all__ += ["after", "beside", "board", "crossings", "places", "stroke"]

# Above the lane: room for its heading and the line.
LANE_ROOM: Final = 64.0
_LEAST_GAP: Final = 34.0
_MOST_GAP: Final = 84.0
_GAP_AN_EDGE: Final = 3.0
# Larger trees have many crossings either way; two tries would double the wait.
_COMPARED: Final = 400
# On the board of one page all boxes are as wide, and the bridges between them longer.
_BOARD_ROOM: Final = 206.0
_BOARD_GAP: Final = 116.0


class _Standing(NamedTuple):
    """A grid that has found its places: the middle of each vertex, the edges of each column."""

    field: Grid
    middles: list[float]
    edges: list[tuple[float, float]]


def places(plan: Plan, *, below: float = 0.0) -> Layout:
    """The picture of a plan.

    Args:
        plan: the plan.
        below: how much room each box keeps free below its texts.

    >>> from kpi_tree.plan.reading import plan_of
    >>> plan = plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", "metrics": [
    ...     {"id": "orders", "name": "Orders", "layer": "business", "formula": "visits * 0.02"},
    ...     {"id": "visits", "name": "Visits", "layer": "bridge"}],
    ...     "goals": [{"id": "more", "name": "More orders", "metric": "orders"}]})
    >>> found = places(plan).places
    >>> found["visits"].x < found["orders"].x, found["visits"].y == found["orders"].y
    (True, False)
    """
    tree = KpiTree(plan)
    arranged = _arranged(tree, below=below)
    return settled(tree, arranged, below=below) if plan.layout else arranged


def board(plan: Plan) -> Layout:
    """The picture on one page: social on one side, the business on the other, the bridge between.

    Formulas inside a side leave and enter their boxes at the right. The bands of what we do are
    one, named `lever`.
    """
    return _arranged(KpiTree(plan), room=_BOARD_ROOM)


def _arranged(tree: KpiTree, *, room: float = 0.0, below: float = 0.0) -> Layout:
    """The picture as nobody has touched it; with a room given, the board."""
    labels = {
        metric.id: label(metric, tree.plan, room=room, below=below) for metric in tree.plan.metrics
    }
    lates = (True, False) if len(labels) <= _COMPARED else (True,)
    choices = [sides(tree)] if room else [columns(tree, late=late) for late in lates]
    tall = {name: each.height for name, each in labels.items()}
    found, field, orders = _untangled(tree, tall, choices)
    middles, lane = _middles(field, orders, level=packed if room else heights)
    edges = _edges(field, [each.width for each in labels.values()], least=_BOARD_GAP if room else 0)
    standing = _Standing(field, middles, edges)
    boxes = _boxes(tree, labels, standing)
    ways = [_way(edge, standing) for edge in field.ways]
    bottom = max((box.y + box.height for box in boxes.values()), default=0.0)
    return Layout(
        places=boxes,
        routes=routes(tree, boxes, ways),
        bands=_bands(found, edges),
        lane=None if lane is None else Lane(lane, bottom - lane),
        width=edges[-1][1] if edges else 0.0,
        height=max(bottom, *middles, 0.0),
    )


def _untangled(
    tree: KpiTree, tall: Mapping[str, float], choices: list[Columns]
) -> tuple[Columns, Grid, Orders]:
    """The columns and the order inside them, of the choices the one with fewest crossings."""
    fields = [
        grid(
            list(tall),
            tree.over_time.edges,
            column=chosen.of,
            height=tall,
            apart=frozenset(tall) - tree.linked,
        )
        for chosen in choices
    ]
    which, orders = untangled(fields)
    return choices[which], fields[which], orders


def _middles(
    field: Grid, orders: Orders, *, level: Callable[[Grid, Orders], list[float]]
) -> tuple[list[float], float | None]:
    """How high each vertex stands, and where the lane of the unlinked begins."""
    middles = [0.0] * len(field.column)
    top = 0.0
    lane = None
    for apart in (False, True):
        piece, vertices = part(field, apart=apart)
        if not vertices:
            continue
        at = {vertex: index for index, vertex in enumerate(vertices)}
        own = [[at[vertex] for vertex in column if vertex in at] for column in orders]
        if apart:
            lane = top
            top += LANE_ROOM
        levels = level(piece, own)
        for vertex, y in zip(vertices, levels, strict=True):
            middles[vertex] = top + y
        top += max(y + piece.height[each] / 2 for each, y in enumerate(levels))
    return middles, lane


def _edges(field: Grid, widths: list[float], *, least: float) -> list[tuple[float, float]]:
    """The left and right edge of each column: as wide as its boxes, as far as its edges need."""
    wide = [0.0] * field.width
    for vertex, width in enumerate(widths):
        wide[field.column[vertex]] = max(wide[field.column[vertex]], width)
    turns = [0] * field.width
    for vertex, column in enumerate(field.column):
        turns[column] += len(field.after[vertex])
    result = []
    x = 0.0
    for column, width in enumerate(wide):
        result.append((x, x + width))
        x += width + max(least, min(_LEAST_GAP + _GAP_AN_EDGE * turns[column], _MOST_GAP))
    return result


def _boxes(tree: KpiTree, labels: Mapping[str, Label], standing: _Standing) -> dict[str, Place]:
    field, middles, edges = standing
    boxes = {}
    for vertex, metric in enumerate(tree.plan.metrics):
        left, right = edges[field.column[vertex]]
        text = labels[metric.id]
        boxes[metric.id] = Place(
            metric.id,
            x=round(left, 1),
            y=round(middles[vertex] - text.height / 2, 1),
            width=round(right - left, 1),
            height=text.height,
            label=text,
            column=field.column[vertex],
            apart=field.apart[vertex],
        )
    return boxes


def _way(edge: tuple[str, str], standing: _Standing) -> Way:
    """An edge's points where it passes through columns, level from their left to their right."""
    field, middles, edges = standing
    vertices = field.ways[edge]
    points: list[Point] = []
    back = field.column[vertices[0]] > field.column[vertices[-1]]
    for vertex in vertices[1:-1]:
        left, right = edges[field.column[vertex]]
        across = [(left, middles[vertex]), (right, middles[vertex])]
        points += across[::-1] if back else across
    return Way(*edge, tuple(points))


def _bands(found: Columns, edges: list[tuple[float, float]]) -> tuple[Band, ...]:
    bands: list[Band] = []
    for layer, (left, right) in zip(found.layers, edges, strict=True):
        if bands and bands[-1].layer == layer:
            bands[-1] = replace(bands[-1], width=right - bands[-1].x)
        else:
            bands.append(Band(layer, left, right - left))
    return tuple(bands)
