"""Ways to the cards of the links that a result rests on, and from a table of links to theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import link_place, speakers
from pages.parts.link_card import signatures
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.parts.session import Opened

MOST: Final = 12
_CHOSEN: Final = "card.from_table"
_WANTED: Final = "card.from_table.wanted"


def cards(opened: Opened, links: Iterable[str], *, key: str) -> None:
    """The links that a result rests on, each with its grade and signature, a click from its card.

    Args:
        opened: the plan; links that it has no longer are left out.
        links: their ids, those that carry most first.
        key: of this place on the page.
    """
    there = {link.id: link for link in opened.plan.links}
    found = [there[each] for each in dict.fromkeys(links) if each in there]
    if not found:
        return
    section = st.expander(
        kt.say("card.behind", n=len(found)),
        key=f"{key}.links",
        icon=":material/link:",
        on_change="rerun",
    )
    with section:
        if not section.open:
            return
        known, names = speakers.sides(opened), link_place.names(opened.plan)
        for link in found[:MOST]:
            told = _told(opened.plan, link, known)
            link_place.to_named_card(link.id, f"{shown(names[link.id])} · {told}", key=key)
        if len(found) > MOST:
            st.caption(kt.say("card.behind_more", n=len(found) - MOST))


def _told(plan: kt.Plan, link: kt.Link, known: kt.Sides) -> str:
    """A link's best evidence and how far it is signed."""
    grade = kt.grade_of(link, {each.id: each for each in plan.evidence})
    state = signatures.state_name(kt.signing(plan, link.id, sides=known).state)
    return shown(f"{kt.name_of_grade(grade)} · {state}")


def from_table(opened: Opened) -> None:
    """Below the table of links: choose one to open its card."""
    if not opened.plan.links:
        return
    names = link_place.names(opened.plan)
    if (wanted := st.session_state.pop(_WANTED, None)) in names:
        link_place.go(wanted)
    st.selectbox(
        kt.say("card.from_table"),
        list(names),
        index=None,
        format_func=lambda name: shown(names.get(name, name), surface="plain"),
        placeholder=kt.say("card.from_table_example"),
        key=_CHOSEN,
        on_change=_choose,
    )


def _choose() -> None:
    """A callback cannot go to another page: the run that follows does."""
    st.session_state[_WANTED] = st.session_state[_CHOSEN]
    st.session_state[_CHOSEN] = None
