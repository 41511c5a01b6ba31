"""The frame that every page stands in: the plan and its progress, the language, the name."""

from __future__ import annotations

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.component import component
from pages.parts.steps import done
from pages.parts.text import shown

_PAGE = "enlace.page"


def sidebar(page: str) -> None:
    """What stands below the navigation: the open plan and its progress, language, name."""
    if st.session_state.get(_PAGE) != page:
        session.forget_refusals()
        st.session_state[_PAGE] = page
    found = session.opened()
    with st.sidebar:
        if found:
            _plan(found)
        reader.language_switch()
        if name := reader.who():
            st.caption(kt.say("frame.signed", name=shown(name)))
        in_browser()


def in_browser() -> None:
    """What only the browser can do: the document's language, and cookies kept."""
    component("frame")(
        key="enlace.frame",
        data={"language": kt.language(), "keep": dict(reader.kept())},
    )


def vanishing() -> None:
    """Where plans live in the visit alone, say so."""
    if not session.lasting():
        st.warning(kt.say("frame.vanishes"), icon=":material/hourglass_bottom:")


def _plan(found: session.Opened) -> None:
    steps = done(found.plan)
    gone = sum(steps.values())
    with st.container(border=True, gap="small", key="enlace.open"):
        st.markdown(f"**{shown(found.plan.title)}**")
        st.progress(gone / len(steps), text=kt.say("frame.progress", n=gone, of=len(steps)))
        with st.container(horizontal=True, gap="small"):
            st.button(
                kt.say("frame.undo"),
                icon=":material/undo:",
                type="tertiary",
                key="enlace.undo",
                on_click=session.undo,
            )
            st.button(
                kt.say("frame.redo"),
                icon=":material/redo:",
                type="tertiary",
                key="enlace.redo",
                on_click=session.redo,
            )
