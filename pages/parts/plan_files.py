"""A plan as a file: taken in with every problem named, and given out under its title's name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Megabytes: a plan of 5,000 metrics has about five.
LARGEST: Final = 10
MOST_PROBLEMS: Final = 100
_NAME_LENGTH: Final = 60


def file_name(title: str) -> str:
    """A file's name made of a plan's title, in letters that every system takes.

    >>> file_name("Redes & ventas: ¡más año!"), file_name("///")
    ('redes-ventas-mas-ano.enlace.json', 'plan.enlace.json')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_NAME_LENGTH].strip("-")
    return f"{words or 'plan'}.enlace.json"


def download(plan_id: str, title: str, *, key: str, width: str = "stretch") -> None:
    """A button that gives a plan's newest version as a file; it is written when it is asked for."""
    st.download_button(
        kt.say("start.download"),
        _content(plan_id),
        file_name(title),
        mime="application/json",
        icon=":material/download:",
        key=key,
        on_click="ignore",
        width="stretch" if width == "stretch" else "content",
    )


def _content(plan_id: str) -> Callable[[], str]:
    later = session.workspace_later()
    return lambda: kt.text(later().read(plan_id).plan)


def plan_in(content: bytes) -> kt.Plan | Sequence[kt.Problem]:
    """The plan that a file holds, or all that is wrong with it."""
    try:
        return kt.plan_from(content)
    except kt.PlanError as error:
        return error.problems


def problem_list(problems: Sequence[kt.Problem]) -> None:
    """Every problem of a file: where it is, what is wrong, what to do about it."""
    st.error(kt.say("start.file_refused", n=len(problems)), icon=":material/error:")
    for problem in problems[:MOST_PROBLEMS]:
        place = kt.say("start.whole_file")
        if problem.place:
            place = kt.say("start.at_place", place=shown(problem.place))
        with st.container(border=True, gap="xsmall"):
            st.caption(place)
            st.markdown(f"**{shown(problem.sentence)}**  \n{shown(problem.remedy)}")
    if len(problems) > MOST_PROBLEMS:
        st.caption(kt.say("start.more_problems", n=len(problems) - MOST_PROBLEMS))
