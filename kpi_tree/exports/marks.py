"""Small drawings: the sign of a layer, the flag of a goal, the tip of an edge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpi_tree.exports.shapes import Area, Disc, Rect, Shape

if TYPE_CHECKING:
    from kpi_tree.layout import Point

_TIP_LONG = 8.0
_TIP_HALF = 3.6


def layer_mark(layer: str, at: Point, *, radius: float, fill: str) -> Shape:
    """The sign of a layer about a point: the shapes of `LAYER_MARKS`, whatever font there is."""
    x, y = at
    match layer:
        case "business":
            side = 1.7 * radius
            return Rect(x - side / 2, y - side / 2, side, side, fill)
        case "bridge":
            return Area(_corners(at, 4, 1.15 * radius), fill)
        case "lever":
            return Area(_corners((x, y + radius / 5), 3, 1.15 * radius), fill)
        case "investment":
            return Rect(x - radius, y - radius / 2.4, 2 * radius, radius / 1.2, fill)
        case _:
            return Disc(x, y, radius, fill)


def _corners(at: Point, count: int, radius: float) -> tuple[Point, ...]:
    turns = [2 * math.pi * index / count for index in range(count)]
    return tuple((at[0] + radius * math.sin(t), at[1] - radius * math.cos(t)) for t in turns)


def flag(at: Point, fill: str, *, size: float = 12.0) -> tuple[Shape, ...]:
    """A goal's flag with its upper left corner at a point."""
    x, y = at
    cloth = (
        (x + size / 8, y + size / 24),
        (x + 7 * size / 8, y + 5 * size / 16),
        (x + size / 8, y + 7 * size / 12),
    )
    return Rect(x, y, size / 8, size, fill), Area(cloth, fill)


def tip(at: Point, *, to_right: bool, thick: float, fill: str) -> Area:
    """The tip of an edge that arrives level at a point."""
    (x, y), way = at, 1 if to_right else -1
    long, half = _TIP_LONG + thick, _TIP_HALF + thick / 2
    return Area((at, (x - way * long, y - half), (x - way * long, y + half)), fill)


def tip_length(thick: float) -> float:
    """How far before its end an edge gives way to its tip."""
    return _TIP_LONG + thick - 1.0
