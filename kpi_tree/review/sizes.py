"""Sizes of links: how strong an effect may honestly be, and how wide its range.

How wide a range must be at least, and which effects advertising is a measure for, are judgements
of ours; the reasons stand beside the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import BadArgument
from kpi_tree.library import link as catalogued
from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import Bilingual, Share
from kpi_tree.review.spreads import Breadth, breadth
from kpi_tree.review.walks import SOCIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_tree.library import Link as Candidate
    from kpi_tree.plan.model import Grade, Link
    from kpi_tree.plan.quantity import Spread
    from kpi_tree.review.case import Case

# Sethuraman, Tellis & Briesch (2011): the long-run elasticity of advertising.
ADVERTISING: Final = 0.24
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
    grades = [sized.case.evidence[each].grade for each in link.evidence]
    least = min((LEAST_WIDTH[grade] for grade in grades), default=_WITHOUT_EVIDENCE)
    if not size.holds_zero and size.width < _NEARLY * least - _TOLERANCE:
        values = {"low": size.p10, "high": size.p90, "least": Share(least)}
        yield sized.found("range_too_narrow", width=Share(size.width), **values)


def _strong(sized: _Sized) -> Iterator[Finding]:
    link, metrics = sized.link, sized.case.plan.metric
    driver, outcome = metrics[link.driver], metrics[link.outcome]
    persuades = (
        link.effect == "elasticity"
        and driver.layer in SOCIAL
        and driver.area in _PERSUADING
        and outcome.layer not in SOCIAL
    )
    if persuades:
        elasticity = abs(sized.size.p50) * _steepness(sized.case, link)
        if elasticity > ADVERTISING + _TOLERANCE:
            yield sized.found("above_advertising", size=elasticity, ceiling=ADVERTISING)


def _steepness(case: Case, link: Link) -> float:
    """What a saturated link leaves of its size as an elasticity where the driver stands today."""
    if link.saturation is None:
        return 1.0
    level = case.usual_level(case.plan.metric[link.driver], 0)
    half = breadth(link.saturation.half).p50
    if level is None or level <= 0 or half <= 0:
        return 1.0
    slope = link.saturation.slope
    relative = min(1e30, level / half) ** float(slope)
    return float(slope / (1 + relative))


def _held_against_library(sized: _Sized) -> Iterator[Finding]:
    """A size against the row of the library that the link was taken from."""
    row = _row(sized.link)
    if row is None or row.published.point is None or sized.link.effect != "elasticity":
        return
    size, published = abs(sized.size.p50), row.published.point
    values = {"cite": Bilingual(row.published.cites), "published": published}
    # The library's words for the kinds of figure; the pairs of these two codes hold them together.
    form = row.published.forms["en"]
    if form == "correlation":
        yield sized.found("correlation_as_effect", **values)
    above = size > abs(published) + _TOLERANCE
    if above and form.startswith("elasticity") and _same_ends(sized, row):
        yield sized.found("above_published", size=size, **values)


def _row(link: Link) -> Candidate | None:
    if not link.catalogue:
        return None
    try:
        return catalogued(link.catalogue)
    except BadArgument:
        return None


def _same_ends(sized: _Sized, row: Candidate) -> bool:
    metrics = sized.case.plan.metric
    ends = metrics[sized.link.driver].catalogue, metrics[sized.link.outcome].catalogue
    return ends == (row.driver, row.outcome)


def _asked(sized: _Sized) -> Iterator[Finding]:
    """A size against what people think."""
    heard = [(each, _opened(each.size)) for each in sized.link.opinions]
    if not heard:
        return
    low, high = min(each.p10 for _, each in heard), max(each.p90 for _, each in heard)
    if not low <= sized.size.p50 <= high:
        yield sized.found("size_outside_opinions", size=sized.size.p50, low=low, high=high)
    lowest = min(heard, key=lambda each: each[1].p90)
    highest = max(heard, key=lambda each: each[1].p10)
    if lowest[1].p90 < highest[1].p10:
        people = (sized.case.person(each.by) for each in (lowest[0], highest[0]))
        yield sized.found("opinions_disagree", **dict(zip(("one", "other"), people, strict=True)))


def _opened(size: float | Spread) -> Breadth:
    """What somebody thinks; a bare number is meant with a quarter more or less."""
    heard = breadth(size)
    if isinstance(size, float | int):
        return Breadth(heard.p10 - abs(size) / 4, heard.p50, heard.p90 + abs(size) / 4)
    return heard
