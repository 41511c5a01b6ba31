"""Fields that the page fills itself: with what the plan holds, or with what was typed before.

A field that is filled through the session alone stands empty in the browser when that run was cut
short by the next one: the next run takes the field for shown. So whoever fills one also hands its
value over as the default, in every run but the one that fills it (Streamlit allows only one).

    filled.fill(key, plan.ask)
    st.text_area(label, filled.default(key, ""), key=key)
"""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

Held = TypeVar("Held")


def fill(key: str, value: object) -> None:
    """Put `value` into the field `key`, before it is drawn in this run or from a callback."""
    st.session_state[key] = value
    st.session_state[f"{key}.filled"] = True


def default(key: str, otherwise: Held) -> Held:
    """What to hand to the field `key` as its default in this run."""
    if st.session_state.pop(f"{key}.filled", False):
        return otherwise
    found: Held = st.session_state.get(key, otherwise)
    return found
