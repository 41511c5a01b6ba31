"""Numbers, money, percents, months and dates as the reader's language writes them (Babel)."""

from __future__ import annotations

from datetime import date

from babel import dates
from babel import numbers as babel_numbers

from kpi_tree.locale import language

_CENTS_BELOW = 100

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
    places = _places(value) if digits is None else digits
    pattern = "#,##0" + ("." + ("0" if digits is not None else "#") * places if places else "")
    return babel_numbers.format_decimal(
        round(value, places), format=pattern, locale=language(), group_separator=True
    ).replace("-", "\u2212")


def percent(share: float, *, digits: int | None = None) -> str:
    """A share (0.25) as a percentage ("25 %" in Spanish, "25%" in English)."""
    shown = number(share * 100, digits=digits)
    return f"{shown}%" if language() == "en" else f"{shown}\u00a0%"


def money(value: float, currency: str, *, digits: int = 0) -> str:
    """An amount in the currency's own sign, placed as the language places it."""
    decimals = "." + "0" * digits if digits else ""
    before, after = ("\u00a4", "") if language() == "en" else ("", "\u00a0\u00a4")
    return babel_numbers.format_currency(
        round(value, digits),
        currency,
        format=f"{before}#,##0{decimals}{after}",
        locale=language(),
        currency_digits=False,
    ).replace("-", "\u2212")


def currency_name(code: str) -> str:
    """A currency in words ("dólar estadounidense", "US Dollar")."""
    return babel_numbers.get_currency_name(code, locale=language())


def month(text: str) -> str:
    """A plan's month ("2027-01") in words ("ene 2027", "Jan 2027")."""
    return dates.format_skeleton("yMMM", _first_day(text), locale=language())


def long_month(text: str) -> str:
    """A plan's month in full ("enero de 2027", "January 2027")."""
    return dates.format_skeleton("yMMMM", _first_day(text), locale=language())


def day(value: date) -> str:
    """A date as the language writes it ("3 mar 2027")."""
    return dates.format_date(value, format="medium", locale=language())


def _first_day(text: str) -> date:
    year, month_number = text.split("-")
    return date(int(year), int(month_number), 1)


def _places(value: float) -> int:
    size = abs(value)
    if size >= 100 or value == int(value):
        return 0
    for places, floor in ((1, 10), (2, 1), (3, 0.1), (4, 0.01), (5, 0.001)):
        if size >= floor:
            return places
    return 7


def amount(value: float, unit: str, currency: str = "EUR") -> str:
    """A metric's value in its unit: money, percent, or a plain number."""
    if unit == "currency":
        return money(value, currency, digits=0 if abs(value) >= _CENTS_BELOW else 2)
    return percent(value) if unit == "ratio" else number(value)
