"""What a picture is made of, before it is an SVG or a PNG: a few shapes in finished colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.layout import Point

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its upper left corner; `dash` is line and gap of its outline by turns."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0
    stroke: str = ""
    thick: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of cubic Bézier pieces: a first point, then three points a piece; round ends."""

    points: tuple[Point, ...]
    stroke: str
    thick: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle about its middle."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    thick: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on its baseline."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    weight: int = 400
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that are one thing, with a name for those who point at it or listen."""

    name: str
    shapes: tuple[Shape, ...]


Shape = Rect | Curve | Area | Disc | Words | Group


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from (0, 0) to (width, height).

    Attributes:
        title: what it shows.
        about: the same in a sentence or two, for those who cannot see it.
        paper: the colour behind all.
        shapes: from back to front; no shape covers a text that stands before it.
    """

    width: float
    height: float
    title: str
    about: str
    language: str
    paper: str
    shapes: tuple[Shape, ...]


def moved(shapes: Sequence[Shape], *, x: float, y: float) -> tuple[Shape, ...]:
    """The shapes, so far to the right and down."""
    return tuple(_moved(shape, x, y) for shape in shapes)


def _moved(shape: Shape, x: float, y: float) -> Shape:
    match shape:
        case Rect() | Disc() | Words():
            return replace(shape, x=shape.x + x, y=shape.y + y)
        case Curve() | Area():
            return replace(shape, points=tuple((left + x, up + y) for left, up in shape.points))
        case Group():
            return replace(shape, shapes=moved(shape.shapes, x=x, y=y))


def flat(shapes: Sequence[Shape]) -> list[Rect | Curve | Area | Disc | Words]:
    """The shapes without their groups, from back to front."""
    found: list[Rect | Curve | Area | Disc | Words] = []
    for shape in shapes:
        found += flat(shape.shapes) if isinstance(shape, Group) else [shape]
    return found
