"""The coverage grid: goals × areas of the business, and what could fill the empty cells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import link_place, session, speakers
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Cell, Coverage
    from pages.parts.session import Opened

_GOAL: Final = "worth.goal"
_AT: Final = "worth.add"
_FULL, _SOME, _NONE = "●", "◐", "○"


def coverage_grid(opened: Opened) -> None:
    """Which cells have a link, of which grade; and for one goal area by area what to add."""
    plan = opened.plan
    st.subheader(kt.say("worth.coverage"), anchor=False, help=kt.say("worth.coverage_how"))
    if not plan.goals:
        st.markdown(kt.say("worth.no_goals"))
        session.link("goals")
        return
    found = kt.coverage(plan, sides=speakers.sides(opened))
    st.markdown(shown(found.sentence))
    st.table(table(plan, found), border="horizontal", hide_index=True)
    st.caption(kt.say("worth.marks"))
    goal = _goal(plan)
    for area in found.areas:
        _cell(plan, found.at(goal, area))


def table(plan: kt.Plan, found: Coverage) -> Mapping[str, Sequence[str]]:
    """The grid as words: a row an area, a column a goal."""
    names = _goal_names(plan)
    first = found.goals[0]
    columns = {kt.say("worth.area"): [found.at(first, area).area_name for area in found.areas]}
    for goal in found.goals:
        columns[shown(names[goal])] = [_brief(found.at(goal, area)) for area in found.areas]
    return columns


def _goal_names(plan: kt.Plan) -> Mapping[str, str]:
    """The goals by name, told apart where two are called alike."""
    told: dict[str, str] = {}
    for goal in plan.goals:
        twin = goal.name in told.values()
        told[goal.id] = kt.say("card.twin", name=goal.name, id=goal.id) if twin else goal.name
    return told


def _mark(cell: Cell) -> str:
    if not cell.links:
        return _NONE
    return _FULL if cell.signed else _SOME


def _brief(cell: Cell) -> str:
    if not cell.links:
        return _NONE
    return f"{_mark(cell)} {shown(_what(cell))}"


def _what(cell: Cell) -> str:
    """How many links, and the best of their grades."""
    links = kt.say("worth.links", n=len(cell.links))
    signed = kt.say("worth.so_signed", n=cell.signed) if cell.signed else ""
    return " · ".join(filter(None, (links, _grade(cell), signed)))


def _grade(cell: Cell) -> str:
    if cell.grade in {None, "none"}:
        return kt.say("worth.no_evidence")
    return kt.library.naming.grade_name(str(cell.grade))


def _goal(plan: kt.Plan) -> str:
    """The goal whose cells are opened below."""
    names = _goal_names(plan)
    if st.session_state.get(_GOAL) not in names:
        st.session_state[_GOAL] = next(iter(names))
    st.selectbox(
        kt.say("worth.choose_goal"),
        list(names),
        format_func=lambda name: shown(names.get(name, name), surface="plain"),
        key=_GOAL,
    )
    chosen: str = st.session_state[_GOAL]
    return chosen


def _cell(plan: kt.Plan, cell: Cell) -> None:
    """A cell: its links, or what could fill it."""
    label = f"{_mark(cell)} **{shown(cell.area_name)}** · {shown(_told(cell))}"
    key = f"worth.cell.{cell.goal}.{cell.area}"
    section = st.expander(label, key=key, on_change="rerun")
    with section:
        if not section.open:
            return
        names = link_place.names(plan)
        for link in cell.links:
            link_place.to_named_card(link, shown(names[link]), key=key)
        if not cell.links and not cell.candidates:
            st.markdown(kt.say("worth.no_candidates"))
        for each in cell.candidates:
            _candidate(cell, each)


def _told(cell: Cell) -> str:
    if cell.links:
        return _what(cell)
    if not cell.candidates:
        return kt.say("worth.empty")
    return kt.say("worth.candidates", n=len(cell.candidates))


def founded_on(row: kt.library.Link) -> str:
    """A row's grade, how far it was verified, and who says so."""
    told = (row.grade_name, row.published.verified.name, row.published.cite)
    return " · ".join(shown(each) for each in told if each)


def _candidate(cell: Cell, filler: kt.Filler) -> None:
    """A row of the library that could fill the cell, with its grade and how far it was verified."""
    row, key = filler.row, f"{_AT}.{cell.goal}.{cell.area}.{filler.row.id}"
    with st.container(border=True, key=f"worth.candidate.{cell.goal}.{cell.area}.{row.id}"):
        st.markdown(f"**{shown(filler.sentence)}**")
        st.caption(founded_on(row))
        if session.may("edit"):
            st.button(
                kt.say("worth.add"),
                key=key,
                icon=":material/add_link:",
                on_click=partial(session.editing, kt.take_link, row.id, at=key),
            )
        session.refusal(key)
