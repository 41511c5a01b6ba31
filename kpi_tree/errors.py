"""Every refusal, as a tree of exceptions and the one value that words them.

EnlaceError
├── PlanError        a plan file, or a plan, that the format forbids: all problems at once
├── CannotCompute    a simulation that has no answer: place, reason, remedy
├── BadArgument      a call asks for something that there is not (scenario, draws, format)
├── EditRefused      an edit that the plan, as it now stands, does not allow; nothing changed
├── NotAllowed       whoever asks may not do this with the plan, or not any more
├── TooManyTries     too many wrong tokens or codes from one address: how long to wait
├── StoreError       plans cannot be kept or opened: disk, lock, file; nothing is half written
└── Stopped          whoever asked for a long computation has called it off
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHOWN_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do; worded in the reader's language when it is read.

    Attributes:
        code: the kind of problem; `errors.CODE.sentence` and `errors.CODE.remedy` word it.
        place: where, in the plan's own notation (`links[3].size.p10`); empty for the whole.
        values: what the wording names.
    """

    code: str
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return say(f"errors.{self.code}.sentence", **self.values)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return say(f"errors.{self.code}.remedy", **self.values)

    def __str__(self) -> str:
        """Place, reason and remedy on one line."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.sentence} {self.remedy}"


class EnlaceError(Exception):
    """A refusal: what it says is meant for the person who asked."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Refuse for these problems, the first of them foremost."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @property
    def problem(self) -> Problem:
        """The first problem."""
        return self.problems[0]

    def __str__(self) -> str:
        """One line a problem."""
        return "\n".join(map(str, self.problems))


class PlanError(EnlaceError):
    """A plan file, or a plan, that the format forbids; it names every problem at once."""


class CannotCompute(EnlaceError):
    """A simulation that has no answer: some draw leaves what numbers can express."""


class BadArgument(EnlaceError):
    """A call that asks for something that there is not."""


class EditRefused(EnlaceError):
    """An edit that the plan, as it now stands, does not allow; nothing has changed."""


class StoreError(EnlaceError):
    """Plans cannot be kept or opened; what was acknowledged before is safe."""


class NotAllowed(EnlaceError):
    """Something that whoever asks has no right to; nothing has changed."""


class TooManyTries(EnlaceError):
    """Too many wrong tokens or codes; after `seconds` one more is heard."""

    def __init__(self, seconds: int) -> None:
        """Say how long to wait."""
        self.seconds = seconds
        super().__init__([Problem("too_many_tries", values={"seconds": seconds})])

    def __reduce__(self) -> tuple[type[TooManyTries], tuple[int]]:
        """Travel between processes with the time alone."""
        return TooManyTries, (self.seconds,)


class Stopped(EnlaceError):
    """A long computation that was called off before its end."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__([Problem("stopped")])

    def __reduce__(self) -> tuple[type[Stopped], tuple[()]]:
        """Travel between processes without its problem, which is always the same."""
        return Stopped, ()


def quoted(text: object) -> str:
    r"""A user's text, fit to stand inside a sentence: one line, short, nothing invisible.

    >>> quoted("a\u202eb\nc")
    'ab c'
    """
    kept = (" " if mark in "\n\t" else mark for mark in str(text)[: 4 * _SHOWN_CHARACTERS])
    clean = "".join(mark for mark in kept if unicodedata.category(mark)[0] != "C")
    return clean if len(clean) <= _SHOWN_CHARACTERS else clean[: _SHOWN_CHARACTERS - 1] + "…"
