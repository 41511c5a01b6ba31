"""A laid-out tree: where each metric's box stands, and which way each edge takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.layout.label import Label

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Place:
    """A metric's box.

    Attributes:
        metric: its id.
        x: the left edge.
        y: the upper edge.
        width: how wide it is.
        height: how high it is.
        label: the texts inside.
        column: which column from the left, 0 first.
        apart: whether no goal depends on the metric, so that it stands in the lane below.
        kept: whether a person put it there.
        layer: the metric's layer.
    """

    metric: str
    x: float
    y: float
    width: float
    height: float
    label: Label
    column: int = 0
    apart: bool = False
    kept: bool = False
    layer: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge."""
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True, slots=True)
class Route:
    """An edge from a driver to an outcome.

    Attributes:
        driver: where it starts.
        outcome: where it ends.
        points: from box to box. Between two points of different height a curve is drawn that
            leaves and arrives level.
        formula: whether the outcome's formula names the driver.
        past: whether the formula reads the driver's past alone.
        links: the ids of the links that run here.
    """

    driver: str
    outcome: str
    points: tuple[Point, ...]
    formula: bool
    past: bool
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The columns of a layer of the plan."""

    layer: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """Where the metrics stand that no goal depends on."""

    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture, from (0, 0) to (width, height).

    Attributes:
        places: a box for each metric, by id, in the plan's order.
        routes: the edges.
        bands: the layers from left to right; without those that people have moved boxes across.
        lane: the strip of the unlinked; None where all are linked, or some stand among the others.
        width: of the picture.
        height: of the picture.
    """

    places: Mapping[str, Place]
    routes: tuple[Route, ...]
    bands: tuple[Band, ...]
    lane: Lane | None
    width: float
    height: float

    def names_layer_of(self, box: Place) -> bool:
        """Whether the column that a box stands in tells its layer."""
        middle = box.x + box.width / 2
        return any(
            band.layer == box.layer and band.x <= middle <= band.x + band.width
            for band in self.bands
        )


def crossings(layout: Layout) -> int:
    """How often two edges of a picture cross."""
    segments = sorted(
        (min(x1, x2), max(x1, x2), index, (x1, y1), (x2, y2))
        for index, route in enumerate(layout.routes)
        for (x1, y1), (x2, y2) in zip(route.points, route.points[1:], strict=False)
    )
    count = 0
    for at, (_, right, index, start, end) in enumerate(segments):
        for left, _, other, first, last in segments[at + 1 :]:
            if left >= right:
                break
            if other != index and _cross((start, end), (first, last)):
                count += 1
    return count


def _cross(one: Segment, other: Segment) -> bool:
    """Whether two segments cross in a point inside both."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
