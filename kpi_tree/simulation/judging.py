"""Goals: the value that decides, the odds that it meets its target; and what money comes back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.errors import CannotCompute, Problem, quoted
from kpi_tree.locale.numbers import percent
from kpi_tree.simulation.formulas import NotFinite, evaluated, finite
from kpi_tree.simulation.ramps import Span, span
from kpi_tree.simulation.selection import SHARES, means, quantiles, summarised

if TYPE_CHECKING:
    from kpi_tree.plan.model import Goal, Plan, Scenario
    from kpi_tree.simulation.engine import Run
    from kpi_tree.simulation.selection import Path, Summary
    from kpi_tree.simulation.streams import Floats

_TOLERANCE: Final = 1e-9
# By so much of the money that passes through a payoff of zero may miss it through rounding alone.
_ROUNDING: Final = 16 * float(np.finfo(np.float64).eps)
_WINDOWS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Odds:
    """A goal under a scenario: how often its target is met, and where its value falls.

    Attributes:
        target: what is to be reached; None while it is not said.
        values: the windowed value of each draw, shape (1, draws) or (1, 1); None while the goal
            cannot be judged.
        met: whether each draw meets the target.
    """

    target: float | None
    values: Floats | None = None
    met: np.ndarray | None = None

    @cached_property
    def probability(self) -> float | None:
        """The share of draws that meet the target."""
        return None if self.met is None else float(self.met.mean())

    @cached_property
    def quantiles(self) -> tuple[float | None, float | None, float | None]:
        """The value's p10, p50 and p90."""
        if self.values is None:
            return None, None, None
        p10, p50, p90 = quantiles(self.values[0], SHARES)
        return p10, p50, p90


def judged(goal: Goal, plan: Plan, run: Run) -> Odds:
    """A goal's odds in one run.

    Raises:
        CannotCompute: the windowed value of some draw is not finite.
    """
    if (
        goal.metric is None
        or goal.target is None
        or goal.by is None
        or goal.metric not in run.paths
    ):
        return Odds(goal.target)
    last = plan.month_index(goal.by)
    first = 0 if goal.window == "horizon" else max(0, last - _WINDOWS[goal.window] + 1)
    values = _windowed(goal, plan, _Window(plan, run, first=first, last=last))
    slack = _TOLERANCE * max(1.0, abs(goal.target))
    if plan.metric[goal.metric].better == "higher":
        return Odds(goal.target, values, values >= goal.target - slack)
    return Odds(goal.target, values, values <= goal.target + slack)


def all_met(odds: list[Odds]) -> float | None:
    """How often all goals are met in the same draw; None without goals or where one is open."""
    met = [each.met for each in odds if each.met is not None]
    if not met or len(met) < len(odds):
        return None
    return float(np.logical_and.reduce(np.broadcast_arrays(*met)).mean())


def _windowed(goal: Goal, plan: Plan, window: _Window) -> Floats:
    metric = plan.metric[goal.metric or ""]
    try:
        values = window.now(metric.id)
        if finite(values):
            return values
        bad = ~np.isfinite(values)
    except NotFinite as error:
        bad = error.bad
    index = plan.goals.index(goal)
    named = {"metric": quoted(metric.name), "goal": quoted(goal.name), "share": percent(bad.mean())}
    raise CannotCompute([Problem("aggregate_not_finite", f"goals[{index}]", named)])


class _Window:
    """Metrics put together over some months, each once and as its `over_time` says."""

    def __init__(self, plan: Plan, run: Run, *, first: int, last: int) -> None:
        self._plan, self._run = plan, run
        self._first, self._last = first, last
        self._known: dict[str, Floats] = {}

    def now(self, metric: str) -> Floats:
        """A metric over the window; what its formula needs comes first, without recursion."""
        waiting = [metric]
        while waiting:
            name = waiting[-1]
            missing = [read for read in self._reads(name) if read not in self._known]
            if missing and name not in self._known:
                waiting += missing
            else:
                waiting.pop()
                if name not in self._known:
                    self._known[name] = self._put_together(name)
        return self._known[metric]

    def _reads(self, name: str) -> tuple[str, ...]:
        metric = self._plan.metric[name]
        by_formula = metric.aggregation == "formula" and metric.expression
        return metric.expression.reads if by_formula and metric.expression else ()

    def _put_together(self, name: str) -> Floats:
        metric = self._plan.metric[name]
        if metric.aggregation == "formula" and metric.expression:
            values = evaluated(metric.expression, self)
            if metric.min is None and metric.max is None:
                return values
            return np.clip(values, metric.min, metric.max)
        rows = self._run.paths[name].rows(self._first, self._last)
        count = self._last - self._first + 1
        with np.errstate(all="ignore"):
            if metric.aggregation == "last":
                return rows[-1:]
            if len(rows) == 1:
                return np.asarray(rows * count) if metric.aggregation == "sum" else rows
            total = np.add.reduce(rows, axis=0, keepdims=True)
            return total if metric.aggregation == "sum" else np.asarray(total / count)

    def before(self, metric: str) -> Floats:
        """No such formula is put together over time: the format refuses it."""
        raise AssertionError(metric)

    def so_far(self, metric: str) -> Floats:
        """No such formula is put together over time: the format refuses it."""
        raise AssertionError(metric)


@dataclass(frozen=True)
class Money:
    """What a scenario costs each month and what it has paid back by then.

    Attributes:
        cost: the draws of each month's cost, (months, draws).
        payoff: the draws of the payoff to each month; None where the plan names no money.
        slack: how far below zero a payoff may lie by rounding alone, like `payoff`.
        calendar: the months' names.
    """

    cost: Floats
    payoff: Floats | None
    slack: Floats | None
    calendar: tuple[str, ...]

    @cached_property
    def mean_cost(self) -> Floats:
        """The mean cost of each month, (months,)."""
        return np.broadcast_to(means(self.cost), (len(self.calendar),))

    @cached_property
    def payoff_summary(self) -> Summary | None:
        """The payoff to each month."""
        return None if self.payoff is None else summarised(self.payoff, len(self.calendar))

    @cached_property
    def payoff_at_end(self) -> Summary | None:
        """The payoff to the last month alone, each part of shape (1,)."""
        return None if self.payoff is None else summarised(self.payoff[-1:], 1)

    @cached_property
    def payback(self) -> tuple[float, str | None] | None:
        """The share of draws that pay back, and the month by which half of all have."""
        if self.payoff is None or self.slack is None:
            return None
        above = np.logical_and.accumulate((self.payoff >= -self.slack)[::-1], axis=0)[::-1]
        shares = above.mean(axis=1)
        half = np.flatnonzero(shares >= 0.5)
        return float(shares[-1]), self.calendar[half[0]] if len(half) else None


def money(scenario: Scenario | None, plan: Plan, *, base: Run, run: Run) -> Money:
    """Costs and payoff of a scenario (None: of do-nothing).

    Raises:
        CannotCompute: some draw's money is not finite.
    """
    cost = np.zeros((plan.months, 1))
    with np.errstate(all="ignore"):
        for each in scenario.costs if scenario else ():
            change = _change(run.paths.get(each.metric), base.paths.get(each.metric))
            cost = (
                cost
                + each.per_unit * change
                + _fixed(scenario, each.metric, plan)
                @ [
                    [each.monthly],
                    [each.fixed],
                ]
            )
        payoff, slack = None, None
        if plan.money in base.paths:
            gain = _change(run.paths[plan.money], base.paths[plan.money])
            payoff = np.cumsum(_tall(gain - cost, plan.months), axis=0)
            handled = np.abs(run.draws(plan.money)) + np.abs(base.draws(plan.money)) + np.abs(cost)
            slack = _ROUNDING * np.cumsum(_tall(handled, plan.months), axis=0)
    if not (finite(cost) and (payoff is None or finite(payoff))):
        index = plan.scenarios.index(scenario) if scenario in plan.scenarios else 0
        values = {"scenario": quoted(scenario.name if scenario else "")}
        raise CannotCompute([Problem("money_not_finite", f"scenarios[{index}].costs", values)])
    return Money(cost, payoff, slack, plan.calendar)


def _tall(values: Floats, months: int) -> Floats:
    return np.broadcast_to(values, (months, values.shape[1]))


def _change(path: Path | None, base: Path | None) -> Floats:
    if path is None or base is None or path is base:
        return np.zeros((1, 1))
    return path.draws - base.draws


def _fixed(scenario: Scenario | None, metric: str, plan: Plan) -> Floats:
    """For each month whether the monthly and the fixed cost fall due, (months, 2)."""
    at = Span(0, 0, plan.months - 1)
    for target in scenario.targets if scenario else ():
        if target.metric == metric:
            at = span(target, plan)
    month = np.arange(plan.months)
    due = (month >= at.first) & (month <= at.until)
    return np.stack([due, month == at.first], axis=1).astype(float)
