"""The shape of a typed quantity: from its pieces to a tree of numbers, ranges and shapes.

Its grammar:

    quantity = "mezcla" "(" part {";" part} ")" | SHAPE "(" plain ")" | SHAPE plain | plain
    plain    = number | [from] number to number | [number] ± number
             | number / number [/ number]
    part     = [number ×] (quantity | "(" quantity ")")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kpi_tree.errors import quoted
from kpi_tree.plan.typed_refusal import TypedError
from kpi_tree.plan.typed_words import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.plan.typed_marks import Piece

DEEPEST: Final = 20
_TRIPLE: Final = 3
_PAIR: Final = 2


@dataclass(frozen=True)
class Scalar:
    """One number as written, with what stands about it."""

    text: str
    negative: bool
    factors: tuple[str, ...]
    percent: bool
    place: tuple[int, int]


@dataclass(frozen=True)
class Fixed:
    """A single number."""

    scalars: tuple[Scalar]


@dataclass(frozen=True)
class Span:
    """Two ends; `glued` where the sign before the second might be its minus (`-5 -10`)."""

    scalars: tuple[Scalar, Scalar]
    glued: bool = False


@dataclass(frozen=True)
class Margin:
    """A centre and how far to go from it to either side; without a centre, from 0."""

    scalars: tuple[Scalar, ...]


@dataclass(frozen=True)
class Listing:
    """Two or three numbers in a row: low, likely, high, or a shape's own."""

    scalars: tuple[Scalar, ...]


Plain: TypeAlias = Fixed | Span | Margin | Listing


@dataclass(frozen=True)
class Shaped:
    """A named family with its numbers."""

    name: str
    inner: Plain
    place: tuple[int, int]


@dataclass(frozen=True)
class Mixture:
    """Several quantities pooled, each with its weight or all without."""

    parts: tuple[tuple[Scalar | None, Node], ...]


Node: TypeAlias = Plain | Shaped | Mixture


def tree(found: Sequence[Piece], *, text: str) -> Node:
    """The quantity that the pieces spell; `text` is what they were cut from.

    Raises:
        TypedError: they spell none; it names the piece that does not fit.
    """
    if not found:
        raise TypedError(None, "empty")
    reader = _Reader(found, text)
    node = reader.quantity(depth=0, marks="/;,|")
    reader.finish()
    return node


class _Reader:
    """A place among the pieces, moving to the right."""

    def __init__(self, found: Sequence[Piece], text: str) -> None:
        self.found = found
        self.text = text
        self.at = 0

    def quantity(self, *, depth: int, marks: str) -> Node:
        """A quantity; `marks` are the signs that part its numbers here."""
        if depth > DEEPEST:
            raise TypedError(self.found[self.at].place, "deep", most=DEEPEST)
        if depth and self.sees(Kind.OPEN):
            self.take(Kind.OPEN)
            node = self.quantity(depth=depth + 1, marks="/;,|")
            self.take(Kind.CLOSE)
            return node
        if not self.sees(Kind.SHAPE):
            return self.plain(marks)
        piece = self.take(Kind.SHAPE)
        if piece.text == "mixture":
            return self.mixture(depth)
        if not self.sees(Kind.OPEN):
            return Shaped(piece.text, self.plain(marks), piece.place)
        self.take(Kind.OPEN)
        inner = self.plain("/;,|")
        self.take(Kind.CLOSE)
        return Shaped(piece.text, inner, piece.place)

    def mixture(self, depth: int) -> Mixture:
        """The parts of a mixture, in their parentheses."""
        self.take(Kind.OPEN)
        parts = [self.part(depth)]
        while self.sees(Kind.LIST, ";"):
            self.at += 1
            parts.append(self.part(depth))
        self.take(Kind.CLOSE)
        return Mixture(tuple(parts))

    def part(self, depth: int) -> tuple[Scalar | None, Node]:
        """One part of a mixture, with the weight before it if there is one."""
        start = self.at
        weight = None
        if self.sees(Kind.NUMBER) or self.sees(Kind.DASH):
            weight = self.scalar()
            if self.sees(Kind.TIMES):
                self.at += 1
            else:
                self.at, weight = start, None
        return weight, self.quantity(depth=depth + 1, marks="/,|")

    def plain(self, marks: str) -> Plain:
        """A number, a range, a margin or a listing."""
        start = self.at
        if self.sees(Kind.MARGIN, "±"):
            self.at += 1
            return Margin((self.scalar(),))
        leads = self.sees(Kind.LEAD) or self.sees(Kind.OF)
        self.at += leads
        first = self.scalar()
        if self.sees(Kind.MARGIN) and not leads:
            self.at += 1
            return Margin((first, self.scalar()))
        if self.sees(Kind.RANGE) or self.sees(Kind.DASH):
            return self.span(first)
        if leads:
            lead = self.found[start]
            raise TypedError(lead.place, "other_end", text=self.words(lead))
        return self.listing(first, marks) if self.sees_mark(marks) else Fixed((first,))

    def span(self, first: Scalar) -> Span:
        """A range whose first end is read."""
        piece = self.found[self.at]
        self.at += 1
        following = self.found[self.at] if self.at < len(self.found) else None
        glued = False
        if piece.kind is Kind.DASH and following is not None:
            # `25--35` is a range with a long dash; `-5--2` is one with a minus.
            doubled = self.text[piece.start : following.end] == "--"
            self.at += doubled and not first.negative
            apart = self.text[piece.start - 1] == " " and following.start == piece.end
            glued = first.negative and apart and following.kind is Kind.NUMBER
        second = self.scalar()
        if self.sees(Kind.RANGE) or self.sees(Kind.DASH):
            raise TypedError(self.found[self.at].place, "many")
        return Span((first, second), glued=glued)

    def listing(self, first: Scalar, marks: str) -> Listing:
        """Two or three numbers of which the first is read."""
        scalars = [first]
        while self.sees_mark(marks):
            piece = self.found[self.at]
            if len(scalars) == _TRIPLE:
                raise TypedError(piece.place, "many")
            self.at += 1
            scalars.append(self.scalar())
        return Listing(tuple(scalars))

    def scalar(self) -> Scalar:
        """A number with its sign, and with the currency, factor, percent or unit about it."""
        start = self.at
        self.skip(Kind.MONEY)
        negative = self.sees(Kind.DASH)
        self.at += negative or self.sees(Kind.PLUS)
        self.skip(Kind.MONEY)
        number = self.take(Kind.NUMBER)
        factors: list[str] = []
        percent = False
        while self.at < len(self.found):
            piece = self.found[self.at]
            if piece.kind is Kind.OF and not self.follows(Kind.MONEY, Kind.UNIT):
                break
            if piece.kind not in {Kind.FACTOR, Kind.PERCENT, Kind.MONEY, Kind.UNIT, Kind.OF}:
                break
            if piece.kind is Kind.FACTOR:
                if factors and (factors[-1], piece.text) not in _DOUBLE_FACTORS:
                    raise TypedError(piece.place, "word", text=self.words(piece))
                factors.append(piece.text)
            percent = percent or piece.kind is Kind.PERCENT
            self.at += 1
        place = self.found[start].start, self.found[self.at - 1].end
        return Scalar(number.text, negative, tuple(factors), percent, place)

    def sees(self, kind: Kind, text: str | None = None) -> bool:
        """Whether the next piece is of this kind."""
        if self.at == len(self.found):
            return False
        piece = self.found[self.at]
        return piece.kind is kind and text in {None, piece.text}

    def sees_mark(self, marks: str) -> bool:
        """Whether the next piece parts a listing."""
        return self.sees(Kind.LIST) and self.found[self.at].text in marks

    def follows(self, *kinds: Kind) -> bool:
        """Whether the piece after the next one is of one of these kinds."""
        return self.at + 1 < len(self.found) and self.found[self.at + 1].kind in kinds

    def skip(self, kind: Kind) -> None:
        """Pass over a piece of this kind."""
        self.at += self.sees(kind)

    def take(self, kind: Kind) -> Piece:
        """The next piece, which has to be of this kind."""
        if not self.sees(kind):
            raise self.misfit(kind)
        self.at += 1
        return self.found[self.at - 1]

    def finish(self) -> None:
        """Refuse what is left over."""
        if self.at < len(self.found):
            raise self.misfit(None)

    def misfit(self, wanted: Kind | None) -> TypedError:
        """Why the next piece does not fit."""
        if self.at == len(self.found):
            last = self.found[-1]
            code = "open" if wanted is Kind.CLOSE else "end"
            return TypedError(last.place, code, text=self.words(last))
        piece = self.found[self.at]
        before = self.found[self.at - 1]
        if piece.kind is Kind.NUMBER and self.at and before.kind is not Kind.SHAPE:
            return TypedError(piece.place, "gap", first=self.words(before), text=self.words(piece))
        return TypedError(piece.place, "misplaced", text=self.words(piece))

    def words(self, piece: Piece) -> str:
        """A piece as it was typed."""
        return quoted(self.text[piece.start : piece.end])


_DOUBLE_FACTORS: Final = frozenset({("mil", "million"), ("thousand", "million")})
