"""Links to the plan: make one, hand it over as address, QR code and room code, take it back."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.qr import qr_code
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.parts.session import Opened

_FRESH: Final = "share.fresh"
_AT: Final = "share.links"


def alone() -> None:
    """On one's own machine nobody else can come in: say so, and how they could."""
    with st.container(border=True):
        st.markdown(kt.say("share.alone"))
        st.markdown(kt.say("share.alone_how"))
        st.code("make host NAMES=enlace.example.org", language=None)
        session.link("start", label=kt.say("share.alone_file"))


def board(opened: Opened) -> None:
    """The plan's links, and a form for a new one."""
    st.header(kt.say("share.links"), anchor=False)
    st.markdown(kt.say("share.links_lead"))
    _form(opened)
    session.refusal(_AT)
    found = session.workspace().sharing.invitations(opened.id)
    for one in sorted(found, key=lambda each: (each.valid, each.made_at), reverse=True):
        _card(opened, one)


def _form(opened: Opened) -> None:
    with st.form("share.new", border=True, clear_on_submit=False):
        st.text_input(
            kt.say("share.name"),
            key="share.new.name",
            placeholder=kt.say("share.name_example"),
            max_chars=LONGEST_TYPED,
        )
        st.segmented_control(
            kt.say("share.role"),
            kt.ROLES,
            default="view",
            format_func=role_name,
            key="share.new.role",
            required=True,
            help="\n".join(f"- **{role_name(role)}**: {role_help(role)}" for role in kt.ROLES),
        )
        st.date_input(
            kt.say("share.ends"),
            value=None,
            min_value="today",
            format="DD/MM/YYYY",
            key="share.new.ends",
            help=kt.say("share.ends_help"),
        )
        st.form_submit_button(
            kt.say("share.make"), type="primary", on_click=_make, args=(opened.id,)
        )


def _make(plan_id: str) -> None:
    told = st.session_state
    ends = told["share.new.ends"]

    def make() -> None:
        one, token = session.workspace().sharing.invite(
            plan_id,
            role=told["share.new.role"],
            name=" ".join((told["share.new.name"] or "").split()),
            ends=datetime.combine(ends, time.max, tzinfo=UTC) if ends else None,
        )
        told[_FRESH] = (one.id, token)
        st.toast(kt.say("share.ready"), icon=":material/check:")

    session.tried(make, at=_AT)


def _card(opened: Opened, one: kt.Invitation) -> None:
    with st.container(border=True, key=f"share.link.{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(shown(one.name) or role_name(one.role), anchor=False)
            st.badge(role_name(one.role), color="blue" if one.valid else "gray")
            if not one.valid:
                st.badge(_ended(one), color="gray", icon=":material/block:")
        st.caption(_history(one))
        if one.valid:
            _address(one)
            _buttons(opened, one)


def _ended(one: kt.Invitation) -> str:
    return kt.say("share.revoked" if one.revoked_at else "share.expired")


def _history(one: kt.Invitation) -> str:
    words = [kt.say("share.made", name=shown(one.made_by), day=kt.day(one.made_at.date()))]
    if one.ends:
        words.append(kt.say("share.ends_on", day=kt.day(one.ends.date())))
    if one.last_used:
        words.append(kt.say("share.used", n=one.people, day=kt.moment(one.last_used.astimezone())))
    else:
        words.append(kt.say("share.unused"))
    return " · ".join(words)


def _address(one: kt.Invitation) -> None:
    """The address, shown once: Enlace keeps no copy of it. The room code, while it is open."""
    fresh, token = st.session_state.get(_FRESH, ("", ""))
    if one.code:
        st.markdown(kt.say("share.code_is", address=shown(f"{_base()}/l")))
        st.title(f"`{one.code[:3]} {one.code[3:]}`", anchor=False)
    if fresh != one.id:
        return
    address = f"{_base()}/l#{token}"
    left, right = st.columns([1, 3], vertical_alignment="center")
    with left:
        qr_code(address, told=kt.say("share.qr"))
    with right:
        st.markdown(kt.say("share.once"))
        st.code(address, language=None, wrap_lines=True)


def _base() -> str:
    """The address of the app itself, as the reader's browser has it."""
    found = urlsplit(st.context.url or "")
    return f"{found.scheme}://{found.netloc}"


def _buttons(opened: Opened, one: kt.Invitation) -> None:
    acts: list[tuple[str, str, Callable[[str, str], None]]] = [
        ("share.new_address", ":material/refresh:", _renew),
        ("share.revoke", ":material/block:", _revoke),
    ]
    if one.role != "own":
        act = ("share.close_code", _close_code) if one.code else ("share.open_code", _open_code)
        acts.insert(0, (act[0], ":material/dialpad:", act[1]))
    with st.container(horizontal=True, gap="small"):
        for name, icon, act_on in acts:
            st.button(
                kt.say(name),
                icon=icon,
                key=f"{name}.{one.id}",
                on_click=act_on,
                args=(opened.id, one.id),
            )


def _renew(plan_id: str, one: str) -> None:
    def renew() -> None:
        _, token = session.workspace().sharing.renew(plan_id, one)
        st.session_state[_FRESH] = (one, token)

    session.tried(renew, at=_AT)


def _revoke(plan_id: str, one: str) -> None:
    session.tried(lambda: session.workspace().sharing.revoke(plan_id, one), at=_AT)


def _open_code(plan_id: str, one: str) -> None:
    session.tried(lambda: session.workspace().sharing.open_code(plan_id, one), at=_AT)


def _close_code(plan_id: str, one: str) -> None:
    session.tried(lambda: session.workspace().sharing.close_code(plan_id, one), at=_AT)


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return kt.say(f"share.role_{role}")


def role_help(role: str) -> str:
    """What somebody with a role may do."""
    return kt.say(f"share.role_{role}_help")
