"""How a plan stands: findings in words, what comes without changes, what waits for a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, reviewed
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened

ICONS: Final = {"error": ":material/error:", "warning": ":material/warning:"}
NOTE: Final = ":material/info:"


@dataclass(frozen=True)
class Expected:
    """Where a value falls, 8 times in 10 between `low` and `high`."""

    low: float
    mid: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether nothing about it is uncertain."""
        return self.low == self.high


def tell(found: Sequence[kt.Finding], briefly: Mapping[str, str] | None = None) -> None:
    """Each finding as a sentence and its remedy.

    Args:
        found: the findings.
        briefly: keys by code, for what has shorter words here, where its subject is in sight.
    """
    for one in found:
        key = (briefly or {}).get(one.code)
        sentence = kt.say(key, **one.values) if key else one.sentence
        words = f"{shown(sentence)} {shown(one.remedy)}"
        st.markdown(f"{ICONS.get(one.level, NOTE)} {words}")


def worked_out(opened: Opened) -> None:
    """Forecast and findings, before anything asks for them; says here how far they are.

    Whoever leaves the page meanwhile ends the work.
    """
    with forecasts.progress():
        if opened.plan.metrics:
            do_nothing(opened)
        reviewed.findings(opened)


def do_nothing(opened: Opened) -> kt.Forecast | None:
    """The forecast without changes; None where it cannot be computed."""
    try:
        return forecasts.forecast(opened, None, draws=forecasts.REPORT)
    except kt.EnlaceError:
        return None


def start_level(opened: Opened, metric: kt.Metric) -> float | None:
    """The level from which a metric starts: the middle of its baseline, as on the map.

    Of a metric with a formula it is what the first month computes.
    """
    if metric.formula is None and metric.baseline is not None:
        return kt.middle(metric.baseline)
    found = do_nothing(opened)
    if found is None or metric.id not in found.metrics:
        return None
    return float(found.fan(metric.id).p50[0])


def at_month(opened: Opened, metric: kt.Metric, month: str) -> Expected | None:
    """A metric in one month of the horizon if nothing is changed."""
    found = do_nothing(opened)
    if found is None or metric.id not in found.metrics or month not in opened.plan.calendar:
        return None
    fan, index = found.fan(metric.id), opened.plan.month_index(month)
    return Expected(float(fan.p10[index]), float(fan.p50[index]), float(fan.p90[index]))


def of_goal(opened: Opened, goal: kt.Goal) -> Expected | None:
    """What decides a goal, put together over its window, if nothing is changed."""
    found = do_nothing(opened)
    odds = found.goals.get(goal.id) if found else None
    if odds is None:
        return None
    low, mid, high = odds.quantiles
    return None if low is None or mid is None or high is None else Expected(low, mid, high)


def waiting(plan: kt.Plan, metric: kt.Metric) -> list[kt.Metric]:
    """The metrics whose baseline must be known before `metric` can be computed."""
    found: dict[str, kt.Metric] = {}
    seen: set[str] = set()
    ahead = [metric]
    while ahead:
        one = ahead.pop(0)
        if one.id in seen:
            continue
        seen.add(one.id)
        if one.expression is not None:
            ahead += [plan.metric[name] for name in one.expression.names]
        elif one.baseline is None:
            found[one.id] = one
    return list(found.values())
