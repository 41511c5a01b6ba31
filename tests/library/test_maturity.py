"""The self-assessment: scores, stages, what separates from mature organisations."""

from __future__ import annotations

import pytest

from kpi_tree.errors import BadArgument
from kpi_tree.library import maturity_result, questions
from kpi_tree.locale import LANGUAGES, speak

# The worked example of the instrument: 6, 4 and 5 points of 15.
EXAMPLE = dict(
    zip(
        (one.id for one in questions()),
        (2, 2, 1, 0, 1, 0, 1, 2, 1, 0, 1, 1, 2, 1, 0),
        strict=True,
    )
)


def test_the_worked_example_comes_out_as_written():
    result = maturity_result(EXAMPLE)
    assert [round(one.score) for one in result.levers] == [40, 27, 33]
    assert round(result.score) == 33
    assert result.stage.id == "starting"
    assert not result.held_back
    assert result.weakest.lever.id == "E"


def test_the_weakest_lever_holds_the_stage_one_step_above_its_own():
    answers = {one.id: 0 if one.lever.id == "E" else 3 for one in questions()}
    result = maturity_result(answers)
    assert round(result.score) == 67
    assert result.stage.id == "starting"
    assert result.held_back


def test_full_marks_leave_no_gap():
    result = maturity_result({one.id: 3 for one in questions()})
    assert result.score == 100
    assert result.stage.id == "mature"
    assert result.gaps == ()


def test_no_answer_counts_nothing_and_is_told():
    result = maturity_result({})
    assert result.score == 0
    assert result.stage.id == "laggard"
    assert (result.answered, result.questions) == (0, 15)


def test_a_gap_shows_the_next_level_and_the_mature_one():
    gap = next(one for one in maturity_result(EXAMPLE).gaps if one.question.id == "Q03")
    with speak("en"):
        assert gap.now == "We look at mentions now and then"
        assert gap.next == "Regular listening report to marketing"
        assert gap.mature.startswith("Findings reach product")


def test_the_weakest_lever_and_the_lowest_level_come_first_among_the_gaps():
    gaps = maturity_result(EXAMPLE).gaps
    assert [one.question.lever.id for one in gaps] == ["E"] * 5 + ["T"] * 5 + ["R"] * 5
    assert [one.level for one in gaps[:5]] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_result_says_that_it_is_not_validated(code):
    with speak(code):
        assert {"es": "no está validado", "en": "not been validated"}[code] in (
            maturity_result({}).caveat
        )


@pytest.mark.parametrize("answers", [{"Q99": 1}, {"Q01": 4}, {"Q01": -1}, {"Q01": True}])
def test_an_answer_to_no_question_or_outside_0_to_3_is_refused(answers):
    with pytest.raises(BadArgument):
        maturity_result(answers)
