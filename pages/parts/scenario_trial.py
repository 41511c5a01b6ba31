"""The board of a scenario for whoever may not change it: sliders to try, what it holds in words.

What is moved here is saved nowhere; it can be proposed to the owner with one click. One fragment,
as the board of those who edit.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import comments, dials, forecasts, odds, proposals, reader, session, trial, what_if
from pages.parts.levers import levers
from pages.parts.scenario_board import compared
from pages.parts.target_cards import label
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.delta_generator import DeltaGenerator

    from pages.parts.session import Opened

AT: Final = "scenarios.trial"


@reader.fragment
def board(name: str, place: DeltaGenerator) -> None:
    """The scenario `name` to be tried; progress is shown in `place`."""
    opened = session.opened()
    scenario = opened.plan.scenario.get(name) if opened else None
    if opened is None or scenario is None:
        return
    held = trial.tried(opened, scenario)
    try:
        base, found = _forecasts(opened, scenario, held, place=place)
    except kt.EnlaceError as error:
        forecasts.refused(error)
        _giving_up(opened, scenario, held)
        return
    with st.container(border=True):
        _trying(opened, scenario, base=base, found=found)
    _in_words(opened, dials.moved(scenario, held))
    if len(opened.plan.scenarios) > 1:
        compared(opened, place)
    comments.beside(opened, (kt.Subject("scenario", scenario.id),), key="scenarios.comments")


def _forecasts(
    opened: Opened, scenario: kt.Scenario, held: Mapping[str, float], *, place: DeltaGenerator
) -> tuple[kt.Forecast, kt.Forecast]:
    """Do-nothing and the scenario as it is tried; fewer draws while it is moved."""
    draws = forecasts.MOVING if held else forecasts.REPORT
    decisive = forecasts.decisive(opened.plan, scenario)
    with forecasts.progress(place):
        base = forecasts.forecast(opened, None, draws=draws)
        now = dials.moved(scenario, held)
        return base, forecasts.forecast(opened, now, draws=draws, about=decisive)


def _trying(
    opened: Opened, scenario: kt.Scenario, *, base: kt.Forecast, found: kt.Forecast
) -> None:
    held = trial.tried(opened, scenario)
    now = dials.moved(scenario, held)
    levers(
        dials.dials(opened.plan, now, base, tried=held),
        odds.cards(opened.plan, found, base),
        key=f"trial.{scenario.id}",
        moved=partial(trial.hold, opened, scenario),
        currency=opened.plan.currency,
        ask=what_if.question(opened, scenario, board="trial"),
    )
    if not scenario.targets:
        st.markdown(kt.say("looking.moves_nothing"))
    if scenario.costs:
        total = dials.money(opened.plan, float(found.money.mean_cost.sum()))
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
