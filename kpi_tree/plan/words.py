"""The scalars of a plan: ids, names, texts, months, days, numbers, currencies.

Each is checked by one function that refuses with a code of our own; `reading` turns a refusal
into a `Problem` with its place.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, Final, NoReturn

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from kpi_tree.errors import quoted

FUNCTIONS: Final = ("min", "max", "abs", "sqrt", "exp", "log", "previous", "cumulative")
RESERVED: Final = frozenset((*FUNCTIONS, "do_nothing"))
NAME_LENGTH: Final = 120
TEXT_LENGTH: Final = 2_000

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Every C0 and C1 control character but tab and newline, and any lone surrogate.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN
    BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP
    ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
    PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF
    XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG ZWL
    """.split()
)


def refuse(code: str, **values: object) -> NoReturn:
    """Refuse a value for the reason `code`; `key` in the values names the part that is wrong."""
    shown = {
        name: value if isinstance(value, int | float) else quoted(value)
        for name, value in values.items()
    }
    raise PydanticCustomError(code, "", shown)


def _text(value: object, length: int, *, lines: bool) -> str:
    if not isinstance(value, str):
        refuse("not_text")
    if len(value) > length:
        refuse("text_too_long", limit=length, length=len(value))
    if found := _FORBIDDEN.search(value):
        refuse("control_character", mark=f"U+{ord(found[0]):04X}")
    if not lines and ("\n" in value or "\t" in value):
        refuse("more_than_a_line")
    return value


def _prose(value: object) -> str:
    return _text(value, TEXT_LENGTH, lines=True)


def _name(value: object) -> str:
    return _text(value, NAME_LENGTH, lines=False)


def _id(value: object) -> str:
    if not isinstance(value, str):
        refuse("not_text")
    if not _ID.fullmatch(value):
        refuse("bad_id", id=value)
    if value in RESERVED:
        refuse("reserved_id", id=value)
    return value


def _reference(value: object) -> str:
    return "" if value == "" and isinstance(value, str) else _id(value)


def _month(value: object) -> str:
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        refuse("bad_month", text=quoted(value))
    return value


def _day(value: object) -> str:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            refuse("bad_day", text=quoted(value))
        return value
    refuse("bad_day", text=quoted(value))


def _currency(value: object) -> str:
    if not isinstance(value, str) or value not in CURRENCIES:
        refuse("bad_currency", text=quoted(value))
    return value


def number(value: object) -> float:
    """A finite number in double precision; `true` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse("not_a_number")
    try:
        result = float(value)
    except OverflowError:
        refuse("not_finite")
    if not math.isfinite(result):
        refuse("not_finite")
    return result


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        refuse("not_a_boolean")
    return value


class Bounds:
    """A check that a number lies in an interval, ends included unless they are open."""

    def __init__(
        self,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        above: float = -math.inf,
        whole: bool = False,
    ) -> None:
        """Allow low ≤ value ≤ high and value > above."""
        self.low, self.high, self.above, self.whole = low, high, above, whole

    def __call__(self, value: object) -> float:
        """The number, if it lies inside."""
        result = number(value)
        if self.whole and result != int(result):
            refuse("not_whole", low=self.low, high=self.high)
        if result <= self.above:
            refuse("not_above", low=self.above)
        if not self.low <= result <= self.high:
            if self.high == math.inf:
                refuse("below", low=self.low)
            refuse("out_of_bounds", low=max(self.low, self.above), high=self.high)
        return int(result) if self.whole else result

    def __get_pydantic_core_schema__(self, *_: object) -> core_schema.CoreSchema:
        """Pydantic's way in: the check replaces its own."""
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, *_: object) -> dict[str, Any]:
        """The same as JSON Schema."""
        pairs = {"minimum": self.low, "maximum": self.high, "exclusiveMinimum": self.above}
        finite = {key: value for key, value in pairs.items() if math.isfinite(value)}
        return {"type": "integer" if self.whole else "number"} | finite


def _json(kind: str, **rest: object) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **rest})


_NO_CONTROL: Final = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
_ONE_LINE: Final = r"^[^\x00-\x1f\x7f-\x9f]*$"

Text = Annotated[
    str, BeforeValidator(_prose), _json("string", maxLength=TEXT_LENGTH, pattern=_NO_CONTROL)
]
Name = Annotated[
    str, BeforeValidator(_name), _json("string", maxLength=NAME_LENGTH, pattern=_ONE_LINE)
]
Id = Annotated[str, BeforeValidator(_id), _json("string", pattern=f"^{_ID.pattern}$")]
Reference = Annotated[
    str, BeforeValidator(_reference), _json("string", pattern=f"^({_ID.pattern})?$")
]
Month = Annotated[str, BeforeValidator(_month), _json("string", pattern=f"^{_MONTH.pattern}$")]
Day = Annotated[str, BeforeValidator(_day), _json("string", format="date")]
Currency = Annotated[str, BeforeValidator(_currency), _json("string", enum=sorted(CURRENCIES))]
Number = Annotated[float, BeforeValidator(number), _json("number")]
Flag = Annotated[bool, BeforeValidator(_boolean), _json("boolean")]


def months_after(start: str, count: int) -> str:
    """The month `count` months after `start`.

    >>> months_after("2027-11", 3)
    '2028-02'
    """
    year, month = start.split("-")
    whole = int(year) * 12 + int(month) - 1 + count
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def months_between(start: str, month: str) -> int:
    """How many months `month` lies after `start` (negative: before)."""
    year, first = start.split("-")
    other, second = month.split("-")
    return (int(other) - int(year)) * 12 + int(second) - int(first)
