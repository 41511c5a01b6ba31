"""Two people at one thing: whoever has written over what they had not seen is told of both.

Texts and quantities ask before they write (`plan_text`, `quantity_field`). Whatever else is changed
goes to the last writer, who learns it here, in the run that follows: what somebody else had put
there since this page was drawn, what stands there now, and a button that takes the other's back.
It is found in what has happened to the plan, so no field need know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

# The version that the reader has on the screen, with its plan; the one that is being drawn.
_SEEN: Final = "enlace.seen"
_DRAWING: Final = "enlace.drawing"
# Up to which version the reader's own edits have been looked through, and what was found.
_CHECKED: Final = "enlace.checked"
_TOLD: Final = "enlace.crossed"
_AT: Final = "enlace.crossed.refused"
_MOST: Final = 3
_SENTENCES: Final = 2


def drawing(found: Opened | None) -> None:
    """A run has begun: look through what the reader has done since the last one."""
    state = st.session_state
    state[_DRAWING] = now = (found.id, found.version) if found and not found.earlier else None
    seen: tuple[str, int] | None = state.get(_SEEN)
    if now is None or seen is None or seen[0] != now[0]:
        state[_SEEN], state[_TOLD], state[_CHECKED] = None, [], 0
        return
    if now[1] > max(seen[1], state[_CHECKED]):
        late = [each for each in _crossings(*seen) if each.version > state[_CHECKED]]
        state[_TOLD], state[_CHECKED] = [*state[_TOLD], *late][-_MOST:], now[1]


def _crossings(plan_id: str, seen: int) -> list[kt.Crossing]:
    try:
        return session.workspace().crossed(plan_id, since=seen, by=session.signature(plan_id))
    except kt.EnlaceError:
        return []  # the page itself says what is wrong


def drawn() -> None:
    """The run has come to its end: the reader has before them what it began with."""
    st.session_state[_SEEN] = st.session_state[_DRAWING]


def unseen_since(version: int) -> None:
    """A form was filled at this version, and has not followed the plan since."""
    if seen := st.session_state.get(_SEEN):
        st.session_state[_SEEN] = (seen[0], min(seen[1], version))


def forget() -> None:
    """Another page: what was told there has been read."""
    st.session_state[_TOLD] = []


def tell() -> None:
    """Each thing that was written over, in sight wherever the reader is on the page."""
    found: list[kt.Crossing] = st.session_state.get(_TOLD, [])
    if not found:
        return
    with st.container(key="enlace.crossed"):
        for number, each in enumerate(found):
            _one(each, key=f"enlace.crossed.{number}")
        session.refusal(_AT)


def _one(each: kt.Crossing, *, key: str) -> None:
    name = shown(each.author)
    theirs, mine = (shown(" ".join(told[:_SENTENCES])) for told in (each.theirs, each.mine))
    with st.container(border=True, key=key):
        words = kt.say("frame.crossed", name=name, theirs=theirs, mine=mine)
        st.warning(words, icon=":material/group:")
        with st.container(horizontal=True, gap="small"):
            st.button(
                kt.say("field.keep_mine"), key=f"{key}.keep", on_click=_read, args=(each.version,)
            )
            st.button(
                kt.say("field.take_theirs", name=name),
                key=f"{key}.take",
                wrap=True,
                on_click=_yield,
                args=(each.version,),
            )


def _read(version: int) -> None:
    told: list[kt.Crossing] = st.session_state[_TOLD]
    st.session_state[_TOLD] = [each for each in told if each.version != version]


def _yield(version: int) -> None:
    """Take back the edit that wrote over the other's."""
    if session.undo(version=version, at=_AT):
        _read(version)
