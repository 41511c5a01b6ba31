"""Baselines that are missing before a metric can be computed: asked for where it is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import session, standing
from pages.parts.levels import kind_of, level_unit
from pages.parts.quantity_field import quantity_field
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.session import Opened


def baselines(opened: Opened, metric: kt.Metric, *, key: str) -> None:
    """Ask for each baseline that is missing before the metric can be computed."""
    asked = standing.waiting(opened.plan, metric)
    if not asked:
        return
    if asked == [metric]:
        st.markdown(kt.say("goals.baseline_missing", metric=shown(metric.name)))
    else:
        names = {"metric": shown(metric.name), "n": len(asked)}
        st.markdown(kt.say("goals.baselines_missing", **names))
    columns = st.columns(min(3, len(asked)))
    for index, one in enumerate(asked):
        with columns[index % 3]:
            _baseline(opened.plan, one, key=key)


def _baseline(plan: kt.Plan, metric: kt.Metric, *, key: str) -> None:
    at = f"{key}.baseline.{metric.id}"
    unit = level_unit(metric, plan)
    quantity_field(
        f"{shown(metric.name)} ({unit})" if unit else shown(metric.name),
        None,
        key=at,
        kind=kind_of(metric, plan),
        help=shown(kt.library.term("baseline").text),
        save=lambda value: session.edit(kt.change_metric, metric.id, baseline=value, at=at),
        at=at,
    )


def baselines_kept(opened: Opened, metric: kt.Metric, *, key: str) -> bool:
    """Keep the baselines that were typed and not saved one by one; whether all were understood."""
    for one in standing.waiting(opened.plan, metric):
        at = f"{key}.baseline.{one.id}"
        text = st.session_state.get(f"{at}.typed") or ""
        if kt.blank(text):
            continue
        kind = kind_of(one, opened.plan)
        try:
            found = kt.understood(
                text, unit=kind.unit, low=kind.low, high=kind.high, currency=kind.currency
            )
        except kt.TypedError:
            session.refuse(kt.say("goals.baseline_unread", metric=shown(one.name)), at=key)
            return False
        reading = found.readings[st.session_state.get(f"{at}.reading") or 0]
        if not session.edit(kt.change_metric, one.id, baseline=reading.value, at=key):
            return False
    return True
