"""Every code is found in a plan that has it, and not in one that nearly has it."""

from __future__ import annotations

import pytest

from kpi_tree.founding.signing import Sides, Standing, signing
from kpi_tree.locale import LANGUAGES, speak
from kpi_tree.plan.reading import plan_of
from kpi_tree.review import CODES, check
from kpi_tree.review.finding import ERRORS, LEVELS
from tests.review.pairs import PAIRS, edited, sound

# Luz has said herself for which side she speaks; what rests on that is told to `check` apart.
SIDES = Sides(
    {
        "ana": Standing("business", confirmed=True),
        "luz": Standing("business", confirmed=False),
        "sol": Standing("social", confirmed=True),
    }
)
SIDED = {"signature_unconfirmed"}


def findings(edit, code):
    sides = SIDES if code in SIDED else None
    return check(plan_of(edited(sound(), edit)), sides=sides)


def codes(edit, code):
    return {finding.code for finding in findings(edit, code)}


def test_every_code_has_a_pair_of_plans() -> None:
    assert set(PAIRS) == set(CODES)


def test_a_sound_plan_has_no_findings() -> None:
    assert check(plan_of(sound())) == []


@pytest.mark.parametrize("code", CODES)
def test_a_plan_that_has_it_shows_it(code) -> None:
    assert code in codes(PAIRS[code][0], code)


@pytest.mark.parametrize("code", CODES)
def test_a_plan_that_nearly_has_it_does_not_show_it(code) -> None:
    assert code not in codes(PAIRS[code][1], code)


@pytest.mark.parametrize("code", CODES)
def test_only_what_cannot_be_computed_is_an_error(code) -> None:
    levels = {finding.level for finding in findings(PAIRS[code][0], code) if finding.code == code}
    assert levels == {"error" if code in ERRORS else LEVELS[code]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_each_is_worded_whole_in_both_languages(code, language) -> None:
    with speak(language):
        told = [one.to_dict() for one in findings(PAIRS[code][0], code) if one.code == code]
    assert all(one["sentence"].endswith(".") or one["sentence"].endswith("?") for one in told)
    assert all(one["remedy"].endswith(".") for one in told)
    assert not any("{" in text or "object at" in text for one in told for text in one.values())


SIGNATURES = [
    ({}, "signed", ""),
    ({"by": "luz"}, "unconfirmed", "signature_unconfirmed"),
    ({"recorded_by": "sol"}, "unconfirmed", "signature_recorded"),
    ({"by": "luz", "size": 9}, "outdated", "signature_outdated"),
    ({"by": "sol"}, "unsigned", "link_unsigned"),
]


@pytest.mark.parametrize(("signature", "state", "code"), SIGNATURES)
def test_the_reader_and_the_card_agree_on_who_has_signed(signature, state, code) -> None:
    edit = {f"links.0.agreed_by.0.{key}": value for key, value in signature.items()}
    plan = plan_of(edited(sound(), edit))
    told = {one.code for one in check(plan, sides=SIDES) if one.place == "links[0].agreed_by"}
    assert (signing(plan, plan.links[0].id, sides=SIDES).state, told) == (state, {code} - {""})


def test_what_another_put_in_is_found_where_the_history_tells() -> None:
    plan = plan_of(sound())
    theirs = frozenset((link.id, "ana") for link in plan.links[1:])
    found = check(plan, sides=Sides(SIDES.of, theirs))
    assert [(one.code, one.place) for one in found] == [
        ("signature_unconfirmed", "links[0].agreed_by")
    ]
