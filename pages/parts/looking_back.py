"""The bar above a plan that is shown as it was at an earlier version, and the two ways out of it.

Such a plan is looked at as by whoever has a link to look; all that would change it is refused by
the workspace itself (`visiting.workspace`).
"""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import shown

_AT: Final = "enlace.past"


def bar() -> None:
    """Which version is on the screen, and that nothing is kept; nothing at the present."""
    plan, version = session.plan_id(), session.earlier()
    if plan is None or version is None:
        return
    try:
        then = session.workspace().read(plan, version)
    except kt.EnlaceError:
        return  # the page itself says why
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=_AT):
        moment = kt.moment(then.changed_at.astimezone())
        told = {"n": version, "moment": moment, "name": shown(then.changed_by)}
        st.markdown(f":material/history: {kt.say('history_page.looking', **told)}", width="stretch")
        st.button(
            kt.say("history_page.back"),
            key="enlace.past.back",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=session.show,
            args=(plan,),
        )
        if session.may_now("edit"):
            st.button(
                kt.say("history_page.restore"),
                key="enlace.past.restore",
                icon=":material/restore:",
                help=kt.say("history_page.restore_help"),
                on_click=_restore,
                args=(plan, version),
            )
    session.refusal(_AT)


def _restore(plan: str, version: int) -> None:
    """Make it the present; where that is refused, it stays on the screen."""
    session.show(plan)
    if not session.restore(version, at=_AT):
        session.show(plan, version=version)
