"""The small picture of a plan's tree: what we do on the left, what the business gets on the right.

An SVG without any words, for cards: one column a layer, one dot a metric, one thread a link or a
formula. The drawing that is read and edited is another; this one tells plans apart at a glance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH: Final = 360
HEIGHT: Final = 150
EDGE: Final = 14
RADIUS: Final = 4.5
THREAD: Final = "#868B93"
# Left to right, as the tree is read; the palette lists them from the top.
COLUMNS: Final = tuple(reversed(kt.LAYERS))

Place = tuple[float, float]


def sketch(plan: kt.Plan) -> str:
    """The tree of `plan` as an SVG; an empty plan gives an empty sheet."""
    places = _places(plan)
    goals = frozenset(kt.KpiTree(plan).goal_metrics)
    threads = (_thread(places[driver], places[outcome]) for driver, outcome in kt.graph(plan).edges)
    dots = (
        _dot(places[metric.id], kt.LAYER_COLOURS[metric.layer], goal=metric.id in goals)
        for metric in plan.metrics
    )
    return _svg((*threads, *dots))


def _places(plan: kt.Plan) -> Mapping[str, Place]:
    """Each layer in its column, its metrics at even distances."""
    present = [layer for layer in COLUMNS if any(one.layer == layer for one in plan.metrics)]
    found: dict[str, Place] = {}
    for at, layer in enumerate(present):
        column = [metric.id for metric in plan.metrics if metric.layer == layer]
        x = _between(EDGE, WIDTH - EDGE, at=at, of=len(present))
        for row, metric in enumerate(column):
            found[metric] = x, _between(0, HEIGHT, at=row + 1, of=len(column) + 2)
    return found


def _between(low: float, high: float, *, at: int, of: int) -> float:
    return (low + high) / 2 if of == 1 else low + (high - low) * at / (of - 1)


def _thread(start: Place, end: Place) -> str:
    (x1, y1), (x2, y2) = start, end
    # Two metrics of one column hang together by an arc beside it.
    bend = (x2 - x1) / 2 if x1 != x2 else 18
    return (
        f'<path d="M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} '
        f'{x2 - bend if x1 != x2 else x2 + bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="{THREAD}" stroke-width="1" opacity=".45"/>'
    )


def _dot(place: Place, colour: str, *, goal: bool) -> str:
    x, y = place
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="{colour}"/>'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="none" stroke="{colour}"/>'
    return dot + ring if goal else dot


def _svg(content: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(content)}</svg>'
    )
