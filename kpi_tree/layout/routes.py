"""Which way each edge takes, and where it leaves and enters its boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from kpi_tree.layout.picture import Place, Point, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree.tree import KpiTree

# How far apart two edges enter a box at most, and how near its corners.
_APART: Final = 15.0
_CORNER: Final = 16.0
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Way:
    """An edge before its ends are known: the points on its way, from driver to outcome."""

    driver: str
    outcome: str
    between: tuple[Point, ...] = ()


def routes(tree: KpiTree, places: Mapping[str, Place], ways: Sequence[Way]) -> tuple[Route, ...]:
    """The edges of a picture."""
    return tuple(
        _route(tree, way, points) for way, points in zip(ways, paths(places, ways), strict=True)
    )


def paths(places: Mapping[str, Place], ways: Sequence[Way]) -> list[tuple[Point, ...]]:
    """The points of each edge; those at one side of a box enter it in the order they come from."""
    leaving = {way: _sides(places[way.driver], places[way.outcome]) for way in ways}
    ports: dict[tuple[Way, str], Point] = {}
    at: dict[tuple[str, Side], list[tuple[int, float, int, Way]]] = {}
    for index, way in enumerate(ways):
        out, into = leaving[way]
        first, last = _looks(way, places)
        # Bows inside a column keep to the corners, above and below all others.
        bow = 0 if out != into else 1 if first > last else -1
        at.setdefault((way.driver, out), []).append((bow, first, index, way))
        at.setdefault((way.outcome, into), []).append((-bow, last, index, way))
    for (metric, side), seen in at.items():
        seen.sort(key=lambda each: each[:3])
        spots = _spots(places[metric], side, [bow for bow, *_ in seen])
        for (*_, way), spot in zip(seen, spots, strict=True):
            ports[way, metric] = spot
    return [
        tuple((round(x, 1), round(y, 1)) for x, y in points)
        for way in ways
        for points in [(ports[way, way.driver], *way.between, ports[way, way.outcome])]
    ]


def _sides(driver: Place, outcome: Place) -> tuple[Side, Side]:
    """Where an edge leaves and where it enters: facing sides; the right ones of one column."""
    if outcome.x >= driver.x + driver.width:
        return "right", "left"
    if driver.x >= outcome.x + outcome.width:
        return "left", "right"
    return "right", "right"


def _looks(way: Way, places: Mapping[str, Place]) -> tuple[float, float]:
    """How high the points are that an edge's two ends look to."""
    middle = [places[each].y + places[each].height / 2 for each in (way.outcome, way.driver)]
    if way.between:
        return way.between[0][1], way.between[-1][1]
    return middle[0], middle[1]


def _spots(place: Place, side: Side, bows: Sequence[int]) -> list[Point]:
    """Where edges meet a side, from above; bows (-1 upwards, 1 downwards) by its corners."""
    x = place.x + (place.width if side == "right" else 0)
    middle, half = place.y + place.height / 2, place.height / 2 - _CORNER
    step = min(_APART, 2 * half / max(len(bows) - 1, 1))
    up, through = bows.count(-1), bows.count(0)
    levels = [-half + step * index for index in range(up)]
    levels += [step * (index - (through - 1) / 2) for index in range(through)]
    levels += [half - step * index for index in reversed(range(bows.count(1)))]
    if any(lower - upper < step - 1e-9 for upper, lower in pairwise(levels)):
        levels = [step * (index - (len(bows) - 1) / 2) for index in range(len(bows))]
    return [(x, middle + level) for level in levels]


def _route(tree: KpiTree, way: Way, points: tuple[Point, ...]) -> Route:
    edge = tree.over_time.edges[way.driver, way.outcome]
    return Route(
        way.driver,
        way.outcome,
        points,
        formula=edge["formula"],
        past=not tree.graph.has_edge(way.driver, way.outcome),
        links=tuple(link.id for link in edge["links"]),
    )
