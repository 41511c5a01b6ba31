"""The cheapest way against brute force, and what a search promises."""

import json
from functools import cache
from statistics import NormalDist

import numpy as np
import pytest

import kpi_tree as kt
from kpi_tree.cli import main

WANTED = 0.8
DRAWS = 1_024
FRESH = 100_000
COSTS = {"ads": 3.0, "posts": 8.0}


def plan_of(*, family="product", target=150.0, whole=False, costs=None, months=1, **fields):
    """Two levers, ads (today 10) and posts (today 5), and a goal that both move."""
    whole_posts = {"whole": True} if whole else {}
    ads = {"id": "ads", "name": "Ads", "layer": "lever", "baseline": 10}
    posts = {"id": "posts", "name": "Posts", "layer": "lever", "baseline": 5}
    ads["feasible"] = {"low": 10, "high": 40}
    posts["feasible"] = {"low": 5, "high": 30, **whole_posts}
    metrics, links = [ads, posts], []
    sizes = {"ads": {"p10": 0.2, "p90": 0.5}, "posts": {"p10": 0.1, "p90": 0.4}}
    if family == "least":
        for name, driver in (("seen", "ads"), ("read", "posts")):
            metrics.append({"id": name, "name": name, "layer": "bridge", "baseline": 100})
            link = {"id": f"by_{driver}", "from": driver, "to": name, "size": sizes[driver]}
            links.append(link)
        sales = {"formula": "min(seen, read)"}
    else:
        effect = "per_unit" if family == "sum" else "elasticity"
        scale = 10 if family == "sum" else 1
        for driver, size in sizes.items():
            scaled = {key: scale * end for key, end in size.items()}
            link = {"id": f"by_{driver}", "from": driver, "to": "sales", "size": scaled}
            links.append(link | {"effect": effect})
        sales = {"baseline": 100}
    metrics.append({"id": "sales", "name": "Sales", "layer": "business", **sales})
    paid = costs or [{"metric": name, "per_unit": each} for name, each in COSTS.items()]
    goal = {"id": "more", "name": "More", "metric": "sales", "target": target, "by": "2027-01"}
    targets = [{"metric": "ads", "value": 20}, {"metric": "posts", "value": 10}]
    return kt.plan_of(
        {
            "format": "enlace-plan/1",
            "title": "Two levers",
            "start": "2027-01",
            "months": months,
            "metrics": metrics,
            "links": links,
            "goals": [goal],
            "scenarios": [{"id": "both", "name": "Both", "targets": targets, "costs": paid}],
            **fields,
        }
    )


@cache
def odds_by_hand(family, target):
    """The odds at levels of ads and posts, from the plan's words and draws of our own."""
    dice = np.random.default_rng(5)
    normal = np.array([NormalDist().inv_cdf((at + 0.5) / FRESH) for at in range(FRESH)])
    z = normal[int(0.9 * FRESH)]
    first, second = (
        np.exp(np.log(a * b) / 2 + np.log(b / a) / 2 / z * dice.permutation(normal))
        for a, b in ((0.2, 0.5), (0.1, 0.4))
    )

    def odds(ads, posts):
        if family == "sum":
            value = 100 + 10 * first * (ads - 10) + 10 * second * (posts - 5)
        else:
            more, also = first * np.log(ads / 10), second * np.log(posts / 5)
            value = 100 * np.exp(np.minimum(more, also) if family == "least" else more + also)
        return float((value >= target).mean())

    return odds


def brute(odds, wanted, cost, *, posts=None):
    """The least cost over a fine grid of ads, the posts that each needs found by halving."""
    best = np.inf
    for ads in np.linspace(10, 40, 61):
        if posts is not None:
            found = [cost(ads, each) for each in posts if odds(ads, each) >= wanted]
            best = min([best, *found])
            continue
        low, high = 5.0, 30.0
        if odds(ads, high) < wanted:
            continue
        for _ in range(16):
            middle = (low + high) / 2
            low, high = (low, middle) if odds(ads, middle) >= wanted else (middle, high)
        best = min(best, cost(ads, high))
    return best


def paid(ads, posts):
    return COSTS["ads"] * (ads - 10) + COSTS["posts"] * (posts - 5)


def levels(found):
    return found.best.targets.get("ads", 10.0), found.best.targets.get("posts", 5.0)


@pytest.mark.parametrize(
    ("family", "target", "wanted"),
    [("product", 150, 0.8), ("product", 130, 0.6), ("sum", 150, 0.8), ("least", 115, 0.7)],
)
def test_no_grid_finds_targets_that_are_cheaper_by_one_percent(family, target, wanted):
    odds = odds_by_hand(family, target)
    plan = plan_of(family=family, target=target)
    found = kt.seek(plan, scenario="both", probability=wanted, draws=DRAWS)
    assert found.found
    assert odds(*levels(found)) >= wanted - 0.01
    assert found.best.cost.mean <= 1.01 * brute(odds, wanted, paid)


def test_whole_levers_stay_whole_and_as_cheap_as_any():
    odds = odds_by_hand("product", 140)
    found = kt.seek(
        plan_of(whole=True, target=140), scenario="both", probability=WANTED, draws=DRAWS
    )
    assert levels(found)[1] == int(levels(found)[1])
    assert odds(*levels(found)) >= WANTED - 0.01
    assert found.best.cost.mean <= 1.01 * brute(odds, WANTED, paid, posts=range(5, 31))


def test_a_fixed_cost_is_paid_only_where_it_is_worth_it():
    costs = [{"metric": "ads", "per_unit": 3.0}, {"metric": "posts", "per_unit": 1, "fixed": 200}]
    found = kt.seek(plan_of(target=115, costs=costs), probability=0.7, scenario="both", draws=DRAWS)
    assert found.best.resting == ("posts",)
    free = [{"metric": "ads", "per_unit": 3.0}, {"metric": "posts", "per_unit": 1, "fixed": 2}]
    other = kt.seek(plan_of(target=140, costs=free), probability=0.7, scenario="both", draws=DRAWS)
    assert "posts" in other.best.targets


def test_a_locked_lever_keeps_the_target_of_its_scenario():
    found = kt.seek(
        plan_of(target=140), scenario="both", locked=["posts"], probability=0.7, draws=DRAWS
    )
    assert set(found.best.targets) == {"ads"}
    assert [(target.metric, target.value) for target in found.kept] == [("posts", 10)]
    assert {target.metric for target in found.best.scenario.targets} == {"ads", "posts"}


def test_a_goal_out_of_reach_is_said_to_be_with_the_best_there_is_and_what_stops_it():
    odds = odds_by_hand("product", 200)
    found = kt.seek(plan_of(target=200), scenario="both", probability=0.95, draws=DRAWS)
    assert not found.found
    assert found.best.probability == pytest.approx(odds(40, 30), abs=0.01)
    assert [stop.id for stop in found.stops if stop.kind == "goal"] == ["more"]
    assert {stop.id for stop in found.stops if stop.kind == "lever"} == {"ads", "posts"}


def test_a_locked_lever_is_named_where_it_stands_in_the_way():
    found = kt.seek(
        plan_of(target=180), scenario="both", locked=["posts"], probability=0.95, draws=DRAWS
    )
    assert not found.found
    locked = [stop for stop in found.stops if stop.bound == "locked"]
    assert [stop.id for stop in locked] == ["posts"]
    assert locked[0].probability > found.best.probability
    free = kt.seek(plan_of(target=180), scenario="both", probability=0.95, draws=DRAWS)
    assert not [stop for stop in free.stops if stop.bound == "locked"]


def test_where_no_draw_meets_the_goal_the_nearest_is_told_and_not_the_cheapest():
    levers = {"ads": (1, 40), "posts": (5, 30)}
    found = kt.seek(plan_of(target=10_000), "more", levers=levers, draws=256)
    assert (found.found, found.best.probability) == (False, 0)
    assert found.best.targets == {"ads": 40, "posts": 30}


def test_a_budget_buys_the_best_odds_that_it_can():
    odds = odds_by_hand("product", 150)
    found = kt.seek(plan_of(target=150), scenario="both", budget=60.0, draws=DRAWS)
    grid = [(ads, 5 + (60 - 3 * (ads - 10)) / 8) for ads in np.linspace(10, 30, 81)]
    assert found.best.cost.mean <= 60.0 + 1e-6
    assert odds(*levels(found)) >= max(odds(*at) for at in grid) - 0.01


def test_a_budget_that_kept_costs_exceed_has_no_answer():
    costs = [{"metric": "sales", "fixed": 500}]
    found = kt.seek(plan_of(costs=costs), scenario="both", budget=100.0, draws=DRAWS)
    assert not found.found


def test_nothing_moves_where_the_goal_is_met_anyway():
    found = kt.seek(plan_of(target=99), scenario="both", probability=0.9, draws=DRAWS)
    assert (found.found, dict(found.best.targets), found.best.cost.mean) == (True, {}, 0.0)


def test_one_lever_alone_is_told_its_level_or_that_it_cannot():
    found = kt.seek(plan_of(target=125), scenario="both", probability=0.7, draws=DRAWS)
    ads, posts = found.alone
    odds = odds_by_hand("product", 125)
    assert odds(ads.level, 5) == pytest.approx(0.7, abs=0.02)
    assert (posts.level is None) == (odds(10, 30) < 0.7)


@pytest.fixture(scope="module")
def found():
    return kt.seek(plan_of(), scenario="both", probability=0.7, draws=DRAWS)


def test_the_frontier_rises_in_odds_and_cost_and_holds_the_proposal(found):
    points = [(point.cost, point.probability) for point in found.frontier]
    assert points == sorted(points)
    assert len({odds for _, odds in points}) == len(points) > 4
    assert found.best.targets in [point.targets for point in found.frontier]


def test_the_bounds_that_are_asked_for_hold():
    asked = {"ads": (12, 25), "posts": (5, 30)}
    found = kt.seek(plan_of(), levers=asked, scenario="both", probability=0.7, draws=DRAWS)
    assert 12 <= found.best.targets["ads"] <= 25
    assert [(lever.source, lever.may_rest) for lever in found.levers] == [
        ("asked", False),
        ("asked", True),
    ]


def test_a_proposal_can_be_taken_over_as_a_scenario(found):
    plan, best = plan_of(), found.best
    document = kt.document(plan)
    document["scenarios"].append({"id": "taken", "name": "Taken", **best.fields})
    taken = kt.simulate(kt.plan_of(document), ["taken"], 20_000)["taken"]
    assert taken.goals["more"].probability == pytest.approx(best.probability, abs=0.015)
    assert taken.money.mean_cost.sum() == pytest.approx(best.cost.mean)


def test_the_same_seed_gives_the_same_answer_and_a_memory_none_other(found):
    memory = kt.Memory()
    kt.simulate(plan_of(), draws=DRAWS, memory=memory)
    again = kt.seek(plan_of(), scenario="both", probability=0.7, memory=memory, draws=DRAWS)
    assert found.to_dict() == again.to_dict()


def test_progress_rises_to_the_end_and_may_call_the_search_off():
    told = []
    kt.seek(plan_of(), scenario="both", probability=0.7, progress=told.append, draws=DRAWS)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1
    with pytest.raises(kt.Stopped):
        kt.seek(plan_of(), scenario="both", progress=lambda share: share < 0.3)


@pytest.mark.parametrize(
    "question",
    [
        {"goals": "none"},
        {"goals": []},
        {"probability": 1.0},
        {"probability": float("nan")},
        {"budget": float("inf")},
        {"levers": {"ads": (20, 10)}},
        {"levers": {"none": (1, 2)}},
        {"levers": {}},
        {"scenario": "none"},
        {"locked": ["ads", "posts"], "scenario": "both"},
        {"draws": 0},
    ],
)
def test_a_question_without_sense_is_refused_in_words(question):
    with pytest.raises(kt.BadArgument) as refusal:
        kt.seek(plan_of(), **question)
    assert refusal.value.problem.sentence
    assert refusal.value.problem.remedy


def test_an_observed_range_bounds_a_lever_that_has_no_feasible_one():
    document = kt.document(plan_of(target=115))
    del document["metrics"][0]["feasible"]
    document["observations"] = {"ads": {"2026-11": 9, "2026-12": 33}}
    found = kt.seek(kt.plan_of(document), scenario="both", probability=0.6, draws=DRAWS)
    assert [(at.metric, at.low, at.high, at.source) for at in found.levers] == [
        ("ads", 9.0, 33.0, "observed"),
        ("posts", 5.0, 30.0, "feasible"),
    ]


def test_levels_at_which_the_plan_cannot_be_computed_are_left_out():
    document = kt.document(plan_of(target=115))
    document["metrics"][0]["feasible"] = {"low": -20, "high": 40}
    found = kt.seek(kt.plan_of(document), scenario="both", probability=0.6, draws=DRAWS)
    assert found.found
    assert found.best.probability >= 0.59


@pytest.fixture
def command(tmp_path, capsys):
    """The command on a small plan: how it ends, what it says, what it complains of."""
    path = tmp_path / "plan.json"
    kt.write(plan_of(), path)
    asked = ["seek", str(path), "--goal", "more", "--draws", "512", "--language", "en"]

    def run(*arguments):
        return main([*asked, *arguments]), *capsys.readouterr()

    return run


def test_the_command_answers_in_json_refuses_and_tells_where_there_is_no_answer(command):
    bounds = ("--lever", "ads=10:40", "--lever", "posts=5:30")
    status, out, _ = command("--json", "--probability", "0.6", *bounds)
    assert status == 0
    told = json.loads(out)
    assert told["found"]
    assert told["best"]["probability"] == pytest.approx(0.6, abs=0.02)
    assert command("--json", "--probability", "0.6", "--lever", "ads=10:11")[0] == 1
    status, out, complaint = command("--json", "--probability", "2")
    assert (status, out) == (2, "")
    assert "between 0 and 1" in complaint


def test_the_command_tells_a_person_the_same(command):
    status, told, _ = command("--probability", "0.6")
    assert status == 0
    assert all(word in told for word in ("Ads", "Posts", "What is proposed", "Better odds"))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(24))
def test_no_grid_finds_cheaper_targets_on_plans_that_are_made_up(seed):
    dice = np.random.default_rng(seed)
    family = ["product", "sum", "least"][seed % 3]
    prices = {"ads": float(dice.uniform(1, 5)), "posts": float(dice.uniform(1, 10))}
    wanted = float(dice.uniform(0.4, 0.9))
    # A target that the middle of both ranges reaches about as often as is wanted.
    middle = [at / 2 for at in range(180, 500)]
    target = max(at for at in middle if odds_by_hand(family, at)(28, 16) >= wanted)
    costs = [{"metric": name, "per_unit": each} for name, each in prices.items()]
    plan = plan_of(family=family, target=target, costs=costs)
    found = kt.seek(plan, scenario="both", probability=wanted)
    odds = odds_by_hand(family, target)

    def cost(ads, posts):
        return prices["ads"] * (ads - 10) + prices["posts"] * (posts - 5)

    assert odds(*levels(found)) >= wanted - 0.01
    assert found.best.cost.mean <= 1.01 * brute(odds, wanted, cost)
