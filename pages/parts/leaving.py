"""Before metrics or links go: what hangs on them, and whether they shall go all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


def consequences(plan: kt.Plan, gone: Collection[str]) -> list[str]:
    """What goes, stays open or stands in the way when these metrics or links go, in sentences."""
    metrics = [metric for metric in gone if metric in plan.metric]
    told = [_readers(plan, metrics), _links(plan, metrics), *_goals(plan, metrics)]
    targets = _planned(plan, metrics)
    months = sum(len(plan.observations.get(metric, ())) for metric in metrics)
    told.append(kt.say("tree.goes_targets", n=targets) if targets else "")
    told.append(kt.say("tree.goes_months", n=months) if months else "")
    signed = sum(len(link.agreed_by) + len(link.opinions) for link in plan.links if link.id in gone)
    told.append(kt.say("tree.goes_voices", n=signed) if signed else "")
    return [words for words in told if words]


def _planned(plan: kt.Plan, metrics: Sequence[str]) -> int:
    """How many targets and costs of scenarios are about these metrics."""
    targets = (one.metric for scenario in plan.scenarios for one in scenario.targets)
    costs = (one.metric for scenario in plan.scenarios for one in scenario.costs)
    return sum(metric in metrics for metric in (*targets, *costs))


def _readers(plan: kt.Plan, metrics: Sequence[str]) -> str:
    """The metrics whose formula keeps these from going."""
    readers = [
        metric.name
        for metric in plan.metrics
        if metric.id not in metrics
        and metric.expression
        and set(metric.expression.names) & set(metrics)
    ]
    return kt.say("tree.goes_not", names=shown(", ".join(readers))) if readers else ""


def _links(plan: kt.Plan, metrics: Sequence[str]) -> str:
    links = sum(bool({link.driver, link.outcome} & set(metrics)) for link in plan.links)
    return kt.say("tree.goes_links", n=links) if links else ""


def _goals(plan: kt.Plan, metrics: Sequence[str]) -> list[str]:
    return [
        kt.say("tree.goes_goal", goal=shown(goal.name))
        for goal in plan.goals
        if goal.metric in metrics
    ]


def farewell(
    plan: kt.Plan,
    gone: Sequence[str],
    *,
    among: str,
    key: str,
    then: Callable[[], None],
) -> None:
    """Say what goes with them, and ask; `then` is called after either answer."""
    told = consequences(plan, gone)
    names = _names(plan, gone)
    lines = "".join(f"\n- {words}" for words in told)
    st.warning(f"{kt.say('tree.leaving', names=shown(names))}\n{lines}", icon=":material/delete:")
    with st.container(horizontal=True):
        st.button(
            kt.say("tree.remove_now"),
            key=f"{key}.now",
            type="primary",
            on_click=_gone,
            kwargs={"among": among, "gone": gone, "at": key, "then": then},
        )
        st.button(kt.say("tree.keep_it"), key=f"{key}.stay", on_click=then)
    session.refusal(key)


def _names(plan: kt.Plan, gone: Collection[str]) -> str:
    metrics = [metric.name for metric in plan.metrics if metric.id in gone]
    links = [
        f"{plan.metric[link.driver].name} → {plan.metric[link.outcome].name}"
        for link in plan.links
        if link.id in gone
    ]
    return ", ".join((*metrics, *links))


def _gone(*, among: str, gone: Sequence[str], at: str, then: Callable[[], None]) -> None:
    if remove(among, gone, at=at):
        then()


def remove(among: str, gone: Sequence[str], *, at: str) -> bool:
    """Remove metrics or links as one edit; tell whether it was accepted."""
    change = kt.remove_metrics if among == "metrics" else kt.remove_links
    return session.edit(change, list(gone), at=at)
