"""Scenarios: whether their targets can be reached and do what they seem to; and the budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import quoted
from kpi_tree.library import benchmarks
from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import Amount, Cited, Monthly, Share, amount
from kpi_tree.review.usual import beyond, observed, unusual, usual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Metric, Scenario, Target
    from kpi_tree.review.case import Case

_TOLERANCE: Final = 1e-9
# A goal's months; those of the horizon go from the first one on.
_WINDOWS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class _Aim:
    """A level that a scenario or a goal wants of a metric, in which month, and its place.

    What is to be reached over several months counts as what that is in one of them.
    """

    case: Case
    metric: Metric
    level: float
    month: int
    place: str
    months: int = 1

    def shown(self, value: float) -> Amount:
        return amount(value, self.metric, self.case.plan)

    def found(self, code: str, **values: object) -> Finding:
        target = self.shown(self.level)
        names = {
            "metric": self.case.name(self.metric.id),
            "target": target if self.months == 1 else Monthly(target),
        }
        return found(code, self.place, **names, **values)


def scenario_findings(case: Case) -> Iterator[Finding]:
    """All that is doubtful about the scenarios, and about the targets of goals."""
    for index, scenario in enumerate(case.plan.scenarios):
        place = f"scenarios[{index}]"
        yield from _whole(case, scenario, place)
        for number, target in enumerate(scenario.targets):
            names = {"scenario": quoted(scenario.name), "metric": case.name(target.metric)}
            for code, more in _replaced(case, scenario, target):
                yield found(code, f"{place}.targets[{number}]", **names, **more)
    for aim in (*_scenario_aims(case), *_goal_aims(case)):
        yield from _possible(aim)
        yield from _far(aim)
    yield from _budget(case)


def _whole(case: Case, scenario: Scenario, place: str) -> Iterator[Finding]:
    name = quoted(scenario.name)
    serving = case.walks.serving
    simulated = serving and scenario.id in case.forecasts
    if simulated and not any(case.moves(scenario, metric) for metric in serving):
        yield found("scenario_without_effect", place, scenario=name)
    free = not any(cost.per_unit or cost.fixed or cost.monthly for cost in scenario.costs)
    if case.plan.money and scenario.targets and free:
        money = case.name(case.plan.money)
        yield found("scenario_without_cost", f"{place}.costs", scenario=name, money=money)


def _replaced(
    case: Case, scenario: Scenario, target: Target
) -> Iterator[tuple[str, dict[str, str]]]:
    """What a target takes the place of, as a code and what its sentence names."""
    if case.plan.metric[target.metric].formula is not None:
        yield "target_on_formula", {}
        return
    for other in scenario.targets:
        if case.walks.drives(other.metric, target.metric):
            yield "target_hides_driver", {"driver": case.name(other.metric)}
            return


def _scenario_aims(case: Case) -> Iterator[_Aim]:
    for index, scenario in enumerate(case.plan.scenarios):
        for number, target in enumerate(scenario.targets):
            level = case.aim(target)
            if level is not None and math.isfinite(level):
                month = case.plan.month_index(target.by or target.until or case.plan.calendar[-1])
                metric = case.plan.metric[target.metric]
                yield _Aim(case, metric, level, month, f"scenarios[{index}].targets[{number}]")


def _goal_aims(case: Case) -> Iterator[_Aim]:
    """The targets of goals; a sum over several months as what it asks of each of them."""
    for index, goal in enumerate(case.plan.goals):
        if goal.metric is None or goal.target is None or goal.by is None:
            continue
        metric = case.plan.metric[goal.metric]
        month = case.plan.month_index(goal.by)
        summed = metric.aggregation == "sum"
        months = min(month + 1, _WINDOWS.get(goal.window, month + 1)) if summed else 1
        level = goal.target / months
        yield _Aim(case, metric, level, month, f"goals[{index}].target", months)


def _possible(aim: _Aim) -> Iterator[Finding]:
    """A target against the metric's own bounds, and against what the team can do."""
    metric, slack = aim.metric, _TOLERANCE * max(1.0, abs(aim.level))
    spans: list[tuple[str, float | None, float | None]] = [
        ("target_beyond_bounds", metric.min, metric.max)
    ]
    if metric.feasible:
        spans.append(("target_not_feasible", metric.feasible.low, metric.feasible.high))
    for code, low, high in spans:
        below = low is not None and aim.level < low - slack
        above = high is not None and aim.level > high + slack
        bound = low if below else high if above else None
        if bound is not None:
            yield aim.found(code, bound=aim.shown(bound))
            return


def _far(aim: _Aim) -> Iterator[Finding]:
    """A target against what was measured, and else against what others see."""
    seen = observed(aim.case, aim.metric.id)
    if seen is not None:
        if beyond(aim.level, seen):
            ends = {"low": aim.shown(seen.low), "high": aim.shown(seen.high)}
            yield aim.found("target_far_from_observed", **ends)
        return
    others = usual(aim.metric, aim.case.plan.currency)
    start = aim.case.usual_level(aim.metric, aim.month)
    if others and unusual(aim.level, start, others):
        ends = {"low": aim.shown(others.low), "high": aim.shown(others.high)}
        yield aim.found("target_far_from_usual", source=others.source, **ends)


def _budget(case: Case) -> Iterator[Finding]:
    """Social's part of the marketing budget against what organisations report."""
    budget = case.plan.budget
    if budget is None or not budget.marketing or budget.social is None or budget.marketing < 0:
        return
    share = budget.social / budget.marketing
    if not math.isfinite(share):
        return
    known = next(each for each in benchmarks("social_budget_share") if each.low and each.high)
    low, high = known.low or 0.0, known.high or 1.0
    if not low - _TOLERANCE <= share <= high + _TOLERANCE:
        yield found(
            "social_budget_unusual",
            "budget.social",
            social=Amount(budget.social, "currency", case.plan.currency),
            share=Share(share),
            low=Share(low),
            high=Share(high),
            source=Cited(known.sources, known.verified),
        )
