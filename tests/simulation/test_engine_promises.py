"""What the simulation promises beside its numbers: whose draws hang on what, and what is kept."""

import numpy as np
import pytest

import kpi_tree as kt
from kpi_tree.simulation import Memory, simulate
from tests.simulation.plans_in_short import (
    draws_of,
    goal,
    link,
    metric,
    month,
    plan,
    scenario,
    simulated,
)

NORMAL = {"shape": "normal", "mean": 100, "sd": 10}
STEERED = {"metric": "x", "change": 0.2, "by": month(2)}


def small(**changed):
    """A plan with an input, an influenced metric with noise and a formula."""
    own = {
        "months": 4,
        "links": [link("x", "y", {"p10": 0.2, "p90": 0.6}, carryover={"p10": 0.2, "p90": 0.6})],
        "scenarios": [scenario(STEERED)],
        "goals": [goal("z", 200, month(3))],
    }
    metrics = changed.pop("metrics", METRICS)
    return plan(*metrics, **(own | changed))


METRICS = [
    metric("x", baseline=NORMAL),
    metric("y", baseline={"p10": 50, "p90": 90}, noise=0.1),
    metric("z", formula="x + y"),
    metric("other", baseline=NORMAL),
    metric("of_other", formula="2 * other"),
]


def bits(result):
    """Every draw of a simulation, to the last bit."""
    return {
        (name, known): forecast.path(known).draws.tobytes()
        for name, forecast in result.forecasts.items()
        for known in forecast.metrics
    }


# --- the same numbers -----------------------------------------------------------------------------


def test_the_same_plan_draws_and_seed_give_the_same_bits():
    assert bits(simulate(small(), draws=500)) == bits(simulate(small(), draws=500))


def test_a_memory_changes_no_bit():
    memory = Memory()
    simulate(small(title="before"), draws=500, memory=memory)
    assert bits(simulate(small(), draws=500, memory=memory)) == bits(simulate(small(), draws=500))


def test_another_seed_gives_another_sample():
    first, second = (simulate(small(), draws=500, seed=seed) for seed in (0, 1))
    assert not np.array_equal(draws_of(first, "x"), draws_of(second, "x"))


def test_draws_of_one_memory_do_not_pass_to_another_seed():
    memory = Memory()
    simulate(small(), draws=500, seed=0, memory=memory)
    warm = simulate(small(), draws=500, seed=1, memory=memory)
    assert bits(warm) == bits(simulate(small(), draws=500, seed=1))


EDITS = {
    "another baseline": {"metrics": [*METRICS[:3], METRICS[3] | {"baseline": 5}, METRICS[4]]},
    "a metric more, first": {"metrics": [metric("first", baseline=NORMAL), *METRICS]},
    "another order": {"metrics": METRICS[::-1]},
    "a metric fewer": {"metrics": METRICS[:3]},
    "another name": {"metrics": [METRICS[0] | {"name": "otherwise"}, *METRICS[1:]]},
    "another goal": {"goals": []},
    "another start": {"start": "2026-11", "scenarios": [], "goals": []},
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_elsewhere_changes_no_draw(edit):
    before, after = (simulate(small(**own), draws=500) for own in ({}, EDITS[edit]))
    for name in ("x", "y", "z"):
        assert np.array_equal(draws_of(before, name, month=3), draws_of(after, name, month=3))


def test_a_link_elsewhere_changes_no_draw():
    more = [*small().model_dump(mode="json", by_alias=True, exclude_none=True)["links"]]
    more.insert(0, link("x", "other", {"p10": 0.1, "p90": 0.2}))
    before, after = simulate(small(), draws=500), simulate(small(links=more), draws=500)
    assert np.array_equal(draws_of(before, "y", "s", month=3), draws_of(after, "y", "s", month=3))
    assert not np.array_equal(
        draws_of(before, "other", "s"), draws_of(after, "other", "s", month=3)
    )


def test_a_longer_horizon_changes_no_month_that_was_there():
    before, after = (simulate(small(months=months), draws=500) for months in (4, 9))
    for at in range(4):
        assert np.array_equal(draws_of(before, "y", month=at), draws_of(after, "y", month=at))


def test_a_scenario_more_changes_no_other():
    more = [scenario({"metric": "other", "change": 1}) | {"id": "more"}, scenario(STEERED)]
    before, after = simulate(small(), draws=500), simulate(small(scenarios=more), draws=500)
    assert np.array_equal(draws_of(before, "z", "s", month=3), draws_of(after, "z", "s", month=3))


def test_a_quantity_keeps_its_points_when_its_own_numbers_change():
    def ranks(mean):
        values = draws_of(simulated(metric("x", baseline=NORMAL | {"mean": mean})), "x")
        return np.argsort(values)

    assert np.array_equal(ranks(100), ranks(105))


# --- common random numbers ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x", "y", "z"])
def test_a_scenario_that_delivers_nothing_is_do_nothing_to_the_bit(name):
    targets = [{"metric": known, "change": 0.5, "delivery": 0} for known in ("x", "y")]
    result = simulate(small(scenarios=[scenario(*targets)]), draws=500)
    for at in range(4):
        assert np.array_equal(
            draws_of(result, name, "s", month=at), draws_of(result, name, month=at)
        )


def test_what_a_scenario_does_not_touch_is_the_path_of_do_nothing():
    result = simulate(small(), draws=500)
    assert result["s"].path("other") is result["do_nothing"].path("other")
    assert set(result["s"].change("of_other").p90) == {0}


def test_a_scenario_that_is_only_tried_uses_the_same_draws():
    simulator = kt.Simulator(small(scenarios=[]), draws=500)
    tried = simulator.forecast(small().scenarios[0])
    known = simulate(small(), draws=500)["s"]
    assert np.array_equal(tried.path("z").draws, known.path("z").draws)


# --- what is kept ---------------------------------------------------------------------------------


def kept(edited, before=None):
    """The metrics whose paths an edit leaves as they are, in do-nothing and in the scenario."""
    memory = Memory()
    old = simulate(before or small(), draws=200, memory=memory)
    new = simulate(edited, draws=200, memory=memory)
    return tuple(
        {known for known in new[name].metrics if new[name].path(known) is old[name].path(known)}
        for name in ("do_nothing", "s")
    )


ALL = {known["id"] for known in METRICS}


def test_a_slider_recomputes_what_depends_on_it_and_nothing_else():
    moved = small(scenarios=[scenario(STEERED | {"change": 0.3})])
    assert kept(moved) == (ALL, {"other", "of_other"})


def test_a_baseline_recomputes_its_descendants():
    edited = [METRICS[0] | {"baseline": 99}, *METRICS[1:]]
    assert kept(small(metrics=edited)) == (ALL - {"x", "z"}, {"other", "of_other"})


def test_a_formula_recomputes_itself():
    edited = [*METRICS[:4], METRICS[4] | {"formula": "3 * other"}]
    assert kept(small(metrics=edited)) == (ALL - {"of_other"}, ALL - {"of_other"})


def test_a_link_size_recomputes_the_scenario_alone():
    edited = small(links=[link("x", "y", 0.5)])
    assert kept(edited) == (ALL, ALL - {"y", "z"})


def test_words_recompute_nothing():
    edited = [each | {"name": each["id"] + "!", "owner": ""} for each in METRICS]
    assert kept(small(metrics=edited, title="other", goals=[])) == (ALL, ALL)


def test_a_memory_that_holds_little_still_gives_every_number():
    memory = Memory(limit=1)
    assert bits(simulate(small(), draws=500, memory=memory)) == bits(simulate(small(), draws=500))


# --- how many -------------------------------------------------------------------------------------


def test_one_draw_is_enough():
    fan = simulate(small(), draws=1)["s"].fan("z")
    assert fan.p10[3] == fan.p50[3] == fan.p90[3] == fan.mean[3]


def test_a_million_draws_are_possible():
    result = simulate(plan(METRICS[0]), draws=1_000_000)
    assert result["do_nothing"].fan("x").p50[0] == pytest.approx(100, abs=1e-4)


@pytest.mark.parametrize("draws", [0, 1_000_001, 2.5, True])
def test_other_numbers_of_draws_are_refused(draws):
    with pytest.raises(kt.BadArgument):
        simulate(small(), draws=draws)


def test_a_latin_hypercube_needs_a_third_of_the_draws_of_plain_monte_carlo():
    names = [f"x{index}" for index in range(4)]
    inputs = [metric(name, baseline=NORMAL) for name in names]
    total = plan(*inputs, metric("y", formula=" + ".join(names)), goals=[goal("y", 400)])
    odds = [
        simulate(total, draws=400, seed=seed)["do_nothing"].goals["goal_y"].probability
        for seed in range(100)
    ]
    assert np.mean(odds) == pytest.approx(0.5, abs=4 * 0.025 / 10)
    # 3,500 draws for half a point: their variance times draws; plain Monte Carlo has 0.25
    assert np.var(odds, ddof=1) * 400 <= 3_500 * 0.005**2


# --- on the way -----------------------------------------------------------------------------------


def test_progress_rises_from_zero_towards_one():
    told = []
    simulate(small(), draws=10, progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.5 < told[-1] <= 1


def test_a_run_can_be_called_off():
    with pytest.raises(kt.Stopped):
        simulate(small(), draws=10, progress=lambda share: share < 0.5)


def test_a_run_that_was_called_off_leaves_a_memory_sound():
    memory = Memory()
    with pytest.raises(kt.Stopped):
        simulate(small(), draws=100, memory=memory, progress=lambda share: share < 0.7)
    assert bits(simulate(small(), draws=100, memory=memory)) == bits(simulate(small(), draws=100))
