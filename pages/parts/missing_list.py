"""What a plan still waits for, by step, with a link to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, session
from pages.parts.steps import STEPS
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST: Final = 6


def missing_list(plan: kt.Plan) -> None:
    """A card that names what is missing; nothing where nothing is."""
    found = kt.missing(plan)
    if not found:
        return
    with st.container(border=True):
        st.subheader(kt.say("result.missing", n=len(found)), anchor=False)
        st.markdown(kt.say("result.missing_why"))
        for step, problems in _by_step(found).items():
            _of_step(step, problems)


def _of_step(step: str, problems: Sequence[kt.Problem]) -> None:
    lines = [f"- {shown(problem.sentence)} {shown(problem.remedy)}" for problem in problems[:_MOST]]
    st.markdown("\n".join(lines))
    if (more := len(problems) - _MOST) > 0:
        st.caption(kt.say("result.more_missing", n=more))
    session.link(step, label=kt.say("frame.go_to", step=STEPS[step].title))


def _by_step(found: Sequence[kt.Problem]) -> Mapping[str, Sequence[kt.Problem]]:
    steps: dict[str, list[kt.Problem]] = {}
    for problem in found:
        steps.setdefault(forecasts.step_of(problem.place), []).append(problem)
    return steps
