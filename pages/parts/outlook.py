"""What a forecast says of one metric: a sentence that leads, a fan chart, a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts import dials, odds
from pages.parts.fan import Aim, Curve, FanData
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PAST: Final = 24  # so many measured months stand before a forecast


@dataclass(frozen=True)
class Outlook:
    """A metric under a scenario, and a goal where one is asked about.

    Attributes:
        plan: the plan.
        found: the forecast; `base` itself where there is no scenario.
        base: the forecast without changes.
        metric: which metric.
        goal: which goal, or None for the metric alone.
    """

    plan: kt.Plan
    found: kt.Forecast
    base: kt.Forecast
    metric: str
    goal: kt.Goal | None = None

    @property
    def name(self) -> str:
        """The metric's name, as the user wrote it."""
        return self.plan.metric[self.metric].name

    @property
    def moved(self) -> bool:
        """Whether a scenario stands against do-nothing."""
        return self.found.scenario is not None


def sentence(outlook: Outlook) -> str:
    """What the chart shows, in words, as Markdown."""
    if outlook.goal is None:
        return _of_metric(outlook)
    now = odds.chance(outlook.found, outlook.goal)
    if now is None:
        return kt.say("result.goal_open", goal=shown(outlook.goal.name))
    return f"{_of_goal(outlook, outlook.goal, now)} {_spread(outlook, outlook.goal)}"


def _of_goal(outlook: Outlook, goal: kt.Goal, now: odds.Chance) -> str:
    before = odds.chance(outlook.base, goal)
    words = {
        "metric": shown(outlook.name),
        "target": shown(odds.target(goal, outlook.plan)),
        "odds": now.told,
        "margin": f" ({now.margin})" if now.margin else "",
    }
    if outlook.found.scenario is None:
        return kt.say("result.lead_nothing", **words)
    words |= {
        "scenario": shown(outlook.found.scenario.name),
        "before": before.told if before else "–",
    }
    return kt.say("result.lead", **words)


def _spread(outlook: Outlook, goal: kt.Goal) -> str:
    low, middle, high = outlook.found.goals[goal.id].quantiles
    if low is None or middle is None or high is None:
        return ""
    write = partial(dials.amount, outlook.plan, outlook.metric)
    return _between(write(low), write(middle), write(high), certain="result.certain")


def _between(low: str, middle: str, high: str, *, certain: str) -> str:
    if low == high:
        return kt.say(certain, p50=shown(middle))
    return kt.say("result.spread", p10=shown(low), p50=shown(middle), p90=shown(high))


def _of_metric(outlook: Outlook) -> str:
    fan, before = outlook.found.fan(outlook.metric), outlook.base.fan(outlook.metric)
    write = partial(dials.amount, outlook.plan, outlook.metric)
    words = {
        "metric": shown(outlook.name),
        "month": kt.long_month(outlook.plan.calendar[-1]),
        "p10": shown(write(float(fan.p10[-1]))),
        "p50": shown(write(float(fan.p50[-1]))),
        "p90": shown(write(float(fan.p90[-1]))),
        "before": shown(write(float(before.p50[-1]))),
    }
    if outlook.found.scenario is None:
        return kt.say("result.metric_nothing", **words)
    words["scenario"] = shown(outlook.found.scenario.name)
    sure = words["p10"] == words["p90"]
    return kt.say("result.metric_certain" if sure else "result.metric_lead", **words)


# ── The chart ───────────────────────────────────────────────────────────────────────────────────


def fan(outlook: Outlook, *, note: str = "") -> FanData:
    """The fan chart: measured before the plan's start, the forecast, the target where it fits.

    With a `note` the chart brings along the sentence that leads it, and the note below it.
    """
    plan = outlook.plan
    past = measured(plan, outlook.metric)
    goal = outlook.goal
    told = sentence(outlook)
    return FanData(
        title=outlook.name,
        months=[*past, *plan.calendar],
        measured=list(past.values()),
        forecast=curve(outlook.found, outlook.metric),
        unchanged=curve(outlook.base, outlook.metric) if outlook.moved else None,
        aim=aim(plan, goal) if goal else None,
        written=partial(dials.amount, plan, outlook.metric),
        sentence=told.replace("*", "").replace("\\", ""),
        lead=told if note else "",
        note=note,
    )


def curve(forecast: kt.Forecast, metric: str) -> Curve:
    """A metric's quantiles as plain lists."""
    fan = forecast.fan(metric)
    return Curve(fan.p10.tolist(), fan.p50.tolist(), fan.p90.tolist())


def measured(plan: kt.Plan, metric: str) -> Mapping[str, float | None]:
    """The measured months before the plan's start without gaps, the last two years of them."""
    values = plan.observations.get(metric, {})
    before = [month for month in values if month < plan.start]
    if not before:
        return {}
    count = min(_PAST, kt.months_between(min(before), plan.start))
    first = kt.months_after(plan.start, -count)
    months = [kt.months_after(first, index) for index in range(count)]
    return {month: values.get(month) for month in months}


def aim(plan: kt.Plan, goal: kt.Goal) -> Aim | None:
    """The target, where a month's value can be held against it."""
    if goal.metric is None or goal.target is None or goal.by is None or adds_up(plan, goal):
        return None
    return Aim(goal.target, plan.month_index(goal.by))


def adds_up(plan: kt.Plan, goal: kt.Goal) -> bool:
    """Whether a goal adds several months up, so that no single month can meet it."""
    if goal.metric is None or goal.window == "month":
        return False
    return plan.metric[goal.metric].aggregation == "sum"


# ── The table ───────────────────────────────────────────────────────────────────────────────────


def table(outlook: Outlook) -> Mapping[str, Sequence[str]]:
    """The chart's numbers by month, as words."""
    write = partial(dials.amount, outlook.plan, outlook.metric)
    fan = curve(outlook.found, outlook.metric)
    columns = {
        kt.say("result.month"): [kt.long_month(month) for month in outlook.plan.calendar],
        kt.say("result.low"): [shown(write(value)) for value in fan.p10],
        kt.say("result.middle"): [shown(write(value)) for value in fan.p50],
        kt.say("result.high"): [shown(write(value)) for value in fan.p90],
    }
    if outlook.moved:
        before = curve(outlook.base, outlook.metric).p50
        columns[kt.say("result.nothing")] = [shown(write(value)) for value in before]
    return columns
