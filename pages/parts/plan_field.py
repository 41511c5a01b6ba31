"""Fields that show what the plan holds and keep what is chosen in them at once.

A field follows the plan when that has changed; what was refused stays in it. Texts, which two
people may write at once, have a field of their own: see `plan_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import kpi_tree as kt
from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def follow(key: str, held: object) -> None:
    """Let the widget `key` show what the plan holds, once that has changed."""
    if key in st.session_state and st.session_state.get(f"{key}.held") == held:
        return
    st.session_state[f"{key}.held"] = held
    st.session_state[key] = held


def keeping(
    change: Callable[..., Any],
    item: kt.Metric | kt.Link,
    name: str,
    *,
    among: str,
    at: str,
) -> Callable[[Any], bool]:
    """How a field of a metric or link is kept, unless somebody has changed it since it was drawn.

    That is decided inside the write, on the newest plan; the field then shows both.
    """
    seen = getattr(item, name)

    def decided(plan: kt.Plan, value: Any) -> object:  # noqa: ANN401 (as the plan file holds it)
        now = next((one for one in getattr(plan, among) if one.id == item.id), None)
        if now is not None and getattr(now, name) != seen:
            raise kt.EditRefused(())
        return change(plan, item.id, **{name: value})

    return lambda value: session.edit(decided, value, at=at)


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
