"""The map that a room builds together: the tree as a canvas, drawn by a component of our own.

It owns nothing. It gets a version of the plan and sends numbered wishes, each with a command id,
until they are acknowledged; Python decides each as an edit and answers with the next version, and
with the reasons of what was refused. So none is lost and none is done twice, and what is refused
snaps back.

Wishes come by the route `/edit` (`pages/parts/host/edits.py`), which answers at once with what has
changed in the picture, or, where there is no such route or no answer, by a run of the page; both
decide and draw by the same functions on the same memory (`held.py`). Everything here is one
fragment. The rest of the page follows when the map has come to rest (`settled`), or when something
is chosen in it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, reader, session, tree_place
from pages.parts.component import component
from pages.parts.tree_editor.answers import answer
from pages.parts.tree_editor.arranging import follow
from pages.parts.tree_editor.drawings import drawing, prepare
from pages.parts.tree_editor.held import Held, held
from pages.parts.tree_editor.operations import Hand, take
from pages.parts.tree_editor.words import words
from pages.parts.tree_picture import asdict_of, clicked

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.parts.session import Opened

__all__ = ["tree_editor"]

_REST: Final = "enlace.editor.rest"
_AT: Final = "tree.editor"


def tree_editor(*, scenario: str | None = None, key: str = "tree.editor") -> None:
    """The map of the open plan, to be read and edited.

    Args:
        scenario: the id of the one whose results are shown; None if nothing is done.
        key: unique on the page.
    """
    if opened := session.opened():
        kept = held(opened.id)
        kept.hasty, kept.paged = False, opened.version  # nothing is left for later
    _map(scenario, key)


@reader.fragment
def _map(scenario: str | None, key: str) -> None:
    if st.session_state.pop(_REST, False):
        st.rerun()
    plan = session.plan_id()
    if plan is None:
        return
    if seen := session.opened():
        with forecasts.progress():
            prepare(seen, held(plan), scenario)
    # Read under the turn: the picture never goes back behind one that the route has given.
    with held(plan).turn:
        opened = session.opened()
        data = _data(opened, scenario, key) if opened else None
    if data is None:
        return
    with st.container():  # a place of its own, so that the map stays where it is below
        if unkept := held(plan).unkept:
            st.error(unkept, icon=":material/error:")
    component("tree_editor")(
        key=key,
        data=data,
        on_outbox_change=lambda: _taken(key),
        on_asked_change=reader.speak,
        on_chosen_change=lambda: _chosen(key),
        on_settled_change=_rest,
    )


def _data(opened: Opened, scenario: str | None, key: str) -> dict[str, Any]:
    kept = held(opened.id)
    told = st.session_state.get(key) or {}
    follow(kept, session.workspace(), opened)
    drawn = drawing(opened, kept, scenario)
    return {
        **drawn.data,
        "drawing": drawn.number,
        "plan": opened.id,
        # Plans that live in the visit alone are no route's business.
        "desk": kept.name if session.lasting() or session.hosted() else "",
        "ack": kept.ack,
        "refusals": kept.refusals,
        "made": kept.made,
        "paged": kept.paged,
        "answer": _answer(opened, told.get("asked"), kept),
        "chosen": asdict_of(tree_place.chosen(opened.plan)),
        "words": words(opened.plan.scenario.get(scenario or "")),
        "language": kt.language(),
    }


def _answer(opened: Opened, asked: object, kept: Held) -> dict[str, Any] | None:
    """The answer to what was asked last, worked out once a version."""
    mark = (asked, opened.version, kt.language())
    if kept.answered is None or kept.answered[0] != mark:
        kept.answered = (mark, answer(opened.plan, asked, kept))
    return kept.answered[1]


def _taken(key: str) -> None:
    plan = session.plan_id()
    if plan is None:
        return
    reader.speak()
    outbox, kept = _told(key, "outbox"), held(plan)
    # Wishes may come when another plan has been opened since: they wait for theirs.
    if isinstance(outbox, dict) and outbox.get("plan") == plan:
        hand = Hand(session.workspace(), plan, session.signature(plan), tried=_tried)
        # What cannot be kept just now comes again; meanwhile the page tells why (`unkept`).
        with kept.turn, suppress(kt.StoreError):
            kept.hasty = take(outbox, kept, hand) or kept.hasty


def _tried(act: Callable[[], object]) -> str:
    """Do what may be refused, as the page does; the map itself says why it was."""
    words = "" if session.tried(act, at=_AT) else session.refused(_AT)
    session.accept(_AT)
    return words


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
