"""Along which paths a contribution flows: closed forms, and that what flows adds up."""

import pytest

import kpi_tree as kt
from tests.bench import plans
from tests.simulation.plans_in_short import goal, link, metric, month, plan, scenario


def moved(*names):
    return scenario(*({"metric": name, "change": 0.5} for name in names))


def amounts(found):
    return {(edge.driver, edge.outcome): edge.amount for edge in found.edges}


def test_a_contribution_parts_where_the_tree_does_and_meets_again():
    of = [metric("x", baseline=100), metric("a", formula="0.6 * x"), metric("b", formula="0.4 * x")]
    at = plan(*of, metric("y", formula="a + b"), goals=[goal("y", 1)], scenarios=[moved("x")])
    found = kt.contributions(at, "goal_y", "s", draws=10)
    wanted = {("x", "a"): 30, ("a", "y"): 30, ("x", "b"): 20, ("b", "y"): 20}
    assert amounts(found) == pytest.approx(wanted)
    assert [(path.metrics, path.amount) for path in found.levers[0].paths] == [
        (("x", "a", "y"), pytest.approx(30)),
        (("x", "b", "y"), pytest.approx(20)),
    ]


def test_two_levers_that_share_a_way_each_have_their_part_of_it():
    of = [metric("x", baseline=10), metric("z", baseline=10), metric("a", formula="x + 3 * z")]
    at = plan(*of, metric("y", formula="2 * a"), goals=[goal("y", 1)], scenarios=[moved("x", "z")])
    edge = kt.contributions(at, "goal_y", "s", draws=10).edges[-1]
    assert (edge.driver, edge.outcome, edge.formula) == ("a", "y", True)
    assert edge.by_lever == pytest.approx({"x": 10, "z": 30})


def test_an_edge_names_the_links_that_make_it():
    at = plan(metric("x", baseline=10), metric("y", baseline=5), links=[link("x", "y", 0.5)],
              goals=[goal("y", 1)], scenarios=[moved("x")])  # fmt: skip
    edge = kt.contributions(at, "goal_y", "s", draws=10).edges[0]
    assert (edge.formula, edge.links) == (False, ("x_to_y",))


def test_what_feeds_a_growth_loop_flows_to_the_member_that_leaves_it():
    of = [
        metric("x", baseline=10),
        metric("users", formula="previous(users) + invited", baseline=100, over_time="last"),
        metric("invited", formula="0.1 * previous(users) + x"),
        metric("y", formula="5 * users"),
    ]
    at = plan(*of, months=4, goals=[goal("y", 1, by=month(3))], scenarios=[moved("x")])
    found = kt.contributions(at, "goal_y", "s", draws=10)
    assert amounts(found)["users", "y"] == pytest.approx(found.change)
    assert amounts(found)["x", "users"] == pytest.approx(found.change)


def test_what_is_laid_on_paths_that_cancel_is_left_unplaced():
    of = [metric("x", baseline=10), metric("a", formula="x"), metric("b", formula="x")]
    at = plan(*of, metric("y", formula="a - 0.999 * b"), goals=[goal("y", 1)],
              scenarios=[moved("x")])  # fmt: skip
    lever = kt.contributions(at, "goal_y", "s", draws=10).levers[0]
    assert lever.mean == pytest.approx(0.005)
    assert (lever.paths, lever.unplaced) == ((), lever.mean)


@pytest.mark.parametrize("goal_at", [0, 1, 2])
def test_what_leaves_the_levers_enters_the_goal_and_nothing_is_lost_between(goal_at):
    at = plans.plan("M")
    found = kt.contributions(at, at.goals[goal_at].id, "plan_a", draws=64)
    flows = amounts(found)
    placed = {each.lever: each.mean - each.unplaced for each in found.levers}
    for name in {name for edge in flows for name in edge}:
        enters = sum(flow for (_, to), flow in flows.items() if to == name)
        leaves = sum(flow for (by, _), flow in flows.items() if by == name)
        goes_on = sum(placed.values()) if name == found.metric else leaves
        assert enters + placed.get(name, 0.0) == pytest.approx(goes_on, rel=1e-9, abs=1e-12)


def test_paths_and_what_is_left_of_them_add_up_to_the_contribution():
    at = plans.plan("M")
    for each in kt.contributions(at, at.goals[2].id, "plan_a", draws=64).levers:
        whole = sum(path.amount for path in each.paths) + each.other_paths + each.unplaced
        assert whole == pytest.approx(each.mean, rel=1e-9)
