"""The board of a scenario for whoever may not change it: sliders to try, what it holds in words.

What is moved here is saved nowhere; it can be proposed to the owner with one click. One fragment,
as the board of those who edit.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import (
    comments,
    dials,
    forecasts,
    proposals,
    reader,
    scenario_choice,
    trial,
    what_if,
)
from pages.parts.levers import levers
from pages.parts.scenario_board import compared
from pages.parts.target_cards import label
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened
    from pages.parts.what_if import WhatIf

AT: Final = "scenarios.trial"


@reader.fragment
def board(name: str) -> None:
    """The scenario `name` to be tried."""
    there = scenario_choice.still(name)
    if there is None:
        return
    opened, scenario = there
    held = trial.tried(opened, scenario)
    now = what_if.tried(opened, scenario, held)
    try:
        with forecasts.progress():
            odds = now.cards()
    except kt.EnlaceError as error:
        forecasts.refused(error)
        _giving_up(opened, scenario, held)
        return
    with st.container(border=True):
        _trying(now, scenario, odds)
    _in_words(opened, now.moved or scenario)
    if len(opened.plan.scenarios) > 1:
        compared(opened)
    comments.beside(opened, (kt.Subject("scenario", scenario.id),), key="scenarios.comments")


def _trying(now: WhatIf, scenario: kt.Scenario, odds: Sequence[Mapping[str, object]]) -> None:
    opened, held = now.opened, now.moves
    levers(
        dials.dials(opened.plan, now.moved or scenario, now.base, tried=held),
        odds,
        key=f"trial.{scenario.id}",
        moved=partial(trial.hold, opened, scenario),
        currency=opened.plan.currency,
        ask=what_if.question(opened, scenario, board="trial"),
    )
    if not scenario.targets:
        st.markdown(kt.say("looking.moves_nothing"))
    if scenario.costs:
        total = dials.money(opened.plan, float(now.decisive.money.mean_cost.sum()))
        st.caption(kt.say("scenarios.total", cost=total, n=opened.plan.months))
    if held:
        draft = proposals.tried(opened, scenario, held)
        proposals.sandbox()
        with st.container(horizontal=True, gap="small"):
            proposals.proposing(opened, draft)
            _giving_up(opened, scenario, held)
        proposals.sent(draft)


def _giving_up(opened: Opened, scenario: kt.Scenario, held: Mapping[str, float]) -> None:
    if held:
        st.button(
            kt.say("result.reset"),
            key="scenarios.reset",
            icon=":material/undo:",
            on_click=trial.forget,
            args=(opened, scenario),
        )


def _in_words(opened: Opened, scenario: kt.Scenario) -> None:
    """What it aims at, from when to when, and what that costs."""
    targets = {target.metric: target for target in scenario.targets}
    costs = {cost.metric: cost for cost in scenario.costs}
    lines = [
        f"- {label(opened.plan, metric, target=targets.get(metric), cost=costs.get(metric))}"
        for metric in dict.fromkeys((*targets, *costs))
    ]
    if lines:
        st.subheader(kt.say("scenarios.details"), anchor=False)
        st.markdown("\n".join(lines))


def none_yet(opened: Opened) -> None:
    """Where a plan has no scenarios there is nothing to try."""
    with st.container(border=True):
        st.markdown(kt.say("looking.no_scenarios", title=shown(opened.plan.title)))
