"""What was measured of a metric: before the forecast, its last value, its range, its baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import kpi_tree as kt
from pages.parts import outlook, session, standing
from pages.parts.fan import fan_chart
from pages.parts.levels import amount
from pages.parts.reviewed import findings_at
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.parts.session import Opened


def measured_series(opened: Opened) -> None:
    """Choose a metric that was measured and look at it."""
    plan = opened.plan
    measured = [metric.id for metric in plan.metrics if plan.observations.get(metric.id)]
    with st.container(border=True):
        st.subheader(kt.say("measured.seen"), anchor=False)
        if not measured:
            st.markdown(kt.say("measured.nothing_yet"))
            return
        chosen = st.selectbox(
            kt.say("measured.metric"),
            measured,
            format_func=lambda one: shown(plan.metric[one].name, surface="plain"),
            key="measured.looked_at",
            label_visibility="collapsed",
        )
        _told(opened, plan.metric[chosen])
        standing.worked_out(opened)
        _picture(opened, plan.metric[chosen])
        _baseline(opened, plan.metric[chosen])
        index = [metric.id for metric in plan.metrics].index(chosen)
        standing.tell(findings_at(opened, f"metrics[{index}].baseline"))
        _table(plan, plan.metric[chosen])


def _told(opened: Opened, metric: kt.Metric) -> None:
    """The last value, the range, and how many months there are."""
    series = opened.plan.observations[metric.id]
    last = max(series)
    low, high = (
        amount(value, metric, opened.plan) for value in (min(series.values()), max(series.values()))
    )
    st.markdown(
        kt.say(
            "measured.told",
            n=len(series),
            last=amount(series[last], metric, opened.plan),
            month=kt.long_month(last),
            low=low,
            high=high,
        )
    )


def _picture(opened: Opened, metric: kt.Metric) -> None:
    """What was measured, to the left of the forecast."""
    found = standing.do_nothing(opened)
    if found is None or metric.id not in found.metrics:
        st.caption(kt.say("measured.no_forecast"))
        return
    fan_chart(outlook.fan(outlook.Outlook(opened.plan, found, found, metric.id)), key="measured")
    later = [month for month in opened.plan.observations[metric.id] if month >= opened.plan.start]
    if later:
        st.caption(kt.say("measured.later", n=len(later)))


def _baseline(opened: Opened, metric: kt.Metric) -> None:
    """How far the baseline is from the last value, and the offer to put it there."""
    plan, series = opened.plan, opened.plan.observations[metric.id]
    if metric.formula is not None:
        st.caption(kt.say("measured.computed"))
        return
    last = series[max(series)]
    now = standing.start_level(opened, metric)
    words = {"last": amount(last, metric, plan)}
    if now is None:
        st.markdown(kt.say("measured.baseline_missing", **words))
    else:
        words["baseline"] = amount(now, metric, plan)
        st.markdown(_distance(now, last, words))
    if now != last:
        at = f"measured.baseline.{metric.id}"
        st.button(
            kt.say("measured.use_last"),
            key=at,
            icon=":material/start:",
            help=shown(kt.library.term("baseline").text),
            on_click=session.editing,
            args=(kt.change_metric, metric.id),
            kwargs={"baseline": last, "at": at},
        )
        session.refusal(at)


def _distance(baseline: float, last: float, words: Mapping[str, str]) -> str:
    if baseline == last:
        return kt.say("measured.baseline_same", **words)
    if not last:
        return kt.say("measured.baseline_apart", **words)
    share = kt.percent(abs(baseline / last - 1))
    higher = (baseline > last) == (last > 0)
    key = "measured.baseline_above" if higher else "measured.baseline_below"
    return kt.say(key, share=shown(share), **words)


def _table(plan: kt.Plan, metric: kt.Metric) -> None:
    """The figures for those who read, and the way to take them out."""
    series = plan.observations[metric.id]
    with st.expander(kt.say("measured.figures")):
        months = sorted(series, reverse=True)
        values = [
            shown(kt.typed(series[month], unit=metric.unit), surface="plain") for month in months
        ]
        heads = kt.say("measured.month"), shown(metric.name, surface="plain")
        st.table(
            pd.DataFrame({heads[0]: map(kt.long_month, months), heads[1]: values}), hide_index=True
        )
        st.button(
            kt.say("measured.clear"),
            key=f"measured.clear.{metric.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=session.editing,
            args=(kt.clear_observations, metric.id),
        )
