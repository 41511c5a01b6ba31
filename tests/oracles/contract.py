"""The plan contract read literally: one draw, one number at a time, standard library only.

`simulate` takes a plan as `json.load` gives it. Every quantity must be a number, or have a value
in `draws`, whose keys are places made of ids: `metrics.<id>.baseline`, `metrics.<id>.trend`,
`links.<id>.size`, `links.<id>.carryover`, `links.<id>.saturation.half`,
`scenarios.<id>.targets.<metric id>.delivery`, and, for a metric with noise,
`metrics.<id>.noise`: its standard normal z(t), one a month. The plan is taken to be valid.
"""

import math
from dataclasses import dataclass

from tests.oracles.formulas import evaluate
from tests.oracles.paths import CannotCompute, Case, Draws, Json, Paths, Run, certain

__all__ = ["CannotCompute", "Outcome", "simulate"]

WINDOW_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Outcome:
    """What one draw gives for one scenario; unknown metrics are absent."""

    metrics: Paths
    do_nothing: Paths
    goals: dict[str, float | None]
    met: dict[str, bool | None]
    cost: list[float]
    payoff: list[float] | None
    payback: int | None


def simulate(plan: Json, scenario_id: str | None, draws: Draws | None = None) -> Outcome:
    """One draw of a plan under a scenario (None: do-nothing); CannotCompute where it ends."""
    case = Case(plan, draws or {})
    nothing = Run(case, {}).walk()
    scenario: Json = {"id": "", "name": ""}
    metrics = nothing
    _judged(case, nothing)  # a goal that do-nothing cannot work out ends the simulation too
    if scenario_id is not None:
        scenario = next(s for s in plan["scenarios"] if s["id"] == scenario_id)
        metrics = Run(case, case.targets(scenario), nothing=nothing).walk()
    goals, met = _judged(case, metrics)
    change = {
        name: [now - before for now, before in zip(metrics[name], nothing[name], strict=True)]
        for name in metrics
    }
    cost = _cost(case, scenario, change)
    payoff = _payoff(case, cost, change)
    return Outcome(metrics, nothing, goals, met, cost, payoff, _payback(payoff))


def over_time(metric: Json) -> str:
    """How a metric's months add up, by its own word or its unit's."""
    rate = metric.get("unit", "count") in {"ratio", "score"}
    return str(metric.get("over_time", "mean" if rate else "sum"))


def _together(case: Case, paths: Paths, wanted: tuple[str, range]) -> float:
    """The value of a metric over a window of months."""
    name, window = wanted
    how = over_time(case.metrics[name])
    values = [paths[name][month] for month in window]
    if how == "last":
        return values[-1]
    if how == "formula":
        value = certain(
            f"metrics.{name}",
            window[-1],
            lambda: evaluate(
                case.trees[name], lambda _, named: _together(case, paths, (named, window))
            ),
        )
        return case.clipped(name, value)
    total = _total(f"metrics.{name}", window[-1], values)
    return total if how == "sum" else total / len(values)


def _judged(case: Case, paths: Paths) -> tuple[dict[str, float | None], dict[str, bool | None]]:
    """Each goal's windowed value and whether it meets the target; None where it cannot be said."""
    values: dict[str, float | None] = {}
    met: dict[str, bool | None] = {}
    for goal in case.plan.get("goals", []):
        values[goal["id"]] = met[goal["id"]] = None
        if "by" not in goal or goal.get("metric") not in paths:
            continue
        last = case.month(goal["by"])
        length = WINDOW_MONTHS.get(goal.get("window", "month"), last + 1)
        window = range(max(0, last - length + 1), last + 1)
        value = _together(case, paths, (goal["metric"], window))
        values[goal["id"]] = value
        if "target" in goal:
            target = goal["target"]
            slack = 1e-9 * max(1.0, abs(target))
            lower = case.metrics[goal["metric"]].get("better", "higher") == "lower"
            met[goal["id"]] = value <= target + slack if lower else value >= target - slack
    return values, met


def _cost(case: Case, scenario: Json, change: Paths) -> list[float]:
    targets = case.targets(scenario)
    cost = []
    for month in range(case.months):
        parts = []
        for entry in scenario.get("costs", []):
            target = targets.get(entry["metric"])
            first = target.first if target else 0
            if entry["metric"] in change:
                parts.append(entry.get("per_unit", 0) * change[entry["metric"]][month])
            if month >= first and (target is None or target.holds(month)):
                parts.append(entry.get("monthly", 0))
            if month == first:
                parts.append(entry.get("fixed", 0))
        cost.append(_total(f"scenarios.{scenario['id']}.costs", month, parts))
    return cost


def _payoff(case: Case, cost: list[float], change: Paths) -> list[float] | None:
    money = case.plan.get("money")
    if money not in change:
        return None
    gains = [gain - spent for gain, spent in zip(change[money], cost, strict=True)]
    return [_total(f"metrics.{money}", t, gains[: t + 1]) for t in range(case.months)]


def _total(place: str, month: int, parts: list[float]) -> float:
    return certain(place, month, lambda: math.fsum(parts))


def _payback(payoff: list[float] | None) -> int | None:
    """The first month from which the payoff stays at or above nothing."""
    if payoff is None:
        return None
    return next((t for t in range(len(payoff)) if min(payoff[t:]) >= 0), None)
