"""What a link is founded on, and what the library holds: published beside suggested, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from kpi_tree import EvidenceRow, LinkCard

_AT: Final = "card.evidence"
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s<>\"\\^`{|}]+")
_WEB: Final = re.compile(r"https?://[A-Za-z0-9./_~%?&=#:+,;@!*-]+")
_GRADES: Final = ("own-data", "experiment", "meta-analysis", "observational", "expert", "practice")
_DEGREES: Final = ("read", "summary", "second-hand", "memory", "judgement")
_OWN: Final = {
    "cite": ("card.own_cite", "card.own_cite_example"),
    "published": ("card.own_published", "card.own_published_example"),
    "doi": ("card.own_doi", "card.own_doi_example"),
    "note": ("card.own_note", "card.own_note_example"),
}


def evidence(card: LinkCard, *, editing: bool) -> None:
    """All rows, those that the link is founded on first, and a form for the team's own."""
    held = [row for row in card.evidence if row.held]
    others = [row for row in card.evidence if not row.held]
    st.subheader(
        kt.say("card.evidence"), anchor=False, help=shown(kt.library.term("evidence").text)
    )
    session.refusal(_AT)
    if not held:
        st.markdown(kt.say("card.no_evidence"))
    for row in held:
        _row(card, row, editing=editing)
    if others:
        st.markdown(f"**{kt.say('card.library_holds', n=len(others))}**")
        for row in others:
            _row(card, row, editing=editing)
    elif not held:
        st.caption(kt.say("card.library_silent"))
    if editing:
        _own(card)


def _row(card: LinkCard, row: EvidenceRow, *, editing: bool) -> None:
    """A row: what was published beside what Enlace suggests, why they differ, how far verified."""
    with st.container(border=True, key=f"card.row.{row.id}"):
        st.markdown(f"**{shown(row.cite or row.note or row.id)}**")
        _badges(row)
        published, suggested = st.columns(2, gap="medium")
        with published:
            _part("tree.published", "published_effect", row.published)
            st.caption(" · ".join(shown(each) for each in _rests_on(row)))
        with suggested:
            _part("tree.suggested", "suggested_effect", _suggested(row))
            if row.reason:
                st.caption(shown(row.reason))
        for caution in row.cautions:
            st.caption(f":material/warning: {shown(caution)}")
        if row.note and row.cite:
            st.caption(shown(row.note))
        sources(row)
        _ways(card, row, editing=editing)


def _badges(row: EvidenceRow) -> None:
    with st.container(horizontal=True, gap="small"):
        if row.held:
            st.badge(kt.say("card.founded_on_it"), icon=":material/check:", color="green")
        st.badge(shown(row.grade_name), icon=":material/menu_book:", color="blue")
        st.badge(
            shown(row.verified_name),
            icon=":material/fact_check:",
            color="gray",
            help=shown(row.remark) or None,
        )
        if row.null:
            st.badge(kt.say("card.null"), icon=":material/exposure_zero:", color="violet")


def _part(label: str, term: str, words: str) -> None:
    st.markdown(f"**{kt.say(label)}**", help=shown(kt.library.term(term).text))
    st.markdown(shown(words) or kt.say("tree.no_figure"))


def _suggested(row: EvidenceRow) -> str:
    if row.suggested is None:
        return kt.say("tree.no_suggestion")
    low, likely, high = map(kt.number, row.suggested)
    return kt.say("card.three", low=low, likely=likely, high=high)


def _rests_on(row: EvidenceRow) -> list[str]:
    found = [row.design_name] if row.design_name else []
    if row.studies:
        found.append(kt.say("tree.studies", n=row.studies))
    return found


def sources(row: EvidenceRow) -> None:
    """Where to read it; only an address that the library itself holds is a link."""
    links = []
    if row.doi and _DOI.fullmatch(row.doi):
        links.append((row.doi, f"https://doi.org/{quote(row.doi, safe='/')}"))
    if row.row:
        links += [(urlsplit(url).hostname or url, url) for url in row.urls if _WEB.fullmatch(url)]
    elif row.urls or row.doi:
        st.caption(shown(" ".join((*([] if links else [row.doi]), *row.urls))))
    if links:
        names = {address: name for name, address in reversed(links)}
        told = [f"[{shown(name)}]({address})" for address, name in reversed(names.items())]
        st.markdown(f":material/link: {' · '.join(told)}")


def _ways(card: LinkCard, row: EvidenceRow, *, editing: bool) -> None:
    """Adopt it, let it go, or why it is for reading only."""
    key = f"card.take.{row.id}"
    if row.hindrance:
        st.caption(f":material/menu_book: {kt.say('tree.reading_only')} {shown(row.hindrance)}")
    if not editing:
        return
    with st.container(horizontal=True, gap="small"):
        if row.row and row.adoptable:
            st.button(
                kt.say("card.adopt_again" if row.held else "card.adopt"),
                key=key,
                type="tertiary" if row.held else "secondary",
                icon=":material/library_add_check:",
                on_click=session.editing,
                args=(kt.adopt_evidence, card.link.id),
                kwargs={"row": row.row.id, "at": _AT},
                help=kt.say("card.adopt_how"),
            )
        if row.held:
            st.button(
                kt.say("card.detach"),
                key=f"{key}.detach",
                type="tertiary",
                icon=":material/link_off:",
                on_click=session.editing,
                args=(kt.detach_evidence, row.held.id),
                kwargs={"link": card.link.id, "at": _AT},
            )


# ── The team's own ──────────────────────────────────────────────────────────────────────────────


def _own(card: LinkCard) -> None:
    key = f"card.own.{card.link.id}"
    with st.expander(kt.say("card.own"), icon=":material/add_notes:", key="card.own"):
        st.caption(kt.say("card.own_how"))
        left, right = st.columns(2)
        left.selectbox(
            kt.say("card.own_grade"),
            _GRADES,
            format_func=kt.library.naming.grade_name,
            key=f"{key}.grade",
        )
        right.selectbox(
            kt.say("card.own_verified"),
            _DEGREES,
            format_func=kt.library.naming.degree_name,
            key=f"{key}.verified",
        )
        for name, (label, example) in _OWN.items():
            st.text_input(
                kt.say(label),
                key=f"{key}.{name}",
                max_chars=LONGEST_TYPED,
                placeholder=kt.say(example),
            )
        st.button(
            kt.say("card.own_add"), key=f"{key}.add", on_click=_added, args=(card.link.id, key)
        )
        session.refusal(key)


def _added(link: str, key: str) -> None:
    reader.speak()
    held = st.session_state
    texts = {name: str(held.get(f"{key}.{name}") or "").strip() for name in _OWN}
    if kt.blank(texts["cite"]) and kt.blank(texts["note"]):
        session.refuse(kt.say("card.own_needs"), at=key)
        return
    given = {name: text for name, text in texts.items() if text}
    more = {"verified": held[f"{key}.verified"], **given}
    if session.edit(kt.add_evidence, held[f"{key}.grade"], link=link, at=key, **more):
        for name in _OWN:
            held[f"{key}.{name}"] = ""
