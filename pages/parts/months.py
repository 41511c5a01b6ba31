"""Months as people write them in spreadsheets: 2026-01, 01/2026, ene 2026, January 2026, 31/1/26.

What cannot be a month is None; nothing is guessed beyond the order of day and month, which a
column decides as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Notation that is read in both languages (and the plan file's third), whatever is spoken.
_NAMES: Final = (
    ("enero", "january", "janeiro"),
    ("febrero", "february", "fevereiro"),
    ("marzo", "march", "marco"),
    ("abril", "april"),
    ("mayo", "may", "maio"),
    ("junio", "june", "junho"),
    ("julio", "july", "julho"),
    ("agosto", "august"),
    ("septiembre", "setiembre", "september", "setembro"),
    ("octubre", "october", "outubro"),
    ("noviembre", "november", "novembro"),
    ("diciembre", "december", "dezembro"),
)
_FILLERS: Final = frozenset({"de", "del", "of", "the", "st", "nd", "rd", "th", "t", "z"})
_TIME: Final = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|am|pm|[+-]\d{2}:?\d{2})?$")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.m ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{1,2}))?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{4})")
_THREE: Final = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def month_of(text: str, *, day_first: bool = True) -> str | None:
    """The month that `text` names, as the plan file writes it; None where it names none.

    >>> [month_of(text) for text in ("01/2026", "ene-26", "January 2026", "31/01/2026", "total")]
    ['2026-01', '2026-01', '2026-01', '2026-01', None]
    """
    plain = _TIME.sub("", folded(text))
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        day = found[3] if len(found.groups()) > 2 else None
        return _month(found[1], found[2], day)
    if found := _YEAR_LAST.fullmatch(plain):
        return _month(found[2], found[1], None)
    if found := _THREE.fullmatch(plain):
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        return _month(found[3], month, day)
    return _in_words(plain)


def days_come_first(texts: Iterable[str], *, usual: bool) -> bool:
    """Whether a column of dates writes the day before the month; `usual` where none tells."""
    pairs = [(int(one[1]), int(one[2])) for text in texts if (one := _three(text))]
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    if not pairs or max(firsts) > 12:
        return usual if not pairs else True
    if max(seconds) > 12:
        return False
    # What stays the same from row to row is the day.
    if len(firsts) != len(seconds) and 1 in (len(firsts), len(seconds)):
        return len(firsts) == 1
    return usual


def folded(text: str) -> str:
    """The text in small letters, without accents and superfluous blanks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in apart if not unicodedata.combining(mark)).split())


def _three(text: str) -> re.Match[str] | None:
    return _THREE.fullmatch(_TIME.sub("", folded(text)))


def _in_words(plain: str) -> str | None:
    words = [word for word in re.findall(r"[a-z]+", plain) if word not in _FILLERS]
    numbers = re.findall(r"\d+", plain)
    if len(words) != 1 or not 1 <= len(numbers) <= 2 or re.search(r"[^a-z0-9 .,/'-]", plain):
        return None
    months = [
        number
        for number, names in enumerate(_NAMES, start=1)
        if len(words[0]) >= 3 and any(name.startswith(words[0]) for name in names)
    ]
    years = [number for number in numbers if len(number) == 4] or numbers[-1:]
    days = list(numbers)
    days.remove(years[0])
    if len(months) != 1 or len(years[0]) not in {2, 4}:
        return None
    return _month(years[0], str(months[0]), days[0] if days else None)


def _month(year: str, month: str, day: str | None) -> str | None:
    whole = int(year) if len(year) > 2 else 2000 + int(year)
    if not _FIRST_YEAR <= whole <= _LAST_YEAR or not 1 <= int(month) <= 12:
        return None
    if day is not None and not 1 <= int(day) <= 31:
        return None
    return f"{whole:04d}-{int(month):02d}"
