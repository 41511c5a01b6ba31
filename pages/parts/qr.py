"""An address as a QR code, which the next phone reads from a projector."""

from __future__ import annotations

from io import BytesIO

import segno
import streamlit as st


def qr_code(address: str, *, told: str, width: int = 240) -> None:
    """Draw `address`, dark on white in both themes: cameras want it so.

    Args:
        address: where it leads.
        told: what whoever cannot see it hears.
        width: in pixels.
    """
    picture = BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(
        picture, kind="svg", scale=8, border=3, dark="#10171F", light="#FFFFFF", xmldecl=False
    )
    st.image(picture.getvalue().decode(), width=width, alt=told)
