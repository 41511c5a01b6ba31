"""The faces of a result: the table, the dictionary, the summaries."""

import json

import numpy as np
import pytest

import kpi_tree as kt
from kpi_tree.simulation import simulate
from tests.simulation.plans_in_short import goal, link, metric, month, plan, scenario

UNIFORM = {"shape": "uniform", "low": 80, "high": 120}


def small(**changed):
    """A plan with an open place, money, a goal that cannot be judged, and two scenarios."""
    own = {
        "months": 3,
        "money": "sales",
        "links": [link("posts", "sales", 0.5)],
        "goals": [goal("sales", 105, month(2)), {"id": "open", "name": "open"}],
        "scenarios": [
            scenario({"metric": "posts", "change": 0.5}),
            scenario(id="still", name="still"),
        ],
    }
    return plan(
        metric("sales", baseline=UNIFORM, unit="currency"),
        metric("posts", baseline=10),
        metric("open_one"),
        **(own | changed),
    )


def test_the_table_has_its_columns_in_order():
    frame = simulate(small(), draws=50).frame()
    assert list(frame) == ["scenario", "metric", "month", "mean", "p10", "p50", "p90"]


def test_the_table_is_ordered_by_scenario_metric_and_month():
    frame = simulate(small(), draws=50).frame()
    rows = [
        (name, known, at)
        for name in ("do_nothing", "s", "still")
        for known in ("sales", "posts")
        for at in ("2027-01", "2027-02", "2027-03")
    ]
    assert list(zip(frame.scenario, frame.metric, frame.month, strict=True)) == rows


def test_the_table_tells_what_the_fans_tell():
    result = simulate(small(), draws=50)
    frame = result.frame().set_index(["scenario", "metric", "month"])
    fan = result["s"].fan("sales")
    for at in range(3):
        row = frame.loc[("s", "sales", month(at))]
        assert tuple(row) == (fan.mean[at], fan.p10[at], fan.p50[at], fan.p90[at])


def test_the_dictionary_has_the_keys_of_the_contract():
    told = simulate(small(), draws=50, seed=3).to_dict()
    assert list(told) == ["plan", "draws", "seed", "months", "missing", "scenarios"]
    assert (told["plan"], told["draws"], told["seed"]) == ("t", 50, 3)
    assert told["months"] == ["2027-01", "2027-02", "2027-03"]
    assert list(told["scenarios"]) == ["do_nothing", "s", "still"]
    parts = ["metrics", "goals", "all_goals", "cost", "payoff", "payback"]
    for outcome in told["scenarios"].values():
        assert list(outcome) == parts
        assert set(outcome["metrics"]) == {"sales", "posts"}
        assert set(outcome["metrics"]["sales"]) == {"mean", "p10", "p50", "p90", "change"}
        assert set(outcome["goals"]["goal_sales"]) == {"probability", "p10", "p50", "p90", "target"}
        assert set(outcome["payoff"]) == {"p10", "p50", "p90"}
        assert set(outcome["payback"]) == {"probability", "p50_month"}


def test_the_dictionary_is_json_as_it_is():
    told = simulate(small(), draws=50).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_the_dictionary_tells_what_waits_for_a_value():
    places = [each["place"] for each in simulate(small(), draws=5).to_dict()["missing"]]
    assert "metrics[2].baseline" in places
    assert any(place.startswith("goals[1]") for place in places)


def test_a_goal_that_cannot_be_judged_has_no_odds():
    outcome = simulate(small(), draws=50).to_dict()["scenarios"]["s"]
    assert set(outcome["goals"]["open"].values()) == {None}
    assert outcome["all_goals"] is None


def test_a_plan_without_goals_has_no_joint_odds():
    assert simulate(small(goals=[]), draws=50)["s"].all_goals is None


def test_a_plan_without_money_tells_no_payoff():
    plain = small().model_copy(update={"money": None})
    outcome = simulate(plain, draws=5).to_dict()["scenarios"]["s"]
    assert "payoff" not in outcome
    assert "payback" not in outcome


def test_only_the_scenarios_that_are_named_are_simulated():
    result = simulate(small(), ["still"], draws=5)
    assert list(result.forecasts) == ["do_nothing", "still"]


def test_an_unknown_scenario_is_refused_and_the_known_are_named():
    with pytest.raises(kt.BadArgument, match="still"):
        simulate(small(), ["nobody"], draws=5)


def test_a_summary_agrees_with_numpy_month_by_month():
    result = simulate(small(), draws=777)
    draws = np.broadcast_to(result["s"].path("sales").draws, (3, 777))
    fan = result["s"].fan("sales")
    assert np.array_equal(
        np.stack([fan.p10, fan.p50, fan.p90]), np.quantile(draws, [0.1, 0.5, 0.9], axis=1)
    )
    assert fan.mean == pytest.approx(draws.mean(axis=1), rel=1e-14)


def test_numbers_that_are_certain_are_told_for_each_month():
    fan = simulate(small(), draws=50)["s"].fan("posts")
    assert fan.mean.shape == (3,)
    assert list(fan.p10) == list(fan.p90) == [10, 12.5, 15]


@pytest.mark.parametrize("baseline", [1e300, {"p10": 1e300, "p90": 2e300}])
def test_a_path_beyond_all_numbers_is_refused_and_names_its_month(baseline):
    with pytest.raises(kt.CannotCompute, match="2030"):
        kt.simulate(plan(metric("x", baseline=baseline, trend=0.5), months=120), draws=50)
