"""The map that a room builds together: the tree as a canvas, drawn by a component of our own.

It owns nothing. It gets a version of the plan and sends numbered wishes, each with a command id,
until they are acknowledged; Python decides each as an edit and answers with the next version, and
with the reasons of what was refused. So none is lost and none is done twice, and what is refused
snaps back.

Everything here is one fragment: an edit redraws the map alone. The rest of the page follows when
the map has come to rest (`settled`), or when something is chosen in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session, tree_place
from pages.parts.component import component
from pages.parts.reviewed import findings
from pages.parts.tree_editor.answers import answer
from pages.parts.tree_editor.futures import futures
from pages.parts.tree_editor.held import Drawing, Held, held
from pages.parts.tree_editor.operations import take
from pages.parts.tree_editor.snapshot import View, badges_of, moved, snapshot
from pages.parts.tree_editor.standing_places import standing
from pages.parts.tree_editor.words import words
from pages.parts.tree_picture import asdict_of, clicked

if TYPE_CHECKING:
    from pages.parts.session import Opened

__all__ = ["tree_editor"]

_REST: Final = "enlace.editor.rest"


def tree_editor(*, scenario: str | None = None, key: str = "tree.editor") -> None:
    """The map of the open plan, to be read and edited.

    Args:
        scenario: the id of the one whose results are shown; None if nothing is done.
        key: unique on the page.
    """
    opened = session.opened()
    if opened is not None and not held(opened.id).hasty:
        held(opened.id).paged = opened.version  # nothing is left for later
    _map(scenario, key)


@reader.fragment
def _map(scenario: str | None, key: str) -> None:
    if st.session_state.pop(_REST, False):
        st.rerun()
    opened = session.opened()
    if opened is None:
        return
    kept = held(opened.id)
    told = st.session_state.get(key) or {}
    component("tree_editor")(
        key=key,
        data={
            **_drawn(opened, kept, scenario),
            "plan": opened.id,
            "ack": kept.ack,
            "refusals": kept.refusals,
            "made": kept.made,
            "paged": kept.paged,
            "answer": _answer(opened, told.get("asked"), kept),
            "chosen": asdict_of(tree_place.chosen(opened.plan)),
            "words": words(opened.plan.scenario.get(scenario or "")),
            "language": kt.language(),
        },
        on_outbox_change=lambda: _taken(key),
        on_asked_change=reader.speak,
        on_chosen_change=lambda: _chosen(key),
        on_settled_change=_rest,
    )


def _drawn(opened: Opened, kept: Held, scenario: str | None) -> dict[str, Any]:
    """The plan's version with its results, drawn once a version, scenario and language."""
    plan, wanted = opened.plan, opened.plan.scenario.get(scenario or "")
    language, last = kt.language(), kept.drawing
    mark = (opened.version, scenario, language, id(kept.unsettled), kept.hasty)
    if last is not None and last.mark == mark:
        return last.data
    same = last is not None and last.mark[1:3] == mark[1:3]
    if last and same and last.holds(plan) and (last.whole or kept.hasty):
        layout = standing(plan, kept, only_moved=True)
        kept.drawing = replace(
            last, mark=mark, plan=plan, data=moved(last.data, opened.version, layout)
        )
        return kept.drawing.data
    whole = not (last and same and kept.hasty)
    # What the candid reader says takes longest; a box does not wait for it under the hand.
    badges = badges_of(plan, findings(opened)) if whole or not last else last.badges
    found = futures(opened, wanted)
    view = View(plan, opened.version, standing(plan, kept), badges, found, wanted)
    kept.drawing = Drawing(mark, plan, badges, found, snapshot(view), whole=whole)
    return kept.drawing.data


def _answer(opened: Opened, asked: object, kept: Held) -> dict[str, Any] | None:
    """The answer to what was asked last, worked out once a version."""
    mark = (asked, opened.version, kt.language())
    if kept.answered is None or kept.answered[0] != mark:
        kept.answered = (mark, answer(opened.plan, asked, kept))
    return kept.answered[1]


def _taken(key: str) -> None:
    opened = session.opened()
    if opened is not None:
        reader.speak()
        outbox, kept = _told(key, "outbox"), held(opened.id)
        # Wishes may come when another plan has been opened since: they wait for theirs.
        if isinstance(outbox, dict) and outbox.get("plan") == opened.id:
            kept.hasty = take(outbox, kept) or kept.hasty


def _chosen(key: str) -> None:
    opened = session.opened()
    if opened is not None:
        tree_place.choose(clicked(opened.plan, _told(key, "chosen"), key=key))
        _rest()


def _rest() -> None:
    """Let the rest of the page follow in the next run, and what was left for later."""
    st.session_state[_REST] = True
    if (plan := session.plan_id()) is not None:
        held(plan).hasty = False


def _told(key: str, name: str) -> object:
    told = st.session_state.get(key) or {}
    return told.get(name)
