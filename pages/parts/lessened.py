"""Somebody may do less with a plan than when they opened it: the page says so, once it knows."""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import visiting

_MOST: Final = "enlace.could"


def tell() -> None:
    """Say it for as long as the visit lasts. It tells of a right and gives none."""
    plan = visiting.plan_id()
    if plan is None or not visiting.hosted():
        return
    try:
        role = visiting.workspace().role(plan)
    except kt.EnlaceError:
        return  # the page itself says what is wrong
    if role is None:
        return
    could = st.session_state.get(_MOST, {})
    most = max(could.get(plan, role), role, key=kt.ROLES.index)
    st.session_state[_MOST] = {**could, plan: most}
    if most != role:
        st.info(kt.say("looking.less_now"), icon=":material/lock:")
