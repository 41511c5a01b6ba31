"""How strong a link is, how soon, how long, and where it bends: words, small curves, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import link_panel
from pages.parts.density import picture
from pages.parts.drawing import drawing
from pages.parts.link_card import by_words, curves, traced
from pages.parts.metric_cells import quantity
from pages.parts.text import shown

if TYPE_CHECKING:
    from kpi_tree import LinkCard
    from pages.parts.session import Opened

TIMING: Final = ("lag", "carryover", "saturation", "cap")


def how_strong(opened: Opened, card: LinkCard, *, editing: bool) -> None:
    """Its size as a range with its picture, in words and in numbers."""
    plan, link = card.plan, card.link
    with st.container(border=True, key="card.strength"):
        st.markdown(f"**{kt.say('card.strength')}**", help=shown(kt.library.term("size").text))
        st.markdown(shown(card.strength))
        if card.size:
            told = {name: kt.number(getattr(card.size, name)) for name in ("p10", "p50", "p90")}
            st.caption(kt.say("card.range", **told))
        if editing:
            link_panel.size_field(plan, link, f"link.{link.id}")
        elif link.size is not None:
            held = link.size if isinstance(link.size, int | float) else link.size.model_dump()
            drawing(picture(held), alt=card.strength)
            st.caption(shown(quantity(link.size)))
        _width(card)
        if link.size is not None:
            traced.traced(opened, card, ("size",), key="strength")


def _width(card: LinkCard) -> None:
    """How wide the range is, beside what its evidence asks for."""
    if card.least_width is None or card.size is None or not card.size.p50:
        return
    width = (card.size.p90 - card.size.p10) / abs(card.size.p50)
    told = {"width": kt.percent(width, digits=0), "least": kt.percent(card.least_width, digits=0)}
    st.caption(kt.say("card.width", **told), help=kt.say("card.width_why"))


def how_soon(opened: Opened, card: LinkCard, *, editing: bool) -> None:
    """Lag, carry-over and saturation: words first, then the curve, then the numbers."""
    plan, link, key = card.plan, card.link, f"link.{card.link.id}"
    with st.container(border=True, key="card.timing"):
        st.markdown(f"**{kt.say('card.timing')}**", help=shown(kt.library.term("lag").text))
        st.markdown(shown(_capital(card.timing)))
        if editing:
            by_words.lag(card)
            link_panel.lag_field(link, key)
        fading = card.fading
        st.markdown(f"**{kt.say('card.fading')}**", help=shown(kt.library.term("carry_over").text))
        if fading.half_life is not None:
            drawing(curves.fading(fading.curve, half=fading.half_life), alt=fading.sentence)
        st.markdown(shown(fading.sentence))
        if editing:
            by_words.carryover(card)
            link_panel.carryover_field(link, key)
        _bends(card)
        if editing:
            by_words.saturation(card)
            link_panel.bend_fields(plan, link, key)
        traced.traced(opened, card, TIMING, key="timing")


def _bends(card: LinkCard) -> None:
    st.markdown(f"**{kt.say('card.bending')}**", help=shown(kt.library.term("saturation").text))
    bending = card.bending
    if card.link.cap is not None:
        st.markdown(kt.say("card.capped", cap=kt.percent(card.link.cap, digits=0)))
    if bending is None:
        st.markdown(kt.say("card.straight"))
        return
    drawn = curves.bending(bending.curve, level=bending.level, used=bending.used or 0.0)
    drawing(drawn, alt=bending.sentence)
    st.markdown(shown(bending.sentence))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
