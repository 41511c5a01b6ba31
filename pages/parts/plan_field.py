"""Fields that show what the plan holds and keep what is chosen in them at once.

A field follows the plan when that has changed; what was refused stays in it. Texts, which two
people may write at once, have a field of their own: see `plan_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def follow(key: str, held: object) -> None:
    """Let the widget `key` show what the plan holds, once that has changed."""
    if key in st.session_state and st.session_state.get(f"{key}.held") == held:
        return
    st.session_state[f"{key}.held"] = held
    st.session_state[key] = held


def choice_field(
    label: str,
    held: str,
    *,
    key: str,
    options: Sequence[str],
    words: Callable[[str], str],
    save: Callable[[str], object],
    **look: Any,  # noqa: ANN401 (likewise)
) -> None:
    """A choice of the plan; `save` leaves its refusal at `key`."""
    follow(f"{key}.typed", held)
    st.selectbox(
        label,
        options,
        format_func=words,
        key=f"{key}.typed",
        on_change=_keep,
        args=(key, save),
        **look,
    )
    session.refusal(key)


def _keep(key: str, save: Callable[[str], object]) -> None:
    save(st.session_state[f"{key}.typed"] or "")
