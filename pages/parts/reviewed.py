"""What the candid reader says of a plan, kept by what it was read of: all, or at one place."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts

if TYPE_CHECKING:
    from pages.parts.session import Opened


@st.cache_resource(show_spinner=False, max_entries=256)
def _content(plan_id: str, version: int, _plan: kt.Plan) -> str:
    """What a reader reads: where a metric stands in the picture is none of it."""
    del plan_id, version  # what the answer is kept by
    told = kt.text(_plan.model_copy(update={"layout": {}}))
    return hashlib.sha256(told.encode()).hexdigest()


@st.cache_resource(show_spinner=False, max_entries=64)
def _checked(content: str, _plan: kt.Plan) -> tuple[kt.Finding, ...]:
    del content
    return tuple(kt.check(_plan, memory=forecasts.memory()))


def findings(opened: Opened) -> tuple[kt.Finding, ...]:
    """All findings of the plan; they are worded when they are read."""
    return _checked(_content(opened.id, opened.version, opened.plan), opened.plan)


def findings_at(opened: Opened, place: str) -> list[kt.Finding]:
    """The findings at `place` (`links[3]`) and at whatever lies inside it."""
    return [one for one in findings(opened) if f"{one.place}.".startswith(f"{place}.")]
