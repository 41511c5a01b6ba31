"""The register of assumptions: all links and baselines, and how much hangs on each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from kpi_tree.deciding.asking import can_be_judged
from kpi_tree.deciding.weighing import importance
from kpi_tree.founding.grading import grade_of, name_of_grade
from kpi_tree.founding.sheet import sheet
from kpi_tree.founding.signing import signed
from kpi_tree.library.naming import degree_name
from kpi_tree.locale import say
from kpi_tree.review.spreads import breadth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_tree.founding.grading import Founding
    from kpi_tree.founding.signing import Sides, Signing
    from kpi_tree.plan.model import Link, Metric, Plan, Scenario
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.memory import Memory

DRAWS: Final = 4_096
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Cellular = str | int | float | None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A link or a baseline.

    Attributes:
        kind, id, name: which; a link is named by its ends.
        place: in the plan's own notation (`links[3].size`).
        low, likely, high: the 10 %, 50 % and 90 % quantiles; None while there is no value.
        unit: of a baseline, the metric's; of a link, `elasticity` or `per_unit`.
        grade: of a link, its best evidence; None for a baseline.
        verified: how far that evidence was verified; empty without any.
        evidence: what it cites; for a baseline where its number comes from.
        degrees: to which degree each of these was verified; none for a baseline.
        signing: how far a link is signed; None for a baseline.
        last: when a link was last signed, or the last month in which a metric was measured.
        age: days since then; None without one.
        influence: by goal the share of its doubt that comes from this: a link's size, carry-over
            and saturation, a metric's baseline and trend; None where the goal cannot be judged
            or nothing is doubtful.
    """

    kind: Literal["link", "baseline"]
    id: str
    name: str
    place: str
    low: float | None
    likely: float | None
    high: float | None
    unit: str
    grade: Founding | None
    verified: str
    evidence: tuple[str, ...]
    degrees: tuple[str, ...]
    signing: Signing | None
    last: str
    age: int | None
    influence: Mapping[str, float | None]

    @property
    def cited(self) -> tuple[str, ...]:
        """What it cites, each once, never evidence without the degree to which it was verified."""
        if not self.degrees:
            return self.evidence
        pairs = dict.fromkeys(zip(self.evidence, self.degrees, strict=True))
        return tuple(say("founding.cited", cite=c, degree=degree_name(d)) for c, d in pairs)


@dataclass(frozen=True)
class Register:
    """All assumptions, in the plan's order: links, then baselines.

    Attributes:
        plan: the plan.
        scenario: under which scenario the influences hold; empty where none was named.
        rows: the assumptions.
    """

    plan: Plan
    scenario: str
    rows: tuple[Assumption, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The heads of the table's columns."""
        return (
            say("founding.column_kind"),
            say("founding.column_name"),
            say("founding.column_low"),
            say("founding.column_likely"),
            say("founding.column_high"),
            say("founding.column_unit"),
            say("founding.column_grade"),
            say("founding.column_verified"),
            say("founding.column_signed"),
            say("founding.column_last"),
            say("founding.column_age"),
            *(say("founding.column_influence", goal=goal.name) for goal in self.plan.goals),
            say("founding.column_evidence"),
        )

    @property
    def table(self) -> tuple[tuple[Cellular, ...], ...]:
        """The rows below the headings: numbers as numbers, words in the reader's language."""
        return tuple(tuple(self._cells(each)) for each in self.rows)

    def _cells(self, row: Assumption) -> Iterator[Cellular]:
        yield say("founding.a_link") if row.kind == "link" else say("founding.a_baseline")
        yield row.name
        yield from (row.low, row.likely, row.high)
        yield _unit(row)
        yield "" if row.grade is None else name_of_grade(row.grade)
        yield degree_name(row.verified) if row.verified else ""
        yield "" if row.signing is None else row.signing.sentence
        yield from (row.last, row.age)
        yield from (row.influence[goal.id] for goal in self.plan.goals)
        yield "; ".join(row.cited)

    def csv(self) -> str:
        """The table as CSV; a text that a spreadsheet would compute begins with an apostrophe."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        for cells in (self.headings, *self.table):
            writer.writerow(_safe(each) for each in cells)
        return text.getvalue()

    def xlsx(self) -> bytes:
        """The table as a spreadsheet file; every text stays a text."""
        return sheet(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain = "kind id name place low likely high unit grade verified last age".split()
        return {
            "scenario": self.scenario,
            "rows": [
                {name: getattr(each, name) for name in plain}
                | {
                    "evidence": list(each.evidence),
                    "degrees": list(each.degrees),
                    "signing": each.signing.state if each.signing else None,
                    "influence": dict(each.influence),
                }
                for each in self.rows
            ],
        }


def _unit(row: Assumption) -> str:
    if row.kind == "baseline":
        return _unit_name(row.unit)
    if row.unit == "elasticity":
        return say("founding.unit_elasticity")
    return say("founding.unit_per_unit")


def _unit_name(unit: str) -> str:
    """A metric's unit in words; a currency and a unit of the team's own are words already."""
    match unit:
        case "count":
            return say("founding.unit_count")
        case "ratio":
            return say("founding.unit_ratio")
        case "hours":
            return say("founding.unit_hours")
        case "score":
            return say("founding.unit_score")
        case _:
            return unit


def _safe(cell: Cellular) -> Cellular:
    if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def register(
    plan: Plan,
    *,
    scenario: str | Scenario | None = None,
    sides: Sides | None = None,
    today: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Register:
    """The register of a plan's assumptions.

    Args:
        plan: the plan; it may be unfinished.
        scenario: under which influences are worked out, by id or as one that is only tried;
            without one there are none.
        sides: for which side people speak; the plan's word unless told.
        today: from when ages are counted; the day it is unless told.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such scenario.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    weights: dict[str, dict[str, float] | None] = {}
    for goal in plan.goals:
        weights[goal.id] = None
        if scenario is not None and can_be_judged(plan, goal):
            found = importance(
                plan,
                goal.id,
                scenario,
                totals=0,
                draws=draws,
                seed=seed,
                progress=progress,
                memory=memory,
            )
            if found.variance > 0:
                shares = {each.source.place: each.first_order for each in found.quantities}
                weights[goal.id] = shares
    made = _Rows(plan, weights, sides, today or date.today())  # noqa: DTZ011 (the reader's own day)
    named = "" if scenario is None else scenario if isinstance(scenario, str) else scenario.id
    return Register(plan, named, (*made.links(), *made.baselines()))


@dataclass(frozen=True)
class _Rows:
    """Makes the rows."""

    plan: Plan
    weights: Mapping[str, Mapping[str, float] | None]
    sides: Sides | None
    today: date

    def links(self) -> Iterator[Assumption]:
        for index, link in enumerate(self.plan.links):
            if link.counts:
                yield self._link(link, f"links[{index}].size")

    def baselines(self) -> Iterator[Assumption]:
        for index, metric in enumerate(self.plan.metrics):
            if metric.formula is None or metric.baseline is not None:
                yield self._baseline(metric, f"metrics[{index}].baseline")

    def _link(self, link: Link, place: str) -> Assumption:
        held = {each.id: each for each in self.plan.evidence}
        cited = [held[each] for each in link.evidence]
        grade = grade_of(link, held)
        names = (self.plan.metric[end].name for end in (link.driver, link.outcome))
        signing = signed(self.plan, link, sides=self.sides)
        last = max((each.on for each in signing.signatures if each.present), default="")
        low, likely, high = _numbers(link.size)
        return Assumption(
            "link",
            link.id,
            " → ".join(names),
            place,
            low,
            likely,
            high,
            link.effect,
            grade,
            next((each.verified for each in cited if each.grade == grade), ""),
            tuple(each.cite or each.note or each.id for each in cited),
            tuple(each.verified for each in cited),
            signing,
            last,
            (self.today - date.fromisoformat(last)).days if last else None,
            self._influence(f"links/{link.id}/"),
        )

    def _baseline(self, metric: Metric, place: str) -> Assumption:
        months = self.plan.observations.get(metric.id) or {}
        last = max(months, default="")
        low, likely, high = _numbers(metric.baseline)
        return Assumption(
            "baseline",
            metric.id,
            metric.name,
            place,
            low,
            likely,
            high,
            self.plan.currency if metric.unit == "currency" else metric.unit,
            None,
            "",
            (metric.source,) if metric.source else (),
            (),
            None,
            last,
            (self.today - date.fromisoformat(f"{last}-01")).days if last else None,
            self._influence(f"metrics/{metric.id}/"),
        )

    def _influence(self, place: str) -> dict[str, float | None]:
        return {
            goal: None
            if shares is None
            else sum(share for at, share in shares.items() if at.startswith(place))
            for goal, shares in self.weights.items()
        }


def _numbers(quantity: Any) -> tuple[float | None, float | None, float | None]:  # noqa: ANN401 (a quantity or none)
    if quantity is None:
        return None, None, None
    at = breadth(quantity)
    return at.p10, at.p50, at.p90
