"""Scenarios side by side against arithmetic by hand, and the money of a scenario."""

import numpy as np
import pytest

import kpi_tree as kt

DRAWS = 2_000


def plan_of(**fields):
    """Profit is sales − spend in three months; each scenario spends and sells another amount."""
    size = {"shape": "uniform", "low": 1, "high": 3}
    targets = {"small": 20, "large": 50, "idle": 10}
    document = {
        "format": "enlace-plan/1",
        "title": "Three months",
        "start": "2027-01",
        "months": 3,
        "money": "sales",
        "budget": {"marketing": 1_000, "social": 200},
        "metrics": [
            {"id": "spend", "name": "Spend", "layer": "lever", "unit": "currency", "baseline": 10},
            {
                "id": "sales",
                "name": "Sales",
                "layer": "business",
                "unit": "currency",
                "over_time": "sum",
                "baseline": 100,
            },
            {
                "id": "waits",
                "name": "Waits",
                "layer": "business",
                "better": "lower",
                "over_time": "last",
                "formula": "200 - sales",
            },
        ],
        "links": [
            {"id": "sells", "from": "spend", "to": "sales", "effect": "per_unit", "size": size}
        ],
        "goals": [
            {"id": "sell", "name": "Sell", "metric": "sales", "target": 140, "by": "2027-03"},
            {"id": "wait", "name": "Wait", "metric": "waits", "target": 60, "by": "2027-03"},
            {"id": "open", "name": "Open", "metric": "sales"},
        ],
        "scenarios": [
            {
                "id": name,
                "name": name.title(),
                "targets": [{"metric": "spend", "value": to, "from": "2027-01", "by": "2027-01"}],
                "costs": [{"metric": "spend", "per_unit": 1, "fixed": 5, "monthly": 2}],
            }
            for name, to in targets.items()
        ],
    }
    return kt.plan_of(document | fields)


@pytest.fixture(scope="module")
def found():
    return kt.compare(plan_of(), draws=DRAWS)


def test_do_nothing_comes_first_and_pays_nothing_back(found):
    assert [side.id for side in found.sides] == ["do_nothing", "small", "large", "idle"]
    assert found["do_nothing"].payback is None
    assert found["do_nothing"].cost.mean == 0


def test_odds_and_ranges_are_those_of_the_distribution(found):
    odds = found["large"].goals["sell"]
    assert odds.probability == pytest.approx(1, abs=1e-9)
    assert found["small"].goals["sell"].probability == 0
    assert odds.p50 == pytest.approx(100 + 40 * 2, rel=1e-3)
    assert (odds.p10, odds.p90) == pytest.approx((100 + 40 * 1.2, 100 + 40 * 2.8), rel=2e-3)
    assert found["large"].goals["open"].probability is None


def test_cost_and_payoff_add_up_by_hand(found):
    side = found["small"]
    assert side.cost.mean == 3 * 10 + 5 + 3 * 2
    assert side.payoff.mean == pytest.approx(3 * 10 * 2 - 41, rel=1e-3)
    assert side.benefit.mean == pytest.approx(side.payoff.mean + side.cost.mean, rel=1e-9)
    assert side.by_lever["spend"].mean == 41


def test_constant_flows_pay_back_in_the_month_that_covers_the_fixed_cost():
    size = {"id": "sells", "from": "spend", "to": "sales", "effect": "per_unit", "size": 1.5}
    side = kt.compare(plan_of(links=[size]), ["small"], draws=10)["small"]
    # Each month 15 comes back for 12 paid, and 5 are paid once: −2, 1, 4.
    assert (side.payback.probability, side.payback.p50_month) == (1.0, "2027-02")


def test_the_difference_of_two_is_taken_in_the_same_draws(found):
    gap = found.between("large", "small", "sell")
    assert gap.mean == pytest.approx(30 * 2, rel=1e-3)
    assert (gap.p10, gap.p90) == pytest.approx((30 * 1.2, 30 * 2.8), rel=2e-3)
    assert (gap.better, gap.worse, gap.error) == (1.0, 0.0, 0.0)


def test_less_is_better_where_the_metric_says_so(found):
    gap = found.between("large", "small", "wait")
    assert gap.mean < 0
    assert gap.better == 1.0


def test_which_is_better_is_as_sure_as_the_draws_say(found):
    # By payoff: a unit of spend brings 1 to 3 in sales for 1; the larger is the better above 1.
    # Do-nothing beats both where the size is below 1 + 11 / 30 and 1 + 11 / 120.
    verdict = found.leading("payoff")
    assert verdict.best == "large"
    assert verdict.odds["large"] == pytest.approx(1 - (11 / 120) / 2, abs=0.005)
    assert verdict.odds["do_nothing"] == pytest.approx((11 / 120) / 2, abs=0.005)
    assert sum(verdict.odds.values()) == pytest.approx(1)
    share = verdict.odds["large"]
    assert verdict.error == pytest.approx(np.sqrt(share * (1 - share) / DRAWS))


def test_only_what_is_aimed_at_differently_is_told_to_differ():
    plan = plan_of()
    document = kt.document(plan)
    document["metrics"].append({"id": "posts", "name": "Posts", "layer": "lever", "baseline": 1})
    for scenario in document["scenarios"]:
        scenario["targets"].append({"metric": "posts", "value": 3})
    differing = kt.compare(kt.plan_of(document), draws=10).differing
    assert [each.metric for each in differing] == ["spend"]
    assert {name: aim.value for name, aim in differing[0].targets.items()} == {
        "small": 20,
        "large": 50,
        "idle": 10,
    }


def test_a_unit_of_a_goal_costs_what_is_paid_for_what_is_gained(found):
    unit = found["small"].per_unit["sell"]
    assert unit.value == pytest.approx(41 / 20, rel=1e-3)
    assert (unit.p10, unit.p90) == pytest.approx((41 / 28, 41 / 12), rel=2e-2)
    assert found["do_nothing"].per_unit["sell"].undefined == "no_cost"
    assert found["idle"].per_unit["sell"].undefined == "no_gain"
    assert found["large"].per_unit["open"].undefined == "open"


def test_a_comparison_takes_six_scenarios_and_refuses_a_seventh():
    plan = plan_of()
    document = kt.document(plan)
    for index in range(5):
        document["scenarios"].append({"id": f"more_{index}", "name": f"More {index}"})
    wide = kt.plan_of(document)
    assert len(kt.compare(wide, draws=10).sides) == 7
    with pytest.raises(kt.BadArgument, match="6"):
        kt.compare(wide, [scenario.id for scenario in wide.scenarios][:7], draws=10)


@pytest.mark.parametrize("asked", [("none", "small", "sell"), ("large", "small", "open")])
def test_what_cannot_be_compared_is_refused(asked, found):
    with pytest.raises(kt.BadArgument) as refusal:
        found.between(*asked)
    assert refusal.value.problem.remedy


def test_the_answer_travels_as_plain_values(found):
    told = found.to_dict()
    assert told["scenarios"]["small"]["cost"]["mean"] == 41
    assert told["scenarios"]["idle"]["payback"]["probability"] == 0


def test_social_share_stands_beside_what_others_spend_with_its_source():
    plan = plan_of()
    forecast = kt.simulate(plan, ["small"], 10)["small"]
    share = kt.social_share(plan, forecast)
    assert (share.low, share.high) == (0.13, 0.24)
    assert "Hootsuite" in share.source
    assert share.share == 0.2
    assert share.with_scenario == pytest.approx((200 + 41 * 4) / (1_000 + 41 * 4))
    assert (kt.social_share(plan).place, share.place) == ("within", "above")
    assert kt.social_share(plan_of(budget={"social": 5})) is None
