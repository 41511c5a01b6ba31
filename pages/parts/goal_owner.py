"""Who answers for a goal: somebody of the plan, or somebody who joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

SOMEBODY_NEW: Final = "+"
SIDES: Final = {
    "business": "goals.side_business",
    "social": "goals.side_social",
    "other": "goals.side_other",
}


def ask_owner(opened: Opened, key: str) -> None:
    """Ask who answers for the goal: somebody of the plan, or somebody new."""
    people = {one.id: one for one in opened.plan.people}
    chosen = st.selectbox(
        kt.say("goals.owner"),
        [*people, SOMEBODY_NEW],
        index=None,
        format_func=lambda one: _person(people, one),
        key=f"{key}.owner",
        placeholder=kt.say("goals.nobody_yet"),
        help=kt.say("goals.owner_help"),
        persist_state="session",
    )
    if chosen == SOMEBODY_NEW:
        _ask_new(key)


def _ask_new(key: str) -> None:
    """Ask who it is that joins the plan."""
    name, role, side = st.columns([3, 3, 2])
    name.text_input(
        kt.say("goals.person_name"),
        key=f"{key}.person",
        max_chars=LONGEST_TYPED,
        persist_state="session",
    )
    role.text_input(
        kt.say("goals.person_role"),
        key=f"{key}.role",
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("goals.person_role_example"),
        persist_state="session",
    )
    side.selectbox(
        kt.say("goals.person_side"),
        list(SIDES),
        format_func=lambda one: kt.say(SIDES[one]),
        key=f"{key}.side",
        help=kt.say("goals.person_side_help"),
        persist_state="session",
    )


def _person(people: dict[str, kt.Person], one: str) -> str:
    if one == SOMEBODY_NEW:
        return kt.say("goals.somebody_new")
    return shown(people[one].name, surface="plain") if one in people else one


def owner_kept(opened: Opened, key: str) -> str | None:
    """The id of whoever answers for the goal, added where they are new; None where refused."""
    held = st.session_state
    chosen = held[f"{key}.owner"]
    if chosen != SOMEBODY_NEW:
        return chosen or ""
    name = held[f"{key}.person"].strip()
    if not name:
        session.refuse(kt.say("goals.person_unnamed"), at=key)
        return None
    for person in opened.plan.people:
        if person.name.casefold() == name.casefold():
            return person.id
    new = kt.id_for(name, opened.plan)
    told = {"id": new, "role": held[f"{key}.role"], "side": held[f"{key}.side"]}
    return new if session.edit(kt.add_person, name, at=key, **told) else None
