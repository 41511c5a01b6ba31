"""What each lever contributes: closed forms, brute force, and that it adds up."""

from itertools import pairwise, permutations

import numpy as np
import pytest

import kpi_tree as kt
from tests.bench import plans
from tests.simulation.plans_in_short import goal, link, metric, month, plan, scenario


def normal(mean, sd):
    return {"shape": "normal", "mean": mean, "sd": sd}


def moved(*names, change=0.2):
    return scenario(*({"metric": name, "change": change} for name in names))


def parts(found):
    return {each.lever: each.mean for each in found.levers}


def brute_force(of, goal_id, *, draws):
    """The mean contribution of each target, over all orders, each set simulated by itself."""
    first = of.scenarios[0]
    names = [each.metric for each in first.targets]
    simulator = kt.Simulator(of, draws=draws)

    def value(chosen):
        targets = tuple(each for each in first.targets if each.metric in chosen)
        tried = first.model_copy(update={"targets": targets})
        return simulator.forecast(tried).goals[goal_id].values.mean()

    gains = {name: [] for name in names}
    for order in permutations(names):
        for at, name in enumerate(order):
            gains[name].append(value(order[: at + 1]) - value(order[:at]))
    return {name: np.mean(each) for name, each in gains.items()}


def test_levers_that_add_up_contribute_what_each_changes_alone():
    inputs = [metric("a", baseline=normal(10, 1)), metric("b", baseline=20)]
    at = plan(*inputs, metric("y", formula="2 * a + 3 * b"), goals=[goal("y", 80)],
              scenarios=[moved("a", "b")])  # fmt: skip
    found = kt.contributions(at, "goal_y", "s", draws=500)
    assert parts(found) == pytest.approx({"a": 4.0, "b": 12.0}, rel=1e-3)
    assert found.method == "exact"


def test_levers_that_multiply_share_what_they_gain_together():
    of = [metric(name, baseline=at) for name, at in (("a", 2), ("b", 3), ("c", 5))]
    at = plan(*of, metric("y", formula="a * b * c"), goals=[goal("y", 40)],
              scenarios=[moved("a", "b", "c", change=0.5)])  # fmt: skip
    each = 30 * 0.5 * (1 / 3 + 1.5 / 6 * 2 + 1.5**2 / 3)
    found = kt.contributions(at, "goal_y", "s", draws=10)
    assert parts(found) == pytest.approx(dict.fromkeys("abc", each), rel=1e-12)


def test_one_lever_at_the_end_of_a_chain_of_elasticities_contributes_all_of_it():
    names = ("w", "x", "y", "z")
    sizes = (0.6, 0.8, 0.5)
    links = [link(*pair, size) for pair, size in zip(pairwise(names), sizes, strict=True)]
    at = plan(*(metric(name, baseline=1000) for name in names), links=links,
              goals=[goal("z", 1040)], scenarios=[moved("w")])  # fmt: skip
    found = kt.contributions(at, "goal_z", "s", draws=10)
    assert found.levers[0].mean == pytest.approx(44.7286364230797, rel=1e-9)
    assert [path.metrics for path in found.levers[0].paths] == [names]
    assert found.odds_after - found.odds_before == found.levers[0].odds == 1


def test_seven_levers_that_meet_in_pairs_are_exact_although_orders_are_drawn():
    names = "abcdefg"
    of = [metric(name, baseline=normal(10, 1)) for name in names]
    at = plan(*of, metric("y", formula="a * b + c * d + e * f + g"), goals=[goal("y", 320)],
              scenarios=[moved(*names)])  # fmt: skip
    found = kt.contributions(at, "goal_y", "s", draws=2_000)
    assert found.method == "antithetic"
    assert parts(found) == pytest.approx(dict.fromkeys("abcdef", 22.0) | {"g": 2.0}, rel=0.01)
    assert max(each.estimator_error for each in found.levers) < 1e-9


def awkward():
    """An intervention that ends, a stock that is steered, carry-over, saturation, a delivery."""
    metrics = [
        metric("a", baseline={"p10": 80, "p90": 120}, noise=0.1),
        metric("b", baseline=50),
        metric("held", baseline=100, noise=0.05),
        metric("stock", baseline=10, formula="0.8 * previous(stock) + 0.1 * held",
               over_time="last"),
        metric("y", formula="held * stock + b"),
    ]  # fmt: skip
    links = [
        link("a", "held", {"p10": 0.2, "p90": 0.6}, lag=1, carryover={"p10": 0.2, "p90": 0.5}),
        link("b", "held", 0.3, saturation={"half": 40}),
    ]
    targets = [
        {"metric": "a", "change": 0.5, "delivery": {"p10": 0.5, "p90": 0.9}},
        {"metric": "b", "value": 80, "by": month(2)},
        {"metric": "held", "change": 0.1, "until": month(2)},
        {"metric": "stock", "value": 20, "until": month(3)},
    ]
    return plan(*metrics, links=links, months=6, scenarios=[scenario(*targets)],
                goals=[goal("y", 2000, by=month(5), window="quarter")])  # fmt: skip


def test_contributions_are_those_of_all_orders_simulated_one_by_one():
    at = awkward()
    found = kt.contributions(at, "goal_y", "s", draws=60)
    assert parts(found) == pytest.approx(brute_force(at, "goal_y", draws=60), rel=1e-9)


@pytest.mark.parametrize("size", ["S", "M"])
def test_contributions_add_up_in_the_goal_in_the_odds_and_month_by_month(size):
    at = plans.plan(size)
    found = kt.contributions(at, at.goals[-1].id, "plan_a", draws=128)
    assert sum(parts(found).values()) == pytest.approx(found.change, rel=1e-9)
    odds = found.odds_after - found.odds_before
    assert sum(each.odds for each in found.levers) == pytest.approx(odds, abs=1e-9)
    series = np.sum([each.monthly for each in found.levers], axis=0)
    assert series == pytest.approx(np.array(found.monthly_change), rel=1e-9, abs=1e-12)


def test_drawn_orders_come_as_close_to_all_orders_as_they_say():
    names = "abcdefg"
    of = [metric(name, baseline=normal(10, 1)) for name in names]
    at = plan(*of, metric("y", formula=" * ".join(names)), goals=[goal("y", 2e7)],
              scenarios=[moved(*names, change=0.5)])  # fmt: skip
    found = kt.contributions(at, "goal_y", "s", draws=300)
    for each in found.levers:
        assert 0 < each.estimator_error < 0.01 * found.change
        assert abs(each.mean - found.change / 7) < 4 * each.estimator_error


def test_a_lever_that_leads_nowhere_contributes_nothing():
    at = plan(metric("a", baseline=1), metric("b", baseline=1), metric("y", formula="2 * a"),
              goals=[goal("y", 3)], scenarios=[moved("a", "b")])  # fmt: skip
    found = kt.contributions(at, "goal_y", "s", draws=10)
    assert [each.lever for each in found.levers] == ["a", "b"]
    assert (found.levers[1].mean, found.levers[1].paths) == (0, ())


def test_a_scenario_that_is_only_tried_can_be_explained():
    at = awkward()
    tried = at.scenarios[0].model_copy(update={"id": "tried"})
    found = kt.contributions(at, "goal_y", tried, draws=20)
    assert (found.scenario, len(found.levers)) == ("tried", 4)


def test_what_is_remembered_is_the_same_and_is_not_computed_again():
    at, memory = awkward(), kt.Memory()
    first = kt.contributions(at, "goal_y", "s", draws=20, memory=memory)
    renamed = at.model_copy(update={"title": "another title"})
    again = kt.contributions(renamed, "goal_y", "s", draws=20, memory=memory)
    assert again.levers is first.levers
    assert again.plan.title == "another title"


def test_another_way_of_putting_months_together_is_computed_anew():
    memory, told = kt.Memory(), kt.document(awkward())
    first = kt.contributions(kt.plan_of(told), "goal_y", "s", draws=20, memory=memory)
    told["metrics"][-1]["over_time"] = "mean"
    again = kt.contributions(kt.plan_of(told), "goal_y", "s", draws=20, memory=memory)
    assert again.change == pytest.approx(first.change / 3)


@pytest.mark.parametrize(
    ("goal_id", "scenario_id", "words"),
    [
        ("goal_y", "do_nothing", "ninguna palanca se mueve"),
        ("goal_y", "other", "ningún escenario «other»"),
        ("other", "s", "ningún objetivo «other»"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_words(goal_id, scenario_id, words):
    with pytest.raises(kt.BadArgument, match=words):
        kt.contributions(awkward(), goal_id, scenario_id, draws=10)


def test_a_goal_that_is_not_whole_is_refused_with_its_place():
    told = kt.document(awkward())
    del told["goals"][0]["target"]
    with pytest.raises(kt.BadArgument, match=r"goals\[0\].*todavía no se puede calcular"):
        kt.contributions(kt.plan_of(told), "goal_y", "s", draws=10)


def test_whoever_listens_may_call_it_off():
    shares = []

    def progress(share):
        shares.append(share)
        return len(shares) < 5

    with pytest.raises(kt.Stopped):
        kt.contributions(awkward(), "goal_y", "s", draws=10, progress=progress)
    assert len(shares) == 5
