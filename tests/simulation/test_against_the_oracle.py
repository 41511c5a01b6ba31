"""Two readings of one contract: the engine on arrays, the oracle one number at a time."""

import json
import math
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

import kpi_tree as kt
from tests.oracles import contract
from tests.plans import fixed_plan, fixed_plans

LENIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def agree(ours, theirs):
    """Whether two numbers agree to 1e-9 of their size."""
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


def answers(plan):
    """What each side says of do-nothing and every scenario, or that there is no answer."""
    names = [None, *(scenario["id"] for scenario in plan.get("scenarios", []))]
    try:
        theirs = {name or "do_nothing": contract.simulate(plan, name) for name in names}
    except contract.CannotCompute as error:
        theirs = error
    try:
        ours = kt.simulate(kt.plan_of(json.loads(json.dumps(plan))), draws=1).to_dict()
    except kt.CannotCompute as error:
        ours = error
    return ours, theirs


def compare(plan):
    """Every number of every scenario agrees, or both sides find no answer."""
    ours, theirs = answers(plan)
    if isinstance(theirs, contract.CannotCompute) or isinstance(ours, kt.CannotCompute):
        assert isinstance(theirs, contract.CannotCompute), ours
        assert isinstance(ours, kt.CannotCompute), theirs
        return
    for name, outcome in theirs.items():
        told = ours["scenarios"][name]
        assert set(told["metrics"]) == set(outcome.metrics)
        for metric, values in outcome.metrics.items():
            assert all(map(agree, told["metrics"][metric]["p50"], values)), (name, metric)
        for goal, value in outcome.goals.items():
            odds = told["goals"][goal]
            assert odds["probability"] == (None if outcome.met[goal] is None else outcome.met[goal])
            assert value is None or odds["p50"] is None or agree(odds["p50"], value), (name, goal)
        assert all(map(agree, told["cost"], outcome.cost)), name
        if outcome.payoff is not None:
            assert all(map(agree, told["payoff"]["p50"], outcome.payoff)), name
        if outcome.payoff is not None and not any(abs(value) < 1e-6 for value in outcome.payoff):
            month = None if outcome.payback is None else ours["months"][outcome.payback]
            assert told["payback"] == {"probability": float(month is not None), "p50_month": month}
        met = list(outcome.met.values())
        assert told["all_goals"] == (None if not met or None in met else float(all(met))), name


@given(fixed_plans())
@settings(max_examples=200, suppress_health_check=LENIENT, deadline=None)
def test_the_engine_agrees_with_the_oracle_on_generated_plans(plan):
    compare(plan)


@pytest.mark.parametrize("block", range(5))
def test_the_engine_agrees_with_the_oracle_on_seeded_plans(block):
    for seed in range(100 * block, 100 * block + 100):
        compare(fixed_plan(Random(seed)))


@pytest.mark.soak
@given(fixed_plans())
@settings(max_examples=5_000, suppress_health_check=LENIENT, deadline=None)
def test_the_engine_agrees_with_the_oracle_on_many_more_plans(plan):
    compare(plan)
