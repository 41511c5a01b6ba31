"""The refusal of a text that is no quantity, and figures as its sentences show them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kpi_tree.locale import language, say

NBSP: Final = "\u00a0"
# Within these powers of ten a number is written out; beyond them with an exponent.
SMALLEST_POWER: Final = -7
LARGEST_POWER: Final = 15


@dataclass(frozen=True)
class Figure:
    """A number of a field: as text, it is exact and written the way of the language in force."""

    value: float
    unit: str = "count"

    def __str__(self) -> str:
        """The figure for a sentence: percents where the field shows them, and a true minus.

        A sentence is not read back, so its thousands are parted as in all other texts.
        """
        shown = figure(self.value, unit=self.unit, code=language())
        percent = percent_sign(language())
        bare = shown.removesuffix(percent)
        ending = percent if bare != shown else ""
        group = "." if language() == "es" else ","
        return f"{bare.replace(NBSP, group)}{ending}".replace("-", "\u2212")


class TypedError(ValueError):
    """A text that cannot be read as a quantity.

    Attributes:
        place: start and end of the words in question within the text, or None for all of it.
        code: what is wrong, for code that wants to know.
    """

    def __init__(self, place: tuple[int, int] | None, code: str, /, **values: object) -> None:
        """Refuse for the reason `code`; `values` fill in its sentence and its remedy."""
        super().__init__(code)
        self.code = code
        self.place = place
        self.values = values

    @property
    def sentence(self) -> str:
        """What is wrong and where, in the language in force."""
        return say(f"typed.{self.code}", **self.values)

    @property
    def remedy(self) -> str:
        """What to type instead, in the language in force."""
        return say(f"typed.{self.code}_remedy", **self.values)

    def __str__(self) -> str:
        """Sentence and remedy."""
        return f"{self.sentence} {self.remedy}"


def figure(value: float, *, unit: str, code: str, sign: bool = True) -> str:
    """`value` to the last digit, so that reading it back gives the same number.

    Thousands are parted by a space, from five digits on, as the academies of both languages
    allow: in a field `-10 a -10.000` would be read as minus ten twice, and `25.000` ask a question.

    >>> figure(1234.5, unit="count", code="es"), figure(0.035, unit="ratio", code="en")
    ('1234,5', '3.5%')
    """
    exact = Decimal(repr(float(value)))
    if unit == "ratio":
        exact = exact.scaleb(2)
    shown = _digits(exact, "," if code == "es" else ".")
    if unit != "ratio" or not sign:
        return shown
    return f"{shown}{percent_sign(code)}"


def percent_sign(code: str) -> str:
    """The percent sign as the language sets it behind a number."""
    return f"{NBSP}%" if code == "es" else "%"


def _digits(exact: Decimal, mark: str) -> str:
    power = exact.adjusted()
    if not exact:
        return "0"
    if SMALLEST_POWER < power < LARGEST_POWER:
        return _grouped(f"{exact.normalize():f}", mark)
    return f"{_grouped(f'{exact.scaleb(-power).normalize():f}', mark)}e{power}"


def _grouped(plain: str, mark: str) -> str:
    whole, _, part = plain.lstrip("-").partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NBSP)
    sign = "-" if plain.startswith("-") else ""
    return f"{sign}{whole}{mark}{part}" if part else f"{sign}{whole}"
