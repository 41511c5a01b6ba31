"""Scenarios side by side: odds, ranges, money, and which of two is better in the same draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kpi_tree.deciding.refusing import Unsought
from kpi_tree.deciding.spending import (
    Spread,
    UnitCost,
    cost_by_lever,
    run_of,
    spread,
    unit_cost,
)
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.plan.replay import written
from kpi_tree.simulation.forecasting import DO_NOTHING, simulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.plan.model import Goal, Plan, Target
    from kpi_tree.simulation import Forecast, Memory, Simulation
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.streams import Floats

MOST_SIDES: Final = 6
PAYOFF: Final = "payoff"


@dataclass(frozen=True)
class GoalOdds:
    """A goal under a scenario; all but the target None while it cannot be judged."""

    probability: float | None
    error: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    target: float | None

    def to_dict(self) -> dict[str, float | None]:
        """As plain values."""
        return {
            "probability": self.probability,
            "error": self.error,
            "p10": self.p10,
            "p50": self.p50,
            "p90": self.p90,
            "target": self.target,
        }


@dataclass(frozen=True)
class Payback:
    """How often a scenario pays back, and the month by which half of all draws have."""

    probability: float
    error: float
    p50_month: str | None

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "probability": self.probability,
            "error": self.error,
            "p50_month": self.p50_month,
        }


@dataclass(frozen=True)
class Side:
    """One scenario of a comparison.

    Attributes:
        id, name: the scenario's; `do_nothing` bears its id as its name.
        goals: by goal.
        all_goals, all_error: the odds that all goals are met in the same draw, and their error.
        cost: of all months.
        benefit: what the plan's money gains in all months over do-nothing, before any cost; None
            where the plan names no money.
        payoff: benefit less cost, to the last month; None where the plan names no money.
        payback: None likewise, and in do-nothing, where nothing is paid.
        by_lever: the cost of all months by the metric that it is for.
        per_unit: by goal, what a unit of its metric costs.
    """

    id: str
    name: str
    goals: Mapping[str, GoalOdds]
    all_goals: float | None
    all_error: float | None
    cost: Spread
    benefit: Spread | None
    payoff: Spread | None
    payback: Payback | None
    by_lever: Mapping[str, Spread]
    per_unit: Mapping[str, UnitCost]

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "name": self.name,
            "goals": {name: odds.to_dict() for name, odds in self.goals.items()},
            "all_goals": self.all_goals,
            "all_error": self.all_error,
            "cost": self.cost.to_dict(),
            "benefit": self.benefit.to_dict() if self.benefit else None,
            "payoff": self.payoff.to_dict() if self.payoff else None,
            "payback": self.payback.to_dict() if self.payback else None,
            "by_lever": {name: cost.to_dict() for name, cost in self.by_lever.items()},
            "per_unit": {name: cost.to_dict() for name, cost in self.per_unit.items()},
        }


@dataclass(frozen=True)
class Difference:
    """One scenario less another in the same draws.

    Attributes:
        one, other: which.
        by: the goal, the metric, or `payoff`.
        mean, p10, p50, p90: of the difference.
        better, worse: in how many of the draws `one` is the better or the worse; ties in neither.
        error: the standard error of `better`.
    """

    one: str
    other: str
    by: str
    mean: float
    p10: float
    p50: float
    p90: float
    better: float
    worse: float
    error: float

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Verdict:
    """Which scenario is best, and how surely.

    Attributes:
        by: the goal, the metric, or `payoff`.
        best: the scenario that is best in most draws.
        odds: by scenario, the share of draws in which it is best; a tie is shared.
        error: the standard error of the odds of `best`.
    """

    by: str
    best: str
    odds: Mapping[str, float]
    error: float

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"by": self.by, "best": self.best, "odds": dict(self.odds), "error": self.error}


@dataclass(frozen=True)
class Differing:
    """A metric that is not aimed at alike in all scenarios; None where it has no target."""

    metric: str
    targets: Mapping[str, Target | None]

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        aims = {name: written(aim) if aim else None for name, aim in self.targets.items()}
        return {"metric": self.metric, "targets": aims}


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side, `do_nothing` first.

    Attributes:
        simulation: their forecasts, all in the same draws.
    """

    simulation: Simulation

    @property
    def plan(self) -> Plan:
        """What was simulated."""
        return self.simulation.plan

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Each scenario."""
        return tuple(_side(self.simulation, name) for name in self.simulation.forecasts)

    def __getitem__(self, scenario: str) -> Side:
        """One scenario."""
        return next(side for side in self.sides if side.id == scenario)

    @cached_property
    def differing(self) -> tuple[Differing, ...]:
        """The metrics whose targets are not alike in all scenarios, do-nothing aside."""
        named = [at for at in self.simulation.forecasts.values() if at.scenario is not None]
        aims: dict[str, dict[str, Target | None]] = {}
        for at in named:
            for target in at.scenario.targets if at.scenario else ():
                empty = dict.fromkeys(each.scenario.id for each in named if each.scenario)
                aims.setdefault(target.metric, empty)[at.scenario.id if at.scenario else ""] = (
                    target
                )
        return tuple(
            Differing(metric, found)
            for metric, found in aims.items()
            if len(set(found.values())) > 1
        )

    def between(self, one: str, other: str, by: str = PAYOFF) -> Difference:
        """The difference of two scenarios, draw by draw.

        Args:
            one: an id, `do_nothing` among them.
            other: another.
            by: a goal (its windowed value), `payoff` (to the last month), or a metric (its last
                month).

        Raises:
            BadArgument: there is no such scenario here, goal or metric, or it has no value.
        """
        gap = np.atleast_1d(self._values(one, by) - self._values(other, by))
        sign = self._sign(by)
        middle = spread(gap)
        better = float(np.mean(sign * gap > 0))
        return Difference(
            one=one,
            other=other,
            by=by,
            mean=middle.mean,
            p10=middle.p10,
            p50=middle.p50,
            p90=middle.p90,
            better=better,
            worse=float(np.mean(sign * gap < 0)),
            error=self._error(better),
        )

    def leading(self, by: str = PAYOFF) -> Verdict:
        """Which scenario is best, do-nothing among them, and how surely."""
        names = list(self.simulation.forecasts)
        shape = (self.simulation.draws,)
        rows = [np.broadcast_to(self._values(name, by), shape) for name in names]
        values = self._sign(by) * np.array(rows)
        first = values == values.max(axis=0)
        shares = (first / first.sum(axis=0)).mean(axis=1)
        odds = {name: float(share) for name, share in zip(names, shares, strict=True)}
        best = max(odds, key=odds.__getitem__)
        return Verdict(by, best, odds, self._error(odds[best]))

    def _error(self, share: float) -> float:
        return standard_error(share, self.simulation.draws)

    def _sign(self, by: str) -> float:
        goal = next((goal for goal in self.plan.goals if goal.id == by), None)
        metric = (goal.metric or "") if goal else by
        lower = metric in self.plan.metric and self.plan.metric[metric].better == "lower"
        return -1.0 if lower else 1.0

    def _values(self, scenario: str, by: str) -> Floats:
        """What decides, in each draw."""
        forecast = self.simulation.forecasts.get(scenario)
        if forecast is None:
            known = ", ".join(self.simulation.forecasts)
            values = {"id": quoted(scenario), "known": known}
            raise BadArgument([Problem("unknown_scenario", "", values)])
        if by == PAYOFF and forecast.money.payoff is not None:
            return np.asarray(forecast.money.payoff[-1])
        if by in forecast.goals and (judged := forecast.goals[by].values) is not None:
            return np.asarray(judged[0])
        if by in forecast.metrics:
            return np.asarray(forecast.path(by).row(self.plan.months - 1)[0])
        raise BadArgument([Unsought("nothing_to_compare", "", {"found": quoted(by)})])

    def to_dict(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {
            "plan": self.plan.title,
            "draws": self.simulation.draws,
            "seed": self.simulation.seed,
            "scenarios": {side.id: side.to_dict() for side in self.sides},
            "differing": [each.to_dict() for each in self.differing],
        }


def standard_error(share: float, draws: int) -> float:
    """The standard error of a share of so many draws, as if they were independent.

    The draws are a Latin hypercube, so the true error is this at the most, and usually less.
    """
    return math.sqrt(max(0.0, share * (1 - share)) / draws)


def compare(
    plan: Plan,
    scenarios: Iterable[str] | None = None,
    *,
    draws: int = 10_000,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Comparison:
    """Put scenarios side by side with do-nothing, all in the same draws.

    Args:
        plan: what to simulate; it may be unfinished.
        scenarios: up to six ids; by default the plan's first six.
        draws: 1 to 1,000,000.
        seed: the same numbers for the same seed.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: more than six, or one that there is not.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    named = [scenarios] if isinstance(scenarios, str) else scenarios
    listed = [at.id for at in plan.scenarios[:MOST_SIDES]] if named is None else list(named)
    chosen = [name for name in dict.fromkeys(listed) if name != DO_NOTHING]
    if len(chosen) > MOST_SIDES:
        raise BadArgument([Unsought("too_many", "", {"most": MOST_SIDES})])
    found = simulate(plan, chosen, draws, seed, progress=progress, memory=memory)
    return Comparison(found)


def _side(simulation: Simulation, name: str) -> Side:
    base, forecast = simulation[DO_NOTHING], simulation[name]
    plan, scenario = simulation.plan, forecast.scenario
    payoff, together = forecast.money.payoff, forecast.all_goals
    cost = forecast.money.cost.sum(axis=0)
    return Side(
        id=name,
        name=scenario.name if scenario else DO_NOTHING,
        goals={goal.id: _goal(forecast, goal, simulation.draws) for goal in plan.goals},
        all_goals=together,
        all_error=None if together is None else standard_error(together, simulation.draws),
        cost=spread(cost),
        benefit=None if payoff is None else spread(payoff[-1] + cost),
        payoff=None if payoff is None else spread(payoff[-1]),
        payback=_payback(forecast, simulation.draws),
        by_lever={}
        if scenario is None
        else cost_by_lever(scenario, plan, base=run_of(base), run=run_of(forecast)),
        per_unit={goal.id: unit_cost(goal, base, forecast) for goal in plan.goals},
    )


def _goal(forecast: Forecast, goal: Goal, draws: int) -> GoalOdds:
    odds = forecast.goals[goal.id]
    share = odds.probability
    error = None if share is None else standard_error(share, draws)
    return GoalOdds(share, error, *odds.quantiles, odds.target)


def _payback(forecast: Forecast, draws: int) -> Payback | None:
    payback = forecast.money.payback
    if payback is None or forecast.scenario is None:
        return None
    return Payback(payback[0], standard_error(payback[0], draws), payback[1])
