"""Goals: whether somebody answers for them, something leads to them, and they ask for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import quoted
from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import amount
from kpi_tree.review.walks import SOCIAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Goal
    from kpi_tree.review.case import Case

# From one half on, the target asks for less than what comes by itself.
_MET = 0.5
# Fewer than one case in a hundred.
_OUT_OF_REACH = 0.01


def goal_findings(case: Case) -> Iterator[Finding]:
    """All that is doubtful about the goals."""
    if not case.plan.goals:
        yield found("no_goal")
    starts = (m.id for m in case.plan.metrics if m.layer in {"social", "lever"})
    reached = case.walks.downstream(starts)
    for index, goal in enumerate(case.plan.goals):
        place = f"goals[{index}]"
        yield from _answered_for(case, goal, place)
        if goal.metric and goal.metric not in reached:
            names = {"goal": quoted(goal.name), "metric": case.name(goal.metric)}
            yield found("goal_without_path", place, **names)
        if goal.metric and case.plan.metric[goal.metric].layer in SOCIAL:
            names = {"goal": quoted(goal.name), "metric": case.name(goal.metric)}
            yield found("goal_on_social", f"{place}.metric", **names)
        yield from _asked(case, goal, place)


def _answered_for(case: Case, goal: Goal, place: str) -> Iterator[Finding]:
    name = quoted(goal.name)
    if not goal.owner:
        yield found("goal_unowned", f"{place}.owner", goal=name)
    elif case.people[goal.owner].side == "social":
        owner = case.person(goal.owner)
        yield found("goal_owner_not_business", f"{place}.owner", goal=name, owner=owner)
    if not goal.why.strip():
        yield found("goal_without_why", f"{place}.why", goal=name)


def _asked(case: Case, goal: Goal, place: str) -> Iterator[Finding]:
    """Whether the target asks for something, and for something that can be."""
    if case.do_nothing is None or goal.metric is None or goal.target is None:
        return
    idle = case.do_nothing.goals[goal.id].probability
    if idle is None:
        return
    names = {
        "goal": quoted(goal.name),
        "metric": case.name(goal.metric),
        "target": amount(goal.target, case.plan.metric[goal.metric], case.plan),
    }
    if idle >= _MET:
        yield found("goal_met_already", f"{place}.target", cases=round(100 * idle), **names)
    odds = [forecast.goals[goal.id].probability or 0.0 for forecast in case.forecasts.values()]
    # Where no scenario moves the goal's metric, others say what is wrong: no path, no effect.
    all_known = len(case.forecasts) == len(case.plan.scenarios)
    tried = all_known and any(case.moves(each, goal.metric) for each in case.plan.scenarios)
    if tried and max(*odds, idle) < _OUT_OF_REACH:
        yield found("goal_out_of_reach", f"{place}.target", **names)
