"""What the library refuses: an id that it does not hold, an answer outside 0 to 3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.library.records import Metric, Term
from kpi_tree.library.shelves import all_metrics, all_questions
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.library.words import Words

_NEAR: Final = 3


@dataclass(frozen=True, slots=True)
class Near:
    """Something that a shelf holds, as it is offered in the place of what it does not."""

    id: str
    names: Words | None = None

    def __str__(self) -> str:
        """Its name in the language in force, and its id."""
        return f"{self.names.here} ({self.id})" if self.names else self.id


class NotHeld(Problem):
    """An id that a shelf of the library does not hold."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return say("library.not_held.sentence", **self.values)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        near: Any = self.values["near"]
        return say("library.not_held.remedy", near=", ".join(map(str, near)))


class NoLevel(Problem):
    """An answer that is none of the levels of its question."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return say("library.no_level.sentence", **self.values)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return say("library.no_level.remedy", **self.values)


def refuse_unknown(found: str, shelf: Mapping[str, object]) -> NoReturn:
    """Refuse an id that a shelf does not hold, naming the nearest that it does."""
    near = tuple(_near(one, shelf[one]) for one in _nearest(found, shelf))
    raise BadArgument([NotHeld("not_held", "", {"found": quoted(found), "near": near})])


def _nearest(found: str, shelf: Mapping[str, object]) -> list[str]:
    """The ids nearest in meaning, where metrics are asked for; else in letters."""
    from rapidfuzz.process import extract  # noqa: PLC0415 (only a refusal needs it)

    from kpi_tree.library import finder  # noqa: PLC0415 (as above)

    meant = finder.search(found, limit=_NEAR) if shelf is all_metrics() and found.strip() else ()
    return [one.id for one in meant] or [
        name for name, _, _ in extract(found, list(shelf), limit=_NEAR)
    ]


def _near(one: str, held: object) -> Near:
    return Near(one, held.names if isinstance(held, Metric | Term) else None)


def refuse_answer(question_id: str, level: object) -> None:
    """Refuse an answer to no question of the self-assessment, or outside its levels."""
    known = {question.id: question for question in all_questions()}
    if question_id not in known:
        refuse_unknown(question_id, known)
    highest = known[question_id].highest
    # A plan file may hold true, which Python counts as 1.
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= highest:
        values = {"question": question_id, "found": quoted(level), "highest": highest}
        raise BadArgument([NoLevel("no_level", "", values)])
