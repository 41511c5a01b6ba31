"""What may drive a metric, and what it may drive, the best evidence first."""

from __future__ import annotations

import pytest

from kpi_tree.errors import BadArgument
from kpi_tree.library import drivers_of, links, metrics, outcomes_of
from kpi_tree.library.evidence import STRENGTH


def both(side):
    return side.links + side.definitions


def test_an_experiment_comes_before_a_meta_analysis_and_that_before_practice():
    grades = [one.grade for one in drivers_of("orders").links]
    assert grades == sorted(grades, key=STRENGTH.index)
    assert grades[0] == "experiment"


def test_among_equal_grades_what_was_read_comes_first():
    same = [one for one in drivers_of("orders").links if one.grade == "observational"]
    ranks = [one.published.verified.rank for one in same]
    assert len(ranks) > 1
    assert ranks == sorted(ranks)


def test_among_equals_more_studies_come_first():
    found = [one.id for one in drivers_of("orders").links]
    assert found.index("L038") < found.index("L034") < found.index("L041")


def test_definitions_stand_apart_from_influences():
    drivers = drivers_of("revenue")
    assert {one.driver for one in drivers.definitions} == {"orders", "aov"}
    assert all(not one.is_definition for one in drivers.links)


def test_the_ingredients_of_the_formula_are_drivers_by_formula():
    assert [one.id for one in drivers_of("revenue").by_formula] == ["orders", "aov"]
    assert "revenue" in {one.id for one in outcomes_of("orders").by_formula}


def test_every_link_is_among_the_drivers_of_its_outcome_and_the_outcomes_of_its_driver():
    above = {one for m in metrics() for one in both(drivers_of(m.id))}
    below = {one for m in metrics() for one in both(outcomes_of(m.id))}
    assert above == below == set(links())


def test_an_unknown_metric_is_refused():
    with pytest.raises(BadArgument):
        drivers_of("reachh")
