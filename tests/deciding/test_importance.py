"""What the doubt comes from: closed forms of shares, totals and the tornado."""

import json

import pytest

import kpi_tree as kt
from tests.bench import plans
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

Z90 = 1.2815515655446004


def normal(mean, sd):
    return {"shape": "normal", "mean": mean, "sd": sd}


def found(at, goal_id="goal_y", scenario_id="do_nothing", **own):
    return kt.importance(at, goal_id, scenario_id, **own)


def additive():
    of = [("organic", normal(300, 60)), ("paid", normal(200, 20)), ("partners", normal(100, 80))]
    metrics = [metric(name, baseline=baseline) for name, baseline in of]
    return plan(*metrics, metric("y", formula="organic + 1.5 * paid + 0.5 * partners"),
                goals=[goal("y", 700)])  # fmt: skip


def by_metric(result):
    return {each.source.metric: each for each in result.quantities}


def test_shares_of_an_additive_plan_are_those_of_its_variances(shared):
    cases = json.loads((shared / "data/D_simulation/closed_form_cases.json").read_text())["cases"]
    expected = next(case for case in cases if case["id"] == "O21")["expected"]
    result = found(additive(), draws=10_000, totals=0)
    shares = {name: each.first_order for name, each in by_metric(result).items()}
    assert shares == pytest.approx(expected["variance_share"], abs=0.01)
    assert list(shares) == expected["order"]


def test_additive_totals_are_the_first_orders_and_nothing_is_left():
    result = found(additive())
    for each in result.quantities:
        assert abs(each.total - each.first_order) < 4 * each.total_error
    assert result.rest == pytest.approx(0, abs=0.005)
    assert result.variance == pytest.approx(6100, rel=0.01)


def test_the_tornado_shows_the_mean_with_each_quantity_at_its_ends():
    each = by_metric(found(additive(), totals=0))["organic"]
    assert (each.low, each.high) == pytest.approx((650 - 60 * Z90, 650 + 60 * Z90), abs=0.5)
    assert each.error < 0.5


def test_what_works_only_together_shows_in_the_totals_alone():
    of = [metric(name, baseline=normal(0, 1)) for name in "abc"]
    at = plan(*of, metric("y", formula="a * b + c"), goals=[goal("y", 0)])
    result = by_metric(found(at))
    for name, first, total in (("a", 0, 0.5), ("b", 0, 0.5), ("c", 0.5, 0.5)):
        each = result[name]
        assert abs(each.first_order - first) < max(0.01, 4 * each.first_order_error)
        assert abs(each.total - total) < 4 * each.total_error


def test_the_shares_of_a_lognormal_size_are_found_in_its_tail_too():
    lognormal = {"p10": 1, "p90": 10}
    at = plan(metric("a", baseline=lognormal), metric("b", baseline=lognormal),
              metric("y", formula="a + 2 * b"), goals=[goal("y", 1)])  # fmt: skip
    shares = {name: each.first_order for name, each in by_metric(found(at, totals=0)).items()}
    assert shares == pytest.approx({"a": 0.2, "b": 0.8}, abs=0.02)


def test_every_kind_of_quantity_is_weighed():
    at = plan(
        metric("x", baseline={"p10": 8, "p90": 12}),
        metric("y", baseline=100, trend=normal(0.01, 0.01)),
        months=6,
        links=[link("x", "y", {"p10": 0.1, "p90": 0.5}, carryover={"p10": 0.1, "p90": 0.6},
                    saturation={"half": {"p10": 5, "p90": 20}})],
        goals=[goal("y", 110, by="2027-06")],
        scenarios=[scenario({"metric": "x", "change": 0.5, "by": "2027-04",
                             "delivery": {"p10": 0.4, "p90": 0.9}})],
    )  # fmt: skip
    result = found(at, scenario_id="s", draws=512)
    kinds = "baseline carryover delivery half size trend".split()
    assert sorted(each.source.kind for each in result.quantities) == kinds
    assert all(each.total > 0 for each in result.quantities)
    assert sum(each.total for each in result.quantities) > 0.9


def test_a_link_that_nobody_moves_casts_no_doubt():
    at = plan(metric("x", baseline=10), metric("y", baseline=normal(100, 5)),
              links=[link("x", "y", {"p10": 0.1, "p90": 0.5})], goals=[goal("y", 1)])  # fmt: skip
    assert [each.source.place for each in found(at).quantities] == ["metrics/y/baseline"]


def test_a_certain_plan_has_no_doubt_and_says_so():
    at = plan(metric("y", baseline=5), goals=[goal("y", 1)])
    result = found(at)
    assert (result.variance, result.quantities) == (0, ())
    assert "es seguro" in result.sentence


def test_month_to_month_noise_is_left_as_the_rest():
    at = plan(metric("y", baseline=normal(100, 10), noise=0.1), goals=[goal("y", 1)])
    assert found(at).rest == pytest.approx(0.5, abs=0.03)


def test_shares_differ_between_seeds_by_as_much_as_they_say():
    at = plans.plan("M")
    first, other = (
        {each.source.place: each for each in found(at, at.goals[2].id, "plan_a", totals=0,
                                                   draws=2_048, seed=seed).quantities}
        for seed in (1, 2)
    )  # fmt: skip
    for place, each in list(first.items())[:8]:
        error = (each.first_order_error**2 + other[place].first_order_error ** 2) ** 0.5
        assert abs(each.first_order - other[place].first_order) < 5 * error


@pytest.mark.parametrize("draws", [1, 2, 20])
def test_a_handful_of_draws_is_answered_too(draws):
    result = found(additive(), draws=draws)
    assert all(each.first_order >= 0 for each in result.quantities)
