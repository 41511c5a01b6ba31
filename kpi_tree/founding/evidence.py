"""What a link is founded on, and on what it could be: published beside suggested, and why.

Every row of the library is shown with the degree to which it was verified. Rows that are reading
only are shown too, and so are published nulls: not all can be adopted, but all inform.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree import library
from kpi_tree.errors import EditRefused, quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.library.drafting import evidence_keys, link_keys, published_text
from kpi_tree.library.evidence import strength
from kpi_tree.library.hindrances import Hindrance, Remark, hindrance
from kpi_tree.library.naming import degree_name, grade_name
from kpi_tree.library.standing import clashing_units, is_founded_on
from kpi_tree.locale import closest, say
from kpi_tree.locale.numbers import number
from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.naming import id_for
from kpi_tree.plan.edits.signatures import change_of_link
from kpi_tree.review.sizes import least_width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.library import Link as Row
    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.model import Evidence, Link, Plan

_NULL: Final = "0"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence on a link: one that the plan holds, a row of the library, or both.

    Attributes:
        row: the library's row; None for evidence of the team's own.
        held: the plan's evidence; None where the link is not founded on it.
        fits: whether the row is about these two metrics in this direction.
        clashing: names of the ends that the plan measures in another unit than the row.
    """

    row: Row | None
    held: Evidence | None
    fits: bool = True
    clashing: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the row, or of the plan's own evidence."""
        return self.row.id if self.row else self._own.id

    @property
    def _own(self) -> Evidence:
        if self.held is None:
            raise AssertionError(self.row)
        return self.held

    @property
    def grade(self) -> str:
        """The evidence grade: the plan's word where it holds it."""
        return self.held.grade if self.held else self._row.grade

    @property
    def _row(self) -> Row:
        if self.row is None:
            raise AssertionError(self.held)
        return self.row

    @property
    def grade_name(self) -> str:
        """The grade in words."""
        return grade_name(self.grade)

    @property
    def design_name(self) -> str:
        """The design of the study; empty for the team's own."""
        return self.row.design_name if self.row else ""

    @property
    def cite(self) -> str:
        """Who published it."""
        return self.row.published.cite if self.row else self._own.cite

    @property
    def note(self) -> str:
        """What to bear in mind."""
        return self.row.note if self.row else self._own.note

    @property
    def doi(self) -> str:
        """Its DOI."""
        return self.row.published.doi if self.row else self._own.doi

    @property
    def urls(self) -> tuple[str, ...]:
        """Where to read it."""
        if self.row:
            return self.row.published.urls
        return (self._own.url,) if self._own.url else ()

    @property
    def studies(self) -> int | None:
        """On how many studies it rests."""
        return self.row.published.studies if self.row else None

    @property
    def effects(self) -> int | None:
        """On how many effects."""
        return self.row.published.effects if self.row else None

    @property
    def published(self) -> str:
        """The effect as published, in words and figures."""
        return published_text(self.row.published) if self.row else self._own.published

    @property
    def verified(self) -> str:
        """The degree to which the source was verified."""
        return self.row.published.verified.degree if self.row else self._own.verified

    @property
    def verified_name(self) -> str:
        """The same in words."""
        return degree_name(self.verified)

    @property
    def remark(self) -> str:
        """How it was verified."""
        return self.row.published.verified.remark if self.row else ""

    @property
    def suggested(self) -> tuple[float, float, float] | None:
        """Low, most likely and high, as Enlace suggests for planning; None where it does not."""
        found = self.row.suggested if self.row else None
        return None if found is None else (found.low, found.mode, found.high)

    @property
    def effect(self) -> str | None:
        """`elasticity` or `per_unit`, where the suggestion is one that a plan computes with."""
        return self.row.suggested.effect if self.row and self.row.suggested else None

    @property
    def factor(self) -> float | None:
        """The suggested over the published figure, where both are elasticities."""
        if self.row is None or self.row.suggested is None or not self.row.published.point:
            return None
        form = self.row.published.forms["en"]
        alike = form.startswith("elasticity") and self.row.suggested.effect == "elasticity"
        return self.row.suggested.mode / self.row.published.point if alike else None

    @property
    def null(self) -> bool:
        """Whether what was published is that there is no effect."""
        return self.row is not None and self.row.direction == _NULL

    @property
    def reason(self) -> str:
        """Why the suggestion differs from what was published; empty without a suggestion."""
        if self.row is None or self.row.suggested is None:
            return ""
        if self.null:
            return say("founding.reason_null")
        if self.factor is None:
            return _rule(self.row)
        low, high = _kept(self.row)
        told = say("founding.factor", factor=number(round(self.factor, 2)))
        if low <= self.factor <= high:
            return f"{told} {_rule(self.row)}"
        if self.factor < low:
            return f"{told} {say('founding.reason_lower')}"
        if self.factor <= 1:
            return f"{told} {say('founding.reason_mechanical')}"
        return f"{told} {say('founding.reason_higher')}"

    @property
    def problem(self) -> Hindrance | None:
        """Why it cannot be adopted for this link, if so."""
        if self.row is None:
            return None
        if self.row.is_definition:
            return Hindrance("by_definition", "", {})
        return hindrance(self.row) or (None if self.fits else Hindrance("other_ends", "", {}))

    @property
    def adoptable(self) -> bool:
        """Whether it may set the link's range and grade."""
        return self.row is not None and self.problem is None

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to look at before it is adopted, in words."""
        return tuple(Remark("other_unit", {"metric": each}).sentence for each in self.clashing)

    @property
    def hindrance(self) -> str:
        """Why it cannot be adopted, in words; empty where it can."""
        return self.problem.sentence if self.problem else ""


_NATURAL: Final = frozenset(
    {"platform_blackout", "rating_rounding", "platform_difference", "market_borders"}
)
_FLATTERING: Final = frozenset({"vendor_benchmark", "stated_preference", "group_comparison"})


def _rule(row: Row) -> str:
    """How much of what was published is kept as a rule, by grade and design, in words."""
    match row.grade:
        case "experiment":
            return say("founding.reason_experiment")
        case "meta-analysis":
            return say("founding.reason_meta_analysis")
        case "observational" if row.design in _FLATTERING:
            return say("founding.reason_vendor")
        case "observational" if row.design in _NATURAL:
            return say("founding.reason_natural")
        case "observational":
            return say("founding.reason_single_study")
        case "expert":
            return say("founding.reason_expert")
        case _:
            return say("founding.reason_practice")


def _kept(row: Row) -> tuple[float, float]:
    """The same in figures: the least and the most that the rule keeps."""
    match row.grade:
        case "experiment":
            return 0.65, 0.85
        case "meta-analysis":
            return 0.3, 0.5
        case "observational" if row.design in _FLATTERING:
            return 0.15, 0.55
        case "observational" if row.design in _NATURAL:
            return 0.55, 0.85
        case "observational":
            return 0.2, 0.4
        case _:
            return 0.55, 1.0


def evidence_of(plan: Plan, link: str) -> tuple[EvidenceRow, ...]:
    """What a link is founded on, then what the library holds between its two ends.

    Raises:
        BadArgument: the plan has no such link.
    """
    return tuple(shown(plan, link_of(plan, link)))


def shown(plan: Plan, link: Link) -> Iterator[EvidenceRow]:
    """The same of a link in hand."""
    held = {each.id: each for each in plan.evidence}
    rows = _rows(plan, link)
    told = set()
    for each in link.evidence:
        item = held[each]
        row = next((one for one in rows if is_founded_on(item, one)), None)
        told.add(row.id if row else "")
        yield _beside(plan, link, row=row, held=item)
    for row in rows:
        if row.id not in told:
            yield _beside(plan, link, row=row, held=None)


def _beside(plan: Plan, link: Link, *, row: Row | None, held: Evidence | None) -> EvidenceRow:
    """A row beside a link's ends."""
    if row is None:
        return EvidenceRow(None, held)
    clashing = clashing_units(plan, row, (link.driver, link.outcome))
    names = tuple(quoted(plan.metric[each].name) for each in clashing)
    return EvidenceRow(row, held, fits=_fits(plan, link, row), clashing=names)


def _rows(plan: Plan, link: Link) -> list[Row]:
    """The rows between the kinds of both ends, and the one that the link was taken from."""
    kinds = tuple(plan.metric[end].catalogue for end in (link.driver, link.outcome))
    found = [row for row in library.links() if (row.driver, row.outcome) == kinds]
    if link.catalogue and all(row.id != link.catalogue for row in found):
        found += [row for row in library.links() if row.id == link.catalogue]
    return sorted((row for row in found if not row.is_definition), key=strength)


def _fits(plan: Plan, link: Link, row: Row) -> bool:
    """Whether a row may speak of a link's ends; a metric of the team's own stands for any."""
    ends = ((link.driver, row.driver), (link.outcome, row.outcome))
    return all(plan.metric[metric].catalogue in {"", kind} for metric, kind in ends)


@edit
def adopt_evidence(draft: Draft, link: str, *, row: str, language: str | None = None) -> None:
    """Found a link on a row of the library: its range, its grade, its cap.

    The row takes the place of other rows of the library, whose grade is no longer that of the
    range; evidence of the team's own stays. So do carry-over and saturation, and a lag and a
    reason that were given.

    Args:
        draft: the plan.
        link: which.
        row: the library's row.
        language: of the evidence's words; the plan's own unless told.

    Raises:
        BadArgument: the library has no such row.
        EditRefused: it is reading only, true by definition, or about other metrics.
    """
    taken = library.link(row)
    index, found = draft.find("links", link)
    problem = EvidenceRow(taken, None, fits=_fits(draft.plan, found, taken)).problem
    if problem:
        raise EditRefused([problem])
    words = closest(language or draft.plan.language)
    keys = link_keys(taken, words)
    now = {key: keys[key] for key in ("effect", "size", "cap", "catalogue")}
    if found.lag == 0:
        now["lag"] = keys["lag"]
    if not found.why:
        now["why"] = keys["why"]
    own = _own_evidence(draft, taken, words)
    gone = {each.held.id for each in shown(draft.plan, found) if each.held and each.row} - {own}
    kept = [each for each in found.evidence if each not in gone | {own}]
    change_of_link(draft, draft.plan.links[index].id, now | {"evidence": [own, *kept]})
    cited = {each for other in draft.plan.links for each in other.evidence}
    for each in gone - cited:
        draft.remove("evidence", each)


def _own_evidence(draft: Draft, row: Row, words: str) -> str:
    for item in draft.plan.evidence:
        if is_founded_on(item, row):
            return item.id
    keys = evidence_keys(row, words)
    return draft.add("evidence", {"id": id_for(row.id, draft.plan), **keys})


def least_width(plan: Plan, link: str) -> float | None:
    """How wide a link's range must be at least on its evidence: p90 − p10 over the likely value.

    None where nothing is asked: no size yet, a range that holds zero, or the library's own.

    Raises:
        BadArgument: the plan has no such link.
    """
    return least_width_of(plan, link_of(plan, link))
