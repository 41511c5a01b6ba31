"""The oracle itself, held against cases small enough to work out on paper."""

import math

import pytest

from tests.oracles.contract import CannotCompute, simulate
from tests.oracles.formulas import NotFinite, evaluate, parse


def plan(metrics, *, links=(), **more):
    """A plan that starts in January 2027, with ids as names and four months unless it says so."""
    return {
        "format": "enlace-plan/1",
        "title": "by hand",
        "start": "2027-01",
        "months": 4,
        "metrics": [{"id": i, "name": i, "layer": "bridge", **m} for i, m in metrics.items()],
        "links": [{"id": f"l{n}", **link} for n, link in enumerate(links)],
        **more,
    }


def scenario(*targets, costs=()):
    return [{"id": "s", "name": "s", "targets": list(targets), "costs": list(costs)}]


def near(expected):
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


def link(driver, outcome, size, **more):
    return {"from": driver, "to": outcome, "size": size, **more}


# A driver at 100 that a scenario doubles from month 0 on.
DOUBLED = scenario({"metric": "x", "value": 200, "by": "2027-01"})
PAIR = {"x": {"baseline": 100}, "y": {"baseline": 10}}


def doubled(outcome_link, **more):
    return simulate(plan(PAIR, links=[outcome_link], scenarios=DOUBLED, **more), "s")


# Formulas


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2**2", -4),
        ("2**3**2", 512),
        ("2**-2**2", 2**-4),
        ("-2**-2", -0.25),
        ("10-4-3", 3),
        ("24/4/2*3", 9),
        ("2*-3+1e1", 4),
        ("--2", 2),
        ("min(3, 1+1, 7) + max(1, -5)", 3),
        ("abs(-2) * sqrt(9) + log(exp(2))", 8),
        ("(1 + 2) * 3", 9),
    ],
)
def test_a_formula_is_read_with_the_precedence_of_python(text, value):
    assert evaluate(parse(text), lambda _, __: 0.0) == near(value)


@pytest.mark.parametrize(
    "text",
    ["1/0", "1/exp(1000)", "sqrt(-1)", "log(0)", "(-8)**(1/3)", "0**-1", "9e307*10-9e307*10"],
)
def test_a_step_without_a_finite_value_ends_the_formula(text):
    with pytest.raises(NotFinite):
        evaluate(parse(text), lambda _, __: 0.0)


def test_a_sum_of_a_thousand_terms_is_one_level():
    assert evaluate(parse("+".join(["1"] * 1000)), lambda _, __: 0.0) == 1000


# Inputs


def test_do_nothing_grows_by_the_trend_and_follows_the_season():
    season = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]
    got = simulate(plan({"x": {"baseline": 100, "trend": 0.1, "season": season}}), None)
    # 100, 110 * 2, 121, 133.1
    assert got.metrics["x"] == near([100, 220, 121, 133.1])


def test_a_season_starts_in_the_calendar_month_of_the_plan():
    season = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]
    got = simulate(plan({"x": {"baseline": 100, "season": season}}, start="2026-12"), None)
    assert got.metrics["x"] == near([50, 100, 200, 100])


def test_a_trend_beyond_one_half_is_clipped():
    got = simulate(plan({"x": {"baseline": 8, "trend": -0.9}}), None)
    assert got.metrics["x"] == near([8, 4, 2, 1])


def test_a_value_is_reached_in_a_straight_line():
    ramp = scenario({"metric": "x", "value": 40})
    got = simulate(plan({"x": {"baseline": 10}}, scenarios=ramp), "s")
    # r = 0, 1/3, 2/3, 1 of the 30 that are missing
    assert got.metrics["x"] == near([10, 20, 30, 40])
    assert got.do_nothing["x"] == near([10, 10, 10, 10])


def test_a_change_multiplies_the_level_and_the_season_multiplies_that():
    target = scenario({"metric": "x", "change": 0.5, "from": "2027-02", "by": "2027-02"})
    metrics = {"x": {"baseline": 10, "trend": 0.1, "season": [1, 1, 2] + [1] * 9}}
    got = simulate(plan(metrics, scenarios=target), "s")
    # 10; 11 * 1.5; 12.1 * 1.5 * 2; 13.31 * 1.5
    assert got.metrics["x"] == near([10, 16.5, 36.3, 19.965])


def test_a_value_is_without_season_so_the_season_multiplies_it():
    target = scenario({"metric": "x", "value": 30, "by": "2027-01"})
    metrics = {"x": {"baseline": 10, "season": [1, 3] + [1] * 10}}
    assert simulate(plan(metrics, scenarios=target), "s").metrics["x"] == near([30, 90, 30, 30])


def test_delivery_is_the_share_of_the_change_that_arrives():
    target = scenario({"metric": "x", "value": 30, "by": "2027-01", "delivery": 0.25})
    got = simulate(plan({"x": {"baseline": 10}}, scenarios=target), "s")
    assert got.metrics["x"] == near([15] * 4)  # 10 + 0.25 * 20


def test_after_until_an_input_is_back_and_by_is_until_where_it_is_missing():
    target = scenario({"metric": "x", "value": 30, "until": "2027-03"})
    got = simulate(plan({"x": {"baseline": 10}}, scenarios=target), "s")
    assert got.metrics["x"] == near([10, 20, 30, 10])


def test_a_value_is_clipped_to_its_bounds():
    metrics = {"x": {"baseline": 10, "max": 25, "min": 12}}
    target = scenario({"metric": "x", "value": 40})
    got = simulate(plan(metrics, scenarios=target), "s")
    assert got.metrics["x"] == near([12, 20, 25, 25])
    assert got.do_nothing["x"] == near([12] * 4)


# Links


def test_an_elasticity_raises_the_ratio_to_its_size():
    assert doubled(link("x", "y", 0.5)).metrics["y"] == near([10 * math.sqrt(2)] * 4)


def test_an_outcome_follows_its_own_path_where_nothing_is_done():
    metrics = {"x": {"baseline": 5, "trend": 0.3}, "y": {"baseline": 10, "trend": 0.1}}
    got = simulate(plan(metrics, links=[link("x", "y", 2)]), None)
    assert got.metrics["y"] == near([10, 11, 12.1, 13.31])


def test_a_per_unit_link_adds_units_for_each_unit():
    assert doubled(link("x", "y", 0.3, effect="per_unit")).metrics["y"] == near([40] * 4)


def test_terms_are_added_before_factors_multiply():
    links = [link("x", "y", 1), link("x", "y", 0.1, effect="per_unit"), link("x", "y", -2)]
    got = simulate(plan(PAIR, links=links, scenarios=DOUBLED), "s")
    # 10 and 0.1 * 100 more, doubled, quartered
    assert got.metrics["y"] == near([10] * 4)


def test_a_lag_waits_whole_months():
    assert doubled(link("x", "y", 1, lag=2)).metrics["y"] == near([10, 10, 20, 20])


def test_a_carry_over_step_fills_up_geometrically():
    got = doubled(link("x", "y", 1, carryover=0.5))
    # A = 100 + 100 * (1 - 0.5^(t + 1)): 150, 175, 187.5, 193.75
    assert got.metrics["y"] == near([15, 17.5, 18.75, 19.375])


def test_a_carry_over_pulse_dies_away_after_its_lag():
    pulse = scenario({"metric": "x", "value": 200, "by": "2027-01", "until": "2027-01"})
    got = simulate(
        plan(PAIR, links=[link("x", "y", 1, carryover=0.5, lag=1)], scenarios=pulse), "s"
    )
    # A = 100; then 100 + 100 * 0.5 * 0.5^(t - 1)
    assert got.metrics["y"] == near([10, 15, 12.5, 11.25])


def test_before_month_0_a_driver_stands_at_its_clipped_first_month():
    metrics = {
        "x": {"baseline": 100, "trend": 0.5, "season": [2] + [1] * 11, "max": 150},
        "y": {"baseline": 1},
    }
    target = scenario({"metric": "x", "value": 75, "by": "2027-01"})
    links = [link("x", "y", 1, effect="per_unit", carryover=0.5)]
    got = simulate(plan(metrics, links=links, scenarios=target, months=2), "s")
    # x⁰ = 150, 150 and 150 before; x = 75 * 2 = 150 in January, 75 in February.
    # A(x⁰) = 150, 150; A(x) = 150; 0.5 * 75 + 0.5 * 0.5 * 150 + 0.25 * 150 = 112.5
    assert got.metrics["y"] == near([1, 1 - 37.5])


def test_saturation_bends_an_elasticity():
    got = doubled(link("x", "y", 1, saturation={"half": 100}))
    # F = 200/300 over 100/200
    assert got.metrics["y"] == near([10 * (2 / 3) / 0.5] * 4)


def test_a_saturated_per_unit_link_counts_in_units_of_half():
    got = doubled(link("x", "y", 0.1, effect="per_unit", saturation={"half": 50, "slope": 2}))
    # F = 4e4/(4e4 + 2500) - 1e4/(1e4 + 2500) = 16/17 - 4/5; times 0.1 * 50
    assert got.metrics["y"] == near([10 + 5 * (16 / 17 - 4 / 5)] * 4)


@pytest.mark.parametrize(
    ("size", "cap", "factor"), [(2, 0.5, 1.5), (-2, 0.5, 0.5), (-2, 3, 0.25), (1, 3, 2)]
)
def test_a_cap_holds_a_factor_within_its_share(size, cap, factor):
    assert doubled(link("x", "y", size, cap=cap)).metrics["y"] == near([10 * factor] * 4)


@pytest.mark.parametrize(("size", "y"), [(1, 12.5), (-1, 7.5), (0.01, 11)])
def test_a_cap_holds_a_term_within_its_share_of_the_own_path(size, y):
    assert doubled(link("x", "y", size, effect="per_unit", cap=0.25)).metrics["y"] == near([y] * 4)


@pytest.mark.parametrize(
    ("size", "more", "y"), [(2, {}, 0), (0, {}, 10), (-1, {"cap": 0.4}, 14), (1, {"cap": 0.4}, 6)]
)
def test_a_driver_at_zero_gives_the_factor_that_the_contract_names(size, more, y):
    stopped = scenario({"metric": "x", "value": 0, "by": "2027-01"})
    got = simulate(plan(PAIR, links=[link("x", "y", size, **more)], scenarios=stopped), "s")
    assert got.metrics["y"] == near([y] * 4)


def test_a_driver_at_zero_with_a_negative_size_and_no_cap_ends_the_simulation():
    stopped = scenario({"metric": "x", "value": 0, "from": "2027-03", "by": "2027-03"})
    with pytest.raises(CannotCompute) as ended:
        simulate(plan(PAIR, links=[link("x", "y", -1)], scenarios=stopped), "s")
    assert (ended.value.place, ended.value.month) == ("links.l0", 2)


def test_an_elasticity_on_a_driver_that_starts_from_nothing_ends_even_do_nothing():
    metrics = {"x": {"baseline": 0}, "y": {"baseline": 10}}
    with pytest.raises(CannotCompute):
        simulate(plan(metrics, links=[link("x", "y", 1)]), None)
    got = simulate(plan(metrics, links=[link("x", "y", 1, effect="per_unit")]), None)
    assert got.metrics["y"] == near([10] * 4)


def test_saturation_below_zero_ends_the_simulation():
    metrics = {"x": {"baseline": -1}, "y": {"baseline": 10}}
    bent = link("x", "y", 1, effect="per_unit", saturation={"half": 5})
    with pytest.raises(CannotCompute):
        simulate(plan(metrics, links=[bent]), None)


def test_a_rejected_link_counts_nowhere_not_even_for_what_is_an_input():
    metrics = {"x": {"baseline": 100, "season": [2] * 12}, "y": {"baseline": 10}}
    rejected = [
        link("x", "y", 1, status="rejected"),
        link("y", "x", 1, status="rejected"),
    ]
    got = simulate(plan(metrics, links=rejected, scenarios=DOUBLED), "s")
    assert got.metrics == {"x": near([400] * 4), "y": near([10] * 4)}


def test_a_factor_multiplies_a_formula_too():
    metrics = {"x": {"baseline": 100}, "z": {"baseline": 3}, "y": {"formula": "2*z + x/100"}}
    got = simulate(plan(metrics, links=[link("x", "y", 1)], scenarios=DOUBLED), "s")
    assert got.do_nothing["y"] == near([7] * 4)
    assert got.metrics["y"] == near([16] * 4)  # (6 + 2) * 2


# Targets on what is driven


def test_a_target_on_an_outcome_replaces_its_drivers_and_counts_from_its_whole_path():
    metrics = {"x": {"baseline": 100}, "y": {"baseline": 10, "season": [2] * 12}}
    both = scenario(
        {"metric": "x", "value": 200, "by": "2027-01"},
        {"metric": "y", "value": 50, "by": "2027-03", "until": "2027-03"},
    )
    got = simulate(plan(metrics, links=[link("x", "y", 1)], scenarios=both), "s")
    # x⁰ = 20; half way 35; 50 without season; then driven again: 20 * 2
    assert got.metrics["y"] == near([20, 35, 50, 40])


def test_a_target_on_a_computed_metric_changes_its_do_nothing_path():
    metrics = {"x": {"baseline": 100, "trend": 0.1}, "y": {"formula": "x / 10"}}
    both = scenario(
        {"metric": "x", "value": 999, "by": "2027-01"},
        {"metric": "y", "change": -0.5, "from": "2027-03", "by": "2027-03"},
    )
    got = simulate(plan(metrics, scenarios=both), "s")
    assert got.metrics["y"] == near([10, 11, 6.05, 6.655])


# Stocks


def test_a_stock_starts_from_its_baseline_and_keeps_what_flows_in():
    metrics = {
        "members": {"formula": "previous(members) * 0.5 + joined", "baseline": 100},
        "joined": {"baseline": 10},
    }
    got = simulate(plan(metrics), None)
    # 100 → 60 → 40 → 30 → 25
    assert got.metrics["members"] == near([60, 40, 30, 25])


def test_previous_reads_the_baseline_itself_and_then_the_clipped_month_before():
    metrics = {
        "x": {"baseline": 10, "season": [2] * 12, "max": 15},
        "y": {"formula": "previous(x)"},
    }
    assert simulate(plan(metrics), None).metrics["y"] == near([10, 15, 15, 15])


def test_cumulative_adds_the_months_so_far():
    metrics = {"y": {"formula": "cumulative(x)"}, "x": {"baseline": 1, "trend": 0.5}}
    assert simulate(plan(metrics), None).metrics["y"] == near([1, 2.5, 4.75, 8.125])


def test_two_metrics_may_drive_each_other_through_last_month():
    metrics = {
        "posts": {"formula": "1 + previous(fans) / 10", "baseline": 0},
        "fans": {"formula": "posts * 10", "baseline": 20},
    }
    # posts 3 → fans 30 → posts 4 → fans 40
    assert simulate(plan(metrics, months=2), None).metrics == {
        "posts": near([3, 4]),
        "fans": near([30, 40]),
    }


def test_a_path_without_a_finite_value_ends_the_simulation_before_any_clipping():
    metrics = {"x": {"baseline": 2, "trend": -0.5}, "y": {"formula": "1/(x - 0.5)", "max": 5}}
    with pytest.raises(CannotCompute) as ended:
        simulate(plan(metrics), None)  # x = 2, 1, 0.5
    assert (ended.value.place, ended.value.month) == ("metrics.y", 2)


# Goals


def goals(**more):
    return [{"id": "g", "name": "g", "metric": "x", "target": 5, "by": "2027-04", **more}]


@pytest.mark.parametrize(
    ("how", "window", "value"),
    [
        ("sum", "month", 8),
        ("sum", "quarter", 14),
        ("sum", "year", 15),
        ("sum", "horizon", 15),
        ("mean", "quarter", 14 / 3),
        ("last", "horizon", 8),
    ],
)
def test_a_window_is_put_together_as_the_metric_says(how, window, value):
    # 1, 2, 4, 8
    metrics = {"x": {"formula": "2 * previous(x)", "baseline": 0.5, "over_time": how}}
    got = simulate(plan(metrics, goals=goals(window=window)), None)
    assert got.goals == {"g": near(value)}
    assert got.met == {"g": value >= 5}


def test_a_year_reaches_back_twelve_months_and_the_horizon_to_the_start():
    both = [
        {**goals()[0], "id": window, "window": window, "by": "2028-02"}
        for window in ("year", "horizon")
    ]
    got = simulate(plan({"x": {"baseline": 1}}, goals=both, months=20), None)
    assert got.goals == {"year": 12, "horizon": 14}


def test_a_ratio_is_applied_to_what_it_is_made_of_and_then_clipped():
    metrics = {
        "won": {"baseline": 1},
        "all": {"formula": "2 * previous(all)", "baseline": 1},  # 2, 4, 8, 16
        "x": {"formula": "won / all", "over_time": "formula", "unit": "ratio", "min": 0.2},
    }
    at = [
        {**goals()[0], "id": "year", "window": "year"},
        {**goals()[0], "id": "half", "window": "year", "by": "2027-02"},
    ]
    got = simulate(plan(metrics, goals=at), None)
    # 4/30 clipped to 0.2; 2/6
    assert got.goals == {"year": near(0.2), "half": near(1 / 3)}


def test_a_ratio_takes_a_stock_by_its_last_month():
    metrics = {
        "flow": {"baseline": 3},
        "stock": {"formula": "previous(stock) + flow", "baseline": 0, "over_time": "last"},
        "x": {"formula": "flow / stock", "over_time": "formula"},
    }
    got = simulate(plan(metrics, goals=goals(window="quarter")), None)
    assert got.goals == {"g": near(9 / 12)}


@pytest.mark.parametrize(
    ("better", "target", "met"),
    [
        ("higher", 8 + 7e-9, True),
        ("higher", 8 + 9e-9, False),
        ("lower", 8 - 7e-9, True),
        ("lower", 8 - 9e-9, False),
    ],
)
def test_a_goal_is_met_within_a_billionth_of_its_target(better, target, met):
    metrics = {"x": {"baseline": 8, "better": better}}
    assert simulate(plan(metrics, goals=goals(target=target)), None).met == {"g": met}


# Money


def test_costs_run_while_the_target_holds_and_the_fixed_part_falls_once():
    target = scenario(
        {"metric": "x", "value": 30, "from": "2027-02", "by": "2027-02", "until": "2027-03"},
        costs=[{"metric": "x", "per_unit": 2, "fixed": 100, "monthly": 7}],
    )
    got = simulate(plan({"x": {"baseline": 10}}, scenarios=target), "s")
    assert got.cost == near([0, 147, 47, 0])


def test_costs_of_a_metric_without_target_run_from_the_start():
    free = scenario(
        {"metric": "x", "value": 200, "by": "2027-01"},
        costs=[{"metric": "y", "per_unit": 0.5, "fixed": 3, "monthly": 1}],
    )
    got = simulate(plan(PAIR, links=[link("x", "y", 1)], scenarios=free), "s")
    assert got.cost == near([9, 6, 6, 6])  # 0.5 * (20 - 10) + 1, and 3 at first


def test_payoff_adds_up_what_is_gained_less_what_is_spent_until_it_pays_back():
    sales = {"x": {"baseline": 100, "unit": "currency"}}
    spent = scenario(
        {"metric": "x", "value": 160},
        costs=[{"metric": "x", "fixed": 25}],
    )
    got = simulate(plan(sales, scenarios=spent, money="x"), "s")
    # gains 0, 20, 40, 60 less 25
    assert got.payoff == near([-25, -5, 35, 95])
    assert got.payback == 2


def test_a_payoff_that_sinks_again_has_not_paid_back():
    sales = {"x": {"baseline": 100}}
    short = scenario(
        {"metric": "x", "value": 160, "by": "2027-01", "until": "2027-01"},
        costs=[{"metric": "y", "monthly": 20}],
    )
    got = simulate(plan({**sales, "y": {"baseline": 1}}, scenarios=short, money="x"), "s")
    assert got.payoff == near([40, 20, 0, -20])
    assert got.payback is None


# Unfinished plans


def test_what_waits_for_a_value_is_left_out_and_all_else_is_computed():
    metrics = {
        "gap": {},
        "y": {"baseline": 10},
        "x": {"formula": "gap * y", "baseline": 1},
        "next": {"formula": "previous(x) + 1"},
        "stock": {"formula": "previous(stock) + y"},
    }
    links = [link("gap", "y", 1), {"from": "y", "to": "z"}]
    targets = scenario({"metric": "gap", "value": 5})
    got = simulate(
        plan({**metrics, "z": {"baseline": 2}}, links=links, scenarios=targets, goals=goals()), "s"
    )
    assert got.metrics == {"y": near([10] * 4), "z": near([2] * 4)}
    assert (got.goals, got.met) == ({"g": None}, {"g": None})


# Single draws of what is uncertain


def test_a_drawn_value_stands_in_for_its_quantity():
    uncertain = plan(
        {"x": {"baseline": {"p10": 1, "p90": 2}}, "y": {"baseline": 10}},
        links=[link("x", "y", {"p10": 0.1, "p90": 0.3})],
        scenarios=scenario({"metric": "x", "change": 1, "by": "2027-01"}),
    )
    got = simulate(uncertain, "s", {"metrics.x.baseline": 1.5, "links.l0.size": 2})
    assert got.metrics == {"x": near([3] * 4), "y": near([40] * 4)}


def test_noise_shakes_a_month_but_not_what_came_before_month_0():
    metrics = {"x": {"baseline": 100, "noise": 0.5}, "y": {"baseline": 10}}
    links = [link("x", "y", 1, effect="per_unit", lag=1)]
    case = plan(metrics, links=links, scenarios=DOUBLED, months=2)
    got = simulate(case, "s", {"metrics.x.noise": [1.0, 0.0]})
    # s² = ln 1.25; January is shaken by exp(s - s²/2), February by exp(-s²/2)
    s = math.sqrt(math.log(1.25))
    january = math.exp(s - s * s / 2)
    assert got.metrics["x"] == near([200 * january, 200 / math.sqrt(1.25)])
    assert got.metrics["y"] == near([10, 10 + 100 * january])


def test_noise_does_not_shake_an_outcome_under_a_target_again():
    metrics = {"x": {"baseline": 100}, "y": {"baseline": 10, "noise": 0.5}}
    held = scenario({"metric": "y", "change": 1, "by": "2027-01", "until": "2027-01"})
    case = plan(metrics, links=[link("x", "y", 1)], scenarios=held, months=2)
    got = simulate(case, "s", {"metrics.y.noise": [0.0, 0.0]})
    shaken = 10 / math.sqrt(1.25)
    assert got.metrics["y"] == near([2 * shaken, shaken])
