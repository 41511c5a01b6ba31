"""The answer to a search: a proposal, the frontier, one lever alone, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kpi_tree.locale import say
from kpi_tree.locale.numbers import money, percent
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.spending import Spread
    from kpi_tree.plan.model import Plan, Scenario, Target


def fields(scenario: Scenario) -> dict[str, Any]:
    """A scenario's targets and costs as the edit `add_scenario` takes them."""
    return {
        "targets": [written(target) for target in scenario.targets],
        "costs": [written(cost) for cost in scenario.costs],
    }


@dataclass(frozen=True)
class Proposal:
    """Targets, the odds that they reach, checked on fresh draws, and what they cost.

    Attributes:
        targets: the level of each lever that moves.
        resting: the levers that stay as they are.
        probability: the odds that all goals are met, on draws that the search has not seen.
        error: its standard error.
        goals: each goal's own odds on the same draws.
        cost: the cost of all months.
        by_lever: the mean cost of each lever that moves.
        scenario: the whole, to be simulated or taken over.
    """

    targets: Mapping[str, float]
    resting: tuple[str, ...]
    probability: float
    error: float
    goals: Mapping[str, float]
    cost: Spread
    by_lever: Mapping[str, float]
    scenario: Scenario

    @property
    def fields(self) -> dict[str, Any]:
        """What `add_scenario` takes beside a name."""
        return fields(self.scenario)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "targets": dict(self.targets),
            "resting": list(self.resting),
            "probability": self.probability,
            "error": self.error,
            "goals": dict(self.goals),
            "cost": self.cost.to_dict(),
            "by_lever": dict(self.by_lever),
            "scenario": written(self.scenario),
        }


@dataclass(frozen=True)
class Point:
    """A point of the frontier: no other that was found has better odds for less.

    Attributes:
        probability: the odds of all goals, on the sample that was searched.
        cost: the mean cost of all months.
        targets: the level of each lever that moves.
        scenario: the whole.
    """

    probability: float
    cost: float
    targets: Mapping[str, float]
    scenario: Scenario

    @property
    def fields(self) -> dict[str, Any]:
        """What `add_scenario` takes beside a name."""
        return fields(self.scenario)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "probability": self.probability,
            "cost": self.cost,
            "targets": dict(self.targets),
        }


@dataclass(frozen=True)
class Alone:
    """What one lever would have to reach if it were the only one.

    Attributes:
        metric: the lever.
        level: the cheapest level that reaches the odds; None where none does.
        probability: the odds there, or the best that it reaches alone.
        best_level: where it reaches the best; None where leaving it as it is does.
        cost: the mean cost at `level`; None where there is none.
    """

    metric: str
    level: float | None
    probability: float
    best_level: float | None
    cost: float | None

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "metric": self.metric,
            "level": self.level,
            "probability": self.probability,
            "best_level": self.best_level,
            "cost": self.cost,
        }


@dataclass(frozen=True)
class Stop:
    """What keeps the odds from being reached.

    Attributes:
        kind: a goal that is hard to meet, or a lever whose bound or lock stands in the way.
        id: the goal or the metric.
        probability: of a goal its own odds at the best point; of a lever the odds of all goals if
            its bound lay a tenth of its range further out, or if it were not locked.
        bound: which of the lever's bounds, or that it is locked; None for a goal.
    """

    kind: Literal["goal", "lever"]
    id: str
    probability: float
    bound: Literal["low", "high", "locked"] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "kind": self.kind,
            "id": self.id,
            "probability": self.probability,
            "bound": self.bound,
        }


@dataclass(frozen=True)
class Answer:
    """What a search has found.

    Attributes:
        plan: where it searched.
        goals: which goals, all in the same draw.
        wanted: the odds that were asked for; None where a budget was.
        budget: the budget that was asked for; None where odds were.
        levers: what could be moved, how far and at what cost.
        kept: the targets that stayed as they were.
        found: whether there are targets that reach the odds, or keep to the budget.
        best: these targets; where there are none, the best that can be reached.
        frontier: odds and cost, both rising.
        alone: what each lever would have to reach alone.
        stops: where nothing was found, what stands in the way.
        draws, seed: the sample that was searched.
        checked: on how many fresh draws the proposal was checked.
        trials: how many points the engine has tried.
    """

    plan: Plan
    goals: tuple[str, ...]
    wanted: float | None
    budget: float | None
    levers: tuple[Lever, ...]
    kept: tuple[Target, ...]
    found: bool
    best: Proposal
    frontier: tuple[Point, ...]
    alone: tuple[Alone, ...]
    stops: tuple[Stop, ...]
    draws: int
    seed: int
    checked: int
    trials: int

    @property
    def sentence(self) -> str:
        """What to say first."""
        odds = percent(self.best.probability, digits=0)
        cost = money(self.best.cost.mean, self.plan.currency)
        if self.found and not self.best.targets:
            return say("seeking.nothing_needed", odds=odds)
        if self.found and self.budget is not None:
            budget = money(self.budget, self.plan.currency)
            return say("seeking.for_budget", budget=budget, odds=odds, cost=cost)
        if self.found:
            wanted = percent(self.wanted or 0.0)
            moved = len(self.best.targets)
            return say("seeking.found", n=moved, wanted=wanted, odds=odds, cost=cost)
        if self.budget is not None:
            return say("seeking.over_budget", budget=money(self.budget, self.plan.currency))
        return say("seeking.not_found", wanted=percent(self.wanted or 0.0), odds=odds, cost=cost)

    @property
    def misleads(self) -> str:
        """When the answer misleads, in a line."""
        return say("seeking.misleads")

    def to_dict(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {
            "plan": self.plan.title,
            "goals": list(self.goals),
            "wanted": self.wanted,
            "budget": self.budget,
            "found": self.found,
            "levers": [lever.to_dict() for lever in self.levers],
            "kept": [written(target) for target in self.kept],
            "best": self.best.to_dict(),
            "frontier": [point.to_dict() for point in self.frontier],
            "alone": [alone.to_dict() for alone in self.alone],
            "stops": [stop.to_dict() for stop in self.stops],
            "draws": self.draws,
            "seed": self.seed,
            "checked": self.checked,
            "trials": self.trials,
            "sentence": self.sentence,
        }
