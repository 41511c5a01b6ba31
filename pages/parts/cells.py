"""A row of a table as people type it, and what is understood of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unread(Exception):
    """A cell that cannot be taken; its text says why and what to type instead."""


@dataclass(frozen=True)
class Row:
    """A row as it stands on the screen.

    Attributes:
        key: the id of what it shows; begins with `+` for a row that is not in the plan yet.
        texts: all its cells by column.
        typed: the columns somebody has typed into and that are not kept yet.
    """

    key: str
    texts: Mapping[str, str]
    typed: frozenset[str]

    @property
    def new(self) -> bool:
        """Whether the plan does not have it yet."""
        return self.key.startswith("+")


@dataclass(frozen=True)
class Fault:
    """Why a row was not kept: its key and name, the column (empty for the row), the words."""

    key: str
    name: str
    column: str
    words: str


@dataclass
class Reading:
    """What was understood of a row.

    Attributes:
        fields: the keys of the plan file to be written.
        owner: the name of somebody who is new to the plan and owns the metric.
        faults: what could not be understood.
        doubts: sentences on what was understood in one of several ways.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Codes:
    """The words that a column takes for the plan's codes, in both languages.

    Attributes:
        keys: the key of each code's words in the catalogues.
        also: other words that people use, folded.
    """

    keys: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)

    def word(self, code: str) -> str:
        """A code in the reader's language; a word of the team's own as it is."""
        return kt.say(self.keys[code]) if code in self.keys else code

    def meant(self, text: str) -> str | None:
        """The code that a word stands for, whatever its language, case and accents."""
        wanted = folded(text)
        if wanted in self.also:
            return self.also[wanted]
        for code, key in self.keys.items():
            if wanted == folded(code) or wanted in _spoken(key):
                return code
        return None

    def read(self, text: str) -> str:
        """The code, or a refusal that lists what there is."""
        found = self.meant(text)
        if found is None:
            words = ", ".join(map(self.word, self.keys))
            raise Unread(kt.say("tree.one_of", words=words))
        return found


def _spoken(key: str) -> set[str]:
    found = set()
    for language in kt.LANGUAGES:
        with kt.speak(language):
            found.add(folded(kt.say(key)))
    return found


def folded(text: str) -> str:
    """A text without case, accents and needless blanks.

    >>> folded("  Métrica  Única ")
    'metrica unica'
    """
    apart = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def understood(text: str, **kind: Any) -> kt.Understood:  # noqa: ANN401 (as the reader of quantities)
    """A quantity as it was typed into a cell."""
    try:
        return kt.understood(text, **kind)
    except kt.TypedError as refusal:
        words = f"{refusal.sentence} {refusal.remedy}"
        raise Unread(words) from refusal


def one_number(found: kt.Understood) -> float:
    """The number that was typed; a range is refused."""
    value = found.value
    if isinstance(value, dict):
        raise Unread(kt.say("tree.one_number"))
    return float(value)
