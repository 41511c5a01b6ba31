"""From columns to a picture: the order inside them, how high all stand, which way edges take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kpi_tree.layout.crossing import untangled
from kpi_tree.layout.grid import grid, part
from kpi_tree.layout.heights import heights, packed
from kpi_tree.layout.picture import Band, Lane, Layout, Place
from kpi_tree.layout.routes import Way, routes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.layout.columns import Columns
    from kpi_tree.layout.grid import Grid
    from kpi_tree.layout.label import Label
    from kpi_tree.layout.picture import Point
    from kpi_tree.layout.polishing import Orders
    from kpi_tree.tree import KpiTree

# Above the lane: room for its heading and the line.
LANE_ROOM: Final = 52.0
_LEAST_GAP: Final = 28.0
_MOST_GAP: Final = 84.0
_GAP_AN_EDGE: Final = 3.0
# How far the bows beside a stack reach.
_BOW: Final = 12.0
# What a map has of a screen of 1920 × 1080 below its tools and the columns' names.
SCREEN: Final = (1870.0, 918.0)


class Field(NamedTuple):
    """A grid in order.

    Attributes:
        columns: the columns and their stacks.
        grid: the vertices.
        orders: how they stand in each column from above.
        crossed: how often edges cross.
        edges: the left and right edge of each column.
        close: whether boxes stand as close as they can.
    """

    columns: Columns
    grid: Grid
    orders: Orders
    crossed: int
    edges: list[tuple[float, float]]
    close: bool

    @property
    def wide(self) -> float:
        """How wide the picture is."""
        return self.edges[-1][1] if self.edges else 0.0


def in_order(
    tree: KpiTree,
    labels: Mapping[str, Label],
    columns: Columns,
    *,
    hasty: bool = False,
    least: float = 0.0,
    close: bool = False,
) -> Field:
    """Columns in which edges cross as little as can be found.

    Args:
        tree: the tree.
        labels: the texts in its boxes.
        columns: which column each stack stands in.
        hasty: whether a good order will do.
        least: how far columns are apart at least.
        close: whether boxes stand as close as they can.
    """
    vertices = grid(
        columns.stacks,
        tree.over_time.edges,
        column=columns.of,
        height={name: each.height for name, each in labels.items()},
        apart=frozenset(labels) - tree.linked,
    )
    orders, crossed = untangled(vertices, hasty=hasty)
    widths = {name: each.width for name, each in labels.items()}
    edges = _edges(vertices, widths, least=least)
    return Field(columns, vertices, orders, crossed, edges, close)


def _edges(field: Grid, widths: Mapping[str, float], *, least: float) -> list[tuple[float, float]]:
    """The left and right edge of each column: as wide as its boxes, as far as its edges need."""
    wide = [0.0] * field.width
    turns = [0] * field.width
    bows = [0.0] * field.width
    for vertex, column in enumerate(field.column):
        if field.passes(vertex):
            # An edge on its way past columns is level.
            turns[column] += sum(not field.passes(each) for each in field.after[vertex])
        else:
            turns[column] += len(field.after[vertex])
            wide[column] = max(wide[column], *(widths[name] for name in field.stacks[vertex]))
            bows[column] = max(bows[column], _BOW * (len(field.stacks[vertex]) > 1))
    result = []
    x = 0.0
    for column, width in enumerate(wide):
        result.append((x, x + width))
        gap = min(_LEAST_GAP + bows[column] + _GAP_AN_EDGE * turns[column], _MOST_GAP)
        x += width + max(gap, least)
    return result


def drawn(tree: KpiTree, labels: Mapping[str, Label], field: Field) -> Layout:
    """The picture of columns in order."""
    middles, lane = _middles(field)
    boxes = _boxes(tree, labels, field, middles=middles)
    bottom = max((box.y + box.height for box in boxes.values()), default=0.0)
    ways = [_way(edge, field, middles) for edge in field.grid.ways]
    return Layout(
        places=boxes,
        routes=routes(tree, boxes, ways),
        bands=_bands(field),
        lane=None if lane is None else Lane(lane, bottom - lane),
        width=field.wide,
        height=max(bottom, *middles, 0.0),
    )


def _middles(field: Field) -> tuple[list[float], float | None]:
    """How high each vertex stands, and where the lane of the unlinked begins."""
    middles = [0.0] * len(field.grid.column)
    lane, room = _levels(field, apart=True)
    high = max(1.0, field.wide / SCREEN[0]) * SCREEN[1]
    above, top = _levels(field, apart=False, high=high - room - LANE_ROOM if lane else high)
    for vertex, y in above.items():
        middles[vertex] = y
    for vertex, y in lane.items():
        middles[vertex] = top + LANE_ROOM + y
    return middles, top if lane else None


def _levels(field: Field, *, apart: bool, high: float = 0.0) -> tuple[dict[int, float], float]:
    """How high each vertex stands in the lane of the unlinked or above it; how high all are."""
    piece, vertices = part(field.grid, apart=apart)
    at = {vertex: index for index, vertex in enumerate(vertices)}
    orders = [[at[vertex] for vertex in column if vertex in at] for column in field.orders]
    levels = packed(piece, orders) if field.close else heights(piece, orders, high=high)
    ends = (y + piece.height[index] / 2 for index, y in enumerate(levels))
    return dict(zip(vertices, levels, strict=True)), max(ends, default=0.0)


def _boxes(
    tree: KpiTree, labels: Mapping[str, Label], field: Field, *, middles: list[float]
) -> dict[str, Place]:
    boxes = {}
    for vertex in range(field.grid.metrics):
        left, right = field.edges[field.grid.column[vertex]]
        for metric, shift in field.grid.within(vertex).items():
            text = labels[metric]
            boxes[metric] = Place(
                metric,
                x=round(left, 1),
                y=round(middles[vertex] + shift - text.height / 2, 1),
                width=round(right - left, 1),
                height=text.height,
                label=text,
                column=field.grid.column[vertex],
                apart=field.grid.apart[vertex],
                layer=tree.plan.metric[metric].layer,
            )
    return {metric: boxes[metric] for metric in labels}


def _way(edge: tuple[str, str], field: Field, middles: list[float]) -> Way:
    """An edge's points where it passes through columns, level from their left to their right."""
    vertices, column = field.grid.ways[edge], field.grid.column
    points: list[Point] = []
    back = column[vertices[0]] > column[vertices[-1]]
    for vertex in vertices[1:-1]:
        left, right = field.edges[column[vertex]]
        across = [(left, middles[vertex]), (right, middles[vertex])]
        points += across[::-1] if back else across
    return Way(*edge, tuple(points))


def _bands(field: Field) -> tuple[Band, ...]:
    bands: list[Band] = []
    for layer, (left, right) in zip(field.columns.layers, field.edges, strict=True):
        if bands and bands[-1].layer == layer:
            bands[-1] = replace(bands[-1], width=right - bands[-1].x)
        else:
            bands.append(Band(layer, left, right - left))
    return tuple(bands)
