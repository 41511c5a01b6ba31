"""Who is here: asked once, before the first page of a plan.

On one's own machine a name is enough. A hosted plan has people: each has a name there and a side
for which they speak.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, visiting
from pages.parts.refusals import accept, refusal, refuse, worded

Side = Literal["", "business", "social", "other"]
SIDES: Final[tuple[Side, ...]] = ("business", "social", "other")
_NAME: Final = "enlace.name"
_TYPED: Final = "enlace.name.typed"
_SIDE: Final = "enlace.side.chosen"


def ask_name() -> None:
    """Ask for what is not known of the reader, once; the page ends here until it is told."""
    plan = visiting.plan_id()
    here = visiting.me(plan) if plan else None
    if plan and here:
        if not (here.name and (here.side or here.owner)):
            _form(plan, here)
            st.stop()
    elif not reader.who():
        _form(None, None)
        st.stop()


def _form(plan: str | None, here: kt.Participant | None) -> None:
    with st.form("enlace.name", border=True, width=520):
        title = kt.say("frame.who_title_here") if here else kt.say("frame.who_title")
        st.subheader(title, anchor=False)
        st.markdown(kt.say("frame.who_why_here") if here else kt.say("frame.who_why"))
        if here is None or not here.name:
            st.text_input(
                kt.say("frame.name"),
                key=_TYPED,
                max_chars=reader.LONGEST_NAME,
                autocomplete="name",
                placeholder=kt.say("frame.name_example"),
            )
        if here is not None:
            side_field(_SIDE, here.side)
        refusal(_NAME)
        st.form_submit_button(
            kt.say("frame.go_on"), type="primary", on_click=_told, args=(plan, here)
        )


def side_field(key: str, held: Side, **more: Any) -> None:  # noqa: ANN401 (what a choice takes besides)
    """The choice of the side for which somebody speaks."""
    st.segmented_control(
        kt.say("share.my_side"),
        SIDES,
        default=held or None,
        format_func=side_name,
        key=key,
        help=kt.say("share.side_help"),
        **more,
    )


def side_name(side: str) -> str:
    """A side in the reader's language."""
    return kt.say(f"share.side_{side}")


def _told(plan: str | None, here: kt.Participant | None) -> None:
    reader.speak()
    typed = str(st.session_state.get(_TYPED) or "")
    name = " ".join(typed.split()) or (here.name if here else "")
    if kt.blank(name):
        refuse(kt.say("frame.name_needed"), at=_NAME)
        return
    if plan is None or here is None:
        accept(_NAME)
        reader.call(name)
    elif side := st.session_state.get(_SIDE):
        if introduce(plan, name=name, side=side):
            reader.call(name)
    else:
        refuse(kt.say("frame.side_needed"), at=_NAME)


def introduce(plan: str, *, name: str, side: Side, at: str = _NAME) -> bool:
    """Say one's name and side on a plan; a refusal is kept under `at`."""
    reader.speak()
    try:
        visiting.workspace().sharing.introduce(plan, name=name, side=side)
    except kt.EnlaceError as error:
        refuse(worded(error), at=at)
        return False
    accept(at)
    return True
