"""What people think of a link's size: all at once, pooled, and where they really disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import introduction, plots, reader, session
from pages.parts.link_card import signers
from pages.parts.plots import Row
from pages.parts.quantity_field import Kind, clear_quantity, quantity_input, typed_quantity
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import LinkCard, Pool, Voice
    from pages.parts.link_card.signers import Signer
    from pages.parts.session import Opened

_AT: Final = "card.opinions"
_WHO: Final = "who"
_NOTE: Final = "note"
_FIELDS: Final = {"low": "card.low", "likely": "card.likely", "high": "card.high"}


def opinions(opened: Opened, card: LinkCard, *, editing: bool) -> None:
    """All opinions beside each other, what they make together, and the reader's own."""
    pool = card.opinions
    with st.container(border=True, key="card.opinions"):
        st.markdown(f"**{kt.say('card.opinions')}**", help=shown(kt.library.term("opinion").text))
        st.markdown(shown(pool.sentence))
        for each in pool.apart:
            st.markdown(f":material/compare_arrows: {shown(each.sentence)}")
        if pool.voices:
            _picture(pool)
        if len(pool.voices) > 1:
            share = kt.percent(pool.dissent, digits=0)
            st.caption(kt.say("card.dissent", share=share), help=kt.say("card.dissent_how"))
        if pool.pooled:
            st.markdown(f":material/check_circle: {kt.say('card.is_pooled')}")
        if editing:
            _pooling(card)
        if session.may("vouch"):
            _own(opened, card)


def _picture(pool: Pool) -> None:
    """From low to high, a diamond at what is likely; the pool below; the same as words."""
    rows = [
        Row(
            each.name,
            kt.number(each.likely),
            whisker=(each.low, each.high),
            mark=each.likely,
            hint=_told(each.low, each.likely, each.high),
        )
        for each in pool.voices
    ]
    if pool.p10 is not None and pool.p50 is not None and pool.p90 is not None:
        together = _told(pool.p10, pool.p50, pool.p90)
        rows.append(
            Row(
                kt.say("card.pool"),
                kt.number(pool.p50),
                bar=(pool.p10, pool.p90),
                colour=kt.SERIES[2],
                hint=together,
            )
        )
    plots.rows_chart(rows, key="card.voices", written=kt.number, line=0.0)
    st.table(table(pool), border="horizontal", hide_index=True)


def table(pool: Pool) -> Mapping[str, Sequence[str]]:
    """All opinions as words."""
    return {
        kt.say("card.person"): [shown(each.name) for each in pool.voices],
        kt.say("card.side"): [introduction.side_name(each.side or "other") for each in pool.voices],
        kt.say("card.opinion"): [
            shown(_told(each.low, each.likely, each.high)) for each in pool.voices
        ],
        kt.say("card.share"): [kt.percent(each.share, digits=0) for each in pool.voices],
        kt.say("card.reason"): [shown(each.note) or "–" for each in pool.voices],
    }


def _told(low: float, likely: float, high: float) -> str:
    ends = {"low": kt.number(low), "likely": kt.number(likely), "high": kt.number(high)}
    return kt.say("card.three", **ends)


# ── Pooling ─────────────────────────────────────────────────────────────────────────────────────


def _pooling(card: LinkCard) -> None:
    """Make of the opinions the link's size; equally, or as each is to count."""
    voices = card.opinions.voices
    if not voices:
        return
    if len(voices) > 1:
        with st.expander(kt.say("card.weights"), icon=":material/balance:", key="card.weighing"):
            st.caption(kt.say("card.weights_how"))
            for each in voices:
                _weight(card.link.id, each)
    if not card.opinions.pooled:
        st.button(
            kt.say("card.pool_do", n=len(voices)),
            key="card.pool.do",
            icon=":material/merge:",
            on_click=session.editing,
            args=(kt.pool_opinions, card.link.id),
            kwargs={"at": _AT, "seen": card.link},
            help=shown(kt.library.term("mixture").text),
        )
    session.refusal(_AT)


def _weight(link: str, voice: Voice) -> None:
    key = f"card.weight.{link}.{voice.person}"
    if st.session_state.get(f"{key}.held") != voice.weight or key not in st.session_state:
        st.session_state[key] = st.session_state[f"{key}.held"] = voice.weight
    st.number_input(
        shown(voice.name),
        min_value=0.0,
        max_value=1_000.0,
        step=1.0,
        format="%g",
        key=key,
        on_change=_weighed,
        args=(link, voice.person, key),
    )


def _weighed(link: str, person: str, key: str) -> None:
    weight = float(st.session_state[key] or 0.0)
    session.edit(kt.weigh_opinions, link, weights={person: weight}, at=_AT)


# ── One's own ───────────────────────────────────────────────────────────────────────────────────


def _own(opened: Opened, card: LinkCard) -> None:
    """Low, likely, high: the reader's, or at one machine of whoever sits at it."""
    me = signers.myself(opened)
    key = f"card.opinion.{card.link.id}"
    with st.expander(kt.say("card.give"), icon=":material/record_voice_over:", key="card.giving"):
        st.caption(kt.say("card.give_how"))
        who = me if session.hosted() else _speaker(opened, me, f"{key}.{_WHO}")
        _note_of(card, who, f"{key}.{_NOTE}")
        kind = Kind(single=True, example=kt.say("card.one_example"))
        for column, (name, label) in zip(st.columns(3), _FIELDS.items(), strict=True):
            with column:
                quantity_input(kt.say(label), key=f"{key}.{name}", kind=kind)
        st.text_input(
            kt.say("card.note"),
            key=f"{key}.{_NOTE}",
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("card.note_example"),
        )
        _buttons(card, who, key)
        session.refusal(key)


def _note_of(card: LinkCard, who: Signer, key: str) -> None:
    """The field begins with the reason given before; emptied, it takes that back.

    What was typed meanwhile stays, also where somebody else is chosen.
    """
    voice = next((each for each in card.opinions.voices if each.person == who.id), None)
    held, before = (who.id, voice.note if voice else ""), st.session_state.get(f"{key}.held")
    untouched = key not in st.session_state or st.session_state[key] == (before or held)[1]
    if untouched and (before != held or key not in st.session_state):
        st.session_state[key] = held[1]
    st.session_state[f"{key}.held"] = held


def _speaker(opened: Opened, me: Signer, key: str) -> Signer:
    """Whose opinion it is, where several people sit at one machine."""
    names = list(dict.fromkeys([me.name, *(person.name for person in opened.plan.people)]))
    if key not in st.session_state:
        st.session_state[key] = me.name
    st.selectbox(
        kt.say("card.who_thinks"),
        names,
        format_func=lambda name: shown(name, surface="plain"),
        key=key,
        accept_new_options=True,
    )
    return signers.called(opened.plan, st.session_state[key] or me.name)


def _buttons(card: LinkCard, who: Signer, key: str) -> None:
    there = any(each.person == who.id for each in card.opinions.voices)
    with st.container(horizontal=True, gap="small"):
        st.button(
            kt.say("card.change_opinion" if there else "card.give_do", name=shown(who.name)),
            key="card.opinion.give",
            type="secondary",
            icon=":material/add_comment:",
            on_click=_give,
            args=(card.link.id, who, key),
        )
        if there:
            st.button(
                kt.say("card.take_back"),
                key="card.opinion.withdraw",
                type="tertiary",
                on_click=_take_back,
                args=(card.link.id, who, key),
            )


def _take_back(link: str, who: Signer, key: str) -> None:
    if session.hosted():
        session.vouch(kt.withdraw_opinion, link, at=key)
    else:
        session.edit(kt.withdraw_opinion, link, person=who.id, at=key)


def _give(link: str, who: Signer, key: str) -> None:
    reader.speak()
    found: dict[str, Any] = {}
    for name in _FIELDS:
        answer = typed_quantity(f"{key}.{name}")
        if not isinstance(answer.value, int | float):
            session.refuse(kt.say("card.three_numbers"), at=key)
            return
        found[name] = float(answer.value)
    found["note"] = str(st.session_state.get(f"{key}.{_NOTE}") or "").strip()
    if _given(link, who, key, told=found):
        for name in _FIELDS:
            clear_quantity(f"{key}.{name}")
        st.session_state[f"{key}.{_NOTE}"] = found["note"]


def _given(link: str, who: Signer, key: str, *, told: Mapping[str, Any]) -> bool:
    """Where people are known, everybody speaks for themselves alone."""
    if session.hosted():
        return session.vouch(kt.give_opinion, link, at=key, **told)
    return session.edit(kt.give_opinion, link, person=who.id, at=key, **told, **who.entering())
