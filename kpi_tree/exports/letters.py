"""The font that Enlace ships, and how wide a text is in it.

Inter, SIL Open Font License (`static/inter-LICENSE.txt`), the letters of Western Europe. What it
has not comes from a font of the system where there is one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import ImageFont

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT: Final = Path(__file__).parents[2] / "static" / "inter-latin.woff2"
FAMILY: Final = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# What the file holds beside the first 256: a few marks that texts in Spanish and English use.
_HELD: Final = frozenset(
    "\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u0304\u0308\u0329"
    "\u20ac\u2122\u2191\u2193\u2212\u2215\ufeff\ufffd"
)
_SYSTEM: Final = {
    False: ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "arial.ttf", "Arial.ttf"),
    True: ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf"),
}
_BOLD: Final = 550
_HUNDRED: Final = 100.0


@cache
def content() -> bytes:
    """The font's file."""
    return FONT.read_bytes()


@lru_cache(maxsize=64)
def font(size: float, weight: int) -> FreeTypeFont:
    """The shipped font at a size in pixels."""
    found = ImageFont.truetype(str(FONT), size)
    found.set_variation_by_axes([weight])
    return found


@lru_cache(maxsize=64)
def stand_in(size: float, weight: int) -> FreeTypeFont:
    """A font for what the shipped one has not; the shipped one where the system has none."""
    for name in _SYSTEM[weight > _BOLD]:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return font(size, weight)


def runs(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, with whether the shipped font has their letters.

    >>> runs("Año 雪!")
    [('Año ', True), ('雪', False), ('!', True)]
    """
    return [("".join(marks), own) for own, marks in groupby(text, _has)]


def _has(mark: str) -> bool:
    return ord(mark) < 0x100 or 0x2000 <= ord(mark) < 0x2070 or mark in _HELD


@lru_cache(maxsize=4_096)
def measured(text: str, size: float, weight: int) -> float:
    """How wide a text is at a size."""
    width = sum(
        (font if own else stand_in)(_HUNDRED, weight).getlength(piece) for piece, own in runs(text)
    )
    return width * size / _HUNDRED
