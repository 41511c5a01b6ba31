"""Who stands behind a link: sign oneself, record it for somebody, take it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import introduction, reader, session
from pages.parts.link_card import signers
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from kpi_tree import LinkCard, Signed
    from pages.parts.link_card.signers import Signer
    from pages.parts.session import Opened

_AT: Final = "card.signatures"
_STATES: Final = {
    "signed": "card.state_signed",
    "unconfirmed": "card.state_unconfirmed",
    "outdated": "card.state_outdated",
    "unsigned": "card.state_unsigned",
}
_SIDE: Final = "card.side"
_WHO: Final = "card.record.who"
_THEIR_SIDE: Final = "card.record.side"


def state_name(state: str) -> str:
    """How far a link is signed, in a word or two."""
    return kt.say(_STATES[state])


def signatures(opened: Opened, card: LinkCard, *, editing: bool) -> None:
    """All signatures, what they are worth today, and the ways to sign."""
    with st.container(border=True, key="card.signing"):
        st.markdown(f"**{kt.say('card.signatures')}**", help=kt.say("card.signatures_how"))
        st.markdown(shown(f"{card.signing.sentence} {card.signing.asks}"))
        me = signers.myself(opened)
        versions = _versions(opened, card)
        for each in card.signing.signatures:
            _signature(card, each, version=versions.get(each.by), mine=each.by == me.id)
        if not session.may("vouch"):
            if session.earlier() is None:
                st.caption(kt.say("card.cannot_sign"))
            return
        session.refusal(_AT)
        if card.link.size is None:
            st.caption(kt.say("card.no_size_to_sign"))
            return
        _signing(card, me)
        if editing:
            _recording(opened, card, me)


def _versions(opened: Opened, card: LinkCard) -> dict[str, int]:
    """On which version of the plan each signature was put."""
    if not card.signing.signatures:
        return {}
    found = kt.signed_on(session.workspace().history(opened.id))
    return {by: edit.version for (link, by), edit in found.items() if link == card.link.id}


def _signature(card: LinkCard, each: Signed, *, version: int | None, mine: bool) -> None:
    icon = ":material/verified:" if each.counts else ":material/pending:"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"{icon} {shown(each.sentence)}")
            about = [introduction.side_name(each.side)] if each.side else []
            about += [kt.say("card.on_version", version=version)] if version else []
            st.caption(" · ".join(about))
        if _may_withdraw(each, mine=mine):
            st.button(
                kt.say("card.withdraw"),
                key=f"card.withdraw.{each.by}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_withdraw,
                args=(card.link.id, each.by, mine),
            )


def _may_withdraw(each: Signed, *, mine: bool) -> bool:
    """One's own signature takes back whoever may sign; what was recorded, whoever may edit."""
    if mine:
        return session.may("vouch")
    return session.may("edit") and bool(each.recorded_by or not session.hosted())


def _withdraw(link: str, by: str, mine: bool) -> None:  # noqa: FBT001 (a callback's argument)
    if mine and session.hosted():
        session.vouch(kt.withdraw_signature, link, at=_AT)
    else:
        session.edit(kt.withdraw_signature, link, person=by, at=_AT)


def _signing(card: LinkCard, me: Signer) -> None:
    """Sign as oneself; on one's own machine one says for which side."""
    own = next((each for each in card.signing.signatures if each.by == me.id), None)
    if own and own.present and not own.recorded_by:
        return
    if not session.hosted():
        if _SIDE not in st.session_state:
            st.session_state[_SIDE] = me.side or None
        introduction.side_field(_SIDE, "")
    st.button(
        kt.say("card.sign_again" if own else "card.sign", name=shown(me.name)),
        key="card.sign",
        type="primary",
        icon=":material/draw:",
        on_click=_sign,
        args=(card.link, me),
    )


def _sign(link: kt.Link, me: Signer) -> None:
    """Sign the link as it was shown: what somebody changed meanwhile has to be looked at first."""
    reader.speak()
    if session.hosted():
        session.vouch(kt.sign_link, link.id, on=_today(), seen=link, at=_AT)
        return
    side = st.session_state.get(_SIDE) or ""
    if not side:
        session.refuse(kt.say("frame.side_needed"), at=_AT)
        return
    if me.there and side != me.side and not _changed(me, side):
        return
    more = me.entering(side)
    session.edit(kt.sign_link, link.id, person=me.id, on=_today(), seen=link, at=_AT, **more)


def _changed(who: Signer, side: str) -> bool:
    return session.edit(kt.change_person, who.id, side=side, at=_AT)


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the day on the wall where the signature is put)


def _recording(opened: Opened, card: LinkCard, me: Signer) -> None:
    """Record what somebody else has agreed to; it shows who did, and stays unconfirmed."""
    others = [person.name for person in opened.plan.people if person.id != me.id]
    with st.expander(kt.say("card.record"), icon=":material/edit_note:", key="card.record"):
        st.caption(kt.say("card.record_how"))
        st.selectbox(
            kt.say("card.record_who"),
            others,
            index=None,
            format_func=lambda name: shown(name, surface="plain"),
            key=_WHO,
            accept_new_options=True,
            placeholder=kt.say("card.record_example"),
        )
        st.segmented_control(
            kt.say("card.their_side"),
            introduction.SIDES,
            format_func=introduction.side_name,
            key=_THEIR_SIDE,
        )
        st.button(
            kt.say("card.record_do"),
            key="card.record.do",
            on_click=_record,
            args=(opened, card.link, me),
        )
        session.refusal(_WHO)


def _record(opened: Opened, link: kt.Link, me: Signer) -> None:
    reader.speak()
    name = str(st.session_state.get(_WHO) or "")[:LONGEST_TYPED]
    if kt.blank(name):
        session.refuse(kt.say("card.record_needs_name"), at=_WHO)
        return
    who = signers.called(opened.plan, name)
    side = st.session_state.get(_THEIR_SIDE) or ""
    if not (who.there or side):
        session.refuse(kt.say("card.record_needs_side"), at=_WHO)
        return
    if not me.there and not _entered(me):
        return
    if who.there and side and side != who.side and not _changed(who, side):
        return
    made = {"person": who.id, "recorder": me.id, **who.entering(side)}
    if session.edit(kt.record_signature, link.id, at=_WHO, on=_today(), seen=link, **made):
        st.session_state[_WHO] = None


def _entered(me: Signer) -> bool:
    """Enter the reader among the plan's people, so that it can be told who recorded."""
    more = {"side": me.side} if me.side else {}
    return session.edit(kt.add_person, me.name, id=me.id, at=_WHO, **more)
