"""What is taken away for good: a person's name out of the history, the plan itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

_AT: Final = "removal"
_TITLE: Final = "removal.title"
_WHO: Final = "removal.who"
_IN_TEXTS: Final = "removal.in_texts"
_LEFT: Final = "removal.left"


def removal(opened: Opened) -> None:
    """Two ways to forget, folded away, for whoever owns the plan."""
    if not session.may("erase"):
        return
    with st.expander(kt.say("removal.title"), icon=":material/delete_forever:", key="removal"):
        _person(opened)
        _plan(opened)
        session.refusal(_AT)


def _person(opened: Opened) -> None:
    people = _people(opened)
    st.markdown(kt.say("removal.person"))
    st.selectbox(
        kt.say("removal.who"),
        list(people),
        index=None,
        key=_WHO,
        format_func=lambda who: people.get(who, ""),
        placeholder=kt.say("removal.who_example"),
    )
    st.checkbox(kt.say("removal.in_texts"), key=_IN_TEXTS, help=kt.say("removal.in_texts_help"))
    st.button(
        kt.say("removal.erase"),
        key="removal.erase",
        disabled=not st.session_state.get(_WHO),
        on_click=_erase,
        args=(opened.id,),
    )
    if left := st.session_state.get(_LEFT):
        st.warning(kt.say("removal.left", n=len(left)), icon=":material/info:")
        st.markdown("\n".join(f"- {shown(text)}" for text in left))


def _people(opened: Opened) -> dict[str, str]:
    """Whoever can be erased, as a list shows them: of two called alike, since when each is here."""
    found = session.workspace().everybody(opened.id)
    count = Counter(each.name for each in found)
    return {
        each.who: shown(each.name, surface="plain")
        if count[each.name] == 1
        else kt.say(
            "removal.since",
            name=shown(each.name, surface="plain"),
            moment=kt.moment(each.since.astimezone()),
        )
        for each in found
    }


def _erase(plan_id: str) -> None:
    who, in_texts = st.session_state[_WHO], bool(st.session_state.get(_IN_TEXTS))

    def erase() -> None:
        done = session.workspace().erase_person(plan_id, who, in_texts=in_texts)
        st.session_state[_LEFT] = done.left
        st.session_state[_WHO] = None

    if session.tried(erase, at=_AT):
        st.toast(kt.say("removal.erased"), icon=":material/check:")


def _plan(opened: Opened) -> None:
    st.markdown(kt.say("removal.plan"))
    st.text_input(
        kt.say("removal.type_title", title=shown(opened.plan.title)),
        key=_TITLE,
        max_chars=LONGEST_TYPED,
        placeholder=shown(opened.plan.title, surface="plain"),
    )
    same = " ".join((st.session_state.get(_TITLE) or "").split()) == opened.plan.title
    st.button(
        kt.say("removal.delete"),
        key="removal.delete",
        icon=":material/delete_forever:",
        disabled=not same,
        on_click=_delete,
        args=(opened.id,),
    )


def _delete(plan_id: str) -> None:
    gone = session.tried(lambda: session.workspace().delete(plan_id), at=_AT)
    if gone:
        st.toast(kt.say("removal.deleted"), icon=":material/check:")
        session.show(None)
