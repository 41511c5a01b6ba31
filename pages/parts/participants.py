"""The people of a plan: one's own name and side, everybody's, and the sides that are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import introduction, session
from pages.parts.introduction import side_field, side_name
from pages.parts.invitations import role_name
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

_AT: Final = "share.people"
_ME: Final = "share.me"
_KNOWN_ONLY: Final = "share.known_only"


def myself(opened: Opened) -> None:
    """Who I am on this plan: my role, my name and the side I speak for."""
    me = session.workspace().sharing.me(opened.id)
    if me is None or session.earlier():
        return
    role = session.workspace().role(opened.id)
    with st.container(border=True):
        if role:
            st.markdown(kt.say("share.you_are", role=role_name(role)))
        side_field("share.me.side", me.side, on_change=_sided, args=(opened.id,))
        if me.side and not me.side_confirmed:
            st.caption(kt.say("share.side_waits"))
        session.refusal(_ME)


def _sided(plan_id: str) -> None:
    side = st.session_state["share.me.side"]
    if side:
        me = session.me(plan_id)
        kept = introduction.introduce(plan_id, name=session.signature(plan_id), side=side, at=_ME)
        if kept and me and session.may("share"):
            _confirm(plan_id, me.id, side, name=session.signature(plan_id))


def everybody(opened: Opened) -> None:
    """Who has come, with which right, for which side."""
    st.header(kt.say("share.people"), anchor=False)
    found = session.workspace().sharing.people(opened.id)
    may = session.may("share")
    for person in found:
        _person(opened, person, may=may)
    session.refusal(_AT)
    if may:
        _known_only(opened)


def _known_only(opened: Opened) -> None:
    """Whether accounts alone come in; nothing where the host has no log-in to know them by."""
    limited = session.workspace().sharing.limited_to_known(opened.id)
    if limited or "is_logged_in" in st.user:
        st.toggle(
            kt.say("share.known_only"),
            value=limited,
            key=_KNOWN_ONLY,
            help=kt.say("share.known_only_help"),
            on_change=_limit,
            args=(opened.id,),
        )


def _limit(plan_id: str) -> None:
    on = bool(st.session_state[_KNOWN_ONLY])
    if not session.tried(lambda: session.workspace().sharing.limit_to_known(plan_id, on), at=_AT):
        st.session_state[_KNOWN_ONLY] = not on


def _person(opened: Opened, person: kt.Participant, *, may: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap="xsmall"):
            name = shown(person.name) or kt.say("share.nameless")
            st.markdown(f"**{name}**{kt.say('share.is_me') if person.me else ''}")
            st.caption(" · ".join(_about(person)))
        if not may or person.me:
            return
        if person.side and not person.side_confirmed:
            st.button(
                kt.say("share.confirm", side=side_name(person.side)),
                icon=":material/check:",
                key=f"share.confirm.{person.id}",
                on_click=_confirm,
                args=(opened.id, person.id, person.side),
                kwargs={"name": person.name},
            )
        if person.role or person.shut:
            st.button(
                kt.say("share.let_go"),
                icon=":material/person_remove:",
                key=f"share.let_go.{person.id}",
                on_click=_let_go,
                args=(opened.id, person.id),
            )


def _about(person: kt.Participant) -> list[str]:
    without = kt.say("share.shut_out" if person.shut else "share.no_longer")
    words = [role_name(person.role) if person.role else without]
    if person.side:
        key = "share.side_confirmed" if person.side_confirmed else "share.side_declared"
        words.append(kt.say(key, side=side_name(person.side)))
    if person.known:
        words.append(kt.say("share.known"))
    if person.seen_at:
        words.append(kt.say("share.seen", day=kt.moment(person.seen_at.astimezone())))
    return words


def _confirm(plan_id: str, person: str, side: introduction.Side, *, name: str) -> None:
    def confirm() -> None:
        session.workspace().sharing.confirm_side(plan_id, person, side, name=name)

    session.tried(confirm, at=_AT)


def _let_go(plan_id: str, person: str) -> None:
    session.tried(lambda: session.workspace().sharing.let_go(plan_id, person), at=_AT)
