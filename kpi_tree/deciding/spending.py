"""Money: a scenario's cost by lever and for a unit of a goal, social's share of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from kpi_tree import library
from kpi_tree.plan.model import Plan, Scenario
from kpi_tree.simulation.engine import Run
from kpi_tree.simulation.judging import money
from kpi_tree.simulation.selection import SHARES, quantiles

if TYPE_CHECKING:
    from kpi_tree.plan.model import Goal
    from kpi_tree.simulation import Forecast
    from kpi_tree.simulation.streams import Floats

SHARE_METRIC: Final = "social_budget_share"
# From this share of draws without a gain on, a cost for each unit gained has no range to speak of.
_NO_GAIN: Final = 0.1


@dataclass(frozen=True)
class Spread:
    """An uncertain amount: its mean, and where it falls."""

    mean: float
    p10: float
    p50: float
    p90: float

    def to_dict(self) -> dict[str, float]:
        """As plain values."""
        return {"mean": self.mean, "p10": self.p10, "p50": self.p50, "p90": self.p90}


def spread(draws: Floats) -> Spread:
    """The spread of draws, of any shape with one value a draw.

    >>> import numpy as np
    >>> spread(np.array([2.0]))
    Spread(mean=2.0, p10=2.0, p50=2.0, p90=2.0)
    """
    row = np.asarray(draws, dtype=float).reshape(-1)
    p10, p50, p90 = quantiles(row, SHARES)
    return Spread(float(row.mean()), p10, p50, p90)


def cost_by_lever(scenario: Scenario, plan: Plan, *, base: Run, run: Run) -> dict[str, Spread]:
    """What each metric's costs come to over all months, in the scenario's order."""
    payless = without_money(plan)
    found: dict[str, Floats] = {}
    for cost in scenario.costs:
        alone = scenario.model_copy(update={"costs": (cost,)})
        paid = money(alone, payless, base=base, run=run).cost.sum(axis=0)
        found[cost.metric] = found.get(cost.metric, 0.0) + paid
    return {metric: spread(paid) for metric, paid in found.items()}


def run_of(forecast: Forecast) -> Run:
    """A forecast's paths as costs are reckoned from."""
    return Run(paths={metric: forecast.path(metric) for metric in forecast.metrics})


def without_money(plan: Plan) -> Plan:
    """A plan that names no money metric, for costs alone."""
    kept = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_construct(**(kept | {"money": None}))


@dataclass(frozen=True)
class UnitCost:
    """What a unit of a goal's metric costs: the cost until the goal's month over what is gained.

    Attributes:
        value: the mean cost over the mean gain; None where it is not defined.
        p10, p90: of the cost over the gain draw by draw; None where too many draws gain nothing.
        undefined: why there is no value: `open` (the goal cannot be judged), `no_cost`, `no_gain`
            (the mean does not come nearer to the target); or empty.
    """

    value: float | None
    p10: float | None
    p90: float | None
    undefined: Literal["", "open", "no_cost", "no_gain"] = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "value": self.value,
            "p10": self.p10,
            "p90": self.p90,
            "undefined": self.undefined,
        }


def unit_cost(goal: Goal, base: Forecast, forecast: Forecast) -> UnitCost:
    """What a scenario pays for each unit by which it betters the goal's value.

    The cost is that of months 0…`by`; the gain is the goal's windowed value less that of
    do-nothing, draw by draw, the other way round where lower is better.
    """
    before, after = base.goals[goal.id].values, forecast.goals[goal.id].values
    if before is None or after is None or goal.by is None or goal.metric is None:
        return UnitCost(None, None, None, "open")
    plan = forecast.plan
    until = plan.month_index(goal.by) + 1
    cost = forecast.money.cost[:until].sum(axis=0)
    sign = 1.0 if plan.metric[goal.metric].better == "higher" else -1.0
    gain = sign * (after[0] - before[0])
    if float(np.mean(cost)) <= 0:
        return UnitCost(None, None, None, "no_cost")
    if float(np.mean(gain)) <= 0:
        return UnitCost(None, None, None, "no_gain")
    value = float(np.mean(cost) / np.mean(gain))
    if float(np.mean(gain <= 0)) >= _NO_GAIN:
        return UnitCost(value, None, None)
    with np.errstate(all="ignore"):
        each = np.where(gain > 0, cost / np.where(gain > 0, gain, 1.0), np.inf)
    p10, _, p90 = _ranked(each)
    return UnitCost(value, p10, p90 if np.isfinite(p90) else None)


def _ranked(row: Floats) -> list[float]:
    """Quantiles of a row that may hold infinity, by rank without going between two draws."""
    rising = np.sort(np.atleast_1d(row))
    return [float(rising[int(np.floor(share * (len(rising) - 1)))]) for share in SHARES]


@dataclass(frozen=True)
class SocialShare:
    """Social's share of the marketing budget of a year, beside what others spend.

    Attributes:
        share: as budgeted.
        with_scenario: with a scenario's mean cost, as a year, on top of both; None without one.
        low, high: what others spend.
        source, note: where that comes from, in the reader's language.
        urls: where to read it.
    """

    share: float
    with_scenario: float | None
    low: float
    high: float
    source: str
    note: str
    urls: tuple[str, ...]

    @cached_property
    def place(self) -> Literal["below", "within", "above"]:
        """Where the share stands beside what others spend."""
        share = self.share if self.with_scenario is None else self.with_scenario
        return "below" if share < self.low else "above" if share > self.high else "within"

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "share": self.share,
            "with_scenario": self.with_scenario,
            "low": self.low,
            "high": self.high,
            "place": self.place,
            "source": self.source,
            "note": self.note,
            "urls": list(self.urls),
        }


def social_share(plan: Plan, forecast: Forecast | None = None) -> SocialShare | None:
    """Social's share of the marketing budget; None where the plan does not name both."""
    budget = plan.budget
    if budget is None or not budget.marketing or budget.social is None:
        return None
    benchmark = library.benchmarks(SHARE_METRIC)[0]
    low, _, high = benchmark.in_unit
    if low is None or high is None:
        raise AssertionError(benchmark.id)
    with_scenario = None
    if forecast is not None:
        extra = float(forecast.money.mean_cost.sum()) * 12 / plan.months
        with_scenario = (budget.social + extra) / (budget.marketing + extra)
    return SocialShare(
        share=budget.social / budget.marketing,
        with_scenario=with_scenario,
        low=low,
        high=high,
        source=benchmark.sources.here,
        note=benchmark.notes.here,
        urls=benchmark.urls,
    )
