"""A typed text taken apart: characters made plain, then cut into numbers, words and signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import quoted
from kpi_tree.plan.typed_refusal import TypedError
from kpi_tree.plan.typed_words import (
    PLAIN_UNITS,
    SIGNS,
    UNIT_WORDS,
    WORDS,
    Kind,
    currencies,
    folded,
    stem,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 5_000

_PLAIN: Final = (
    dict.fromkeys("\t\n\r\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("‘’ʼ´`′", "'")
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)
_EXPONENT: Final = r"(?:[eE][+-]?[0-9]+)?"
_PIECE: Final = re.compile(
    r"(?P<space>\ +)"
    r"|(?P<fraction>[0-9]*\ ?[½¼¾])"
    r"|(?P<spaced>[0-9]{1,3}(?P<gap>[\ '])[0-9]{3}(?:(?P=gap)[0-9]{3})*(?![0-9])"
    rf"(?:[.,][0-9]+)?{_EXPONENT})"
    rf"|(?P<number>(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+){_EXPONENT})"
    r"|(?P<range>\.{2,3}|…)"
    r"|(?P<margin>\+\ ?/?\ ?-)"
    r"|(?P<money>(?:US|CA|AU|NZ|HK|NT|AR|MX|CL|COL?|UY|RD|[CASR])?\$|U\$S|S/\.?|[€£¥₡₲₱₩₹₺₽₴₦₫₪฿])"
    r"|(?P<percent>(?:por\ cien(?:to)?|per\ cent)(?![^\W\d_]))"
    r"|(?P<plusminus>(?:m[aá]s[\ /]*menos|plus(?:\ or|/)?\ ?minus)(?![^\W\d_]))"
    r"|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+(?:\.(?![0-9]))?)"
    r"|(?P<sign>.)",
    re.IGNORECASE,
)
_THREE_IN_A_ROW: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:,(?:0|[1-9][0-9]*)){2}")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2}")
_GROUPS: Final = {
    "number": (Kind.NUMBER, ""),
    "spaced": (Kind.NUMBER, ""),
    "fraction": (Kind.NUMBER, ""),
    "range": (Kind.RANGE, "to"),
    "margin": (Kind.MARGIN, "±"),
    "plusminus": (Kind.MARGIN, "words"),
    "percent": (Kind.PERCENT, "%"),
}
_QUANTIFIED: Final = frozenset({Kind.NUMBER, Kind.FACTOR, Kind.PERCENT, Kind.MONEY, Kind.OF})


@dataclass(frozen=True)
class Piece:
    """One number, word or sign, and where it stands; a word carries its canonical name."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """Start and end within the text."""
        return self.start, self.end


def plain(text: str) -> str:
    """`text` with its many dashes, spaces, apostrophes and wide forms made one; as long as before.

    Raises:
        TypedError: it is too long, or holds what cannot be seen, or digits of another script.
    """
    if len(text) > LONGEST:
        raise TypedError(None, "long", most=LONGEST)
    return "".join(_plain_char(char, at) for at, char in enumerate(text))


def pieces(text: str, *, unit: str, currency: str = "") -> list[Piece]:
    """What a plain text consists of, in order.

    Args:
        text: as `plain` returns it.
        unit: the field's unit, whose words are passed over behind a number.
        currency: the plan's currency, where it is known: another one is refused.

    Raises:
        TypedError: a word or a sign that nobody here knows.
    """
    end = len(text.rstrip())
    end -= text[:end].endswith(".") and not text[:end].endswith("..")
    found: list[Piece] = []
    at = 0
    while at < end:
        after = _unit_end(text, at, unit) if found and found[-1].kind in _QUANTIFIED else at
        if after > at:
            found.append(Piece(Kind.UNIT, "", at, after))
            at = after
            continue
        match = _PIECE.match(text, at)
        assert match is not None  # noqa: S101 (the last alternative takes any character)
        at = match.end()
        if match.lastgroup != "space":
            found += _apart(_piece(match, unit=unit, currency=currency))
    _refuse_two_currencies(found, text)
    return found


def _plain_char(char: str, at: int) -> str:
    char = _PLAIN.get(char, char)
    kind = unicodedata.category(char)
    if kind[0] == "C" or kind in {"Zl", "Zp"}:
        raise TypedError((at, at + 1), "hidden", mark=f"U+{ord(char):04X}", at=str(at + 1))
    if kind == "Nd" and not char.isascii():
        raise TypedError((at, at + 1), "digits", mark=char)
    return char


def _piece(match: re.Match[str], *, unit: str, currency: str) -> Piece:
    group, text = str(match.lastgroup), match.group()
    known = _GROUPS.get(group)
    if known is not None:
        return Piece(known[0], known[1] or text, *match.span())
    if group == "sign" and text in SIGNS:
        return Piece(SIGNS[text], text, *match.span())
    word = WORDS.get(folded(text))
    if word is not None and folded(text).upper() != currency:
        return Piece(*word, *match.span())
    return _money(match, unit=unit, currency=currency)


def _apart(piece: Piece) -> Iterator[Piece]:
    """The piece itself; `10,20,40` as three numbers, since no grouping reads so."""
    if not _THREE_IN_A_ROW.fullmatch(piece.text) or _GROUPED.fullmatch(piece.text):
        yield piece
        return
    for match in re.finditer(r"[0-9]+|,", piece.text):
        kind = Kind.LIST if match.group() == "," else Kind.NUMBER
        yield Piece(kind, match.group(), piece.start + match.start(), piece.start + match.end())


def _money(match: re.Match[str], *, unit: str, currency: str) -> Piece:
    text, place = match.group(), match.span()
    name = folded(text)
    known = currencies(name) or frozenset({name.upper()} & {currency})
    if not known:
        code = "word" if match.lastgroup == "word" else "mark"
        raise TypedError(place, code, text=quoted(text), at=str(place[0] + 1))
    if unit != "currency":
        raise TypedError(place, "money", text=quoted(text))
    if currency and currency not in known:
        raise TypedError(place, "currency", text=quoted(text), currency=currency)
    return Piece(Kind.MONEY, " ".join(sorted(known)), *place)


def _refuse_two_currencies(found: list[Piece], text: str) -> None:
    money = [piece for piece in found if piece.kind is Kind.MONEY]
    for piece in money:
        if not {*piece.text.split()} & {*money[0].text.split()}:
            one, other = (quoted(text[m.start : m.end]) for m in (money[0], piece))
            raise TypedError(piece.place, "currencies", first=one, text=other)


def _unit_end(text: str, at: int, unit: str) -> int:
    """Where the field's own unit ends that begins at `at`; `at` itself where it does not."""
    if unit not in PLAIN_UNITS and _own_unit(text, at, unit):
        return at + len(unit)
    word = re.compile(r"[^\W\d_]+").match(text, at)
    if word is None:
        return at
    name = folded(word.group())
    if unit in PLAIN_UNITS:
        return word.end() if name in UNIT_WORDS.get(unit, ()) else at
    return word.end() if stem(name) == stem(folded(unit)) and name not in WORDS else at


def _own_unit(text: str, at: int, unit: str) -> bool:
    """Whether the team's own unit stands at `at`; as a factor (`m`, `k`) to the letter only."""
    end = at + len(unit)
    there = text[at:end]
    kind = WORDS.get(folded(unit), (Kind.UNIT, ""))[0]
    same = there == unit if kind is Kind.FACTOR else there.casefold() == unit.casefold()
    return same and kind in {Kind.UNIT, Kind.FACTOR} and not text[end : end + 1].isalnum()
