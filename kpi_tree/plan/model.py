"""What a plan holds: people, metrics, links, evidence, goals, scenarios.

A `Plan` is a value, frozen. `reading.read` makes one from a file, `writing.write` a file from one;
both follow the format `enlace-plan/1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, PlainSerializer

from kpi_tree.plan.formula import parsed
from kpi_tree.plan.frozen import Frozen
from kpi_tree.plan.quantity import Quantity, Value
from kpi_tree.plan.words import (
    Bounds,
    Currency,
    Day,
    Flag,
    Id,
    Month,
    Name,
    Number,
    Reference,
    Text,
    months_after,
    months_between,
)

if TYPE_CHECKING:
    from kpi_tree.plan.expression import Expression

FORMAT: Final = "enlace-plan/1"
MOST_METRICS: Final = 5_000
MOST_LINKS: Final = 20_000

Side = Literal["business", "social", "other"]
Layer = Literal["business", "bridge", "social", "lever", "investment"]
Area = Literal[
    "marketing",
    "sales",
    "service",
    "people",
    "partners",
    "community",
    "product",
    "finance",
    "digital",
]
OverTime = Literal["sum", "last", "mean", "formula"]
Status = Literal["hypothesis", "agreed", "measured", "rejected"]
Grade = Literal["meta-analysis", "experiment", "observational", "own-data", "expert", "practice"]
Verified = Literal["read", "summary", "second-hand", "memory", "judgement"]
Window = Literal["month", "quarter", "year", "horizon"]


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return Frozen(mapping)


def _thawed(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _thawed(value) if isinstance(value, Mapping) else value
        for key, value in mapping.items()
    }


def _formula(text: str) -> str:
    parsed(text)
    return text


_FREEZE = AfterValidator(_frozen)
_THAW = PlainSerializer(_thawed)
_AS_FORMULA = AfterValidator(_formula)


class Person(Value):
    """Somebody who owns, believes or signs."""

    id: Id
    name: Name
    role: Text = ""
    side: Side = "other"


class Feasible(Value):
    """How far the team could move a metric; `whole` where only whole numbers make sense."""

    low: Number
    high: Number
    whole: Flag = False


class Metric(Value):
    """A KPI: an input, an influenced or a computed one."""

    id: Id
    name: Name
    layer: Layer
    area: Area = "marketing"
    unit: Text = "count"
    better: Literal["higher", "lower"] = "higher"
    over_time: OverTime | None = None
    baseline: Quantity | None = None
    trend: Quantity = 0.0
    season: tuple[Annotated[float, Bounds(above=0)], ...] | None = None
    noise: Annotated[float, Bounds(0, 2)] = 0.0
    min: Number | None = None
    max: Number | None = None
    formula: Annotated[Text, _AS_FORMULA] | None = None
    feasible: Feasible | None = None
    owner: Reference = ""
    source: Text = ""
    network: Text = ""
    definition: Text = ""
    catalogue: Text = ""

    @property
    def aggregation(self) -> OverTime:
        """How months add up: what was said, else by the unit."""
        return self.over_time or ("mean" if self.unit in ("ratio", "score") else "sum")

    @cached_property
    def expression(self) -> Expression | None:
        """The formula as a tree."""
        return None if self.formula is None else parsed(self.formula)


class Saturation(Value):
    """A Hill curve: half of the effect at `half`, steeper with `slope`."""

    half: Quantity
    slope: Annotated[float, Bounds(high=10, above=0)] = 1.0


class Signature(Value):
    """Who stands behind which size since which day."""

    by: Id
    on: Day
    size: Quantity
    recorded_by: Reference = ""


class Opinion(Value):
    """What one person thinks the size is."""

    by: Id
    size: Quantity
    weight: Annotated[float, Bounds(0)] = 1.0
    note: Text = ""


class Link(Value):
    """An influence from a driver to an outcome."""

    id: Id
    driver: Id = Field(alias="from")
    outcome: Id = Field(alias="to")
    effect: Literal["elasticity", "per_unit"] = "elasticity"
    size: Quantity | None = None
    lag: Annotated[int, Bounds(0, 24, whole=True)] = 0
    carryover: Quantity = 0.0
    saturation: Saturation | None = None
    cap: Annotated[float, Bounds(above=0)] | None = None
    status: Status = "hypothesis"
    why: Text = ""
    evidence: tuple[Id, ...] = ()
    agreed_by: tuple[Signature, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    catalogue: Text = ""

    @property
    def counts(self) -> bool:
        """Whether the link is part of the tree: a rejected one is not."""
        return self.status != "rejected"


class Evidence(Value):
    """What a link's size is founded on, and how far that was verified."""

    id: Id
    grade: Grade
    cite: Text = ""
    note: Text = ""
    doi: Text = ""
    url: Text = ""
    published: Text = ""
    verified: Verified = "judgement"


class Goal(Value):
    """What the business wants: a metric, a target, a month."""

    id: Id
    name: Name
    metric: Id | None = None
    target: Number | None = None
    by: Month | None = None
    window: Window = "month"
    owner: Reference = ""
    why: Text = ""
    area: Area | Literal[""] = ""


class Target(Value):
    """The level that a scenario gives a metric, and when."""

    metric: Id
    value: Number | None = None
    change: Number | None = None
    start: Month | None = Field(default=None, alias="from")
    by: Month | None = None
    until: Month | None = None
    delivery: Quantity = 1.0


class Cost(Value):
    """What moving a metric costs, in the plan's currency."""

    metric: Id
    per_unit: Number = 0.0
    fixed: Number = 0.0
    monthly: Number = 0.0


class Scenario(Value):
    """A few targets and what they cost."""

    id: Id
    name: Name
    targets: tuple[Target, ...] = ()
    costs: tuple[Cost, ...] = ()


class Budget(Value):
    """The marketing budget of a year, and social's part of it."""

    marketing: Number | None = None
    social: Number | None = None


Observed = Annotated[Mapping[Month, Number], _FREEZE, _THAW]


class Plan(Value):
    """A team's whole plan, as it stood at one version."""

    format: Literal["enlace-plan/1"] = "enlace-plan/1"
    title: Name
    ask: Text = ""
    language: Literal["es", "en", "pt"] = "es"
    currency: Currency = "EUR"
    start: Month
    months: Annotated[int, Bounds(1, 120, whole=True)] = 12
    money: Id | None = None
    budget: Budget | None = None
    maturity: Annotated[Mapping[Name, Annotated[int, Bounds(0, 3, whole=True)]], _FREEZE, _THAW] = (
        Field(default_factory=lambda: _frozen({}))
    )
    people: tuple[Person, ...] = ()
    metrics: tuple[Metric, ...] = ()
    links: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    goals: tuple[Goal, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    observations: Annotated[Mapping[Id, Observed], _FREEZE, _THAW] = Field(
        default_factory=lambda: _frozen({})
    )
    layout: Annotated[Mapping[Id, tuple[Number, Number]], _FREEZE, _THAW] = Field(
        default_factory=lambda: _frozen({})
    )

    @cached_property
    def metric(self) -> Mapping[str, Metric]:
        """The metrics by id."""
        return Frozen({metric.id: metric for metric in self.metrics})

    @cached_property
    def scenario(self) -> Mapping[str, Scenario]:
        """The scenarios by id."""
        return Frozen({scenario.id: scenario for scenario in self.scenarios})

    @cached_property
    def links_into(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that count, by outcome, in the plan's order."""
        into: dict[str, list[Link]] = {}
        for link in self.links:
            if link.counts:
                into.setdefault(link.outcome, []).append(link)
        return Frozen({outcome: tuple(links) for outcome, links in into.items()})

    @cached_property
    def calendar(self) -> tuple[str, ...]:
        """The months of the horizon, month 0 first."""
        return tuple(months_after(self.start, index) for index in range(self.months))

    def month_index(self, month: str) -> int:
        """Which month of the horizon `month` is (0 for the plan's start)."""
        return months_between(self.start, month)
