"""The frame that every page stands in: the plan and its progress, the language, the name."""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import account, crossed, introduction, long_work, reader, session, taking_back
from pages.parts.component import component
from pages.parts.live import live
from pages.parts.steps import done, stand_at
from pages.parts.text import shown

_RENAMED: Final = "enlace.renamed"


def sidebar(page: str) -> None:
    """What stands below the navigation: the open plan and its progress, language, name."""
    if stand_at(page):
        session.forget_refusals()
        long_work.leave()
        crossed.forget()
    found = session.opened()
    crossed.drawing(found)
    with st.sidebar:
        if found:
            _plan(found)
            # Not in the card: alone, one would see an empty strip of it.
            if session.lasting() or session.hosted():
                live(found)
        reader.language_switch()
        name = session.signature(found.id) if found else reader.who()
        if name and session.earlier() is None:
            _signature(name)
        account.account()
        in_browser(page)


def _taking_back(found: session.Opened) -> None:
    undo, redo = taking_back.possible(
        found.id, found.version, by=session.mark(found.id), _kept=session.workspace()
    )
    st.button(
        kt.say("frame.undo"),
        icon=":material/undo:",
        type="tertiary",
        key="enlace.undo",
        disabled=not undo,
        on_click=_undo,
    )
    st.button(
        kt.say("frame.redo"),
        icon=":material/redo:",
        type="tertiary",
        key="enlace.redo",
        disabled=not redo,
        on_click=_redo,
    )
    taking_back.drawn(found.version, nothing_to_undo=not undo)


def _undo() -> None:
    session.undo()


def _redo() -> None:
    session.redo()


def _signature(name: str) -> None:
    """The name that edits are signed with, and the way to another one."""
    st.caption(kt.say("frame.signed", name=shown(name)))
    with st.popover(
        kt.say("frame.other_name"), icon=":material/edit:", type="tertiary", key="enlace.renaming"
    ):
        st.text_input(
            kt.say("frame.name"),
            key=_RENAMED,
            max_chars=reader.LONGEST_NAME,
            autocomplete="name",
            placeholder=shown(name, surface="plain"),
            help=kt.say("frame.other_name_help"),
        )
        session.refusal(_RENAMED)
        st.button(kt.say("frame.keep_name"), key="enlace.rename", on_click=_renamed)


def _renamed() -> None:
    typed = st.session_state[_RENAMED] or ""
    if kt.blank(typed):
        reader.speak()
        session.refuse(kt.say("frame.name_needed"), at=_RENAMED)
        return
    plan = session.plan_id()
    me = session.me(plan) if plan else None
    if (
        plan
        and me
        and not introduction.introduce(
            plan, name=" ".join(typed.split()), side=me.side or "other", at=_RENAMED
        )
    ):
        return
    session.accept(_RENAMED)
    reader.call(typed)
    st.session_state[_RENAMED] = ""


def in_browser(page: str = "") -> None:
    """What only the browser can do: the document's language, cookies, addresses mended."""
    address = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
    component("frame")(
        key="enlace.frame",
        data={
            "language": kt.language(),
            "keep": dict(reader.kept()),
            "page": page,
            "address": address,
            "away": {"title": kt.say("frame.away"), "text": kt.say("frame.away_why")},
        },
    )


def vanishing() -> None:
    """Where plans live in the visit alone, say so."""
    if not session.lasting():
        words = kt.say("frame.no_lasting") if session.hosted() else kt.say("frame.vanishes")
        st.warning(words, icon=":material/hourglass_bottom:")


def _plan(found: session.Opened) -> None:
    steps = done(found.plan)
    gone = sum(steps.values())
    with st.container(border=True, gap="small", key="enlace.open"):
        st.markdown(f"**{shown(found.plan.title)}**")
        st.progress(gone / len(steps), text=kt.say("frame.progress", n=gone, of=len(steps)))
        if session.may("edit"):
            with st.container(horizontal=True, gap="small"):
                _taking_back(found)
        else:
            commenting = session.may("comment")
            words = kt.say("frame.commenting") if commenting else kt.say("frame.looking")
            st.caption(f":material/visibility: {words}")
