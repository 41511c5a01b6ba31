"""What is tried and saved nowhere: sliders moved off a scenario, kept for the visit.

A trial is one for all pages: what is moved on *Result* is moved on *Scenarios* too, until it is
saved, proposed or given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import dials

if TYPE_CHECKING:
    from collections.abc import Mapping

    import kpi_tree as kt
    from pages.parts.session import Opened

_TRIED: Final = "result.tried"


def tried(opened: Opened, scenario: kt.Scenario | None) -> Mapping[str, float]:
    """What was moved and not saved, by metric; without what stands where it is saved anyway."""
    if scenario is None:
        return {}
    moves = st.session_state.get(_TRIED, {}).get((*opened.shown, scenario.id), {})
    return dials.unsaved(scenario, moves)


def hold(opened: Opened, scenario: kt.Scenario, moves: Mapping[str, float]) -> None:
    """Remember what was moved."""
    every = st.session_state.get(_TRIED, {})
    key = (*opened.shown, scenario.id)
    st.session_state[_TRIED] = {**every, key: {**every.get(key, {}), **moves}}


def forget(opened: Opened, scenario: kt.Scenario) -> None:
    """Put everything back to where it is saved."""
    every = dict(st.session_state.get(_TRIED, {}))
    every.pop((*opened.shown, scenario.id), None)
    st.session_state[_TRIED] = every
