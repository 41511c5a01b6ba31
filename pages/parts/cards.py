"""Cards side by side: as tall as the tallest of their row, what can be done at their foot."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.delta_generator import DeltaGenerator

ACROSS: Final = 2


def card_places(count: int) -> Iterator[DeltaGenerator]:
    """A place for each of so many cards, row by row."""
    for start in range(0, count, ACROSS):
        row = st.columns(ACROSS, gap="medium")
        yield from row[: count - start]


@contextmanager
def card(place: DeltaGenerator) -> Iterator[DeltaGenerator]:
    """Draw a card's text in the block, and its foot in what the block is given."""
    whole = place.container(border=True, height="stretch", vertical_alignment="distribute")
    text, foot = whole.container(), whole.container()
    with text:
        yield foot
