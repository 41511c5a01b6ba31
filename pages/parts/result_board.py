"""The board of a result: odds, fan chart and levers, all of which answer a slider in place.

One fragment. What is moved here is only tried: it lives in the visit until it is saved to the
scenario or given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import (
    comments,
    dials,
    forecasts,
    outlook,
    proposals,
    reader,
    session,
    trial,
    what_if,
)
from pages.parts.fan import fan_chart
from pages.parts.levers import feed, levers, taken
from pages.parts.payoff import payoff
from pages.parts.scenario_board import moved
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.parts.outlook import Outlook
    from pages.parts.session import Opened
    from pages.parts.what_if import WhatIf

AT: Final = "result.save"
_SHOWN: Final = "result.shown"


def result(opened: Opened, scenario: kt.Scenario | None) -> None:
    """The result of a scenario, None: of doing nothing; the part that answers is a fragment."""
    try:
        with forecasts.progress():
            base = what_if.tried(opened, scenario, trial.tried(opened, scenario)).base
    except kt.EnlaceError as error:
        forecasts.refused(error)
        return
    if not base.metrics:
        st.markdown(kt.say("result.nothing_known"))
        return
    shown_now = _chosen(opened.plan, base)
    board(scenario.id if scenario else None, shown_now=shown_now)
    _talk(opened, scenario, shown_now)


@reader.fragment
def board(name: str | None, *, shown_now: tuple[str | None, str]) -> None:
    """Odds, chart and levers of the scenario `name`, about a goal or None and a metric."""
    opened = session.opened()
    if opened is None:
        return
    scenario = opened.plan.scenario.get(name) if name else None
    try:
        _answer(opened, scenario, shown_now=shown_now)
    except kt.EnlaceError as error:
        forecasts.refused(error)
        _giving_up(opened, scenario, trial.tried(opened, scenario))


def _answer(
    opened: Opened,
    scenario: kt.Scenario | None,
    *,
    shown_now: tuple[str | None, str],
) -> None:
    """First what is looked at, then the rest: the chart need not wait for it.

    Nothing is drawn before the chart is known, so that the browser takes all up to it at once.
    """
    now = what_if.tried(opened, scenario, trial.tried(opened, scenario))
    goal = next((goal for goal in opened.plan.goals if goal.id == shown_now[0]), None)
    with forecasts.progress():
        if shown_now[1] not in now.base.metrics:
            st.rerun()  # somebody has removed it meanwhile: the page chooses anew
        view = now.outlook(shown_now[1], goal)
    asked = _question(opened, scenario, shown_now)
    chart, wheel = st.columns([3, 2], gap="medium")
    with chart:
        _chart(now, view, asked=asked)
    with wheel:
        with forecasts.progress():
            found = now.decisive
        _wheel(now, asked=asked)
    # Below both: on a phone the levers come first.
    _table(view)
    if scenario:
        _money(opened.plan, found)


def _question(
    opened: Opened, scenario: kt.Scenario | None, shown_now: tuple[str | None, str]
) -> Mapping[str, str] | None:
    """What the levers ask while they are moved."""
    if scenario is None:
        return None
    goal, metric = shown_now
    return what_if.question(opened, scenario, board="result", goal=goal or "", metric=metric)


# ── What is tried ───────────────────────────────────────────────────────────────────────────────


def _forget(opened: Opened, scenario: kt.Scenario) -> None:
    trial.forget(opened, scenario)
    session.accept(AT)


def _save(opened: Opened, scenario: kt.Scenario) -> None:
    moves = trial.tried(opened, scenario)
    accepted = [session.edit(moved, scenario.id, move, at=AT) for move in moves.items()]
    if all(accepted):
        _forget(opened, scenario)


def _giving_up(opened: Opened, scenario: kt.Scenario | None, held: Mapping[str, float]) -> None:
    if scenario is None or not held:
        return
    st.button(
        kt.say("result.reset"),
        key="result.reset",
        icon=":material/undo:",
        on_click=_forget,
        args=(opened, scenario),
    )


# ── What is shown ───────────────────────────────────────────────────────────────────────────────


def _chosen(plan: kt.Plan, base: kt.Forecast) -> tuple[str | None, str]:
    """The goal, or None, and the metric that the reader looks at."""
    goals = {f"goal:{goal.id}": goal for goal in plan.goals if goal.metric in base.metrics}
    options = {
        key: kt.say("result.goal_option", name=shown(goal.name, surface="plain"))
        for key, goal in goals.items()
    }
    options |= {f"metric:{name}": _metric_option(plan.metric[name]) for name in base.metrics}
    if st.session_state.get(_SHOWN) not in options:
        st.session_state[_SHOWN] = next(iter(options))
    chosen = st.selectbox(
        kt.say("result.show"),
        list(options),
        key=_SHOWN,
        format_func=lambda name: options.get(name, name),
    )
    goal = goals.get(chosen)
    return (goal.id, goal.metric or "") if goal else (None, chosen.partition(":")[2])


def _metric_option(metric: kt.Metric) -> str:
    return f"{kt.LAYER_MARKS[metric.layer]} {shown(metric.name, surface='plain')}"


def _chart(now: WhatIf, view: Outlook, *, asked: Mapping[str, str] | None) -> None:
    """The chart, with the sentence and the note that change with it at once."""
    with st.container(border=True, height="stretch"):
        fan_chart(
            now.fan(view),
            key="result.fan",
            height=what_if.HEIGHT,
            feed=feed(asked),
            taken=taken(_levers(now.scenario)),
        )
        if view.goal and outlook.adds_up(view.plan, view.goal):
            st.caption(kt.say("result.window_note"))


def _table(view: Outlook) -> None:
    section = st.expander(
        kt.say("result.table"), key="result.table", icon=":material/table_rows:", on_change="rerun"
    )
    with section:
        if section.open:
            st.table(outlook.table(view), border="horizontal", hide_index=True)
            terms = [kt.library.term(name) for name in ("p10", "p50", "p90")]
            st.caption(
                " · ".join(term.name for term in terms),
                help="\n\n".join(f"**{term.name}**: {term.text}" for term in terms),
            )


def _levers(scenario: kt.Scenario | None) -> str:
    return f"result.levers.{scenario.id if scenario else ''}"


def _wheel(now: WhatIf, *, asked: Mapping[str, str] | None) -> None:
    """The odds, and the levers of the scenario to try."""
    opened, scenario, held = now.opened, now.scenario, now.moves

    def take(moves: Mapping[str, float]) -> None:
        if scenario:
            trial.hold(opened, scenario, moves)

    with st.container(border=True):
        if scenario and scenario.targets:
            kept = session.may("edit")
            why = kt.say("result.what_if_why") if kept else kt.say("result.what_if_trial")
            st.markdown(f"**{kt.say('result.what_if')}** {why}")
        levers(
            dials.dials(opened.plan, now.moved, now.base, tried=held, brief=True)
            if now.moved
            else (),
            now.cards(),
            key=_levers(scenario),
            moved=take,
            currency=opened.plan.currency,
            ask=asked,
        )
        if scenario and not scenario.targets:
            st.markdown(kt.say("result.no_levers"))
            session.link("scenarios")
        elif scenario and held:
            _keeping(opened, scenario, held)
        session.refusal(AT)


def _keeping(opened: Opened, scenario: kt.Scenario, held: Mapping[str, float]) -> None:
    editing = session.may("edit")
    if not editing:
        proposals.sandbox()
    with st.container(horizontal=True, gap="small"):
        if editing:
            st.button(
                kt.say("result.save"),
                key="result.save",
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(opened, scenario),
            )
        else:
            proposals.proposing(opened, proposals.tried(opened, scenario, held))
        _giving_up(opened, scenario, held)
    if not editing:
        proposals.sent(proposals.tried(opened, scenario, held))


def _talk(opened: Opened, scenario: kt.Scenario | None, shown_now: tuple[str | None, str]) -> None:
    """What is said about the goal or metric that is shown, and about the scenario."""
    goal, metric = shown_now
    seen = kt.Subject("goal", goal) if goal else kt.Subject("metric", metric)
    about = (seen, kt.Subject("scenario", scenario.id)) if scenario else (seen,)
    comments.beside(opened, about, key="result.comments")


def _money(plan: kt.Plan, found: kt.Forecast) -> None:
    section = st.expander(
        kt.say("result.money"), key="result.money", icon=":material/payments:", on_change="rerun"
    )
    with section:
        if section.open:
            payoff(plan, found)
