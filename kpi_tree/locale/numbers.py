"""Numbers, money, percents, months and dates as the reader's language writes them (Babel)."""

from __future__ import annotations

import math
from datetime import MAXYEAR, MINYEAR, date, datetime
from functools import cache, lru_cache

from babel import Locale, dates
from babel import numbers as babel_numbers

from kpi_tree.locale import language

_CENTS_BELOW = 100
_HUNDRED = 100
_SHORT_FROM = 10_000
# From here on figures are read by their power of ten.
_LARGE = 1e15
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

# Babel's "es" groups from five digits on; beside longer numbers that reads as a misprint, so the
# grouping is spelled out.


def number(value: float, *, digits: int | None = None) -> str:
    """`value` with the language's decimal and grouping marks.

    Args:
        value: any finite number.
        digits: decimals to show; by default as many as a reader needs (three significant).

    >>> from kpi_tree.locale import speak
    >>> with speak("es"): number(344548.52), number(0.0421)
    ('344.549', '0,0421')
    """
    if not math.isfinite(value) or abs(value) >= _LARGE:
        return _scientific(value)
    places = _places(value) if digits is None else digits
    pattern = "#,##0" + ("." + ("0" if digits is not None else "#") * places if places else "")
    return _laid_out(round(value, places), pattern)


@cache
def _pattern(pattern: str) -> babel_numbers.NumberPattern:
    return babel_numbers.parse_pattern(pattern)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def _laid_out(value: float, pattern: str, *, currency: str | None = None) -> str:
    """A number by a pattern; patterns and locales are read once, for charts write hundreds."""
    laid: str = _pattern(pattern).apply(
        value + 0.0,
        _locale(language()),
        currency=currency,
        currency_digits=False,
        group_separator=True,
    )
    return laid.replace("-", "\u2212")


def _scientific(value: float) -> str:
    """A number beyond all daily use, as 1,2 × 10²⁸; and what is no number as a sign."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "\u2212∞"
    mantissa, exponent = f"{value:.3g}".split("e") if "e" in f"{value:.3g}" else (value, "0")
    power = str(int(exponent)).translate(_RAISED)
    return f"{number(float(mantissa))}\u00a0×\u00a010{power}"


def percent(share: float, *, digits: int | None = None) -> str:
    """A share (0.25) as a percentage ("25 %" in Spanish, "25%" in English)."""
    shown = number(share * 100, digits=digits)
    return f"{shown}%" if language() == "en" else f"{shown}\u00a0%"


def money(value: float, currency: str, *, digits: int = 0) -> str:
    """An amount in the currency's own sign, placed as the language places it."""
    if not math.isfinite(value) or abs(value) >= _LARGE:
        return f"{_scientific(value)}\u00a0{currency}"
    decimals = "." + "0" * digits if digits else ""
    before, after = ("\u00a4", "") if language() == "en" else ("", "\u00a0\u00a4")
    return _laid_out(round(value, digits), f"{before}#,##0{decimals}{after}", currency=currency)


def currency_name(code: str) -> str:
    """A currency in words ("dólar estadounidense", "US Dollar")."""
    return babel_numbers.get_currency_name(code, locale=language())


def month(text: str) -> str:
    """A plan's month ("2027-01") in words ("ene 2027", "Jan 2027")."""
    return _month(text, "yMMM", language())


def long_month(text: str) -> str:
    """A plan's month in full ("enero de 2027", "January 2027")."""
    return _month(text, "yMMMM", language())


def day(value: date) -> str:
    """A date as the language writes it ("3 mar 2027")."""
    return dates.format_date(value, format="medium", locale=language())


def moment(value: datetime) -> str:
    """A date with its hour and minute ("3 mar 2027, 18:05"), in the zone that `value` is in."""
    hour = dates.format_skeleton("Hm", value, tzinfo=value.tzinfo, locale=language())
    return f"{day(value.date())}, {hour}"


@lru_cache(maxsize=4_096)
def _month(text: str, skeleton: str, code: str) -> str:
    day_one = _first_day(text)
    return dates.format_skeleton(skeleton, day_one, locale=code) if day_one else text


def _first_day(text: str) -> date | None:
    """The first day of a month; None outside the years that a calendar knows."""
    year, month_number = text.split("-")
    known = MINYEAR <= int(year) <= MAXYEAR
    return date(int(year), int(month_number), 1) if known else None


def _places(value: float) -> int:
    """Decimals for three significant figures."""
    size = abs(value)
    if size >= _HUNDRED or value == int(value):
        return 0
    return 2 - math.floor(math.log10(size))


def amount(value: float, unit: str, currency: str = "EUR", *, short: bool = False) -> str:
    """A metric's value in its unit: money, percent, or a number; `short` for narrow places.

    Cents are written where there are some and they matter.

    >>> from kpi_tree.locale import speak
    >>> with speak("en"): [amount(value, "currency") for value in (85, 85.5, 850.5)]
    ['€85', '€85.50', '€850']
    """
    if short and unit != "ratio" and _SHORT_FROM <= abs(value) < _LARGE:
        text = babel_numbers.format_compact_decimal(value, locale=language(), fraction_digits=1)
        text = text.replace("-", "\u2212")
        return f"{text}\u00a0{currency}" if unit == "currency" else text
    if unit == "currency":
        cents = abs(value) < _CENTS_BELOW and value != int(value)
        return money(value, currency, digits=2 if cents else 0)
    return percent(value) if unit == "ratio" else number(value)
