"""How wide a text will be before any screen has drawn it, and where it breaks into lines.

The widths are those of the font that Enlace ships (Inter, weight 600), in thousandths of its size.
"""

from __future__ import annotations

from functools import cache
from typing import Final

_ADVANCE: Final = {
    260: " ijl\u00a0ìíîï",
    300: "IÌÍÎÏ’!',.:;¡¦·",
    360: "`t|´",
    400: "()/[\\]fr1",
    480: "-_{}^–ªº°",
    540: '"*?s¿',
    580: "Lkxz7FJacvy¢àáâãäåçýÿ",
    620: "Eeo25bdghnpquÈÉÊËèéêëðòóôõöøñùúûüþ",
    660: "#3689P$&04BRSTZ",
    700: "+<=>~¬±×÷€−KADVXYÀÁÂÃÄÅÝ",
    760: "CGHUÇÙÚÛÜNOÐÑÒÓÔÕÖØQ",
    860: "w",
    920: "mM",
    1020: "%@—…WÆ",
}
_WIDTH: Final = {mark: width for width, marks in _ADVANCE.items() for mark in marks}
# Scripts that the font does not draw come from the system's, whose letters are as wide as high.
_STRANGER: Final = 1000
# Screens round each letter's place; a box has a little room to spare.
_SPARE: Final = 1.02


@cache
def width(text: str, *, size: float) -> float:
    """How wide `text` will be at a font size.

    >>> width("Pedidos", size=16) < width("Pedidos desde redes", size=16)
    True
    """
    return sum(_WIDTH.get(mark, _STRANGER) for mark in text) * size * _SPARE / 1000


def wrapped(text: str, *, room: float, size: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines that fit in `room`; what is too long ends in `…`.

    >>> wrapped("Conversión de visita a pedido", room=110, size=16, most=3)
    ('Conversión', 'de visita a', 'pedido')
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size=size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(_cut(line, room, size) for line in lines)


def _cut(line: str, room: float, size: float) -> str:
    if width(line, size=size) <= room:
        return line
    while line and width(f"{line}…", size=size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def narrowest(text: str, *, size: float, most: int, least: float, widest: float) -> float:
    """The smallest room in which `text` breaks between words alone, in at most `most` lines."""
    words = text.split()
    longest = max((width(word, size=size) for word in words), default=0.0)
    room = max(longest, least)
    while room < widest:
        lines = wrapped(text, room=room, size=size, most=len(words) + 1)
        if len(lines) <= most:
            break
        room += size / 2
    return min(room, widest)
