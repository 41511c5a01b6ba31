"""What is far: beyond all that was measured, or beyond what others usually see."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import BadArgument
from kpi_tree.library import benchmarks
from kpi_tree.library.records import EVERYWHERE
from kpi_tree.library.spelling import plain
from kpi_tree.review.shown import Cited, Sources

if TYPE_CHECKING:
    from kpi_tree.library import Benchmark
    from kpi_tree.plan.model import Metric
    from kpi_tree.review.case import Case

_YEAR: Final = 12
_FEW: Final = 3
# Others' figures come from other sectors, countries and years: twice as much is no news.
_USUAL_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Zone:
    """The lowest and the highest value seen, and in how many months or sources."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Usual:
    """What others see on a metric, in the metric's own unit, and who says so."""

    low: float
    high: float
    source: Sources


def observed(case: Case, metric: str) -> Zone | None:
    """What was measured of a metric in the last twelve months that there are."""
    months = case.plan.observations.get(metric) or {}
    values = [months[month] for month in sorted(months)][-_YEAR:]
    return Zone(min(values), max(values), len(values)) if values else None


def beyond(value: float, zone: Zone) -> bool:
    """Whether a value lies far outside what was measured.

    Far is farther from the nearest value than all of them lie apart, and than half of the largest
    (all of it, where fewer than three months were measured). A judgement of ours: a plan wants to
    leave what was, and half as much again is a bold target, not an odd one.
    """
    size = max(abs(zone.low), abs(zone.high))
    slack = max(zone.high - zone.low, size * (0.5 if zone.count >= _FEW else 1.0))
    return value > zone.high + slack or value < zone.low - slack


def usual(metric: Metric, currency: str) -> Usual | None:
    """The hull of the benchmarks that may be drawn beside a metric; None without any.

    Those of the metric's own network come first. What is only remembered is left out: a plan is
    held against what somebody has read.
    """
    if not metric.catalogue:
        return None
    try:
        rows = benchmarks(metric.catalogue)
    except BadArgument:
        return None
    fitting = [
        row
        for row in rows
        if row.drawable
        and row.unit == metric.unit
        and row.currency in {"", currency}
        and row.verified.degree != "memory"
    ]
    figures = [
        (figure, row)
        for row in _nearest(fitting, metric.network)
        for figure in row.in_unit
        if figure is not None
    ]
    if not figures:
        return None
    (low, lowest), (high, highest) = (end(figures, key=itemgetter(0)) for end in (min, max))
    cited = tuple(Cited(row.sources, row.verified) for row in (lowest, highest))
    return Usual(low, high, Sources(cited))


def _nearest(rows: list[Benchmark], network: str) -> list[Benchmark]:
    """The benchmarks of a network; without any, those of all networks; else all there are."""
    wanted = plain(network)
    own = [row for row in rows if wanted and wanted in _networks(row)]
    general = [row for row in rows if not row.networks or EVERYWHERE in row.networks]
    return own or (general if wanted else []) or rows


def _networks(row: Benchmark) -> set[str]:
    """A benchmark's networks in all the words that a plan may have for them."""
    names = {name for words in row.network_words for name in words.values()}
    return {plain(name) for name in (*row.networks, *names)}


def unusual(value: float, start: float | None, zone: Usual) -> bool:
    """Whether a target lies far outside what others see, and its metric does not start there."""
    low, high = zone.low / _USUAL_FACTOR, zone.high * _USUAL_FACTOR
    if value > high:
        return start is None or start <= high
    return value < low and (start is None or start >= low)
