"""Every code is found in a plan that has it, and not in one that nearly has it."""

from __future__ import annotations

import pytest

from kpi_tree.locale import LANGUAGES, speak
from kpi_tree.plan.reading import plan_of
from kpi_tree.review import CODES, check
from kpi_tree.review.finding import ERRORS, LEVELS
from tests.review.pairs import PAIRS, edited, sound


def findings(edit):
    return check(plan_of(edited(sound(), edit)))


def codes(edit):
    return {finding.code for finding in findings(edit)}


def test_every_code_has_a_pair_of_plans() -> None:
    assert set(PAIRS) == set(CODES)


def test_a_sound_plan_has_no_findings() -> None:
    assert check(plan_of(sound())) == []


@pytest.mark.parametrize("code", CODES)
def test_a_plan_that_has_it_shows_it(code) -> None:
    assert code in codes(PAIRS[code][0])


@pytest.mark.parametrize("code", CODES)
def test_a_plan_that_nearly_has_it_does_not_show_it(code) -> None:
    assert code not in codes(PAIRS[code][1])


@pytest.mark.parametrize("code", CODES)
def test_only_what_cannot_be_computed_is_an_error(code) -> None:
    levels = {finding.level for finding in findings(PAIRS[code][0]) if finding.code == code}
    assert levels == {"error" if code in ERRORS else LEVELS[code]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_each_is_worded_whole_in_both_languages(code, language) -> None:
    with speak(language):
        told = [one.to_dict() for one in findings(PAIRS[code][0]) if one.code == code]
    assert all(one["sentence"].endswith(".") or one["sentence"].endswith("?") for one in told)
    assert all(one["remedy"].endswith(".") for one in told)
    assert not any("{" in text or "object at" in text for one in told for text in one.values())
