"""Texts measured and broken without a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.layout.lettering import narrowest, width, wrapped


def test_a_name_breaks_between_words_and_no_word_is_lost() -> None:
    lines = wrapped("Costo por mil impresiones (CPM)", room=120, size=16, most=3)
    assert " ".join(lines) == "Costo por mil impresiones (CPM)"
    assert len(lines) == 3


def test_a_name_that_is_too_long_ends_in_an_ellipsis() -> None:
    lines = wrapped("x" * 200, room=120, size=16, most=3)
    assert lines[-1].endswith("…")


@given(st.text(min_size=1, max_size=60))
def test_no_line_is_wider_than_its_room(text) -> None:
    room = narrowest(text, size=16, most=3, least=60, widest=200)
    lines = wrapped(text, room=room, size=16, most=3)
    assert len(lines) <= 3
    assert all(width(line, size=16) <= room for line in lines)
