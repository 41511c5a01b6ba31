"""What the library refuses: an id that it does not hold, an answer outside 0 to 3."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.library.shelves import all_questions
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        return say("library.not_held.remedy", **self.values)


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


def refuse_unknown(found: str, known: Iterable[str]) -> NoReturn:
    """Refuse an id that a shelf does not hold, naming the nearest that it does."""
    from rapidfuzz.process import extract  # noqa: PLC0415 (only a refusal needs it)

    near = ", ".join(name for name, _, _ in extract(found, list(known), limit=3))
    raise BadArgument([NotHeld("not_held", "", {"found": quoted(found), "near": near})])


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
