"""The self-assessment of social maturity: what a set of answers says.

It is a guide for a conversation and has not been validated statistically; `Maturity.caveat`
says so and belongs beside every score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_tree.library.refusals import refuse_answer
from kpi_tree.library.shelves import all_levers, all_questions, all_stages
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.library.records import Lever, Question, Stage


@dataclass(frozen=True, slots=True)
class LeverScore:
    """The score of one lever, 0 to 100, and how many of its questions were answered."""

    lever: Lever
    score: float
    stage: Stage
    answered: int
    questions: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What separates the answer to one question from a mature organisation's."""

    question: Question
    level: int

    @property
    def now(self) -> str:
        """What the present level looks like."""
        return self.question.levels[self.level]

    @property
    def next(self) -> str:
        """What the next level looks like."""
        return self.question.levels[self.level + 1]

    @property
    def mature(self) -> str:
        """What the highest level looks like."""
        return self.question.levels[-1]


@dataclass(frozen=True, slots=True)
class Maturity:
    """What a set of answers says.

    Attributes:
        score: the mean of the lever scores, 0 to 100.
        stage: that score's stage, but at most one above the weakest lever's.
        held_back: whether the weakest lever lowered the stage.
        gaps: what separates from mature organisations, the weakest lever and lowest level first.
    """

    score: float
    stage: Stage
    held_back: bool
    levers: tuple[LeverScore, ...]
    weakest: LeverScore
    gaps: tuple[Gap, ...]
    answered: int
    questions: int

    @property
    def caveat(self) -> str:
        """That the instrument is not validated statistically."""
        return say("library.maturity.caveat")


def maturity_result(answers: Mapping[str, int]) -> Maturity:
    """Score answers (question id → 0 to 3); a question without answer counts 0.

    Raises:
        BadArgument: an answer to no question, or outside 0 to 3.
    """
    for one, level in answers.items():
        refuse_answer(one, level)
    levers = tuple(_lever_score(lever, answers) for lever in all_levers().values())
    weakest = min(levers, key=lambda one: one.score)
    score = sum(one.score for one in levers) / len(levers)
    reached = _stage_number(score)
    allowed = min(reached, _stage_number(weakest.score) + 1)
    return Maturity(
        score=score,
        stage=all_stages()[allowed],
        held_back=allowed < reached,
        levers=levers,
        weakest=weakest,
        gaps=_gaps(answers, levers),
        answered=sum(one.answered for one in levers),
        questions=sum(one.questions for one in levers),
    )


def _lever_score(lever: Lever, answers: Mapping[str, int]) -> LeverScore:
    asked = [question for question in all_questions() if question.lever.id == lever.id]
    reached = sum(answers.get(question.id, 0) for question in asked)
    score = 100 * reached / sum(question.highest for question in asked)
    return LeverScore(
        lever=lever,
        score=score,
        stage=all_stages()[_stage_number(score)],
        answered=sum(question.id in answers for question in asked),
        questions=len(asked),
    )


def _gaps(answers: Mapping[str, int], levers: tuple[LeverScore, ...]) -> tuple[Gap, ...]:
    weight = {one.lever.id: one.score for one in levers}
    gaps = (Gap(question, answers.get(question.id, 0)) for question in all_questions())
    short = (gap for gap in gaps if gap.level < gap.question.highest)
    return tuple(sorted(short, key=lambda gap: (weight[gap.question.lever.id], gap.level)))


def _stage_number(score: float) -> int:
    return sum(score >= stage.from_score for stage in all_stages()) - 1
