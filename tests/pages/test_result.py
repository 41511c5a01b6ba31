"""Result: a sentence that leads, odds with their error, a what-if that is not saved unasked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import forecasts, odds, outlook
from pages.parts.odds import Chance
from pages.parts.session import Opened, workspace
from tests.pages.components import drawn
from tests.pages.test_scenarios import EMPTY, HOSTILE, shop, small


def lead(at) -> str:
    """The sentence that leads the chart."""
    return "".join(text for text, _ in drawn(at, "fan")["fan"]["chart"]["lead"])


@pytest.mark.parametrize(
    ("language", "words"), [("es", "la probabilidad de que"), ("en", "cases (± 1)")]
)
def test_the_worked_tree_is_led_by_a_sentence(enlace, root, *, language, words) -> None:
    at = enlace("result", plan=shop(root, language), language=language).run()
    assert not at.exception
    assert words in lead(at)


def test_a_plan_with_nothing_to_compute_says_so(enlace) -> None:
    at = enlace("result", plan=EMPTY).run()
    assert not at.exception
    assert at.markdown[0].value.startswith("Todavía no hay nada que calcular")


def test_metrics_that_are_all_unknown_are_named_as_missing(enlace) -> None:
    metrics = [{"id": "a", "name": "Alcance", "layer": "social"}]
    at = enlace("result", plan=EMPTY | {"metrics": metrics}).run()
    assert not at.exception
    assert any("Alcance" in each.value for each in at.markdown)


def test_without_a_scenario_the_result_is_what_happens_without_changes(enlace) -> None:
    at = enlace("result", plan=small(scenarios=[])).run()
    assert lead(at).startswith("Sin cambios")


def test_any_metric_can_be_looked_at(enlace) -> None:
    at = enlace("result", plan=small()).run()
    at.selectbox(key="result.shown").select("metric:double").run()
    assert "Doble llega a" in lead(at)


def test_the_numbers_stand_in_a_table_for_those_who_read(enlace) -> None:
    at = enlace("result", plan=small())
    at.session_state["result.table"] = True
    at.run()
    assert at.table[0].value.iloc[0].tolist()[0] == "enero de 2027"
    assert len(at.table[0].value) == 12


def tried(enlace, value: float):
    """A what-if of 240 posts where 120 are saved."""
    at = enlace("result", plan=small())
    name = workspace().plans()[0].plan_id
    at.session_state["result.tried"] = {(name, "a"): {"posts": value}}
    return at.run()


def posts(at) -> float | None:
    plan = workspace().read(workspace().plans()[0].plan_id).plan
    return plan.scenario["a"].targets[0].value


def test_what_is_tried_changes_the_sentence_and_not_the_plan(enlace) -> None:
    before = lead(enlace("result", plan=small()).run())
    at = tried(enlace, 240)
    assert lead(at) != before
    assert posts(at) == 120


def test_what_is_tried_is_saved_when_it_is_asked_for(enlace) -> None:
    at = tried(enlace, 240)
    at.button(key="result.save").click().run()
    assert posts(at) == 240
    assert not [each for each in at.button if each.key == "result.save"]


def test_what_is_tried_can_be_given_up(enlace) -> None:
    at = tried(enlace, 240)
    at.button(key="result.reset").click().run()
    assert posts(at) == 120
    assert not [each for each in at.button if each.key == "result.reset"]


def test_a_refusal_of_the_simulation_keeps_a_way_back(enlace) -> None:
    plan = small()
    plan["metrics"][3]["formula"] = "1 / (120 - posts) + orders"
    plan["goals"][0]["metric"] = "double"
    plan["scenarios"][0]["targets"] = [{"metric": "posts", "value": 120, "by": "2027-01"}]
    at = enlace("result", plan=plan).run()
    assert not at.exception
    assert "Doble" in at.error[0].value


def test_hostile_names_are_shown_as_written(enlace) -> None:
    plan = small()
    plan["metrics"][2]["name"] = HOSTILE
    plan["goals"][0]["name"] = HOSTILE
    at = enlace("result", plan=plan).run()
    assert not at.exception
    assert "<b>x</b> ![i](http" in lead(at)


# ── Odds in words ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 de 100"),
        (0.001, "menos de 1 de 100"),
        (0.625, "63 de 100"),
        (0.999, "más de 99 de 100"),
        (1.0, "100 de 100"),
    ],
)
def test_odds_are_told_in_cases_of_a_hundred(share, words) -> None:
    assert Chance(share, 10_000).told == words


def test_the_standard_error_is_that_of_a_share() -> None:
    assert Chance(0.5, 4_096).error == pytest.approx(0.78125)
    assert Chance(0.5, 400).margin == "± 3"


def test_what_is_certain_has_no_standard_error() -> None:
    assert Chance(1.0, 1).margin == ""
    assert Chance(0.0, 4_096).margin == ""


def view(document: dict[str, Any], *, draws: int = 512) -> outlook.Outlook:
    plan = kt.plan_of(document)
    opened = Opened(uuid4().hex, plan, 1)
    base = forecasts.forecast(opened, None, draws=draws)
    found = forecasts.forecast(opened, plan.scenarios[0], draws=draws)
    return outlook.Outlook(plan, found, base, plan.goals[0].metric or "", plan.goals[0])


def test_measured_months_stand_before_the_forecast_with_their_gaps() -> None:
    seen = {"orders": {"2026-10": 90, "2026-12": 99, "2027-02": 101}}
    fan = outlook.fan(view(small(observations=seen, title="con datos")))
    assert fan.months[:4] == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert fan.measured == [90, None, 99]


def test_a_target_that_adds_months_up_is_not_drawn_on_single_months() -> None:
    goals = [{**small()["goals"][0], "window": "quarter", "target": 330}]
    plan = kt.plan_of(small(goals=goals))
    assert outlook.adds_up(plan, plan.goals[0])
    assert outlook.aim(plan, plan.goals[0]) is None


def test_a_goal_card_names_target_and_odds_without_changes() -> None:
    seen = view(small())
    with speak("en"):
        (card,) = odds.cards(seen.plan, seen.found, seen.base)
    assert card["note"] == "120 or more in December 2027"
    assert card["beforeTold"] == "Do nothing: 0 of 100"


def test_without_a_scenario_the_odds_are_told_once() -> None:
    seen = view(small())
    (card,) = odds.cards(seen.plan, seen.base, seen.base)
    assert (card["before"], card["beforeTold"]) == (None, "")


def test_places_lead_to_the_step_where_they_are_changed() -> None:
    places = ["metrics[0].baseline", "goals[1].by", "scenarios[0].costs"]
    assert [forecasts.step_of(place) for place in places] == ["tree", "goals", "scenarios"]
