"""What was refused, kept under the place where it was asked for, until it is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from pages.parts import refusal_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import kpi_tree as kt

_REFUSED: Final = "enlace.refused"


def refusal(at: str = "") -> None:
    """Draw why the last edit at this place was refused; nothing where it was not."""
    if words := _refused().get(at):
        st.error(words, icon=":material/error:")


def refused(at: str = "") -> str:
    """Why the last edit at this place was refused, for a part that says it itself."""
    return _refused().get(at, "")


def refuse(words: str, *, at: str = "") -> None:
    """Remember a refusal of the page's own for the place `at`."""
    st.session_state[_REFUSED] = {**_refused(), at: words}


def accept(at: str = "") -> None:
    """Forget the refusal of the place `at`."""
    st.session_state[_REFUSED] = {key: words for key, words in _refused().items() if key != at}


def forget_refusals() -> None:
    """Forget all refusals: another page, another plan."""
    st.session_state[_REFUSED] = {}


def worded(error: kt.EnlaceError) -> str:
    """A refusal as a person reads it: each problem and its remedy, safe to show."""
    return refusal_words.told(error)


def _refused() -> Mapping[str, str]:
    return cast("Mapping[str, str]", st.session_state.get(_REFUSED, {}))
