"""A new target for a scenario: levers first, any other metric where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, session
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVERS: Final = ("lever", "investment")
AT: Final = "target.new"
_METRIC: Final = "target.new.metric"
_ALL: Final = "target.new.all"


def adding(plan: kt.Plan, scenario: kt.Scenario, base: kt.Forecast) -> None:
    """Let the reader choose a metric that the scenario does not move yet."""
    taken = {target.metric for target in scenario.targets}
    free = [metric for metric in offered(plan, base) if metric.id not in taken]
    with st.container(border=True, gap="small"):
        st.markdown(f"**{kt.say('scenarios.new_target')}**")
        every = st.toggle(kt.say("scenarios.all_metrics"), key=_ALL)
        options = [metric.id for metric in free if every or is_lever(metric)]
        if not options:
            st.caption(kt.say("scenarios.none_left" if every else "scenarios.no_levers_left"))
            return
        if st.session_state.get(_METRIC) not in options:
            st.session_state[_METRIC] = None
        chosen = st.selectbox(
            kt.say("scenarios.metric"),
            options,
            index=None,
            key=_METRIC,
            format_func=lambda name: _option(plan, name),
            placeholder=kt.say("scenarios.metric_choose"),
        )
        if chosen:
            _confirming(plan, scenario, plan.metric[chosen], start=dials.baseline(base, chosen))
        session.refusal(AT)


def offered(plan: kt.Plan, base: kt.Forecast) -> Sequence[kt.Metric]:
    """The metrics that a target can move: those that are known, levers first."""
    known = set(base.metrics)
    metrics = [metric for metric in plan.metrics if metric.id in known]
    return sorted(metrics, key=lambda metric: not is_lever(metric))


def is_lever(metric: kt.Metric) -> bool:
    """Whether the team decides the metric itself."""
    return metric.layer in LEVERS and metric.formula is None


def _option(plan: kt.Plan, metric: str) -> str:
    found = plan.metric.get(metric)
    if found is None:
        return metric
    return f"{kt.LAYER_MARKS[found.layer]} {shown(found.name, surface='plain')}"


def _confirming(plan: kt.Plan, scenario: kt.Scenario, metric: kt.Metric, *, start: float) -> None:
    if metric.formula is not None:
        st.warning(
            kt.say("scenarios.has_formula", metric=shown(metric.name)), icon=":material/function:"
        )
    elif plan.links_into.get(metric.id):
        st.warning(
            kt.say("scenarios.has_drivers", metric=shown(metric.name)), icon=":material/link:"
        )
    st.button(
        kt.say("scenarios.add_target"),
        key="target.new.add",
        type="primary",
        icon=":material/add:",
        on_click=session.editing,
        args=(kt.set_target, scenario.id),
        kwargs={"metric": metric.id, "value": _begun(metric, start), "at": AT},
    )


def _begun(metric: kt.Metric, start: float) -> float:
    """A new target begins where the metric stands: nothing is promised before somebody moves it."""
    near = float(f"{start:.4g}")
    if metric.feasible is None:
        return near
    within = min(max(near, metric.feasible.low), metric.feasible.high)
    return round(within) if metric.feasible.whole else within
