"""Goals as cards: the sentence, who answers, what comes without changes, what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import odds, session, standing
from pages.parts.baselines import baselines
from pages.parts.goal_form import NEW, OPEN, form_of, goal_form, open_form
from pages.parts.goal_sentence import lacking, sentence
from pages.parts.levels import between
from pages.parts.reviewed import findings_at
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

LEAVING: Final = "goals.leaving"
# Said by the card itself, in fewer words.
_SAID: Final = frozenset({"missing_goal_metric", "missing_goal_target", "missing_goal_by"})
# Which goal it is about stands above.
_BRIEFLY: Final = {
    "goal_without_path": "goals.found_without_path",
    "goal_on_social": "goals.found_on_social",
    "goal_unowned": "goals.found_unowned",
    "goal_owner_not_business": "goals.found_owner_not_business",
    "goal_without_why": "goals.found_without_why",
    "goal_met_already": "goals.found_met_already",
    "goal_out_of_reach": "goals.found_out_of_reach",
}


def goal_cards(opened: Opened) -> None:
    """Every goal as a card; the one that is being changed as its form."""
    form_of(opened.id)
    editing = session.may("edit")
    for index, goal in enumerate(opened.plan.goals):
        if editing and st.session_state.get(OPEN) == goal.id:
            goal_form(opened, goal)
        else:
            _card(opened, goal, index, editing=editing)


def new_goal(opened: Opened) -> None:
    """The form of a new goal, or the button that opens it."""
    if st.session_state.get(OPEN) == NEW or not opened.plan.goals:
        goal_form(opened, None)
    elif st.session_state.get(OPEN) not in {goal.id for goal in opened.plan.goals}:
        st.button(
            kt.say("goals.add"),
            key="goals.add",
            type="primary",
            icon=":material/add:",
            on_click=open_form,
            args=(NEW,),
        )


def _card(opened: Opened, goal: kt.Goal, index: int, *, editing: bool) -> None:
    metric = opened.plan.metric.get(goal.metric or "")
    now = standing.start_level(opened, metric) if metric else None
    with st.container(border=True, key=f"goal.{goal.id}.card"):
        st.subheader(sentence(goal, opened.plan, now), anchor=False)
        if metric and goal.name != metric.name:
            st.caption(shown(goal.name))
        if open_parts := lacking(goal):
            st.markdown(kt.say("goals.lacks", parts=", ".join(open_parts)))
        _facts(opened, goal, metric)
        if metric and editing:
            baselines(opened, metric, key=f"goal.{goal.id}.card")
        found = findings_at(opened, f"goals[{index}]")
        standing.tell([one for one in found if one.code not in _SAID], _BRIEFLY)
        if not editing:
            return
        if st.session_state.get(LEAVING) == goal.id:
            _farewell(opened, goal)
        else:
            _buttons(goal)


def _facts(opened: Opened, goal: kt.Goal, metric: kt.Metric | None) -> None:
    """Who answers for it, why, and what comes if nothing is changed."""
    facts = []
    if owner := next((one for one in opened.plan.people if one.id == goal.owner), None):
        name, role = shown(owner.name), shown(owner.role)
        facts.append((kt.say("goals.answers"), f"{name} · {role}" if role else name))
    if metric and (idle := _idle(opened, goal, metric)):
        facts.append((kt.say("goals.idle"), idle))
    if goal.why.strip():
        facts.append((kt.say("goals.why_short"), shown(goal.why, lines=True)))
    for label, words in facts:
        st.markdown(f"**{label}** {words}")


def _idle(opened: Opened, goal: kt.Goal, metric: kt.Metric) -> str:
    """What decides the goal if nothing is changed, and how often that is enough; empty if open."""
    if goal.by is None:
        return ""
    expected = standing.of_goal(opened, goal)
    if expected is None:
        expected = standing.at_month(opened, metric, goal.by) if goal.window == "month" else None
        return "" if expected is None else f"{between(expected, metric, opened.plan)}."
    value = between(expected, metric, opened.plan)
    found = standing.do_nothing(opened)
    chance = odds.chance(found, goal) if found else None
    return kt.say("goals.idle_odds", value=value, odds=chance.told) if chance else f"{value}."


def _buttons(goal: kt.Goal) -> None:
    with st.container(horizontal=True):
        st.button(
            kt.say("goals.edit"),
            key=f"goal.{goal.id}.edit",
            icon=":material/edit:",
            on_click=open_form,
            args=(goal.id,),
        )
        st.button(
            kt.say("goals.remove"),
            key=f"goal.{goal.id}.remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=_leaving,
            args=(goal.id,),
        )


def _farewell(opened: Opened, goal: kt.Goal) -> None:
    """What goes with the goal and what stays, before it is removed."""
    st.warning(_what_stays(opened.plan, goal), icon=":material/delete:")
    with st.container(horizontal=True):
        st.button(
            kt.say("goals.remove_now"),
            key=f"goal.{goal.id}.gone",
            type="primary",
            on_click=_removed,
            args=(goal.id,),
        )
        st.button(
            kt.say("goals.keep_it"),
            key=f"goal.{goal.id}.stay",
            on_click=_leaving,
            args=(None,),
        )
    session.refusal(f"goal.{goal.id}.gone")


def _what_stays(plan: kt.Plan, goal: kt.Goal) -> str:
    if goal.metric is None:
        return kt.say("goals.removing_bare", goal=shown(goal.name))
    links = sum(goal.metric in (link.driver, link.outcome) for link in plan.links)
    named = {"goal": shown(goal.name), "metric": shown(plan.metric[goal.metric].name)}
    if not links:
        return kt.say("goals.removing_alone", **named)
    return kt.say("goals.removing", n=links, **named)


def _leaving(goal: str | None) -> None:
    st.session_state[LEAVING] = goal


def _removed(goal: str) -> None:
    if session.edit(kt.remove_goal, goal, at=f"goal.{goal}.gone"):
        _leaving(None)
