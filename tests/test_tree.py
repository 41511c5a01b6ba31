"""The KPI tree as a graph."""

import pytest

import kpi_tree as kt
from kpi_tree.library.templates import template_path
from kpi_tree.tree import KpiTree


def metric(name, formula=None):
    """A metric, computed where a formula is given."""
    given = {"id": name, "name": name, "layer": "bridge", "baseline": 1}
    return given | ({"formula": formula} if formula else {})


def link(name, driver, outcome, **more):
    """A link of size 0.1."""
    return {"id": name, "from": driver, "to": outcome, "size": 0.1} | more


@pytest.fixture
def plan():
    """a → b by two links, c by a formula, d by a rejected link, e reads the past of c."""
    return kt.plan_of(
        {
            "format": "enlace-plan/1",
            "title": "Tree",
            "start": "2027-01",
            "metrics": [
                metric("c", "b + a"),
                metric("b"),
                metric("a"),
                metric("d"),
                metric("e", "previous(e) + previous(c)"),
            ],
            "links": [
                link("l1", "a", "b"),
                link("l2", "a", "b"),
                link("l3", "a", "d", status="rejected"),
            ],
            "goals": [{"id": "g", "name": "Goal", "metric": "e"}],
        }
    )


def test_an_edge_holds_its_links_and_whether_a_formula_runs_along_it(plan):
    graph = kt.graph(plan)
    assert [each.id for each in graph.edges["a", "b"]["links"]] == ["l1", "l2"]
    assert not graph.edges["a", "b"]["formula"]
    assert graph.edges["a", "c"] == {"links": [], "formula": True}


def test_a_rejected_link_and_the_past_are_no_edges(plan):
    graph = kt.graph(plan)
    assert not graph.has_edge("a", "d")
    assert not graph.has_edge("c", "e")


def test_drivers_come_before_outcomes(plan):
    assert KpiTree(plan).order == ("a", "b", "c", "d", "e")


def test_what_reaches_a_goal_through_the_past_is_linked(plan):
    tree = KpiTree(plan)
    assert tree.linked == {"a", "b", "c", "e"}
    assert tree.descendants("a") == {"b", "c", "e"}


def test_the_paths_from_driver_to_outcome_are_named(plan):
    assert KpiTree(plan).paths("a", "c") == [["a", "c"], ["a", "b", "c"]]
    assert KpiTree(plan).paths("d", "c") == []


def test_a_link_that_would_close_a_loop_is_named_by_its_path(plan):
    assert KpiTree(plan).loop_with("c", "a") == ("a", "c", "a")
    assert KpiTree(plan).loop_with("c", "d") is None


def test_every_lever_of_a_worked_tree_has_a_path_to_its_goal():
    tree = KpiTree(kt.read(template_path("ecommerce", "es")))
    levers = [each.id for each in tree.plan.metrics if each.layer == "lever"]
    assert all(tree.paths(lever, "revenue") for lever in levers)
