"""The board of Why: three questions about a goal, each shown as soon as it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, link_ways, long_work, why_doubt, why_learning, why_moves
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.parts.long_work import Progress
    from pages.parts.session import Opened

_GOAL: Final = "why.goal"
_KEPT: Final = "enlace.goal"

_Answer = TypeVar("_Answer")


def goal_choice(plan: kt.Plan) -> kt.Goal:
    """The goal that the page is about; kept between pages."""
    goals = {goal.id: goal for goal in plan.goals}
    known = (st.session_state.get(_GOAL), st.session_state.get(_KEPT), *goals)
    st.session_state[_GOAL] = next(name for name in known if name in goals)
    st.selectbox(
        kt.say("why.goal"),
        list(goals),
        format_func=lambda name: shown(
            goals[name].name if name in goals else name, surface="plain"
        ),
        key=_GOAL,
        help=kt.library.term("goal").text,
    )
    st.session_state[_KEPT] = st.session_state[_GOAL]
    return goals[st.session_state[_GOAL]]


def board(opened: Opened, goal: kt.Goal, scenario: kt.Scenario | None) -> None:
    """Why the goal moves, what the doubt comes from, what to learn."""
    if scenario is None:
        return
    plan, memory = opened.plan, forecasts.memory()
    asked = (opened.id, opened.version, goal.id, scenario.id)

    def about(question: Callable[..., _Answer]) -> Callable[[Progress], _Answer]:
        given = {"draws": why_moves.DRAWS, "seed": forecasts.SEED, "memory": memory}
        return lambda progress: question(plan, goal.id, scenario.id, progress=progress, **given)

    st.subheader(kt.say("why.moves"), anchor=False)
    if found := long_work.answer("why.moves", asked, about(kt.contributions)):
        why_moves.moves(plan, found)
        st.subheader(kt.say("why.ways"), anchor=False)
        why_moves.flow(plan, found)
        link_ways.cards(opened, _carrying(found), key="why.ways")
    st.subheader(kt.say("why.doubt"), anchor=False)
    if weighed := long_work.answer("why.doubt", asked, about(kt.importance)):
        why_doubt.doubt(plan, weighed)
        link_ways.cards(opened, _named(weighed.quantities), key="why.doubt")
    st.subheader(kt.say("why.learning"), anchor=False)
    if learned := long_work.answer("why.learning", asked, about(kt.learning)):
        why_learning.learning(plan, learned)
        link_ways.cards(opened, _named(learned.telling), key="why.learning")


def _carrying(found: kt.Contributions) -> list[str]:
    """The links over which most flows first."""
    edges = sorted(found.edges, key=lambda edge: -abs(edge.amount))
    return [link for edge in edges if edge.amount for link in edge.links]


def _named(found: Sequence[kt.Weight | kt.Lesson]) -> list[str]:
    """The links whose quantities are spoken of."""
    return [each.source.link for each in found if each.source.link]
