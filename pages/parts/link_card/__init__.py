"""The card of a link: who believes it, on what evidence, how strong, how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import comments, forecasts, link_panel, long_work, session, speakers, standing
from pages.parts.link_card import evidence, opinions, signatures, strength, traced
from pages.parts.link_cells import STATUSES
from pages.parts.reviewed import findings
from pages.parts.text import shown

if TYPE_CHECKING:
    from kpi_tree import LinkCard
    from pages.parts.session import Opened

_STATES: Final = {"signed": "green", "unconfirmed": "orange", "outdated": "orange"}


def link_card(opened: Opened, link: kt.Link, scenario: kt.Scenario | None) -> None:
    """All that is known about a link; what may be changed is changed here."""
    known = speakers.sides(opened)
    level, outcome_level = (
        standing.start_level(opened, opened.plan.metric[end]) for end in (link.driver, link.outcome)
    )
    card = kt.link_card(
        opened.plan,
        link.id,
        sides=known,
        findings=findings(opened),
        level=level,
        outcome_level=outcome_level,
    )
    editing = session.may("edit")
    _head(opened, card)
    left, right = st.columns(2, gap="medium")
    with left:
        strength.how_strong(opened, card, editing=editing)
        _without(opened, link, scenario)
        _reason(link, editing=editing)
    with right:
        signatures.signatures(opened, card, editing=editing)
        strength.how_soon(opened, card, editing=editing)
    opinions.opinions(opened, card, editing=editing)
    evidence.evidence(card, editing=editing)
    with st.container(horizontal=True, vertical_alignment="center"):
        session.link("tree", label=kt.say("card.to_tree"))
        session.link("register")
        comments.beside(opened, (kt.Subject("link", link.id),), key="card.comments")


def _head(opened: Opened, card: LinkCard) -> None:
    """The sentence, the grade and the signature at a glance, and what is doubtful."""
    with st.container(border=True, key="card.head"):
        st.subheader(shown(card.sentence), anchor=False)
        with st.container(horizontal=True, gap="small"):
            words = STATUSES.word(card.link.status).capitalize()
            st.badge(shown(words), icon=":material/flag:", color="gray")
            founded = card.grade_name
            st.badge(shown(founded), icon=":material/menu_book:", color="blue")
            state = card.signing.state
            st.badge(
                signatures.state_name(state),
                icon=":material/draw:",
                color=_STATES.get(state, "gray"),  # type: ignore[arg-type]  # one of its colours
            )
        traced.traced(opened, card, ("size", *strength.TIMING), key="head")
        if not card.link.counts:
            st.info(kt.say("card.rejected"), icon=":material/block:")
        standing.tell(card.findings)


def _reason(link: kt.Link, *, editing: bool) -> None:
    """Why it should hold, and how far the team has come with it."""
    with st.container(border=True, key="card.reason"):
        st.markdown(f"**{kt.say('card.why')}**")
        if editing:
            link_panel.why_field(link, f"link.{link.id}")
            link_panel.status_field(link, f"link.{link.id}")
        else:
            st.markdown(shown(link.why, lines=True) or kt.say("card.no_why"))


def _without(opened: Opened, link: kt.Link, scenario: kt.Scenario | None) -> None:
    """The odds of each goal with the link and without it."""
    with st.container(border=True, key="card.without"):
        st.markdown(f"**{kt.say('card.without')}**", help=kt.say("card.without_how"))
        if scenario is None or link.size is None:
            words = kt.say("card.without_scenario" if scenario is None else "card.without_size")
            st.markdown(words)
            return
        memory = forecasts.memory()
        try:
            found = long_work.answer(
                "card.without",
                (opened.id, opened.version, link.id, scenario.id),
                lambda progress: kt.without_link(
                    opened.plan,
                    link.id,
                    scenario.id,
                    seed=forecasts.SEED,
                    memory=memory,
                    progress=progress,
                ),
            )
        except kt.EnlaceError as error:
            forecasts.refused(error)
            return
        if found is None:
            return
        lines = [f"- {shown(each.sentence)}" for each in found]
        st.markdown("\n".join(lines) or kt.say("card.without_goals"))
        st.caption(kt.say("card.without_under", scenario=shown(scenario.name)))
        session.link("result", label=kt.say("card.without_from"))
