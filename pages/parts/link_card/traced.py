"""Where each number on the card comes from, one click away: whose it is, since when, its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.link_card import evidence
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree import LinkCard, Origin
    from pages.parts.session import Opened

_NAMES: Final = {
    "size": "tree.size",
    "lag": "tree.lag",
    "carryover": "tree.carryover",
    "saturation": "card.bending",
    "cap": "tree.cap",
}


def traced(opened: Opened, card: LinkCard, numbers: Sequence[str], *, key: str) -> None:
    """A panel that opens to where these numbers come from; nothing where there is none of them.

    Args:
        opened: the plan.
        card: the link's.
        numbers: which of its numbers.
        key: of this place on the card.
    """
    panel = st.popover(
        kt.say("card.where_from"),
        icon=":material/manage_search:",
        type="tertiary",
        key=f"card.traced.{key}",
        on_change="rerun",
    )
    with panel:
        if not panel.open:
            return
        history = session.workspace().history(opened.id)
        found = kt.origins(opened.plan, card.link.id, history=history)
        for each in found:
            if each.number in numbers:
                _origin(card, each)
        _levels(card)
        session.link("history")


def _levels(card: LinkCard) -> None:
    """Where the ends stand, of which the sentence, the curve and the effect are told."""
    link, plan = card.link, card.plan
    for end, level in ((link.driver, card.level), (link.outcome, card.outcome_level)):
        metric = plan.metric[end]
        if level is None:
            continue
        worth = kt.amount(level, metric.unit, plan.currency)
        typed = metric.formula is None
        told = kt.say("card.level_typed" if typed else "card.level_computed", level=worth)
        source = f" {metric.source}" if metric.source else ""
        st.markdown(f"**{shown(metric.name)}**  \n{shown(told + source)}")


def _origin(card: LinkCard, origin: Origin) -> None:
    """A number: its source in words and, where the library has one, where to read it."""
    name = kt.say(_NAMES[origin.number])
    st.markdown(f"**{name}**  \n{shown(origin.sentence)}")
    for row in card.evidence:
        if origin.row and row.id == origin.row.id:
            evidence.sources(row)
