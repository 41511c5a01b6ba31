"""The board of a scenario: sliders with the odds beside them, cards, what is new, a comparison.

All of it is one fragment: a move saves, and this part alone runs again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import (
    dials,
    forecasts,
    odds,
    reader,
    scenario_choice,
    session,
    target_adding,
    target_cards,
    what_if,
)
from pages.parts.levers import levers
from pages.parts.scenario_table import comparison

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened
    from pages.parts.what_if import WhatIf

AT: Final = "scenarios.moves"


@reader.fragment
def board(name: str) -> None:
    """Everything about the scenario `name`."""
    there = scenario_choice.still(name)
    if there is None:
        return
    opened, scenario = there
    now = what_if.saving(opened, scenario)
    base, found = _forecasts(now)
    with st.container(border=True):
        _steering(opened, scenario, base=base, found=found)
    session.refusal(AT)
    if scenario.targets or scenario.costs:
        st.subheader(kt.say("scenarios.details"), anchor=False)
        target_cards.cards(opened.plan, scenario)
    if base:
        target_adding.adding(opened.plan, scenario, base)
    if len(opened.plan.scenarios) > 1:
        compared(opened)


def _forecasts(now: WhatIf) -> tuple[kt.Forecast | None, kt.Forecast | None]:
    """Do-nothing and the scenario, as far as they can be computed; the rest is said."""
    base = found = None
    try:
        with forecasts.progress():
            base = now.base
            found = now.decisive
    except kt.EnlaceError as error:
        forecasts.refused(error)
    return base, found


def _steering(
    opened: Opened,
    scenario: kt.Scenario,
    *,
    base: kt.Forecast | None,
    found: kt.Forecast | None,
) -> None:
    plan = opened.plan
    if not plan.goals:
        st.markdown(kt.say("scenarios.no_goals"))
        session.link("goals")
    if not scenario.targets:
        st.markdown(kt.say("scenarios.no_targets"))
    if base is None:
        return

    def save(moves: Mapping[str, float]) -> None:
        for move in moves.items():
            session.edit(moved, scenario.id, move, at=AT)

    levers(
        dials.dials(plan, scenario, base, tried={}),
        odds.cards(plan, found, base) if found else (),
        key=f"levers.{scenario.id}",
        moved=save,
        currency=plan.currency,
        ask=what_if.question(opened, scenario, board="scenarios"),
    )
    if found and scenario.costs:
        total = dials.money(plan, float(found.money.mean_cost.sum()))
        st.caption(kt.say("scenarios.total", cost=total, n=plan.months))


def moved(plan: kt.Plan, scenario: str, move: tuple[str, float]) -> Sequence[Any]:
    """An edit: put a target elsewhere, as a level or as a change, as it was before."""
    metric, value = move
    held = plan.scenario.get(scenario)
    for target in held.targets if held else ():
        if target.metric == metric and target.value is None:
            return target_cards.retarget(plan, scenario, metric, change=value)
    return target_cards.retarget(plan, scenario, metric, value=value)


def compared(opened: Opened) -> None:
    """All scenarios side by side, worked out when it is opened."""
    section = st.expander(
        kt.say("scenarios.compare"),
        key="scenarios.compared",
        icon=":material/compare_arrows:",
        on_change="rerun",
    )
    with section:
        if section.open:
            comparison(opened)
