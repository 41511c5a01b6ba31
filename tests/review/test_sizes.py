"""Sizes of links: what the library suggests passes, what goes beyond it is told with its sign."""

from __future__ import annotations

import pytest

from kpi_tree import library
from kpi_tree.library import link, links
from kpi_tree.library.adopting import adopt_link
from kpi_tree.library.hindrances import hindrance
from kpi_tree.locale import speak
from kpi_tree.plan.quantity import Triangular
from kpi_tree.plan.reading import plan_of
from kpi_tree.review import check
from tests.review.pairs import PAIRS, edited, sound

EMPTY = {"format": "enlace-plan/1", "title": "Plan", "start": "2027-01"}
ADOPTABLE = [row.id for row in library.links() if not (hindrance(row) or row.is_definition)]


def codes(edit):
    return {one.code for one in check(plan_of(edited(sound(), edit)))}


def sized(p10, p90, *, levels=(9000, 1000), **more):
    """Reach → visits as a link in units per unit, with the levels of both."""
    link = {"id": "reach_visits", "from": "reach", "to": "visits", "effect": "per_unit"}
    link |= {"size": {"p10": p10, "p90": p90}, "evidence": ["study"], **more}
    return {"links.1": link, "metrics.1.baseline": levels[0], "metrics.2.baseline": levels[1]}


@pytest.mark.parametrize("row", ADOPTABLE)
def test_no_adoptable_row_adopted_as_it_is_is_found_too_narrow_or_above_what_was_published(row):
    found = {one.code for one in check(adopt_link(plan_of(EMPTY), row).plan)}
    assert not found & {"range_too_narrow", "above_published", "size_without_range"}


def test_a_row_whose_size_was_made_larger_is_above_what_was_published():
    plan = adopt_link(plan_of(EMPTY), "L054").plan
    larger = {"shape": "triangular", "low": -0.5, "mode": -0.3, "high": -0.1}
    link = plan.links[0].model_copy(update={"size": Triangular(**larger)})
    found = check(plan.model_copy(update={"links": (link,)}))
    with speak("en"):
        told = next(one.sentence for one in found if one.code == "above_published")
    assert "claims a size of −0.3, more than what was published: −0.1" in told


def test_a_conversion_that_loses_little_may_be_known_to_what_it_loses():
    assert "range_too_narrow" not in codes(sized(0.86, 0.96, levels=(1000, 1000)))
    assert "range_too_narrow" in codes(sized(0.9, 0.92, levels=(1000, 1000)))
    assert "range_too_narrow" in codes(sized(0.2, 0.3))


@pytest.mark.parametrize(
    ("units", "excused"),
    [
        (("count", "count"), True),
        (("tickets", "tickets"), True),
        (("count", "currency"), False),
        (("count", "cents"), False),
        (("score", "score"), False),
    ],
)
def test_only_between_pieces_of_one_kind_is_a_size_near_one_a_share_with_no_room_above(
    units, excused
):
    ends = {"metrics.1.unit": units[0], "metrics.2.unit": units[1]}
    found = codes(sized(0.93, 0.97, levels=(1000, 1000)) | ends)
    assert ("range_too_narrow" not in found) == excused


def test_the_least_width_of_an_amount_is_the_same_in_another_unit():
    def found(factor, unit):
        ends = {"metrics.1.unit": "count", "metrics.2.unit": unit}
        levels = (1000, 1000 * factor)
        return "range_too_narrow" in codes(
            sized(0.93 * factor, 0.97 * factor, levels=levels) | ends
        )

    assert found(1, "currency")
    assert found(100, "cents")


def test_a_size_in_units_is_held_against_advertising_only_beyond_what_moves_in_step():
    assert "above_advertising" not in codes(sized(0.05, 0.15))  # 0.1 × 9,000 of 1,000
    assert "above_advertising" in codes(sized(0.1, 0.2))  # 0.14 × 9,000 of 1,000


def test_saturation_takes_its_part_of_a_size_in_units():
    full = {"half": 9000}  # where the driver stands, a quarter of the first unit's effect is left
    assert "above_advertising" not in codes(sized(0.1, 0.2, saturation=full))
    assert "above_advertising" in codes(sized(0.4, 0.7, saturation=full))


@pytest.mark.parametrize("grade", ["experiment", "own-data"])
def test_what_was_measured_may_exceed_advertising(grade):
    larger = {"links.1.size": {"p10": 0.15, "p90": 0.9}}
    assert "above_advertising" in codes(larger)
    assert "above_advertising" not in codes(larger | {"evidence.0.grade": grade})


SOURCED = {
    "counted_twice": ("criterio propio, no un estudio", "a judgement of ours, not a study"),
    "long_chain_of_opinion": ("criterio propio, no un estudio", "a judgement of ours, not a study"),
    "correlation_as_effect": ("You et al., 2015", "You et al. 2015"),
    "above_advertising": (
        "Sethuraman, Tellis & Briesch (2011)",
        "Sethuraman, Tellis & Briesch (2011)",
    ),
}


@pytest.mark.parametrize("code", SOURCED)
def test_what_makes_an_effect_too_good_is_told_with_its_reason_and_source(code) -> None:
    (found,) = [one for one in check(plan_of(edited(sound(), PAIRS[code][0]))) if one.code == code]
    for language, told in zip(("es", "en"), SOURCED[code], strict=True):
        with speak(language):
            assert told in f"{found.sentence} {found.remedy}"


@pytest.mark.parametrize(
    "code", ["above_advertising", "above_published", "correlation_as_effect", "null_left_out"]
)
def test_what_a_finding_cites_it_cites_with_its_degree_of_verification(code) -> None:
    (found,) = [one for one in check(plan_of(edited(sound(), PAIRS[code][0]))) if one.code == code]
    with speak("en"):
        degrees = {row.published.verified.name for row in links()}
        assert any(degree.lower() in found.sentence.lower() for degree in degrees)


def test_the_figures_behind_the_reasons_are_those_of_the_library() -> None:
    rows = {row.id: row.published for row in links()}
    assert (rows["L034"].point, rows["L036"].point, rows["L040"].point) == (0.236, 0.091, 0.24)
    assert {rows[name].verified.degree for name in ("L034", "L036", "L040", "L067")} == {"read"}


def test_an_elasticity_that_cites_a_correlation_alone_is_found_without_a_catalogue_id() -> None:
    held = link("L050")
    cited = {"id": "l050", "grade": held.grade, "doi": held.published.doi, "cite": "Harter"}
    alone = {"evidence.1": cited, "links.0.evidence": ["l050"]}
    assert "correlation_as_effect" in codes(alone)
    assert "correlation_as_effect" not in codes(alone | {"links.0.evidence": ["l050", "study"]})
