"""Text from outside is shown as it was written, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.text import shown


@pytest.mark.parametrize(
    "text",
    ["![x](http://evil/x.png)", "[a](javascript:alert(1))", "<img src=x>", "$x$", ":red[x]", "`x`"],
)
def test_no_mark_of_markdown_stands_unescaped(text) -> None:
    words = shown(text).replace("\\\\", "")
    bare = [
        mark
        for at, mark in enumerate(words)
        if mark in "[](){}<>`$*_!:" and words[at - 1 : at] != "\\"
    ]
    assert bare == []


@given(st.text())
def test_nothing_that_cannot_be_seen_comes_through_but_our_own_joiner(text) -> None:
    hidden = {"\u202e", "\u200b", "\x00", "\x1b", "\ufeff", "\u2066", "\n", "\r"}
    assert not hidden & set(shown(text))
    assert not hidden & set(shown(text, surface="plain"))


@given(st.text())
def test_plain_surfaces_get_no_tag_and_no_backslash_of_ours(text) -> None:
    words = shown(text, surface="plain")
    assert "<" not in words
    assert words.count("\\") == text.count("\\")


@pytest.mark.parametrize("text", ["http://x.es", "www.x.es", "ana@x.es"])
def test_a_bare_address_is_no_link(text) -> None:
    assert "\u2060" in shown(text)


def test_a_text_becomes_one_line_unless_its_lines_are_kept() -> None:
    assert shown("a\nb") == "a b"
    assert shown("a\nb", lines=True) == "a  \nb"


def test_accents_and_signs_of_ordinary_words_stay() -> None:
    assert shown("Año 2027, 25 % más", surface="plain") == "Año 2027, 25 % más"
