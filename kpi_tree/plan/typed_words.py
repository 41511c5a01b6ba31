"""Every word and sign that the reader of quantities knows, Spanish and English alike."""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What a piece of a typed quantity is."""

    NUMBER = auto()
    FACTOR = auto()
    PERCENT = auto()
    MONEY = auto()
    UNIT = auto()
    RANGE = auto()
    DASH = auto()
    PLUS = auto()
    MARGIN = auto()
    LIST = auto()
    OPEN = auto()
    CLOSE = auto()
    SHAPE = auto()
    LEAD = auto()
    OF = auto()
    TIMES = auto()


_RANGE: Final = ("to", "a", "al", "hasta", "y", "and", "until", "till")
_LEAD: Final = ("from", "between", "del", "desde", "entre")
_PERCENT: Final = ("percent", "pct")
_FACTORS: Final = {
    "thousand": ("k", "thousand", "thousands"),
    "mil": ("mil",),
    "million": ("m", "mm", "mn", "mln", "mill", "millon", "millones", "million", "millions"),
    "thousand_million": ("bn", "millardo", "millardos"),
    "billion": ("billion", "billions"),
    "billon": ("billon", "billones"),
}
_SHAPES: Final = {
    "normal": ("normal",),
    "lognormal": ("lognormal",),
    "beta": ("beta",),
    "triangular": ("triangular",),
    "pert": ("pert",),
    "uniform": ("uniform", "uniforme"),
    "mixture": ("mezcla", "mix", "mixture"),
}

POWERS: Final = {
    "thousand": 3,
    "mil": 3,
    "million": 6,
    "thousand_million": 9,
    "billion": 9,
    "billon": 12,
}

UNIT_WORDS: Final = {
    "hours": ("h", "hr", "hrs", "hour", "hours", "hora", "horas"),
    "score": ("punto", "puntos", "point", "points", "pts"),
}
PLAIN_UNITS: Final = frozenset({"count", "currency", "ratio", *UNIT_WORDS})

_DOLLARS: Final = "USD CAD AUD NZD HKD SGD TWD BZD JMD TTD BBD FJD NAD LRD"
_PESOS: Final = "MXN ARS CLP COP UYU DOP CUP"
_CODES: Final = (
    f"{_DOLLARS} {_PESOS} EUR GBP JPY CNY CHF SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ISK "
    "BRL PEN BOB PYG VES CRC GTQ HNL NIO PAB HTG INR KRW THB IDR MYR PHP VND ILS AED SAR QAR "
    "EGP MAD TND ZAR NGN KES GHS XAF XOF"
)
_MONEY: Final = {
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY CNY",
    "₡": "CRC",
    "₲": "PYG",
    "₱": "PHP",
    "₩": "KRW",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₦": "NGN",
    "₫": "VND",
    "₪": "ILS",
    "฿": "THB",
    "$": f"{_DOLLARS} {_PESOS} NIO",
    "us$": "USD",
    "u$s": "USD",
    "c$": "CAD NIO",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "nt$": "TWD",
    "r$": "BRL",
    "ar$": "ARS",
    "mx$": "MXN",
    "cl$": "CLP",
    "co$": "COP",
    "col$": "COP",
    "uy$": "UYU",
    "rd$": "DOP",
    "s/": "PEN",
    "euro": "EUR",
    "dollar": _DOLLARS,
    "dolar": _DOLLARS,
    "dolare": _DOLLARS,
    "peso": _PESOS,
    "pound": "GBP",
    "libra": "GBP",
    "sol": "PEN",
    "sole": "PEN",
    "real": "BRL",
    "reai": "BRL",
    "reale": "BRL",
    "franco": "CHF",
    "franc": "CHF",
    "yen": "JPY",
}


def folded(word: str) -> str:
    """A word without case, accents and closing point, to look it up by."""
    parts = unicodedata.normalize("NFD", word.casefold()).rstrip(".")
    return "".join(char for char in parts if not unicodedata.combining(char))


def stem(word: str) -> str:
    """A folded word without its plural ending.

    >>> stem("seguidores") == stem("seguidor"), stem("leads")
    (True, 'lead')
    """
    short = word.removesuffix("s")
    return short.removesuffix("e") if short != word else word


def currencies(word: str) -> frozenset[str]:
    """The currencies that a sign, a code or a name may stand for; none for a stranger."""
    known = _MONEY.get(word) or _MONEY.get(word.removesuffix("s"))
    if known:
        return frozenset(known.split())
    code = word.upper()
    return frozenset({code}) if code in _CODES.split() else frozenset()


def _table() -> dict[str, tuple[Kind, str]]:
    table = dict.fromkeys(_RANGE, (Kind.RANGE, "to"))
    table |= dict.fromkeys(_LEAD, (Kind.LEAD, "from"))
    table |= dict.fromkeys(_PERCENT, (Kind.PERCENT, "%"))
    table["de"] = table["of"] = (Kind.OF, "of")
    for name, words in _FACTORS.items():
        table |= dict.fromkeys(words, (Kind.FACTOR, name))
    for name, words in _SHAPES.items():
        table |= dict.fromkeys(words, (Kind.SHAPE, name))
    return table


WORDS: Final = _table()

SIGNS: Final = {
    "-": Kind.DASH,
    "+": Kind.PLUS,
    "%": Kind.PERCENT,
    "±": Kind.MARGIN,
    "/": Kind.LIST,
    ";": Kind.LIST,
    ",": Kind.LIST,
    "|": Kind.LIST,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    "*": Kind.TIMES,
    "×": Kind.TIMES,
}
