"""What a scenario costs and what comes back, in words and as a fan chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import dials
from pages.parts.fan import Curve, FanData, fan_chart
from pages.parts.odds import Chance
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable


def payoff(plan: kt.Plan, found: kt.Forecast) -> None:
    """The card about money; says what is missing where the plan names none."""
    if found.money.payoff_summary is None:
        st.markdown(kt.say("result.cost_only", n=plan.months, cost=shown(_cost(plan, found))))
        st.caption(kt.say("result.no_money"))
        return
    st.markdown(sentence(plan, found))
    summary = found.money.payoff_summary
    curve = Curve(summary.p10.tolist(), summary.p50.tolist(), summary.p90.tolist())
    fan = FanData(kt.say("result.payoff"), plan.calendar, [], curve, written=_writer(plan))
    fan_chart(fan, key="result.payoff", height=280)


def sentence(plan: kt.Plan, found: kt.Forecast) -> str:
    """Cost, payoff and payback in words, as Markdown."""
    summary = found.money.payoff_summary
    assert summary is not None  # noqa: S101 (whoever calls has looked)
    write = _writer(plan)
    low, middle, high = (write(float(each[-1])) for each in (summary.p10, summary.p50, summary.p90))
    key = "result.money_certain" if low == high else "result.money_lead"
    ends = {"p10": shown(low), "p50": shown(middle), "p90": shown(high)}
    lead = kt.say(key, n=plan.months, cost=shown(_cost(plan, found)), **ends)
    return f"{lead} {_payback(found)}".strip()


def _payback(found: kt.Forecast) -> str:
    told = found.money.payback
    if told is None or found.money.payoff is None:
        return ""
    share, month = told
    odds = Chance(share, found.money.payoff.shape[1]).told
    if month is None:
        return kt.say("result.payback_rare", odds=odds)
    return kt.say("result.payback", odds=odds, month=kt.long_month(month))


def _cost(plan: kt.Plan, found: kt.Forecast) -> str:
    return _writer(plan)(float(found.money.mean_cost.sum()))


def _writer(plan: kt.Plan) -> Callable[[float], str]:
    return partial(dials.money, plan)
