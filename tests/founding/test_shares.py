"""What a forecast rests on: closed forms, every path by brute force, and that shares add up."""

import math
from itertools import pairwise

import pytest

import kpi_tree as kt
from kpi_tree.deciding.asking import asked
from kpi_tree.deciding.flowing import flows
from kpi_tree.deciding.pace import Pace
from tests.bench import plans
from tests.simulation.plans_in_short import goal, link, metric, month, plan, scenario

EVIDENCE = [
    {"id": f"of_{grade.replace('-', '_')}", "grade": grade}
    for grade in ("experiment", "meta-analysis", "observational", "practice", "own-data", "expert")
]
PEOPLE = [{"id": "ana", "name": "Ana", "side": "business"}]


def on(grade, *pair, size=0.5, signed=False, **own):
    """A link on evidence of a grade."""
    agreed = [{"by": "ana", "on": "2027-01-01", "size": size}] if signed else []
    named = [f"of_{grade.replace('-', '_')}"] if grade else []
    return link(*pair, size, evidence=named, agreed_by=agreed, **own)


def tree(names, links, *, end, change=0.2, formulas=None, levers=("a",), **own):
    formulas = formulas or {}
    metrics = [
        metric(each, formula=formulas[each]) if each in formulas else metric(each, baseline=100)
        for each in names
    ]
    moves = scenario(*({"metric": each, "change": change} for each in levers))
    return plan(*metrics, links=links, evidence=EVIDENCE, people=PEOPLE, scenarios=[moves],
                goals=[goal(end, 100)], **own)  # fmt: skip


def told(of, end, **own):
    found = kt.forecast_shares(of, f"goal_{end}", "s", draws=50, **own)
    return {name: share for name, share in found.grades.items() if share}, found


def test_a_chain_is_as_strong_as_its_weakest_link():
    links = [on("experiment", "a", "b"), on("practice", "b", "c"), on("own-data", "c", "d")]
    shares, found = told(tree("abcd", links, end="d"), "d")
    assert shares == {"practice": 1.0}
    assert found.links == pytest.approx(dict.fromkeys(found.links, 1.0))


def test_two_ways_share_as_what_they_carry():
    links = [on("experiment", "a", "b", size=2.0, effect="per_unit"),
             on("practice", "a", "c", size=6.0, effect="per_unit")]  # fmt: skip
    shares, found = told(tree("abcd", links, end="d", formulas={"d": "b + c"}), "d")
    assert shares == pytest.approx({"experiment": 0.25, "practice": 0.75}, rel=1e-12)
    assert found.opinion == pytest.approx(0.75, rel=1e-12)


def test_ways_that_cancel_each_other_both_count():
    links = [on("experiment", "a", "b", size=3.0, effect="per_unit"),
             on("practice", "a", "c", size=-2.0, effect="per_unit")]  # fmt: skip
    shares, _ = told(tree("abcd", links, end="d", formulas={"d": "b + c"}), "d")
    assert shares == pytest.approx({"experiment": 0.6, "practice": 0.4}, rel=1e-12)


def test_what_passes_no_link_is_arithmetic():
    links = [on("practice", "a", "b", size=1.0, effect="per_unit")]
    formulas = {"d": "3 * a + b + c"}
    shares, _ = told(tree("abcd", links, end="d", formulas=formulas), "d")
    assert shares == pytest.approx({"formula": 0.75, "practice": 0.25}, rel=1e-12)


def test_a_target_on_the_goals_own_metric_rests_on_no_link():
    shares, found = told(tree("ab", [on("practice", "a", "b")], end="a"), "a")
    assert shares == {"formula": 1.0}
    assert found.opinion == 0


def test_a_lever_that_another_drives_pushes_only_beyond_what_comes_to_it():
    """While b is held at its target nothing of what drives it counts."""
    links = [on("practice", "a", "b"), on("experiment", "b", "c")]
    shares, _ = told(tree("abc", links, end="c", levers=("a", "b")), "c")
    assert shares == {"experiment": 1.0}


def test_what_drives_a_lever_counts_again_once_its_target_has_ended():
    """For a month b is held 20 above; for three more a brings it 10 each: 20 beside 30."""
    metrics = [metric("a", baseline=100), metric("b", baseline=100), metric("c", baseline=100)]
    links = [on("practice", "a", "b", effect="per_unit"),
             on("experiment", "b", "c", size=1.0, effect="per_unit")]  # fmt: skip
    lifted = {"value": 120, "by": month(0)}
    moves = scenario({"metric": "a", **lifted}, {"metric": "b", "until": month(0), **lifted})
    of = plan(*metrics, links=links, evidence=EVIDENCE, months=4, scenarios=[moves],
              goals=[goal("c", 100, month(3), window="horizon")])  # fmt: skip
    shares, _ = told(of, "c")
    assert shares == pytest.approx({"experiment": 0.4, "practice": 0.6}, rel=1e-9)


def test_a_link_without_evidence_is_opinion_and_the_strongest_grade_is_the_links():
    links = [on(None, "a", "b", size=1.0, effect="per_unit"),
             on("practice", "a", "c", size=1.0, effect="per_unit")]  # fmt: skip
    links[1]["evidence"].append("of_meta_analysis")
    shares, found = told(tree("abcd", links, end="d", formulas={"d": "b + c"}), "d")
    assert shares == pytest.approx({"none": 0.5, "meta-analysis": 0.5}, rel=1e-12)
    assert found.opinion == pytest.approx(0.5, rel=1e-12)


def test_signatures_share_alike_and_an_unconfirmed_side_is_told_apart():
    links = [on("practice", "a", "b", size=1.0, effect="per_unit", signed=True),
             on("practice", "a", "c", size=3.0, effect="per_unit")]  # fmt: skip
    of = tree("abcd", links, end="d", formulas={"d": "b + c"})
    _, found = told(of, "d")
    assert (found.signed["signed"], found.signed["unsigned"]) == pytest.approx((0.25, 0.75))
    _, found = told(of, "d", sides=kt.sides(of, []))
    assert (found.signed["signed"], found.signed["unconfirmed"]) == pytest.approx((0, 0.25))


def test_the_links_inside_a_growth_loop_lie_on_every_way_through_it():
    metrics = [metric("a", baseline=100), metric("x", baseline=10),
               metric("y", baseline=1, formula="0.5 * previous(y) + 0.1 * x")]  # fmt: skip
    links = [on("experiment", "a", "x"), on("practice", "y", "x", size=0.1)]
    with pytest.raises(kt.PlanError):  # y → x → y in the same month
        plan(*metrics, links=links, evidence=EVIDENCE)
    metrics[2]["formula"] = "0.5 * previous(y) + 0.1 * previous(x)"
    of = plan(*metrics, links=links, evidence=EVIDENCE, months=6, goals=[goal("y", 3, month(5))],
              scenarios=[scenario({"metric": "a", "change": 0.2})])  # fmt: skip
    shares, found = told(of, "y")
    assert shares == {"practice": 1.0}
    assert found.links == pytest.approx({"a_to_x": 1.0, "y_to_x": 1.0})


def test_a_goal_that_does_not_move_has_no_shares_and_says_so():
    shares, found = told(tree("abc", [on("practice", "a", "b")], end="c"), "c")
    assert (shares, found.moves) == ({}, False)
    assert found.undefined == found.sentence != ""


def test_nothing_rests_on_anything_where_nothing_is_done():
    of = tree("ab", [on("practice", "a", "b")], end="b")
    with pytest.raises(kt.BadArgument):
        kt.forecast_shares(of, "goal_b", kt.DO_NOTHING)


def brute_force(of, goal_id, scenario_id, *, draws):
    """The shares by grade from every single path, found one by one."""
    question = asked(of, goal_id, scenario_id, draws=draws, seed=0, memory=None)
    engine, run = question.begun(Pace(None, 1))
    slopes = flows(question, engine, run).slopes
    ranks = ["formula", "experiment", "own-data", "meta-analysis", "observational", "expert",
             "practice", "none"]  # fmt: skip
    held = {each.id: each.grade for each in of.evidence}
    last = of.month_index(question.goal.by)

    def rank(driver, outcome):
        links = [x for x in of.links_into.get(outcome, ()) if x.driver == driver]
        return max((min((ranks.index(held[e]) for e in x.evidence), default=7) for x in links),
                   default=0)  # fmt: skip

    def change(name):
        gap = run.draws(name) - engine.base.draws(name)
        rows = [gap[month if len(gap) > 1 else 0].mean() for month in range(last + 1)]
        return math.fsum(rows)

    found = dict.fromkeys(ranks, 0.0)

    def walk(name, carried, weakest):
        if name == question.metric:
            found[ranks[weakest]] += abs(carried)
            return
        for (driver, outcome), slope in slopes.items():
            if driver == name:
                walk(outcome, carried * slope, max(weakest, rank(driver, outcome)))

    for name in run.targets:
        came = [change(d) * slope for (d, o), slope in slopes.items() if o == name]
        walk(name, change(name) - math.fsum(came), 0)
    whole = math.fsum(found.values())
    return {name: share / whole for name, share in found.items()}


@pytest.mark.parametrize("template", ["ecommerce", "bank_service", "ngo", "university"])
def test_shares_are_those_of_every_path_by_itself_and_add_up(template):
    of = kt.plan_of(kt.library.template_json(template, "en"))
    for each in of.goals:
        found = kt.forecast_shares(of, each.id, of.scenarios[0].id, draws=40)
        slow = brute_force(of, each.id, of.scenarios[0].id, draws=40)
        assert dict(found.grades) == pytest.approx(slow, rel=1e-9, abs=1e-9)
        for shares in (found.grades, found.signed):
            assert min(shares.values()) >= 0
            assert sum(shares.values()) == pytest.approx(1, abs=1e-9)


def test_a_large_plan_has_shares_that_add_up():
    of = plans.plan("M")
    found = kt.forecast_shares(of, of.goals[-1].id, "plan_a", draws=32)
    assert sum(found.grades.values()) == pytest.approx(1, abs=1e-9)
    assert max(found.links.values()) <= 1 + 1e-9


def test_what_passes_over_a_link_is_what_would_not_arrive_without_it():
    names = "abcde"
    links = [on("practice", *pair, size=1.0, effect="per_unit") for pair in pairwise("abcd")]
    links.append(on("practice", "a", "e", size=0.5, effect="per_unit"))
    of = tree([*names, "y"], links, end="y", formulas={"y": "d + e"})
    _, found = told(of, "y")
    assert found.links == pytest.approx(
        {"a_to_b": 2 / 3, "b_to_c": 2 / 3, "c_to_d": 2 / 3, "a_to_e": 1 / 3}, rel=1e-12
    )
