"""Levers: what may be moved for a goal, how far, and what moving it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kpi_tree.deciding.refusing import Unsought
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.plan.missing import known
from kpi_tree.plan.model import Cost, Scenario, Target
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kpi_tree.plan.model import Metric, Plan

Source = Literal["asked", "feasible", "observed"]
Ends = tuple[float, float, Source]
_SLACK: Final = 1e-9


@dataclass(frozen=True)
class Lever:
    """A metric that may be given a target between two levels, or left as it is.

    Attributes:
        metric: its id.
        low, high: the levels that its target may take.
        whole: whether only whole levels make sense.
        source: where the bounds come from.
        today: its level in the first month if nothing is done, the middle of its draws.
        cost: what moving it costs; nothing where no scenario says so.
        target: when and how surely its target is reached; the level in it is not meant.
        may_rest: whether it may stay as it is.
    """

    metric: str
    low: float
    high: float
    whole: bool
    source: Source
    today: float
    cost: Cost
    target: Target
    may_rest: bool

    @property
    def free(self) -> bool:
        """Whether the plan names no cost for it."""
        return not (self.cost.per_unit or self.cost.fixed or self.cost.monthly)

    @property
    def standing(self) -> float:
        """Its cost that does not hang on how far it is moved, as far as it is known at once."""
        return self.cost.fixed + self.cost.monthly

    def fitting(self, level: float) -> float:
        """The level nearest to `level` that the target may take."""
        near = float(round(level)) if self.whole else level
        return min(max(near, self.low), self.high)

    def at(self, level: float) -> Target:
        """Its target at a level."""
        return self.target.model_copy(update={"value": level, "change": None})

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "metric": self.metric,
            "low": self.low,
            "high": self.high,
            "whole": self.whole,
            "source": self.source,
            "today": self.today,
            "cost": written(self.cost),
            "may_rest": self.may_rest,
        }


@dataclass(frozen=True)
class Board:
    """The levers of a question, and the scenario that they are moved in.

    Attributes:
        levers: what may be moved.
        base: the targets and costs that stay as they are.
    """

    levers: tuple[Lever, ...]
    base: Scenario

    def scenario(self, levels: Iterable[float | None]) -> Scenario:
        """The scenario in which the levers stand at these levels; None leaves one as it is."""
        moved = [
            (lever, level)
            for lever, level in zip(self.levers, levels, strict=True)
            if level is not None
        ]
        targets = (*(lever.at(level) for lever, level in moved), *self.base.targets)
        costs = (*(lever.cost for lever, _ in moved if not lever.free), *self.base.costs)
        return self.base.model_copy(update={"targets": targets, "costs": costs})


def bounds(
    plan: Plan,
    base: Scenario | None,
    *,
    asked: Mapping[str, tuple[float, float]] | None,
    locked: Collection[str],
) -> dict[str, Ends]:
    """The levers that may move, and between which levels.

    Raises:
        BadArgument: a lever or a locked metric that there is not, one that can take no target,
            bounds that hold no level, or nothing that may move.
    """
    sources = plan.scenarios if base is None else (base,)
    _refuse_unknown(plan, (*locked, *(asked or ())))
    if asked is not None:
        found: dict[str, Ends] = {name: (*ends, "asked") for name, ends in asked.items()}
    else:
        found = _by_default(plan, sources)
    kept = {name: _inside(plan, name, ends) for name, ends in found.items() if name not in locked}
    if not kept:
        raise BadArgument([Unsought("no_lever")])
    return kept


def _refuse_unknown(plan: Plan, names: Iterable[str]) -> None:
    computed = known(plan)
    for name in names:
        if name not in plan.metric:
            raise BadArgument([Problem("unknown_metric", "", {"id": quoted(name)})])
        metric = plan.metric[name]
        if name not in computed or metric.aggregation == "formula":
            place = f"metrics[{plan.metrics.index(metric)}]"
            values = {"metric": quoted(metric.name)}
            raise BadArgument([Unsought("not_a_lever", place, values)])


def _by_default(plan: Plan, sources: Iterable[Scenario]) -> dict[str, Ends]:
    """What the scenarios move, as far as is feasible or was observed; else what is feasible."""
    computed = known(plan)
    moved = dict.fromkeys(target.metric for each in sources for target in each.targets)
    ranged = {name: usual(plan, plan.metric[name]) for name in moved if name in computed}
    found = {name: ends for name, ends in ranged.items() if ends}
    if found:
        return found
    every = (metric for metric in plan.metrics if metric.feasible and metric.id in computed)
    return {
        metric.id: ends
        for metric in every
        if metric.aggregation != "formula" and (ends := usual(plan, metric))
    }


def locked_ends(
    plan: Plan, asked: Mapping[str, tuple[float, float]] | None, locked: Collection[str]
) -> dict[str, Ends]:
    """How far the locked levers could move, where that is known."""
    found = {name: usual(plan, plan.metric[name]) for name in locked}
    found |= {name: (*ends, "asked") for name, ends in (asked or {}).items() if name in locked}
    return {name: _inside(plan, name, ends) for name, ends in sorted(found.items()) if ends}


def usual(plan: Plan, metric: Metric) -> Ends | None:
    """From where to where a metric may go: what is feasible, else what was observed."""
    if metric.feasible:
        return metric.feasible.low, metric.feasible.high, "feasible"
    values = plan.observations.get(metric.id, {}).values()
    return (min(values), max(values), "observed") if len(set(values)) > 1 else None


def _inside(plan: Plan, name: str, ends: Ends) -> Ends:
    """Bounds within the metric's own, whole where only whole levels make sense."""
    metric = plan.metric[name]
    low, high, source = ends
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        raise _no_level(metric, low, high)
    low = low if metric.min is None else max(low, metric.min)
    high = high if metric.max is None else min(high, metric.max)
    if metric.feasible and metric.feasible.whole:
        low, high = math.ceil(low - _SLACK), math.floor(high + _SLACK)
    if low > high:
        raise _no_level(metric, ends[0], ends[1])
    return float(low), float(high), source


def _no_level(metric: Metric, low: float, high: float) -> BadArgument:
    values = {"metric": quoted(metric.name), "low": f"{low:g}", "high": f"{high:g}"}
    return BadArgument([Unsought("no_level", "", values)])


def board(
    plan: Plan, base: Scenario | None, *, ends: Mapping[str, Ends], today: Mapping[str, float]
) -> Board:
    """The levers with their timing and costs, and what of the scenario stays as it is."""
    levers = tuple(
        _lever(plan.metric[name], at, today=today[name], said=_said(plan, base, name))
        for name, at in ends.items()
    )
    kept = base or Scenario(id="proposal", name="proposal")
    stays = Scenario(
        id=_free_id(plan),
        name=kept.name,
        targets=tuple(target for target in kept.targets if target.metric not in ends),
        costs=tuple(cost for cost in kept.costs if cost.metric not in ends),
    )
    return Board(levers, stays)


def _free_id(plan: Plan) -> str:
    taken = {item.id for items in (plan.metrics, plan.links, plan.goals) for item in items}
    taken |= {item.id for items in (plan.people, plan.evidence, plan.scenarios) for item in items}
    names = ("proposal", *(f"proposal_{index}" for index in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _lever(metric: Metric, ends: Ends, *, today: float, said: tuple[Target, Cost]) -> Lever:
    low, high, source = ends
    target, cost = said
    slack = _SLACK * max(1.0, abs(today))
    inside = low - slack <= today <= high + slack
    return Lever(
        metric=metric.id,
        low=low,
        high=high,
        whole=metric.feasible is not None and metric.feasible.whole,
        source=source,
        today=today,
        cost=cost,
        target=target,
        may_rest=inside or source != "asked",
    )


def _said(plan: Plan, base: Scenario | None, metric: str) -> tuple[Target, Cost]:
    """A lever's timing and costs: the scenario's where it moves it, else the first there are."""
    speaking = [
        at for at in (base, *plan.scenarios) if at and (_target(at, metric) or _costs(at, metric))
    ]
    targets = (target for at in speaking if (target := _target(at, metric)))
    own = base if base is not None and base in speaking[:1] else None
    paid = [own] if own else [at for at in speaking if _costs(at, metric)]
    target = next(targets, Target(metric=metric, value=0.0))
    return target, _together(metric, _costs(paid[0], metric) if paid else [])


def _target(scenario: Scenario, metric: str) -> Target | None:
    return next((each for each in scenario.targets if each.metric == metric), None)


def _costs(scenario: Scenario, metric: str) -> list[Cost]:
    return [each for each in scenario.costs if each.metric == metric]


def _together(metric: str, costs: list[Cost]) -> Cost:
    return Cost(
        metric=metric,
        per_unit=sum(cost.per_unit for cost in costs),
        fixed=sum(cost.fixed for cost in costs),
        monthly=sum(cost.monthly for cost in costs),
    )
