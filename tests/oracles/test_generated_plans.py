"""What the generated plans promise, and what must hold for the oracle on all of them."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.contract import CannotCompute, Outcome, simulate
from tests.oracles.formulas import mentions, parse
from tests.plans import any_plans, fixed_plan, fixed_plans


def outcome(plan, scenario: str | None) -> Outcome | None:
    try:
        return simulate(plan, scenario)
    except CannotCompute:
        return None


def test_nine_in_ten_generated_plans_can_be_computed():
    plans = [fixed_plan(random.Random(seed)) for seed in range(300)]
    computed = [plan for plan in plans if outcome(plan, "scenario_0") is not None]
    assert 270 <= len(computed) < 300


def test_most_generated_scenarios_move_something():
    plans = [fixed_plan(random.Random(seed)) for seed in range(300)]
    got = [found for plan in plans if (found := outcome(plan, "scenario_0"))]
    assert sum(one.metrics != one.do_nothing for one in got) > 0.75 * len(got)


@given(fixed_plans())
def test_a_scenario_that_touches_nothing_is_do_nothing(plan):
    plan["scenarios"].append({"id": "idle", "name": "Idle"})
    idle, nothing = outcome(plan, "idle"), outcome(plan, None)
    assert idle == nothing


@given(fixed_plans())
def test_a_rejected_link_leaves_every_number_as_if_it_were_not_there(plan):
    without = {**plan, "links": [x for x in plan["links"] if x.get("status") != "rejected"]}
    assert outcome(plan, "scenario_0") == outcome(without, "scenario_0")


@given(st.one_of(fixed_plans(), any_plans()))
def test_nothing_else_acts_on_a_metric_that_is_put_together_by_its_formula(plan):
    whole = {m["id"]: m for m in plan.get("metrics", []) if m.get("over_time") == "formula"}
    links = [x["to"] for x in plan.get("links", []) if x.get("status") != "rejected"]
    targets = [t["metric"] for s in plan.get("scenarios", []) for t in s.get("targets", [])]
    assert whole.keys().isdisjoint([*links, *targets])
    assert not any(metric.get("noise") for metric in whole.values())
    kinds = {kind for m in whole.values() for kind, _ in mentions(parse(m["formula"]))}
    assert kinds <= {"metric"}


@given(any_plans())
def test_generated_plans_are_json_with_ids_that_are_unique(plan):
    assert json.loads(json.dumps(plan, allow_nan=False)) == plan
    kinds = ("people", "metrics", "links", "evidence", "goals", "scenarios")
    ids = [thing["id"] for kind in kinds for thing in plan.get(kind, [])]
    assert len(ids) == len(set(ids))


@given(st.integers(1, 999), st.integers(0, 95), st.integers(0, 8))
def test_the_closed_tail_of_a_carry_over_equals_a_sum_that_goes_far_back(level, percent, lag):
    share, growth = percent / 100, 0.25
    x = {"id": "x", "name": "x", "layer": "lever", "baseline": 100, "trend": growth}
    y = {"id": "y", "name": "y", "layer": "lever", "baseline": 0}
    link = {"id": "l", "from": "x", "to": "y", "effect": "per_unit", "size": 1}
    plan = {
        "start": "2027-01",
        "months": 6,
        "metrics": [x, y],
        "links": [link | {"lag": lag, "carryover": share}],
        "scenarios": [{"id": "s", "name": "s", "targets": [{"metric": "x", "value": level}]}],
    }
    got = simulate(plan, "s")

    def naive(path, month):
        return sum(share**j * path["x"][max(0, month - lag - j)] for j in range(2000))

    for month in range(6):
        felt = naive(got.metrics, month) - naive(got.do_nothing, month)
        assert abs(got.metrics["y"][month] - (1 - share) * felt) < 1e-8
