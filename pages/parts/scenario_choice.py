"""Which scenario a page shows: chosen once, the same on all pages of the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

KEY: Final = "scenario.chosen"
_KEPT: Final = "enlace.scenario"


def chosen(opened: Opened) -> kt.Scenario | None:
    """Let the reader choose among the plan's scenarios; None where it has none."""
    scenarios = opened.plan.scenario
    if not scenarios:
        return None
    known = (st.session_state.get(KEY), st.session_state.get(_KEPT), *scenarios)
    # Written in every run: Streamlit drops what another page's widget of this key has left.
    st.session_state[KEY] = next(name for name in known if name in scenarios)
    st.segmented_control(
        kt.say("scenarios.choose"),
        list(scenarios),
        format_func=lambda name: shown(scenarios[name].name if name in scenarios else name),
        key=KEY,
        required=True,
        help=kt.library.term("scenario").text,
    )
    st.session_state[_KEPT] = st.session_state[KEY]
    return scenarios[st.session_state[KEY]]


def still(scenario: str) -> tuple[Opened, kt.Scenario] | None:
    """The plan as it is now with that scenario, for a fragment; None where either is gone."""
    opened = session.opened()
    found = opened.plan.scenario.get(scenario) if opened else None
    return (opened, found) if opened and found else None


def choose(scenario: str) -> None:
    """Show this scenario from the next run on; for callbacks."""
    st.session_state[_KEPT] = scenario
    st.session_state.pop(KEY, None)
