"""The scenarios of a plan as a row of buttons: add, rename, duplicate, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import scenario_choice, session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

LONGEST_NAME: Final = 120
AT: Final = "scenarios.list"
_NEW: Final = "scenarios.new"
_RENAMED: Final = "scenarios.renamed"


def first(opened: Opened) -> None:
    """Ask for the first scenario of a plan, with words on what one is for."""
    with st.container(border=True, width=640):
        st.subheader(kt.say("scenarios.first"), anchor=False)
        st.markdown(kt.say("scenarios.first_why"))
        _naming(opened, primary=True)
    session.refusal(AT)


def actions(opened: Opened, scenario: kt.Scenario) -> None:
    """What can be done with the scenario that is chosen, and a new one."""
    with st.container(horizontal=True, gap="small"):
        with st.popover(kt.say("scenarios.add"), icon=":material/add:", key="scenarios.adding"):
            _naming(opened, primary=False)
        with st.popover(kt.say("scenarios.rename"), icon=":material/edit:", key="scenarios.naming"):
            _renaming(scenario)
        st.button(
            kt.say("scenarios.duplicate"),
            icon=":material/content_copy:",
            key="scenarios.duplicate",
            on_click=_duplicate,
            args=(opened, scenario),
        )
        with st.popover(
            kt.say("scenarios.remove"), icon=":material/delete:", key="scenarios.removing"
        ):
            st.markdown(kt.say("scenarios.remove_sure", name=shown(scenario.name)))
            st.button(
                kt.say("scenarios.remove_yes"),
                key="scenarios.remove",
                on_click=session.editing,
                args=(kt.remove_scenario, scenario.id),
                kwargs={"at": AT},
            )
    session.refusal(AT)


def _naming(opened: Opened, *, primary: bool) -> None:
    st.text_input(
        kt.say("scenarios.name"),
        key=_NEW,
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("scenarios.name_example"),
    )
    st.button(
        kt.say("scenarios.add"),
        key="scenarios.add",
        type="primary" if primary else "secondary",
        on_click=_add,
        args=(opened,),
    )


def _renaming(scenario: kt.Scenario) -> None:
    key = f"{_RENAMED}.{scenario.id}"
    if key not in st.session_state:
        st.session_state[key] = scenario.name
    st.text_input(kt.say("scenarios.name"), key=key, max_chars=LONGEST_TYPED)
    st.button(
        kt.say("scenarios.rename_yes"),
        key="scenarios.rename",
        on_click=_rename,
        args=(scenario.id, key),
    )


def _add(opened: Opened) -> None:
    name = " ".join(st.session_state[_NEW].split())
    if not name:
        session.refuse(kt.say("scenarios.no_name"), at=AT)
        return
    made = kt.id_for(name, opened.plan)
    if session.edit(kt.add_scenario, name, id=made, at=AT):
        st.session_state[_NEW] = ""
        scenario_choice.choose(made)


def _rename(scenario: str, key: str) -> None:
    name = " ".join(st.session_state[key].split())
    if not name:
        session.refuse(kt.say("scenarios.no_name"), at=AT)
    elif session.edit(kt.rename_scenario, scenario, name=name, at=AT):
        del st.session_state[key]


def _duplicate(opened: Opened, scenario: kt.Scenario) -> None:
    copy = kt.say("scenarios.copy_of", name=scenario.name)[:LONGEST_NAME]
    name = kt.free_name(copy, (one.name for one in opened.plan.scenarios))
    made = kt.id_for(name, opened.plan)
    if session.edit(kt.duplicate_scenario, scenario.id, name=name, at=AT):
        scenario_choice.choose(made)
