"""What the list of findings as a whole promises."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from kpi_tree.errors import CannotCompute
from kpi_tree.library.templates import template_ids, template_path
from kpi_tree.locale import LANGUAGES, speak
from kpi_tree.plan.missing import missing
from kpi_tree.plan.reading import plan_of, read
from kpi_tree.review import check
from kpi_tree.review.table import page
from kpi_tree.simulation import simulate
from tests.plans import any_plans
from tests.review.pairs import GONE, edited, sound


def plan_with(edit):
    return plan_of(edited(sound(), edit))


def test_errors_come_first_then_warnings_then_notes_each_by_place() -> None:
    edit = {"goals.0.why": "", "goals.0.owner": "", "links.0.evidence": [], "budget.social": 1}
    found = check(plan_with(edit | {"goals.0.by": GONE}))
    assert [one.place for one in found] == [
        "goals[0].by",
        "links[0]",
        "goals[0].owner",
        "budget.social",
        "goals[0].why",
    ]


def test_places_are_ordered_by_number_not_by_letter() -> None:
    more = {
        f"metrics.{n}": {"id": f"m{n}", "name": f"M{n}", "layer": "social", "baseline": 1}
        for n in range(7, 12)
    }
    found = [one.place for one in check(plan_with(more)) if one.code == "unlinked"]
    assert found == [f"metrics[{n}]" for n in range(7, 12)]


def test_an_unlinked_metric_is_called_so_in_both_languages() -> None:
    plan = plan_with({"metrics.7": {"id": "likes", "name": "Likes", "layer": "social"}})
    words = {}
    for language in LANGUAGES:
        with speak(language):
            words[language] = next(x.sentence for x in check(plan) if x.code == "unlinked")
    assert "«Likes» está sin enlace" in words["es"]
    assert "“Likes” is unlinked" in words["en"]


def test_a_finding_is_worded_in_the_language_of_its_reader() -> None:
    finding = next(iter(check(plan_with({"budget.social": 1_234}))))
    with speak("en"):
        assert "€1,234, 1.23% of the marketing budget" in finding.sentence
    with speak("es"):
        assert "1.234\u00a0€, el 1,23\u00a0%" in finding.sentence


def test_what_ends_the_simulation_is_an_error_in_the_same_words() -> None:
    plan = plan_with({"metrics.0.baseline": 0})
    with pytest.raises(CannotCompute) as refusal:
        simulate(plan)
    found = [one for one in check(plan) if one.level == "error"]
    assert [(one.place, one.sentence) for one in found] == [
        (refusal.value.problem.place, refusal.value.problem.sentence)
    ]


def test_a_scenario_that_cannot_be_computed_leaves_the_findings_of_the_others() -> None:
    other = {"id": "other", "name": "Other", "targets": [{"metric": "posts", "value": 20}]}
    plan = plan_with({"scenarios.0.targets.0.value": -1, "scenarios.1": other})
    codes = {one.code for one in check(plan)}
    assert {"driver_negative", "scenario_without_effect"} <= codes


def test_an_empty_plan_asks_for_a_goal_and_nothing_else() -> None:
    plan = plan_of({"format": "enlace-plan/1", "title": "Nothing yet", "start": "2027-01"})
    assert [one.code for one in check(plan)] == ["no_goal"]


def test_no_metric_is_unlinked_before_a_goal_has_a_metric() -> None:
    found = {one.code for one in check(plan_with({"goals": []}))}
    assert "no_goal" in found
    assert "unlinked" not in found


def test_the_table_in_the_documents_is_current(root) -> None:
    written = (root / "docs" / "findings.md").read_text("utf-8")
    assert written == page(), "run: python -m kpi_tree.review > docs/findings.md"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", template_ids())
def test_a_worked_tree_has_no_error_and_all_its_links_wait_for_a_signature(
    template, language
) -> None:
    plan = read(template_path(template, language))
    found = check(plan)
    assert [one for one in found if one.level == "error"] == []
    assert sum(one.code == "link_unsigned" for one in found) == len(plan.links)


@given(any_plans())
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_any_plan_is_read_to_the_end_and_every_finding_can_be_worded(document) -> None:
    plan = plan_of(document)
    found = check(plan)
    assert all(one.to_dict()["sentence"] for one in found)
    errors = {(one.code, one.place) for one in found if one.level == "error"}
    assert {(each.code, each.place) for each in missing(plan)} <= errors


@given(any_plans())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_a_plan_without_errors_can_be_simulated(document) -> None:
    plan = plan_of(document)
    if not any(one.level == "error" for one in check(plan)):
        simulate(plan)
