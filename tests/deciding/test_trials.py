"""What a test costs: the power calculation by hand, and where its assumptions come from."""

import math

import pytest

import kpi_tree as kt
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

POWER = (1.959964 + 0.841621) ** 2


def trial(outcome, *, size=None, driver=None, months=12, **own):
    """The test of the first quantity of a plan with one link."""
    top = {"months": months, "goals": [goal("y", 1, by="2027-12")]} | own
    at = plan(
        metric("x", **({"baseline": 10} | (driver or {}))),
        metric("y", **({"baseline": 400} | outcome)),
        links=[link("x", "y", size or {"p10": 0.1, "p90": 0.5}, **top.pop("link", {}))],
        scenarios=[scenario({"metric": "x", "change": 0.5},
                            costs=[{"metric": "x", "fixed": 100, "monthly": 12}])],
        **top,
    )  # fmt: skip
    return kt.learning(at, "goal_y", "s", draws=200).items[0].test


def test_a_holdout_lasts_as_long_as_its_power_needs():
    found = trial({"noise": 0.05, "unit": "score", "over_time": "mean"})
    lift = 1.5**0.5 - 1.5**0.1
    assert found.lift == pytest.approx(lift, rel=0.01)
    weeks = POWER * 2 * 0.05**2 * 52 / 12 / lift**2
    assert found.weeks == pytest.approx(max(2, weeks), rel=0.02)
    assert found.alternative_weeks == pytest.approx(2 * max(2, weeks), rel=0.02)
    assert (found.sample, found.noise_from, found.shows) == (None, "noise", True)


def test_events_that_are_counted_add_their_chance_and_say_how_many_are_needed():
    found = trial({"baseline": 40}, size={"p10": 0.1, "p90": 0.2})
    lift = 1.5**0.2 - 1.5**0.1
    week = 2 * 0.1**2 * 52 / 12 + 4 / (40 * 12 / 52)
    assert found.weeks == pytest.approx(POWER * week / lift**2, rel=0.02)
    assert found.sample == pytest.approx(2 * POWER / lift**2, rel=0.02)
    assert not found.shows


def test_a_rate_needs_so_many_people_in_each_group():
    found = trial({"baseline": 0.02, "unit": "ratio"})
    lift = 1.5**0.5 - 1.5**0.1
    assert found.sample == pytest.approx(2 * POWER / lift**2 * 0.98 / 0.02, rel=0.02)


def test_lag_and_carry_over_are_waited_for():
    plain = trial({"noise": 0.2})
    slow = trial({"noise": 0.2}, link={"lag": 2, "carryover": 0.5})
    assert slow.waiting == pytest.approx((2 + 3) * 52 / 12)
    assert slow.weeks == pytest.approx(plain.weeks + slow.waiting)


def test_a_month_of_moving_the_driver_costs_what_the_scenario_says():
    found = trial({"noise": 0.05})
    assert found.cost == pytest.approx(100 + 12 * found.weeks * 12 / 52)


def test_noise_is_taken_from_what_was_measured():
    seen = {f"2026-{month:02d}": 100 * 1.02**month * (1.1 if month % 2 else 1 / 1.1)
            for month in range(1, 13)}  # fmt: skip
    found = trial({}, observations={"y": seen})
    assert found.noise_from == "observations"
    assert found.noise == pytest.approx(math.log(1.1), rel=0.15)


def test_with_nothing_measured_the_noise_is_assumed_and_that_is_printed():
    found = trial({})
    assert (found.noise, found.noise_from) == (0.1, "assumed")
    assert any("supuesta" in each for each in found.assumptions)


def test_a_baseline_is_read_and_a_trend_is_read_from_the_past():
    of = {"baseline": {"p10": 90, "p90": 110}, "trend": {"p10": -0.01, "p90": 0.02}}
    at = plan(metric("y", **of), months=3, goals=[goal("y", 1)], scenarios=[scenario()])
    tests = {each.source.kind: each.test for each in kt.learning(at, "goal_y", "s").items}
    assert {kind: test.kind for kind, test in tests.items()} == {
        "baseline": "reading", "trend": "history",
    }  # fmt: skip


def test_a_driver_that_the_scenario_leaves_alone_is_moved_as_another_moves_it():
    at = plan(metric("x", baseline=10), metric("z", baseline=10), metric("y", baseline=400),
              links=[link("x", "y", {"p10": 0.1, "p90": 0.5}), link("z", "y", 0.1)],
              goals=[goal("y", 1)],
              scenarios=[scenario({"metric": "z", "change": 0.1}),
                         scenario({"metric": "x", "change": 0.3}) | {"id": "more"}])  # fmt: skip
    assert kt.learning(at, "goal_y", "s", draws=50).items[0].test.moved == pytest.approx(0.3)
