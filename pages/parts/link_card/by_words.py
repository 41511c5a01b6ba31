"""Lag, carry-over and saturation set by words: a choice that writes the number beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree import LinkCard

_LAGS: Final = (0, 1, 3, 6)
_HALF_LIVES: Final = (0.0, 1.0, 2.0, 3.0, 6.0)
_USED: Final = {0.1: "card.used_little", 0.5: "card.used_half", 0.8: "card.used_nearly"}
_LABELS: Final = {
    "lag": "card.by_words_lag",
    "carryover": "card.by_words_carryover",
    "saturation": "card.by_words_saturation",
}
_NEAR: Final = 0.02


def lag(card: LinkCard) -> None:
    """After how many months it shows."""
    words = {str(months): _soon(months) for months in _LAGS}
    _choice(card, "lag", words, chosen=str(card.link.lag))


def _soon(months: int) -> str:
    return kt.say("card.lag_after", n=months) if months else kt.say("card.lag_none")


def carryover(card: LinkCard) -> None:
    """After how many months half of it is gone."""
    words = {str(months): _half(months) for months in _HALF_LIVES}
    now = card.fading.half_life or 0.0
    chosen = next((str(each) for each in _HALF_LIVES if abs(each - now) < _NEAR), "")
    _choice(card, "carryover", words, chosen=chosen)


def _half(months: float) -> str:
    return kt.say("card.half_after", n=int(months)) if months else kt.say("card.half_none")


def saturation(card: LinkCard) -> None:
    """How much of the most that it can do the driver does today; unknown without a level."""
    if kt.half_where(card.plan, card.link.id, used=0.5, level=card.level) is None:
        return
    words = {"": kt.say("card.used_straight")}
    words |= {str(used): kt.say(key) for used, key in _USED.items()}
    bending = card.bending
    chosen = "" if bending is None else "?"
    if bending and bending.used is not None:
        used = bending.used
        near = (str(each) for each in _USED if math.isclose(each, used, abs_tol=_NEAR))
        chosen = next(near, "?")
    _choice(card, "saturation", words, chosen=chosen)


def _choice(card: LinkCard, name: str, words: Mapping[str, str], *, chosen: str) -> None:
    """A row of words; none of them is lit where the number lies between."""
    key = f"card.by_words.{card.link.id}.{name}"
    st.session_state[key] = chosen if chosen in words else None
    st.pills(
        kt.say(_LABELS[name]),
        list(words),
        format_func=lambda each: words.get(each, each),
        key=key,
        on_change=_chosen,
        args=(card, name, key),
    )


def _chosen(card: LinkCard, name: str, key: str) -> None:
    """Write what the words mean; a choice that is lifted changes nothing."""
    told = st.session_state[key]
    if told is None:
        return
    link = card.link.id
    session.edit(kt.change_link, link, at=f"link.{link}.{name}", **{name: _meant(card, name, told)})


def _meant(card: LinkCard, name: str, told: str) -> Any:  # noqa: ANN401 (as the plan file holds it)
    match name:
        case "lag":
            return int(told)
        case "carryover":
            return kt.carryover_of(float(told))
        case _:
            if not told:
                return None
            slope = card.link.saturation.slope if card.link.saturation else 1.0
            half = kt.half_where(card.plan, card.link.id, used=float(told), level=card.level)
            return {"half": half, "slope": slope}
