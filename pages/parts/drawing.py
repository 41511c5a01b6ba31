"""A small drawing among words: as large as it is, and nothing to enlarge or to save."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from pages.parts.text import shown


def drawing(svg: str, *, alt: str) -> None:
    """Draw an SVG of our own making, with what it says for those who listen.

    `st.image` puts a button for the full screen over each picture, in English.
    """
    code = b64encode(svg.encode()).decode()
    st.markdown(f"![{shown(alt)}](data:image/svg+xml;base64,{code})", width="content")
