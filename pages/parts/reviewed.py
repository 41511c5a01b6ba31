"""What the candid reader says of a plan, kept by what it was read of: all, or at one place."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, speakers

if TYPE_CHECKING:
    from pages.parts.session import Opened

_ROOM: Final = 1_000  # bytes that a finding takes, roughly
_ALL: Final = 64 << 20  # bytes of findings that are remembered


@st.cache_resource(show_spinner=False, max_entries=256)
def _content(plan_id: str, version: int, _plan: kt.Plan) -> str:
    """What a reader reads: where a metric stands in the picture is none of it."""
    del plan_id, version  # what the answer is kept by
    told = kt.text(_plan.model_copy(update={"layout": {}}))
    return hashlib.sha256(told.encode()).hexdigest()


@st.cache_resource(show_spinner=False)
def _checked() -> kt.Memory:
    """Findings by content: apart from forecasts, which would push them out, and they those."""
    return kt.Memory(_ALL)


def findings(opened: Opened) -> tuple[kt.Finding, ...]:
    """All findings of the plan, by whose side is confirmed; they are worded when they are read.

    How far they are is told to whatever shows `forecasts.progress` around it.
    """
    plan, known = opened.plan, speakers.sides(opened)

    def made() -> tuple[tuple[kt.Finding, ...], int]:
        found = kt.check(plan, sides=known, memory=forecasts.memory(), progress=forecasts.report)
        return tuple(found), _ROOM * (1 + len(found))

    key = (_content(opened.id, opened.version, plan), speakers.told(known))
    return _checked().kept(key, made)


def findings_at(opened: Opened, place: str) -> list[kt.Finding]:
    """The findings at `place` (`links[3]`) and at whatever lies inside it."""
    return [one for one in findings(opened) if f"{one.place}.".startswith(f"{place}.")]
