"""What is asked of the cheapest way: goals, odds or a budget, how far each lever may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import lever_bounds, session
from pages.parts.quantity_field import Kind, quantity_input, typed_quantity
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.parts.lever_bounds import Bounds
    from pages.parts.session import Opened

AT: Final = "cheapest.ask"
FROM_NOTHING: Final = ""
_ASKED: Final = "enlace.cheapest"
_GOALS: Final = "cheapest.goals"
_MODE: Final = "cheapest.mode"
_ODDS: Final = "cheapest.odds"
_BUDGET: Final = "cheapest.budget"
_BASE: Final = "cheapest.base"
_MODES: Final = {"odds": "cheapest.by_odds", "budget": "cheapest.by_budget"}


@dataclass(frozen=True)
class Asked:
    """A question as it was sent: a value, with the version of the plan that it was sent about."""

    version: int
    goals: tuple[str, ...]
    probability: float
    budget: float | None
    base: kt.Scenario | None
    levers: tuple[tuple[str, float, float], ...]
    locked: tuple[str, ...]


def judgeable(plan: kt.Plan) -> list[kt.Goal]:
    """The goals that say what, how much and when."""
    return [goal for goal in plan.goals if goal.metric and goal.target is not None and goal.by]


def question(opened: Opened, *, answered: bool) -> None:
    """The controls; the button sends what stands in them."""
    plan = opened.plan
    with st.container(border=True):
        _goals(plan)
        what, how = st.columns(2, gap="large")
        with what:
            base = _base(plan)
        with how:
            _aim(plan)
        sending = st.container()
        bounds = _levers(plan, base)
        # Before the bounds, which fill two screens of a phone.
        sending.button(
            kt.say("cheapest.find"),
            key="cheapest.find",
            type="secondary" if answered else "primary",
            icon=":material/route:",
            on_click=_ask,
            args=(opened, base, bounds),
            disabled=not bounds,
        )
        with sending:
            session.refusal(AT)


def asked(opened: Opened) -> Asked | None:
    """What was sent about the open plan, if anything was."""
    found: Asked | None = st.session_state.get(_ASKED, {}).get(opened.shown)
    return found


def keep(opened: Opened, sent: Asked) -> None:
    """Remember what was sent."""
    st.session_state[_ASKED] = {**st.session_state.get(_ASKED, {}), opened.shown: sent}


# ── Controls ────────────────────────────────────────────────────────────────────────────────────


def _goals(plan: kt.Plan) -> None:
    goals = {goal.id: goal for goal in judgeable(plan)}
    held = [name for name in st.session_state.get(_GOALS) or () if name in goals]
    st.session_state[_GOALS] = held or list(goals)
    st.pills(
        kt.say("cheapest.goals"),
        list(goals),
        format_func=lambda name: shown(goals[name].name if name in goals else name),
        key=_GOALS,
        selection_mode="multi",
        help=kt.say("cheapest.goals_how"),
    )


def _levers(plan: kt.Plan, base: kt.Scenario | None) -> list[Bounds]:
    """How far each may go, behind a title: open where one must be chosen or put right."""
    count = lever_bounds.count(plan, base)
    with st.expander(
        kt.say("cheapest.levers", n=count),
        expanded=not count or bool(session.refused(AT)),
        icon=":material/tune:",
    ):
        how = kt.say("cheapest.levers_how" if count else "cheapest.choose_levers")
        st.caption(how, help=kt.library.term("lever").text)
        return lever_bounds.rows(plan, base)


def _base(plan: kt.Plan) -> kt.Scenario | None:
    options = [*plan.scenario, FROM_NOTHING]
    if st.session_state.get(_BASE) not in options:
        st.session_state[_BASE] = options[0]
    name = st.selectbox(
        kt.say("cheapest.base"),
        options,
        format_func=lambda each: (
            shown(plan.scenario[each].name, surface="plain")
            if each in plan.scenario
            else kt.say("cheapest.from_nothing")
        ),
        key=_BASE,
        help=kt.say("cheapest.base_how"),
        persist_state="session",
    )
    return plan.scenario.get(name)


def _aim(plan: kt.Plan) -> None:
    mode = st.segmented_control(
        kt.say("cheapest.mode"),
        list(_MODES),
        format_func=lambda name: kt.say(_MODES[name]),
        key=_MODE,
        default="odds",
        required=True,
        persist_state="session",
    )
    if mode == "budget":
        quantity_input(kt.say("cheapest.budget", n=plan.months), key=_BUDGET, kind=_money(plan))
        return
    st.slider(
        kt.say("cheapest.odds"),
        50,
        99,
        80,
        key=_ODDS,
        help=kt.library.term("odds").text,
        persist_state="session",
    )


def _money(plan: kt.Plan) -> Kind:
    return Kind(unit="currency", low=0.0, currency=plan.currency, single=True)


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────


def _ask(opened: Opened, base: kt.Scenario | None, bounds: Sequence[Bounds]) -> None:
    session.accept(AT)
    budget = _typed_budget(opened.plan)
    levers, locked = lever_bounds.chosen(opened.plan, bounds)
    if not st.session_state.get(_GOALS):
        session.refuse(kt.say("cheapest.no_goal_chosen"), at=AT)
    elif budget is None and st.session_state.get(_MODE) == "budget":
        session.refuse(kt.say("cheapest.no_budget"), at=AT)
    elif not levers and not session.refused(AT):
        session.refuse(kt.say("cheapest.no_lever"), at=AT)
    if session.refused(AT):
        return
    keep(
        opened,
        Asked(
            opened.version,
            tuple(st.session_state[_GOALS]),
            st.session_state.get(_ODDS, 80) / 100,
            budget,
            lever_bounds.priced(opened.plan, base, bounds),
            levers,
            locked,
        ),
    )


def _typed_budget(plan: kt.Plan) -> float | None:
    if st.session_state.get(_MODE) != "budget":
        return None
    value = typed_quantity(_BUDGET, _money(plan)).value
    return float(value) if isinstance(value, int | float) else None
