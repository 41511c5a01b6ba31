"""What changes from month to month, against closed forms."""

import math

import numpy as np
import pytest

from tests.simulation.plans_in_short import (
    assert_distribution,
    assert_mean,
    assert_share,
    draws_of,
    goal,
    link,
    metric,
    month,
    plan,
    scenario,
    simulated,
)

NORMAL = {"shape": "normal", "mean": 1, "sd": 0.1}
NOISY = metric("x", baseline=100, noise=0.3)


def correlation(first, second):
    return np.corrcoef(first, second)[0, 1]


# --- noise ----------------------------------------------------------------------------------------


def test_noise_has_mean_one_and_the_spread_that_was_said():
    for at in range(3):
        values = draws_of(simulated(NOISY, months=3), "x", month=at) / 100
        assert_mean(values, 1, 0.3)
        assert values.std() == pytest.approx(0.3, rel=0.03)


def test_noise_is_lognormal():
    s = math.sqrt(math.log1p(0.3**2))
    values = draws_of(simulated(NOISY), "x") / 100
    for share, z in ((0.1, -1.2815515655446004), (0.5, 0), (0.9, 1.2815515655446004)):
        assert_share(values <= math.exp(s * z - s * s / 2), share)


def test_noise_is_fresh_each_month():
    result = simulated(NOISY, months=2)
    first, second = (draws_of(result, "x", month=at) for at in (0, 1))
    assert abs(correlation(first, second)) <= 4 / math.sqrt(len(first))


def test_noise_is_fresh_for_each_metric():
    result = simulated(NOISY, NOISY | {"id": "y"})
    first, second = draws_of(result, "x"), draws_of(result, "y")
    assert abs(correlation(first, second)) <= 4 / math.sqrt(len(first))


def test_noise_is_the_same_with_and_without_a_target():
    steered = scenario({"metric": "x", "change": 0.5, "by": month(0)})
    result = simulated(NOISY, scenarios=[steered])
    assert draws_of(result, "x", "s") == pytest.approx(1.5 * draws_of(result, "x"), rel=1e-12)


def test_noise_does_not_multiply_twice_under_a_target_on_a_computed_metric():
    steered = scenario({"metric": "y", "change": 0.5, "by": month(0)})
    computed = metric("y", formula="2 * x", noise=0.2)
    result = simulated(NOISY, computed, scenarios=[steered])
    assert draws_of(result, "y", "s") == pytest.approx(1.5 * draws_of(result, "y"), rel=1e-12)


def test_a_driver_noise_moves_no_outcome_without_a_target():
    result = simulated(NOISY, metric("y", baseline=7), links=[link("x", "y", 0.5)])
    assert set(draws_of(result, "y")) == {7}


def test_a_sum_of_noisy_months_is_steadier_than_a_month():
    result = simulated(NOISY, months=12, goals=[goal("x", 1_200, month(11), window="year")])
    total = result["do_nothing"].goals["goal_x"].values[0]
    assert_mean(total, 1_200, 30 * math.sqrt(12))
    assert total.std() == pytest.approx(30 * math.sqrt(12), rel=0.03)


# --- trend and season -----------------------------------------------------------------------------


def test_a_fixed_trend_compounds():
    path = simulated(metric("x", baseline=200, trend=0.02), months=24)["do_nothing"].fan("x").p50
    assert path == pytest.approx([200 * 1.02**t for t in range(24)], rel=1e-12)


def test_an_uncertain_trend_is_drawn_once_for_all_months():
    trend = {"shape": "uniform", "low": -0.1, "high": 0.1}
    result = simulated(metric("x", baseline=1, trend=trend), months=13)
    last = draws_of(result, "x", month=12)
    assert_mean(last, (1.1**13 - 0.9**13) / 13 / 0.2, last.std())
    assert last == pytest.approx(draws_of(result, "x", month=1) ** 12, rel=1e-12)


def test_a_season_begins_with_january_wherever_the_plan_starts():
    season = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    result = simulated(metric("x", baseline=10, season=season), months=4, start="2027-11")
    assert list(result["do_nothing"].fan("x").p50) == [110, 120, 10, 20]


# --- targets --------------------------------------------------------------------------------------


def test_a_ramp_rises_in_a_straight_line_and_ends_with_its_target():
    steered = {"metric": "x", "value": 140, "from": month(1), "by": month(3), "until": month(4)}
    result = simulated(metric("x", baseline=100), months=6, scenarios=[scenario(steered)])
    assert list(result["s"].fan("x").p50) == [100, 100, 120, 140, 140, 100]


def test_delivery_scales_the_planned_change():
    delivery = {"shape": "pert", "low": 0, "mode": 2, "high": 10}
    steered = {"metric": "x", "value": 110, "by": month(0), "delivery": delivery}
    result = simulated(metric("x", baseline=100), scenarios=[scenario(steered)])
    delivered = (draws_of(result, "x", "s") - 100) / 10
    assert_distribution(
        delivered,
        {
            "mean": 3,
            "sd": 10 * math.sqrt(1.8 * 4.2 / 36 / 7),
            "quantiles": {"p10": 0.8990213045924167, "p50": 2.766722593925189},
        },
    )


def test_a_change_is_counted_draw_by_draw():
    steered = scenario({"metric": "x", "change": 0.25, "by": month(0)})
    baseline = {"shape": "uniform", "low": 80, "high": 120}
    result = simulated(metric("x", baseline=baseline), scenarios=[steered])
    change = result["s"].change("x")
    assert change.mean[0] == pytest.approx(25, rel=1e-3)
    assert (change.p10[0], change.p90[0]) == pytest.approx((21, 29), rel=1e-3)


# --- formulas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("formula", "mean"), [("min(a, b)", 1 / 3), ("max(a, b)", 2 / 3)])
def test_the_lower_and_the_higher_of_two_uniforms_have_their_means(formula, mean):
    uniform = {"shape": "uniform", "low": 0, "high": 1}
    result = simulated(
        metric("a", baseline=uniform), metric("b", baseline=uniform), metric("y", formula=formula)
    )
    assert_mean(draws_of(result, "y"), mean, math.sqrt(1 / 18))


def test_cumulative_adds_an_arithmetic_series():
    result = simulated(metric("x", baseline=100), metric("y", formula="cumulative(x)"), months=4)
    assert list(result["do_nothing"].fan("y").p50) == [100, 200, 300, 400]


def test_a_stock_nears_its_balance_geometrically():
    stock = metric("y", formula="0.8 * previous(y) + 10", baseline=0)
    path = simulated(stock, months=20)["do_nothing"].fan("y").p50
    assert path == pytest.approx([50 * (1 - 0.8 ** (t + 1)) for t in range(20)], rel=1e-12)


# --- goals and money ------------------------------------------------------------------------------


def test_goals_of_independent_metrics_are_met_together_by_the_product():
    uniform = {"shape": "uniform", "low": 0, "high": 1}
    result = simulated(
        metric("a", baseline=uniform),
        metric("b", baseline=uniform, better="lower"),
        goals=[goal("a", 0.4), goal("b", 0.5)],
    )["do_nothing"]
    assert result.goals["goal_a"].probability == pytest.approx(0.6, abs=1e-3)
    assert result.goals["goal_b"].probability == pytest.approx(0.5, abs=1e-3)
    error = math.sqrt(0.3 * 0.7 / 10_000)
    assert abs(result.all_goals - 0.3) <= 4 * error


def test_a_goal_exactly_on_its_target_is_met():
    result = simulated(
        metric("x", baseline=0.1), metric("y", formula="x + 0.2"), goals=[goal("y", 0.3)]
    )
    assert result["do_nothing"].goals["goal_y"].probability == 1


def paying(gain, *, fixed, months=12):
    """The money of a lever that earns `gain` a month for a price paid once."""
    sales = metric("sales", baseline=100, unit="currency", over_time="sum")
    costs = [{"metric": "sales", "fixed": fixed}]
    steered = scenario({"metric": "sales", "by": month(0), **gain}, costs=costs)
    return simulated(sales, months=months, money="sales", scenarios=[steered])["s"].money


def test_a_constant_flow_pays_back_when_it_has_covered_its_price():
    assert paying({"value": 110}, fixed=45).payback == (1, month(4))


def test_a_flow_that_covers_its_price_in_the_last_month_pays_back_to_the_cent():
    assert paying({"value": 100.1}, fixed=1.2).payback == (1, month(11))
    assert paying({"value": 100.1}, fixed=1.3).payback == (0, None)


def test_payback_of_an_uncertain_flow_has_the_odds_of_its_delivery():
    delivery = {"shape": "uniform", "low": 0, "high": 1}
    money = paying({"value": 110, "delivery": delivery}, fixed=30)
    probability, middle = money.payback
    assert probability == pytest.approx(1 - 30 / 120, abs=1e-3)
    assert middle == month(5)
    assert money.payoff_summary.p50[-1] == pytest.approx(120 * 0.5 - 30, abs=0.01)


def test_a_cost_by_the_unit_and_by_the_month_falls_due_while_the_target_holds():
    hours = metric("hours", baseline=10, layer="lever")
    costs = [{"metric": "hours", "per_unit": 3, "fixed": 100, "monthly": 7}]
    steered = {"metric": "hours", "value": 14, "from": month(1), "by": month(1), "until": month(2)}
    result = simulated(hours, months=4, scenarios=[scenario(steered, costs=costs)])
    assert list(result["s"].money.mean_cost) == [0, 119, 19, 0]


def test_a_capped_elasticity_moves_its_outcome_no_further():
    steered = scenario({"metric": "x", "change": 3, "by": month(0)})
    result = simulated(
        metric("x", baseline=1),
        metric("y", baseline=10),
        links=[link("x", "y", NORMAL, cap=0.5)],
        scenarios=[steered],
    )
    assert set(draws_of(result, "y", "s").round(12)) == {15}


def test_an_unfinished_plan_is_simulated_as_far_as_it_goes():
    half = plan(metric("x", baseline=1), metric("y"), metric("z", formula="x + y"))
    assert [known.id for known in half.metrics if known.baseline is not None] == ["x"]
    assert simulated(metric("x", baseline=1), metric("y"))["do_nothing"].metrics == ("x",)
