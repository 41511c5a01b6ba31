"""A goal as people say it: "Raise *revenue* from €344,549 to €358,000 by December 2027".

The sentence depends on which way is better, on whether the metric is there already, on the
months that decide, and on what has been said so far.
"""

from __future__ import annotations

import kpi_tree as kt
from pages.parts.levels import amount
from pages.parts.text import shown


def sentence(goal: kt.Goal, plan: kt.Plan, now: float | None) -> str:
    """The goal as a sentence in Markdown, as far as it has been said.

    Args:
        goal: the goal.
        plan: its plan.
        now: the level from which its metric starts, where that is known.
    """
    if goal.metric is None:
        return kt.say("goals.of_nothing", goal=shown(goal.name))
    metric = plan.metric[goal.metric]
    higher = metric.better == "higher"
    words = {
        "metric": f"*{shown(metric.name)}*",
        "when": when(goal, metric, plan),
        "now": "" if now is None else amount(now, metric, plan),
        "target": "" if goal.target is None else amount(goal.target, metric, plan),
    }
    if goal.target is None:
        key = "goals.open_higher" if higher else "goals.open_lower"
    elif now is None:
        key = "goals.reach_higher" if higher else "goals.reach_lower"
    elif adds_up(goal, metric):
        key = "goals.total_higher" if higher else "goals.total_lower"
    elif now >= goal.target if higher else now <= goal.target:
        key = "goals.keep_higher" if higher else "goals.keep_lower"
    else:
        key = "goals.raise" if higher else "goals.lower"
    # Where the month is still open, nothing stands in its place.
    return " ".join(kt.say(key, **words).split(" ")).replace("  ", " ").strip()


def adds_up(goal: kt.Goal, metric: kt.Metric) -> bool:
    """Whether months are added up, so that the total does not compare with a month's level."""
    return goal.window != "month" and metric.aggregation == "sum"


def when(goal: kt.Goal, metric: kt.Metric, plan: kt.Plan) -> str:
    """The months that decide, as the end of the sentence; empty while no month is said."""
    if goal.by is None:
        return ""
    month = kt.long_month(goal.by)
    if goal.window == "month":
        return kt.say("goals.by_month", month=month)
    if metric.aggregation == "last":
        return kt.say("goals.at_the_end_of", month=month)
    mean = metric.aggregation == "mean"
    match goal.window:
        case "quarter":
            return kt.say("goals.mean_of_quarter" if mean else "goals.in_quarter", month=month)
        case "year":
            return kt.say("goals.mean_of_year" if mean else "goals.in_year", month=month)
        case "horizon":
            key = "goals.mean_of_all" if mean else "goals.in_all"
            return kt.say(key, month=month, start=kt.long_month(plan.start))


def lacking(goal: kt.Goal) -> list[str]:
    """What an unfinished goal has not said yet, in words."""
    parts = {
        "metric": (goal.metric, kt.say("goals.lacks_metric")),
        "target": (goal.target, kt.say("goals.lacks_target")),
        "by": (goal.by, kt.say("goals.lacks_by")),
    }
    return [words for value, words in parts.values() if value is None]
