"""Findings beside the drawing: one line a kind, which opens; a click leads to the place."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import link_place, session, standing, tree_place
from pages.parts.reviewed import findings
from pages.parts.steps import STEPS
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.parts.session import Opened

ICONS: Final = {**standing.ICONS, "note": standing.NOTE}
# Which page the other places of a plan are edited on.
_STEPS: Final = {"goals": "goals", "scenarios": "scenarios", "budget": "purpose"}
# Put right on this page, though it is said of something that is edited on another.
_HERE: Final = frozenset({"goal_without_path"})
_ORDER: Final = ("error", "warning", "note")
MOST: Final = 30


def findings_panel(opened: Opened) -> None:
    """All findings of the plan, by level and kind."""
    found = findings(opened)
    st.subheader(kt.say("tree.findings"), anchor=False, help=shown(kt.library.term("finding").text))
    if not found:
        st.markdown(kt.say("tree.no_findings"))
        return
    for (level, _), group in groupby(
        sorted(found, key=lambda one: (_ORDER.index(one.level), one.code)),
        key=lambda one: (one.level, one.code),
    ):
        _group(opened, list(group), icon=ICONS[level])


def _group(opened: Opened, found: Sequence[kt.Finding], *, icon: str) -> None:
    """The findings of one kind: alone as a sentence, together as a line that opens."""
    code = found[0].code
    if len(found) == 1:
        _place(opened, found[0], key=f"finding.{code}.0", icon=icon)
        st.caption(shown(found[0].remedy))
        _step(opened, found[:1])
        return
    meaning = shown(kt.say(f"findings.{code}.meaning").rstrip("."))
    with st.expander(kt.say("tree.so_many", n=len(found), meaning=meaning), icon=icon):
        st.caption(shown(found[0].remedy))
        for index, one in enumerate(found[:MOST]):
            _place(opened, one, key=f"finding.{code}.{index}")
        if len(found) > MOST:
            st.caption(kt.say("tree.more_findings", n=len(found) - MOST))
        _step(opened, found)


def _place(opened: Opened, finding: kt.Finding, *, key: str, icon: str | None = None) -> None:
    """A finding as a button that leads to its place; as a text where that is on another page."""
    target = tree_place.at(opened.plan, finding.place)
    words = shown(finding.sentence)
    if target is None:
        st.markdown(f"{icon or ''} {words}".strip())
        return
    with st.container(gap=None):
        st.button(
            words,
            key=key,
            type="tertiary",
            icon=icon,
            on_click=tree_place.choose,
            args=(target,),
        )
        if target.kind == "link":
            _card(target.id, key=key)


def _card(link: str, *, key: str) -> None:
    """The short way to the card of a link that a finding is about."""
    link_place.to_named_card(link, kt.say("card.open"), key=f"{key}.card")


def _step(opened: Opened, found: Sequence[kt.Finding]) -> None:
    """Below a finding and its remedy, the page where it is put right, if that is another."""
    for one in found:
        if one.code in _HERE:
            return
        step = _STEPS.get(re.split(r"[.\[]", one.place, maxsplit=1)[0])
        if step and tree_place.at(opened.plan, one.place) is None:
            session.link(step, label=kt.say("frame.go_to", step=STEPS[step].title))
            return
