"""Edges drawn by what is known of them."""

from __future__ import annotations

import math

import pytest

import kpi_tree as kt
from kpi_tree.layout.stroke import effect as effect_of

DOCUMENT = {
    "format": "enlace-plan/1",
    "title": "Plan",
    "start": "2027-01",
    "metrics": [
        {"id": "reach", "name": "Reach", "layer": "social", "baseline": 100},
        {"id": "orders", "name": "Orders", "layer": "business", "baseline": 50},
    ],
}


def drawn(links, evidence=()):
    """The stroke of the one influence of a small plan."""
    both = {"from": "reach", "to": "orders"}
    plan = kt.plan_of(
        DOCUMENT
        | {
            "links": [{"id": f"l{at}"} | both | link for at, link in enumerate(links)],
            "evidence": [{"id": grade, "grade": grade} for grade in evidence],
        }
    )
    return kt.stroke(kt.places(plan).routes[0], plan)


def test_the_larger_the_effect_the_wider_the_edge_whatever_its_sign() -> None:
    widths = [drawn([{"size": size}]).width for size in (0.02, -0.1, 0.4)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_an_effect_a_unit_is_as_wide_as_the_same_effect_in_shares() -> None:
    a_unit = drawn([{"size": 0.1, "effect": "per_unit"}])
    assert a_unit.width == drawn([{"size": 0.2}]).width


@pytest.mark.parametrize("effect", ["elasticity", "per_unit"])
def test_an_effect_that_saturates_or_is_capped_is_drawn_as_narrow_as_what_is_left(effect) -> None:
    whole = {"size": 0.2, "effect": effect}
    half_way = whole | {"saturation": {"half": 100, "slope": 1}}
    widths = [drawn([each]).width for each in (whole, half_way, whole | {"cap": 0.001})]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3


@pytest.mark.parametrize("size", [0.05, 0.3])
def test_an_edge_is_as_wide_as_what_its_card_says_of_a_tenth_more(size) -> None:
    link = {"size": size, "saturation": {"half": 60, "slope": 1.4}, "cap": 0.02}
    plan = kt.plan_of(DOCUMENT | {"links": [{"id": "l", "from": "reach", "to": "orders"} | link]})
    told = kt.link_card(plan, "l").size
    assert math.log1p(told.likely) / math.log1p(0.1) == pytest.approx(
        effect_of(plan.links[0], plan)
    )


@pytest.mark.parametrize("size", [None, 30])
def test_an_effect_unsaid_or_huge_has_a_width_that_can_be_drawn(size) -> None:
    assert 1 <= drawn([{"size": size} if size else {}]).width <= 6


def test_what_is_settled_is_drawn_more_solid_than_a_hypothesis() -> None:
    dotted, dashed, solid = (
        drawn([{"size": 0.1, "status": status}]).dash
        for status in ("hypothesis", "agreed", "measured")
    )
    assert dotted[0] < dotted[1]
    assert dashed[0] > dashed[1]
    assert solid == ()


def test_of_several_pieces_of_evidence_the_strongest_gives_the_colour() -> None:
    found = drawn(
        [{"size": 0.1, "evidence": ["practice", "experiment"]}], ["practice", "experiment"]
    )
    assert (found.grade, found.colour) == ("experiment", kt.EVIDENCE_COLOURS["experiment"])
    assert drawn([{"size": 0.1}]).grade == ""
