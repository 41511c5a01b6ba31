"""Live together: who is here, what they change, and a new run of the page when they do.

A small component listens to the server's stream of events (`pages/parts/host/live.py`). It tells
at once who has changed what, and asks for a new run once a second at most, never while somebody
types. Where the server has no such stream (plain `streamlit run app.py`) the page looks for a new
version itself, every two seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.component import component
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.parts.session import Opened

_KEY: Final = "enlace.live"


def live(opened: Opened) -> None:
    """Draw who is here, and follow what others do to the plan that is open."""
    told = component("live")(
        key=_KEY,
        data=_data(opened),
        default={"news": {}, "stream": ""},
        on_news_change=_nothing,
        on_stream_change=_nothing,
    )
    if told.stream == "none":
        _looking(opened.id, opened.version)


def _data(opened: Opened) -> Mapping[str, Any]:
    heard, now = _heard(), session.workspace().pulse(opened.id)
    return {
        "plan": opened.id,
        "language": kt.language(),
        # Whoever looks back has asked for an older one, and hears what comes after the newest.
        "version": now.version if opened.earlier else opened.version,
        "pulse": now.pulse,
        "me": session.signature(opened.id),
        "answered": heard.get("number", 0),
        "words": {
            "here": kt.say("live.here"),
            "lost": kt.say("live.lost"),
            "back": kt.say("live.back"),
            "saved": _saved(opened) if heard.get("what") == "back" else "",
        },
    }


def _nothing() -> None:
    """News asks for a run, and the run is the answer."""


def _heard() -> Mapping[str, Any]:
    """What the browser asked for last."""
    held: Any = st.session_state.get(_KEY, {}).get("news")
    return held if isinstance(held, dict) else {}


def _saved(opened: Opened) -> str:
    """Which edit of the reader's own was kept last, in words."""
    last = session.last_own(opened.id)
    if last is None:
        return kt.say("live.none_saved")
    return kt.say("live.saved", what=shown(last, surface="plain"))


def _shown_version(plan_id: str, version: int) -> None:
    """Run the page anew where it shows an older version."""
    reader.speak()
    found = session.opened()
    if found and found.id == plan_id and found.version != version:
        st.rerun(scope="app")


def _looking(plan_id: str, version: int) -> None:
    """Look for a newer version every two seconds."""
    st.fragment(_shown_version, run_every=2.0)(plan_id, version)
