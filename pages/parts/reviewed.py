"""What the candid reader says of a plan, kept by its version: all of it, or at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt

if TYPE_CHECKING:
    from pages.parts.session import Opened


@st.cache_resource(show_spinner=False, max_entries=64)
def _checked(plan_id: str, version: int, _plan: kt.Plan) -> tuple[kt.Finding, ...]:
    del plan_id, version  # what the answer is kept by
    return tuple(kt.check(_plan))


def findings(opened: Opened) -> tuple[kt.Finding, ...]:
    """All findings of the plan; they are worded when they are read."""
    return _checked(opened.id, opened.version, opened.plan)


def findings_at(opened: Opened, place: str) -> list[kt.Finding]:
    """The findings at `place` (`links[3]`) and at whatever lies inside it."""
    return [one for one in findings(opened) if f"{one.place}.".startswith(f"{place}.")]
