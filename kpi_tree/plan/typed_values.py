"""From the tree of a typed quantity to its values: every choice that the text leaves open."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from kpi_tree.errors import quoted
from kpi_tree.plan.typed_grammar import Fixed, Listing, Margin, Mixture, Shaped, Span
from kpi_tree.plan.typed_refusal import Figure, TypedError
from kpi_tree.plan.typed_words import POWERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi_tree.plan.typed_grammar import Node, Plain, Scalar

Json: TypeAlias = float | dict[str, object]

_TRIPLE: Final = 3
_PAIR: Final = 2
_LONGEST_EXPONENT: Final = 4
_FRACTIONS: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_CERTAIN: Final = Decimal(1)
# A percent of nothing is meant where money or hours are counted; a bare count takes it as a share.
_SHARES: Final = frozenset({"ratio", "count"})


@dataclass(frozen=True)
class Asked:
    """What a field asks for."""

    language: str
    unit: str
    whole: bool
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Choice:
    """One way to take what a text leaves open."""

    comma: bool
    """The comma is the decimal mark and the point groups; else the other way round."""
    shared: bool
    """A factor written once (`2–3k`) goes for all the numbers."""
    percent: bool
    """A bare number in a ratio field is a percentage."""
    relative: bool
    """`± 5 %` is five percent of the centre; else five points."""
    minus: bool
    """`-5 -10` has two negative ends; else the second dash means "to"."""
    million: bool
    """`mil` is the English short form of a million; else the Spanish thousand."""
    short: bool
    """`billón` is a thousand million; else a million million."""


@dataclass
class Outcome:
    """What one choice leads to, and how much speaks against it."""

    value: Json = 0.0
    swapped: bool = False
    equal: bool = False
    doubts: int = 0
    mixed: int = 0
    largest: Decimal = field(default_factory=Decimal)
    parted: bool = False


def choices(node: Node, asked: Asked) -> Iterator[Choice]:
    """Every choice that makes a difference to `node`, the usual one first."""
    groups = [plain.scalars for plain in _plains(node)]
    factors = {name for group in groups for scalar in group for name in scalar.factors}
    alone = any(scalar.factors == ("mil",) for group in groups for scalar in group)
    shared = any(_open_end(group) for group in groups), any(_open_start(group) for group in groups)
    bare = asked.unit == "ratio" and not all(any(one.percent for one in g) for g in groups)
    short = {"billon": (False, True), "billion": (True, False)}
    options: list[tuple[bool, ...]] = [
        (True, False) if asked.language == "es" else (False, True),
        (True, False) if shared[0] else (False, True) if shared[1] else (False,),
        (True, False) if bare else (False,),
        (False, True) if asked.unit in _SHARES and _margin_percent(node) else (True,),
        (False, True) if any(isinstance(p, Span) and p.glued for p in _plains(node)) else (False,),
        (False, True) if alone and asked.language == "en" else (False,),
        short["billon"] if "billon" in factors else (True,),
    ]
    if "billion" in factors and asked.language == "es":
        options[-1] = short["billion"]
    return (Choice(*taken) for taken in product(*options))


def outcome(node: Node, choice: Choice, asked: Asked) -> Outcome:
    """The value of `node` under one choice.

    Raises:
        TypedError: under this choice it has none that the field takes.
    """
    reader = _Reader(choice, asked)
    reader.out.value = reader.value(node)
    if reader.bare and choice.percent:
        reader.out.doubts += reader.out.parted and reader.out.largest <= _CERTAIN / 100
        reader.out.doubts += reader.out.largest > _CERTAIN
    elif reader.bare:
        reader.out.doubts += (not reader.out.parted) + 2 * (reader.out.largest > _CERTAIN)
    return reader.out


class _Reader:
    """One choice at work on a tree, noting what it met on the way."""

    def __init__(self, choice: Choice, asked: Asked) -> None:
        self.choice = choice
        self.asked = asked
        self.out = Outcome()
        self.bare = False

    def value(self, node: Node) -> Json:
        """The quantity that a node stands for."""
        match node:
            case Mixture():
                return self.mixture(node)
            case Shaped():
                return self.shaped(node)
            case Fixed():
                return self.levels(node)[0]
            case Listing():
                return self.listing("pert", node)
        low, high = self.ends(node)
        self.out.equal = self.out.equal or low == high
        return low if low == high else {"p10": low, "p90": high}

    def shaped(self, node: Shaped) -> Json:
        """The quantity of a named family."""
        name, inner = node.name, node.inner
        form = TypedError(node.place, "shape", text=name)
        if name in {"pert", "triangular"}:
            if not isinstance(inner, Listing):
                raise form
            return self.listing(name, inner)
        if name == "normal" and isinstance(inner, Listing) and len(inner.scalars) == _PAIR:
            return self.bell(inner)
        if isinstance(inner, Fixed) or len(inner.scalars) == _TRIPLE:
            raise form
        if isinstance(inner, Listing) and name != "uniform":
            raise form
        low, high = self.ends(inner)
        if low == high:
            raise TypedError(_place(inner.scalars), "flat")
        if name == "uniform":
            return {"shape": name, "low": low, "high": high}
        if (name == "lognormal" and low <= 0) or (name == "beta" and (low <= 0 or high >= 1)):
            code = "not_beta" if name == "beta" else "not_lognormal"
            raise TypedError(_place(inner.scalars), code)
        return {"shape": name, "p10": low, "p90": high}

    def listing(self, name: str, node: Listing) -> Json:
        """Low, likely and high."""
        if any(re.match("0[0-9]", scalar.text) for scalar in node.scalars):
            raise TypedError(_place(node.scalars), "date")
        if len(node.scalars) != _TRIPLE:
            raise TypedError(_place(node.scalars), "pair")
        low, mode, high = self.levels(node)
        if low > high:
            low, high = high, low
            self.reversed()
        if low == high == mode:
            self.out.equal = True
            return low
        if not low <= mode <= high:
            raise TypedError(
                node.scalars[1].place,
                "order",
                mode=self.figure(mode),
                low=self.figure(low),
                high=self.figure(high),
            )
        return {"shape": name, "low": low, "mode": mode, "high": high}

    def bell(self, node: Listing) -> Json:
        """Mean and standard deviation."""
        mean, sd = self.exact(node.scalars)
        if sd <= 0:
            raise TypedError(node.scalars[1].place, "sd")
        return {
            "shape": "normal",
            "mean": self.level(mean, node.scalars[0]),
            "sd": _double(sd, node.scalars[1].place),
        }

    def mixture(self, node: Mixture) -> Json:
        """Several quantities pooled."""
        of = [self.value(part) for _, part in node.parts]
        if all(weight is None for weight, _ in node.parts):
            return {"shape": "mixture", "of": of}
        weights = [self.weight(weight) for weight, _ in node.parts]
        if not any(weights):
            raise TypedError(None, "weights")
        return {"shape": "mixture", "of": of, "weights": weights}

    def weight(self, scalar: Scalar | None) -> float:
        """The weight of a part; 1 where it is not given beside others that are."""
        if scalar is None:
            return 1.0
        share = self.number(scalar) * _scale(scalar.factors, self.choice)
        if share < 0:
            raise TypedError(scalar.place, "weights")
        return _double(share.scaleb(-2) if scalar.percent else share, scalar.place)

    def ends(self, node: Span | Margin | Listing) -> tuple[float, float]:
        """The lower and the upper end of a range, in order."""
        place = _place(node.scalars)
        if isinstance(node, Margin):
            low, high = (self.checked(end, place) for end in self.around(node.scalars))
            return min(low, high), max(low, high)
        first, second = self.levels(node)
        if first > second:
            self.reversed()
            return second, first
        return first, second

    def around(self, scalars: Sequence[Scalar]) -> tuple[Decimal, Decimal]:
        """The two ends of `centre ± margin`, exactly."""
        if len(scalars) == 1:
            (half,) = self.exact(scalars)
            return -half, half
        centre, margin = scalars
        points = centre.percent or self.asked.unit == "ratio"
        if margin.percent and (self.choice.relative or not points):
            (middle,) = self.exact((centre,))
            half = self.number(margin).scaleb(-2) * middle
        else:
            middle, half = self.exact(scalars)
        return middle - half, middle + half

    def levels(self, node: Plain) -> list[float]:
        """The numbers of a node that are levels of the metric, checked against the field."""
        amounts = self.exact(node.scalars)
        if isinstance(node, Span) and node.glued and self.choice.minus:
            amounts[1] = -amounts[1]
        return [self.level(one, s) for one, s in zip(amounts, node.scalars, strict=True)]

    def exact(self, scalars: Sequence[Scalar]) -> list[Decimal]:
        """The numbers of a group with their signs, factors and percents."""
        amounts = [self.number(scalar) for scalar in scalars]
        scales = [_scale(scalar.factors, self.choice) for scalar in scalars]
        plain = [amount * scale for amount, scale in zip(amounts, scales, strict=True)]
        if self.choice.shared and _open_end(scalars):
            plain = [amount * scales[-1] for amount in amounts]
        elif self.choice.shared and _open_start(scalars) and plain[0] > plain[1]:
            plain = [amount * scales[0] for amount in amounts]
        marked = [scalar for scalar in scalars if scalar.percent]
        if marked and self.asked.unit not in _SHARES:
            raise TypedError(marked[0].place, "percent")
        if self.asked.unit == "ratio" and not marked:
            self.bare = True
            self.out.parted = self.out.parted or any(one != int(one) for one in plain)
        if marked or (self.asked.unit == "ratio" and self.choice.percent):
            plain = [amount.scaleb(-2) for amount in plain]
        self.out.largest = max(self.out.largest, *map(abs, plain))
        return plain

    def number(self, scalar: Scalar) -> Decimal:
        """The digits of a number, under the choice of the decimal mark if they allow it."""
        text = scalar.text.replace(" ", "").replace("'", "")
        if text[-1] in _FRACTIONS:
            amount = Decimal(text[:-1] or 0) + _FRACTIONS[text[-1]]
            return -amount if scalar.negative else amount
        mantissa, _, exponent = text.lower().partition("e")
        if len(exponent.lstrip("+-0")) > _LONGEST_EXPONENT:
            raise TypedError(scalar.place, "size", text=quoted(scalar.text))
        spaced = text != scalar.text
        digits = _digits(mantissa, comma=self.choice.comma, spaced=spaced)
        if digits is None:
            self.out.mixed += 1
            digits = _digits(mantissa, comma=not self.choice.comma, spaced=spaced)
        if digits is None:
            raise TypedError(scalar.place, "number", text=quoted(scalar.text))
        amount = Decimal(f"{digits}e{exponent or 0}")
        return -amount if scalar.negative else amount

    def level(self, amount: Decimal, scalar: Scalar) -> float:
        """A level of the metric that the field takes."""
        return self.checked(amount, scalar.place)

    def checked(self, amount: Decimal, place: tuple[int, int]) -> float:
        """`amount` as a double, within the field's bounds and whole where it has to be."""
        value = _double(amount, place)
        if self.asked.whole and value != math.floor(value):
            near = self.figure(float(math.floor(value))), self.figure(float(math.ceil(value)))
            raise TypedError(place, "whole", value=self.figure(value), down=near[0], up=near[1])
        if self.asked.low is not None and value < self.asked.low:
            low = self.figure(self.asked.low)
            raise TypedError(place, "low", value=self.figure(value), low=low)
        if self.asked.high is not None and value > self.asked.high:
            high = self.figure(self.asked.high)
            raise TypedError(place, "high", value=self.figure(value), high=high)
        return value

    def reversed(self) -> None:
        """Note that the ends were typed the wrong way round."""
        self.out.swapped = True
        self.out.doubts += 1

    def figure(self, value: float) -> Figure:
        """A number as a sentence shows it."""
        return Figure(value, self.asked.unit)


def _digits(mantissa: str, *, comma: bool, spaced: bool) -> str | None:
    group, mark = (".", ",") if comma else (",", ".")
    if spaced:
        return mantissa.replace(",", ".")
    grouped = rf"[1-9][0-9]{{0,2}}(?:\{group}[0-9]{{3}})+"
    if not re.fullmatch(rf"(?:{grouped}|[0-9]*)(?:\{mark}[0-9]+)?", mantissa):
        return None
    return mantissa.replace(group, "").replace(mark, ".")


def _scale(factors: Sequence[str], choice: Choice) -> Decimal:
    power = sum(POWERS[name] for name in factors)
    if factors == ("mil",) and choice.million:
        power = 6
    if factors in {("billon",), ("billion",)}:
        power = 9 if choice.short else 12
    return Decimal(1).scaleb(power)


def _double(amount: Decimal, place: tuple[int, int]) -> float:
    value = float(amount)
    if math.isinf(value) or (amount and not value):
        raise TypedError(place, "size", text=f"{amount:.3g}")
    return value + 0.0


def _open_end(scalars: Sequence[Scalar]) -> bool:
    """Whether only the last of several numbers carries a factor."""
    *others, last = scalars
    return bool(others and last.factors) and not any(scalar.factors for scalar in others)


def _open_start(scalars: Sequence[Scalar]) -> bool:
    """Whether only the first of two numbers carries a factor."""
    return len(scalars) == _PAIR and bool(scalars[0].factors) and not scalars[1].factors


def _plains(node: Node) -> Iterator[Plain]:
    match node:
        case Mixture():
            for _, part in node.parts:
                yield from _plains(part)
        case Shaped():
            yield node.inner
        case _:
            yield node


def _margin_percent(node: Node) -> bool:
    return any(
        isinstance(plain, Margin) and len(plain.scalars) > 1 and plain.scalars[1].percent
        for plain in _plains(node)
    )


def _place(scalars: Sequence[Scalar]) -> tuple[int, int]:
    return scalars[0].place[0], scalars[-1].place[1]
