"""Who reads: the language, and the name that edits are signed with.

Both live in the address or in a cookie, so that a reload and a new tab find them; the session
remembers them only until then.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec, cast
from urllib.parse import unquote

import streamlit as st

import kpi_tree as kt
from pages.parts import taking_back

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_NAME: Final = 60
NAME_COOKIE: Final = "enlace_name"
LANGUAGE_COOKIE: Final = "enlace_language"
_LANGUAGE: Final = "lang"
_KEPT: Final = "enlace.kept"
_SWITCH: Final = "enlace.language"

Given = ParamSpec("Given")


def language() -> str:
    """The reader's language: the address, the choice made here, the cookie, the browser."""
    for told in (
        st.query_params.get(_LANGUAGE),
        kept().get(LANGUAGE_COOKIE),
        _cookie(LANGUAGE_COOKIE),
        st.context.locale,
    ):
        if told:
            return kt.closest(told)
    return kt.language()


def speak() -> None:
    """Speak the reader's language in this run. The frame does it; fragments and callbacks too."""
    kt.choose(language())


def fragment(body: Callable[Given, None]) -> Callable[Given, None]:
    """`st.fragment` in the reader's language: a fragment's own rerun passes by the frame."""

    @wraps(body)
    def spoken(*args: Given.args, **kwargs: Given.kwargs) -> None:
        speak()
        body(*args, **kwargs)
        taking_back.freshen()

    return cast("Callable[Given, None]", st.fragment(spoken))


def language_switch() -> None:
    """The two languages, each called by its own name."""
    st.session_state[_SWITCH] = kt.language()
    st.segmented_control(
        kt.say("frame.language"),
        kt.LANGUAGES,
        format_func={"es": "Español", "en": "English"}.__getitem__,
        key=_SWITCH,
        required=True,
        on_change=_switched,
    )


def who() -> str:
    """The reader's name; empty before it was told."""
    return kept().get(NAME_COOKIE) or _cookie(NAME_COOKIE)


def call(name: str) -> None:
    """Remember the reader's name: here at once, in the browser for a year."""
    _keep(NAME_COOKIE, " ".join(name.split())[:LONGEST_NAME])


def kept() -> Mapping[str, str]:
    """What was told in this session and the browser is to keep: cookies by name."""
    found = st.session_state.get(_KEPT, {})
    return cast("Mapping[str, str]", found)


def _switched() -> None:
    chosen = st.session_state[_SWITCH] or language()
    _keep(LANGUAGE_COOKIE, chosen)
    st.query_params[_LANGUAGE] = chosen
    kt.choose(chosen)


def _keep(name: str, value: str) -> None:
    st.session_state[_KEPT] = {**kept(), name: value}


def _cookie(name: str) -> str:
    told: object = st.context.cookies.get(name)
    # Where there is no browser (AppTest), Streamlit's cookies are anything but texts.
    return unquote(told)[:LONGEST_NAME] if isinstance(told, str) else ""
