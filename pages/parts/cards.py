"""Cards side by side: as tall as the tallest of their row, what can be done at their foot."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.delta_generator import DeltaGenerator

ACROSS: Final = 2
NARROWEST: Final = 300


def card_places(count: int) -> Iterator[DeltaGenerator]:
    """A place for each of so many cards, row by row; one below the other on a phone."""
    grid = st.grid(ACROSS, min_column_width=NARROWEST, gap="medium")
    for _ in range(count):
        yield grid


@contextmanager
def card(place: DeltaGenerator) -> Iterator[DeltaGenerator]:
    """Draw a card's text in the block, and its foot in what the block is given."""
    whole = place.container(border=True, height="stretch", vertical_alignment="distribute")
    text, foot = whole.container(), whole.container()
    with text:
        yield foot
