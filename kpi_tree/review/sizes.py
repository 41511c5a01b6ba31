"""Sizes of links: how strong an effect may honestly be, and how wide its range.

How wide a range must be at least, and which effects advertising is a measure for, are judgements
of ours; the reasons stand beside the figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import BadArgument
from kpi_tree.library import link as catalogued
from kpi_tree.library import links as all_links
from kpi_tree.library.drafting import size as suggested_size
from kpi_tree.library.standing import is_founded_on
from kpi_tree.plan.quantity import Mixture, Triangular
from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import Cited, Share
from kpi_tree.review.spreads import Breadth, breadth
from kpi_tree.review.walks import SOCIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_tree.library import Link as Candidate
    from kpi_tree.plan.model import Grade, Link, Plan
    from kpi_tree.plan.quantity import Spread
    from kpi_tree.review.case import Case

# Sethuraman, Tellis & Briesch (2011): the long-run elasticity of advertising.
ADVERTISING: Final = 0.24
_ADVERTISED: Final = "L040"
# A size in units is often a plain count (a click that becomes a visit), which cannot do more than
# move the outcome in step with its driver: only beyond that does it claim to persuade.
_IN_STEP: Final = 1.0
# What persuades, as against what serves, sells or makes: advertising is no measure for a call
# that is answered sooner or a product that is better.
_PERSUADING: Final = frozenset({"marketing", "community", "people", "partners", "digital"})
_TOLERANCE: Final = 1e-9

# The least width (p90 − p10 as a share of the likely value) of a range on evidence of a grade:
# one minus the share of a published effect that we keep for planning (experiments elsewhere 0.75,
# meta-analyses 0.4, single studies 0.3). What has been taken off as too good to be believed must
# at least stay open as a doubt. Opinion is never surer than the weakest study.
LEAST_WIDTH: Final[Mapping[Grade, float]] = {
    "experiment": 0.25,
    "own-data": 0.25,
    "meta-analysis": 0.6,
    "observational": 0.7,
    "expert": 0.7,
    "practice": 0.7,
}
_WITHOUT_EVIDENCE: Final = 0.7
# What was measured where it is planned, or by chance alone, may say more than advertising does.
_OWN: Final = frozenset({"experiment", "own-data"})
# What is no count of pieces, of which a share could become others.
_NO_PIECES: Final = frozenset({"currency", "ratio", "hours", "score"})
# The library's mark for a study that found no effect.
_NULL: Final = "0"
# Nobody quarrels over the last tenth.
_NEARLY: Final = 0.9


@dataclass(frozen=True, slots=True)
class _Sized:
    """A link with a size, and where that size stands in the plan."""

    case: Case
    link: Link
    size: Breadth
    place: str

    def found(self, code: str, **values: object) -> Finding:
        return found(code, self.place, link=self.case.arrow(self.link), **values)


def size_findings(case: Case) -> Iterator[Finding]:
    """All that is doubtful about the sizes of the links."""
    for index, link in case.links:
        if link.size is not None:
            sized = _Sized(case, link, breadth(link.size), f"links[{index}].size")
            yield from _wide(sized)
            yield from _strong(sized)
            yield from _held_against_library(sized)
            yield from _asked(sized)


def _wide(sized: _Sized) -> Iterator[Finding]:
    size, link = sized.size, sized.link
    if isinstance(link.size, float | int):
        if link.size:
            yield sized.found("size_without_range", size=size.p50)
        return
    least = _least_width(sized.case.plan, link, _grades(sized))
    if least is not None and size.width < _NEARLY * least - _TOLERANCE:
        values = {"low": size.p10, "high": size.p90, "least": Share(least)}
        yield sized.found("range_too_narrow", width=Share(size.width), **values)


def least_width_of(plan: Plan, link: Link) -> float | None:
    """How wide a link's range must be at least on its evidence: p90 − p10 over the likely value.

    None where nothing is asked: no size, one that holds zero, or the one that the library suggests.
    """
    if link.size is None:
        return None
    grades = {each.id: each.grade for each in plan.evidence}
    return _least_width(plan, link, {grades[each] for each in link.evidence})


def _least_width(plan: Plan, link: Link, grades: set[Grade]) -> float | None:
    if link.size is None:
        return None
    size = breadth(link.size)
    if _as_suggested(link) or size.holds_zero:
        return None
    least = min((LEAST_WIDTH[grade] for grade in grades), default=_WITHOUT_EVIDENCE)
    if _converts(plan, link) and size.p10 > 0 and size.p90 <= 1:
        # A share of the driver that is nearly all of it has no room above: what may be doubted is
        # how much is lost on the way.
        least *= min(1.0, (1 - size.p50) / size.p50)
    return least


def _converts(plan: Plan, link: Link) -> bool:
    """Whether a size is a share: so many of the driver's pieces become pieces of the outcome."""
    units = {plan.metric[end].unit for end in (link.driver, link.outcome)}
    return link.effect == "per_unit" and len(units) == 1 and not units & _NO_PIECES


def _grades(sized: _Sized) -> set[Grade]:
    return {sized.case.evidence[each].grade for each in sized.link.evidence}


def _strong(sized: _Sized) -> Iterator[Finding]:
    link, metrics = sized.link, sized.case.plan.metric
    driver, outcome = metrics[link.driver], metrics[link.outcome]
    persuades = (
        driver.layer in SOCIAL and driver.area in _PERSUADING and outcome.layer not in SOCIAL
    )
    if persuades and not _grades(sized) & _OWN:
        elasticity = _elasticity(sized)
        most = ADVERTISING if link.effect == "elasticity" else _IN_STEP
        if abs(elasticity) > most + _TOLERANCE:
            source = _cited(catalogued(_ADVERTISED))
            values = {"ceiling": ADVERTISING, "cite": source}
            yield sized.found("above_advertising", size=elasticity, **values)


def _elasticity(sized: _Sized) -> float:
    """What a link claims as an elasticity where its metrics stand today; 0 where that is unknown.

    A link in units of its outcome per unit of its driver moves the outcome by that size times the
    driver's level, as a share of the outcome's.
    """
    case, link, size = sized.case, sized.link, sized.size.p50
    metrics = case.plan.metric
    level = case.usual_level(metrics[link.driver], 0)
    if link.effect == "elasticity":
        return size * _steepness(link, level)[0]
    start = case.usual_level(metrics[link.outcome], 0)
    if level is None or not start:
        return 0.0
    elasticity = size * _steepness(link, level)[1] * (level / start)
    return elasticity if math.isfinite(elasticity) else 0.0


def _steepness(link: Link, level: float | None) -> tuple[float, float]:
    """What saturation leaves of a size where the driver stands: as an elasticity, and per unit."""
    if link.saturation is None:
        return 1.0, 1.0
    half = breadth(link.saturation.half).p50
    if level is None or level <= 0 or half <= 0:
        return 1.0, 1.0
    slope = float(link.saturation.slope)
    relative = min(1e30, level / half) ** slope
    left = slope / (1 + relative)
    return left, left * (relative / (1 + relative)) * (half / level)


def _held_against_library(sized: _Sized) -> Iterator[Finding]:
    """A size against the row of the library that the link was taken from."""
    row = _row(sized.link)
    if correlated := _correlated(sized):
        told = {"cite": _cited(correlated), "published": correlated.published.point}
        yield sized.found("correlation_as_effect", **told)
    if (
        row
        and row.direction == _NULL
        and not sized.size.holds_zero
        and not _as_suggested(sized.link)
    ):
        yield sized.found("null_left_out", cite=_cited(row))
    if row is None or row.published.point is None or sized.link.effect != "elasticity":
        return
    size, published = sized.size.p50, row.published.point
    values = {"cite": _cited(row), "published": published}
    form = row.published.forms["en"]
    above = abs(size) > abs(published) + _TOLERANCE and not _as_suggested(sized.link)
    if above and form.startswith("elasticity") and _same_ends(sized, row):
        yield sized.found("above_published", size=size, **values)


def _correlated(sized: _Sized) -> Candidate | None:
    """The row of a published correlation on which an elasticity rests, and on nothing else."""
    link, case = sized.link, sized.case
    if link.effect != "elasticity":
        return None
    row = _row(link)
    if row is not None:
        return row if row.published.is_correlation else None
    cited = [case.evidence[each] for each in link.evidence]
    found = [
        next((row for row in _correlations() if is_founded_on(each, row)), None) for each in cited
    ]
    return found[0] if found and all(found) else None


def _cited(row: Candidate) -> Cited:
    return Cited(row.published.cites, row.published.verified)


@cache
def _correlations() -> tuple[Candidate, ...]:
    return tuple(row for row in all_links() if row.published.is_correlation)


def _row(link: Link) -> Candidate | None:
    if not link.catalogue:
        return None
    try:
        return catalogued(link.catalogue)
    except BadArgument:
        return None


def _as_suggested(link: Link) -> bool:
    """Whether a link still has the size that the library suggests for it.

    That size takes off what was published too strongly, and leaves open what it is unsure of,
    by reasons of its own.
    """
    row = _row(link)
    if row is None or row.suggested is None or row.suggested.effect != link.effect:
        return False
    suggested = suggested_size(row.suggested)
    if isinstance(suggested, dict):
        return link.size == Triangular(**suggested)
    return link.size == suggested


def _same_ends(sized: _Sized, row: Candidate) -> bool:
    metrics = sized.case.plan.metric
    ends = metrics[sized.link.driver].catalogue, metrics[sized.link.outcome].catalogue
    return ends == (row.driver, row.outcome)


def _asked(sized: _Sized) -> Iterator[Finding]:
    """A size against what people think."""
    heard = [(each, opened(each.size)) for each in sized.link.opinions]
    if not heard:
        return
    low, high = min(each.p10 for _, each in heard), max(each.p90 for _, each in heard)
    if not low <= sized.size.p50 <= high:
        yield sized.found("size_outside_opinions", size=sized.size.p50, low=low, high=high)
    lowest = min(heard, key=lambda each: each[1].p90)
    highest = max(heard, key=lambda each: each[1].p10)
    if lowest[1].p90 < highest[1].p10:
        people = (sized.case.person(each.by) for each in (lowest[0], highest[0]))
        named = dict(zip(("one", "other"), people, strict=True))
        yield sized.found("opinions_disagree", **named)
        # A pool of many leaves a single voice outside its middle range, and yet draws from it.
        leaves_out = lowest[1].p50 < sized.size.p10 or highest[1].p50 > sized.size.p90
        if leaves_out and not isinstance(sized.link.size, Mixture):
            yield sized.found("dissent_hidden", **named)


def opened(size: float | Spread) -> Breadth:
    """What somebody thinks; a bare number is meant with a quarter more or less."""
    heard = breadth(size)
    if isinstance(size, float | int):
        return Breadth(heard.p10 - abs(size) / 4, heard.p50, heard.p90 + abs(size) / 4)
    return heard
