"""The host's own log-in, where its keeper has set one up (`[auth]` in Streamlit's secrets)."""

from __future__ import annotations

import streamlit as st

import kpi_tree as kt
from pages.parts import visiting
from pages.parts.text import shown


def account() -> None:
    """Sign in by the host's log-in, or out of it; nothing where there is none."""
    if not visiting.hosted() or "is_logged_in" not in st.user:
        return
    if st.user.is_logged_in:
        name = shown(visiting.visitor().identity)
        if not name:
            st.caption(kt.say("frame.account_unknown"))
        st.button(
            kt.say("frame.log_out", name=name),
            icon=":material/logout:",
            type="tertiary",
            key="enlace.log_out",
            on_click=st.logout,
        )
        return
    st.button(
        kt.say("frame.log_in"), icon=":material/login:", key="enlace.log_in", on_click=st.login
    )
