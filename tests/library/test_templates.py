"""The worked trees: their check values, both languages, and what each of them must carry."""

from __future__ import annotations

import copy
from importlib.util import find_spec
from typing import Any

import pytest

import kpi_tree as kt
from kpi_tree import library
from kpi_tree.library.templates import template_ids, template_json, template_path
from tests.oracles import contract

Json = dict[str, Any]

# Tree → its goal's metric, its main scenario, and the goal's value in the last month when all
# links stand at their most likely size and every target is reached in the first month.
WORKED = {
    "ecommerce": ("revenue", "reviews_and_reach", 355690.0224794615),
    "b2b_saas": ("new_mrr", "advocates_and_sellers", 7718.654814815427),
    "bank_service": ("service_cost_total", "faster_social_care", 541044.8653562395),
    "university": ("new_enrolments", "ambassadors_and_answers", 728.88336799051),
    "employer_brand": ("cost_per_hire", "advocates_and_reviews", 4471.432290329825),
    "ngo": ("donation_income", "sharing_and_trust", 91216.08610030534),
}
# The median change of the same with the ranges drawn: 20,000 draws, published with the trees.
MEDIAN_CHANGE = {
    "ecommerce": 0.040868,
    "b2b_saas": 0.267746,
    "bank_service": -0.020709,
    "university": 0.050424,
    "employer_brand": -0.055718,
    "ngo": 0.032018,
}
WORDS = {"title", "ask", "language", "name", "role", "source", "definition", "why", "cite", "note"}
WORDS |= {"published"}

CATALOGUED = {link.id for link in library.links()}

every_tree = pytest.mark.parametrize("tree", template_ids())
every_language = pytest.mark.parametrize("language", kt.LANGUAGES)
_engine = find_spec("kpi_tree.simulation")
simulated = pytest.mark.skipif(
    _engine is None or _engine.origin is None, reason="the simulation is not there yet"
)


def reached_at_once(plan: Json, scenario_id: str) -> Json:
    """The same plan with every target of one scenario reached in its first month."""
    plan = copy.deepcopy(plan)
    scenario = next(one for one in plan["scenarios"] if one["id"] == scenario_id)
    for target in scenario["targets"]:
        target["from"] = target["by"] = plan["start"]
    return plan


def most_likely(plan: Json) -> Json:
    """The same plan with every link at its most likely size."""
    plan = copy.deepcopy(plan)
    for link in plan["links"]:
        if isinstance(link["size"], dict):
            link["size"] = link["size"]["mode"]
    return plan


def numbers(value: Any) -> Any:
    """What is left of a plan without its words."""
    if isinstance(value, dict):
        return {key: numbers(part) for key, part in value.items() if key not in WORDS}
    return [numbers(part) for part in value] if isinstance(value, list) else value


def words(value: Any, place: str = "") -> dict[str, str]:
    """The words of a plan by their place."""
    if isinstance(value, dict):
        parts = [(f"{place}.{key}", part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(f"{place}[{index}]", part) for index, part in enumerate(value)]
    else:
        return {place: value} if place.rpartition(".")[2] in WORDS else {}
    return {key: text for name, part in parts for key, text in words(part, name).items()}


@every_tree
def test_a_shipped_tree_is_a_plan_that_can_be_read_in_both_languages(tree):
    spanish, english = (kt.read(template_path(tree, code)) for code in ("es", "en"))
    assert (spanish.language, english.language) == ("es", "en")
    assert len(spanish.metrics) == len(english.metrics) > 20


@simulated
@every_tree
@every_language
def test_with_most_likely_links_and_targets_reached_the_worked_value_comes_out(
    tree, language, tmp_path
):
    goal, scenario_id, worked = WORKED[tree]
    plan = most_likely(reached_at_once(template_json(tree, language), scenario_id))
    result = kt.simulate(kt.plan_of(plan), [scenario_id], draws=1, seed=0).to_dict()
    last = result["scenarios"][scenario_id]["metrics"][goal]["p50"][-1]
    assert last == pytest.approx(worked, rel=1e-9)


@every_tree
def test_the_oracle_finds_the_same_worked_value(tree):
    goal, scenario_id, worked = WORKED[tree]
    plan = most_likely(reached_at_once(template_json(tree, "es"), scenario_id))
    last = contract.simulate(plan, scenario_id).metrics[goal][-1]
    assert last == pytest.approx(worked, rel=1e-9)


@simulated
@every_tree
def test_the_ranges_as_shipped_give_the_worked_median(tree):
    goal, scenario_id, _ = WORKED[tree]
    plan = kt.plan_of(reached_at_once(template_json(tree, "es"), scenario_id))
    result = kt.simulate(plan, [scenario_id], draws=10_000, seed=0).to_dict()["scenarios"]
    before = result["do_nothing"]["metrics"][goal]["p50"][-1]
    after = result[scenario_id]["metrics"][goal]["p50"][-1]
    assert after / before - 1 == pytest.approx(MEDIAN_CHANGE[tree], abs=0.002)


@simulated
@every_tree
def test_the_goals_are_ambitious_and_attainable_under_the_main_scenario(tree):
    _, scenario_id, _ = WORKED[tree]
    plan = kt.read(template_path(tree, "es"))
    result = kt.simulate(plan, [scenario_id], draws=4_000, seed=0).to_dict()
    odds = [goal["probability"] for goal in result["scenarios"][scenario_id]["goals"].values()]
    assert all(0.2 <= one <= 0.8 for one in odds), odds


@every_tree
def test_do_nothing_stays_where_it_starts(tree):
    goal, _, _ = WORKED[tree]
    path = contract.simulate(most_likely(template_json(tree, "es")), None).metrics[goal]
    assert path == pytest.approx([path[0]] * len(path))


@every_tree
def test_the_languages_differ_in_words_only(tree):
    spanish, english = (template_json(tree, code) for code in ("es", "en"))
    assert numbers(spanish) == numbers(english)


@every_tree
def test_no_sentence_is_left_untranslated(tree):
    spanish, english = (words(template_json(tree, code)) for code in ("es", "en"))
    told = [place for place in spanish if place.rpartition(".")[2] not in {"cite", "name"}]
    assert told
    assert [place for place in told if spanish[place] == english[place]] == []


@every_tree
@every_language
def test_every_piece_of_evidence_says_what_it_is_and_how_it_was_verified(tree, language):
    for piece in template_json(tree, language)["evidence"]:
        assert {"grade", "cite", "note", "published", "verified"} <= piece.keys()


@every_tree
def test_evidence_from_the_catalogue_keeps_its_grade_and_degree(tree):
    pieces = template_json(tree, "es")["evidence"]
    taken = {p["id"].upper(): p for p in pieces if p["id"].upper() in CATALOGUED}
    assert taken
    for link_id, piece in taken.items():
        row = library.link(link_id)
        assert (piece["grade"], piece["verified"]) == (row.grade, row.published.verified.degree)


@every_tree
def test_what_was_taken_from_the_catalogue_is_there(tree):
    plan = template_json(tree, "es")
    known = {metric.id for metric in library.metrics()}
    assert {m["catalogue"] for m in plan["metrics"] if "catalogue" in m} <= known
    assert {link["catalogue"] for link in plan["links"] if "catalogue" in link} <= CATALOGUED


@every_tree
def test_every_link_has_a_range_a_reason_and_evidence_and_is_still_a_hypothesis(tree):
    plan = template_json(tree, "es")
    known = {piece["id"] for piece in plan["evidence"]}
    for link in plan["links"]:
        assert link["size"]["low"] <= link["size"]["mode"] <= link["size"]["high"]
        assert link["status"] == "hypothesis"
        assert link["why"]
        assert link["evidence"]
        assert set(link["evidence"]) <= known


@every_tree
def test_owners_are_roles_to_be_named_and_nobody_has_signed(tree):
    plan = template_json(tree, "es")
    people = {person["id"] for person in plan["people"]}
    owners = {item["owner"] for item in plan["metrics"] + plan["goals"] if "owner" in item}
    assert owners <= people
    assert all(person["name"].endswith(" (por nombrar)") for person in plan["people"])
    assert {"business", "social"} <= {person["side"] for person in plan["people"]}
    assert not any("agreed_by" in link or "opinions" in link for link in plan["links"])


@every_tree
def test_the_main_scenario_ramps_and_a_second_one_differs(tree):
    main, second = template_json(tree, "es")["scenarios"]
    assert main["id"] == WORKED[tree][1]
    assert all(target["from"] < target["by"] for target in main["targets"])
    assert second["targets"] != main["targets"]


@every_tree
def test_levers_that_a_scenario_moves_stay_within_what_is_feasible(tree):
    plan = template_json(tree, "es")
    feasible = {m["id"]: m["feasible"] for m in plan["metrics"] if "feasible" in m}
    for target in (t for s in plan["scenarios"] for t in s["targets"]):
        if bounds := feasible.get(target["metric"]):
            assert bounds["low"] <= target["value"] <= bounds["high"]


def test_a_language_without_trees_gets_the_spanish_ones():
    assert template_json("ngo", "pt") == template_json("ngo", "es")


def test_a_tree_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="bakery"):
        template_path("bakery", "es")
