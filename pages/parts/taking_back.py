"""Whether the reader has edits to take back or to do again, and the frame that says so.

The frame is drawn before a page. An edit usually comes from a callback, before the frame; but also
out of a fragment, which leaves the frame as it was, or in the midst of a page. Where that makes
the frame untrue (nothing to undo, and now there is), the page runs anew once.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt

_NOTHING: Final = "enlace.nothing_to_undo"
_DRAWN: Final = "enlace.drawn_at"
_STALE: Final = "enlace.stale"


@st.cache_data(show_spinner=False, max_entries=256)
def possible(plan: str, version: int, *, by: str, _kept: kt.Workspace) -> tuple[bool, bool]:
    """Whether `by` has something to undo, and something to redo, at this version of a plan."""
    del version  # what the answer is kept by
    if not by:
        return False, False
    try:
        undo, redo = _kept.undoable(plan, by=by), _kept.redoable(plan, by=by)
    except kt.EnlaceError:
        return True, True  # the button, pressed, tells why not
    return undo is not None, redo is not None


def drawn(version: int, *, nothing_to_undo: bool) -> None:
    """The frame has just been drawn at a version, and says this."""
    st.session_state[_NOTHING], st.session_state[_DRAWN] = nothing_to_undo, version
    st.session_state.pop(_STALE, None)


def edited(version: int | None) -> None:
    """An edit was accepted; it led to this version, as far as that is known.

    Where others have edited since the frame was drawn, it may have to tell of it: see `crossed`.
    """
    last: int | None = st.session_state.get(_DRAWN)
    others = version is not None and last is not None and version > last + 1
    if st.session_state.get(_NOTHING) or others:
        st.session_state[_STALE] = True
    st.session_state[_DRAWN] = version or last


def outdated() -> None:
    """The page was drawn for somebody who might do more."""
    st.session_state[_STALE] = True


def freshen() -> None:
    """At the end of a page or a fragment: run anew where the frame has become untrue."""
    if st.session_state.pop(_STALE, False):
        st.rerun()
