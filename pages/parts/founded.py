"""What a forecast rests on: how much of it is opinion, how much the business stands behind.

A fragment of its own: it says for which state of the levers it holds, and asks no more of a slider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import (
    amounts,
    dials,
    forecasts,
    link_place,
    long_work,
    reader,
    scenario_choice,
    session,
    speakers,
    trial,
)
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi_tree import ForecastShares
    from pages.parts.session import Opened

MOST: Final = 6
_WORTH: Final = 0.005

Shares = tuple[tuple[kt.Goal, "ForecastShares"], ...]


def founded(opened: Opened, scenario: kt.Scenario | None) -> None:
    """A card with a sentence a goal; nothing where a scenario moves nothing."""
    if scenario is None or not scenario.targets:
        return
    try:
        goals = _judged(opened)
    except kt.EnlaceError:
        return  # the result above has said why
    if not goals:
        return
    with st.container(border=True, key="founded"):
        st.subheader(kt.say("card.rests"), anchor=False, help=kt.say("card.rests_how"))
        _shares(scenario.id)


@reader.fragment
def _shares(name: str) -> None:
    """The sentences, for the scenario as it is tried; asked for again, for what is moved then."""
    there = scenario_choice.still(name)
    if there is None:
        return
    opened, scenario = there
    moves = trial.tried(opened, scenario)
    now = dials.moved(scenario, moves) if moves else scenario
    st.caption(_about(opened.plan, scenario, moves))
    st.button(
        kt.say("card.rests_again"),
        key="founded.again",
        type="tertiary",
        icon=":material/refresh:",
        help=kt.say("card.rests_again_how"),
    )
    known = speakers.sides(opened)
    moved = tuple(sorted(moves.items()))
    asked = (opened.id, opened.version, scenario.id, moved, speakers.told(known))
    try:
        goals = _judged(opened)
        found = long_work.answer(
            "founded", asked, _asking(opened.plan, now, goals=goals, known=known)
        )
    except kt.EnlaceError as error:
        st.caption(session.worded(error))
        return
    for goal, shares in found or ():
        _goal(opened.plan, goal, shares)


def _about(plan: kt.Plan, scenario: kt.Scenario, moves: Mapping[str, float]) -> str:
    """For what the shares hold: the scenario as it is saved, or with what is moved."""
    name = shown(scenario.name)
    if not moves:
        return kt.say("card.rests_saved", scenario=name)
    targets = {each.metric: each for each in scenario.targets}
    told = [_move(plan, targets[metric], value) for metric, value in moves.items()]
    return kt.say("card.rests_moved", scenario=name, moves=", ".join(told))


def _move(plan: kt.Plan, target: kt.Target, value: float) -> str:
    relative = target.value is None
    told = amounts.relative(value) if relative else dials.amount(plan, target.metric, value)
    metric = shown(plan.metric[target.metric].name)
    return kt.say("card.rests_move", metric=metric, value=shown(told))


def _judged(opened: Opened) -> list[kt.Goal]:
    """The goals that have all that it takes to be judged.

    Raises:
        CannotCompute: nothing can be said of the plan.
    """
    forecasts.forecast(opened, None, draws=forecasts.MOVING)
    return [goal for goal in opened.plan.goals if kt.can_be_judged(opened.plan, goal)]


def _asking(
    plan: kt.Plan, scenario: kt.Scenario, *, goals: list[kt.Goal], known: kt.Sides
) -> Callable[[long_work.Progress], Shares]:
    """The question about all goals, as it is worked on beside the page."""
    memory = forecasts.memory()

    def asked(progress: long_work.Progress) -> Shares:
        return tuple(
            (
                goal,
                kt.forecast_shares(
                    plan,
                    goal.id,
                    scenario,
                    sides=known,
                    seed=forecasts.SEED,
                    progress=progress,
                    memory=memory,
                ),
            )
            for goal in goals
        )

    return asked


def _goal(plan: kt.Plan, goal: kt.Goal, shares: ForecastShares) -> None:
    """How much is opinion, how much is signed, and the links that carry most."""
    how = f"{shown(shares.method_sentence)} {shown(shares.misleads)}"
    st.markdown(f"**{shown(goal.name)}**  \n{shown(shares.sentence)}", help=how)
    if not shares.moves:
        return
    st.markdown(shown(shares.signed_sentence))
    st.caption(" · ".join(_by_grade(shares.grades)))
    names = link_place.names(plan)
    carrying = sorted(shares.links.items(), key=lambda each: -each[1])
    with st.expander(
        kt.say("card.rests_on_links"), icon=":material/link:", key=f"founded.{goal.id}"
    ):
        for link, share in carrying[:MOST]:
            if share >= _WORTH:
                told = {"name": shown(names[link]), "share": kt.percent(share, digits=0)}
                link_place.to_named_card(
                    link, kt.say("card.carries", **told), key=f"founded.{goal.id}.card"
                )
        st.caption(kt.say("card.carries_how"))


def _by_grade(grades: Mapping[str, float]) -> list[str]:
    """The share of each grade that has one, the largest first."""
    told = sorted(grades.items(), key=lambda each: -each[1])
    return [
        kt.say("card.of_grade", grade=_named(grade), share=kt.percent(share, digits=0))
        for grade, share in told
        if share >= _WORTH
    ]


def _named(grade: str) -> str:
    if grade == "formula":
        return kt.say("card.by_formula")
    if grade == "none":
        return kt.say("card.without_evidence")
    return kt.library.naming.grade_name(grade)
