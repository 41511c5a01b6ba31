"""Scenarios: sliders, odds beside them, exact fields, a list of scenarios, a comparison."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

import kpi_tree as kt
from pages.parts import dials, forecasts, scenario_board, target_adding, target_cards
from pages.parts.session import Opened, workspace

HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) *y* $z$"
EMPTY = {"format": "enlace-plan/1", "title": "Vacío", "start": "2027-01"}


def small(**changes: Any) -> dict[str, Any]:
    """Posts lead to orders, which are to reach 120."""
    return {
        **EMPTY,
        "metrics": [
            {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 60},
            {"id": "spend", "name": "Anuncios", "layer": "investment", "baseline": 100},
            {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 100},
            {"id": "double", "name": "Doble", "layer": "business", "formula": "2 * orders"},
        ],
        "links": [
            {"id": "l", "from": "posts", "to": "orders", "size": {"p10": 0.2, "p90": 0.5}},
        ],
        "goals": [
            {"id": "g", "name": "Más", "metric": "orders", "target": 120, "by": "2027-12"},
        ],
        "scenarios": [
            {"id": "a", "name": "Publicar más", "targets": [{"metric": "posts", "value": 120}]},
            {"id": "b", "name": "Nada", "targets": [{"metric": "posts", "change": 0.1}]},
        ],
        **changes,
    }


def plan_now(at) -> kt.Plan:
    return workspace().read(workspace().plans()[0].plan_id).plan


def shop(root, language: str) -> dict[str, Any]:
    folder = root / "kpi_tree" / "library" / "templates"
    return json.loads((folder / f"ecommerce.{language}.json").read_text("utf-8"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_worked_tree_has_a_card_for_each_target(enlace, root, language) -> None:
    at = enlace("scenarios", plan=shop(root, language), language=language).run()
    assert not at.exception
    assert sum("2027" in card.label for card in at.expander) == 5


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_plan_without_metrics_is_sent_to_the_tree(enlace, language) -> None:
    at = enlace("scenarios", plan=EMPTY, language=language).run()
    assert not at.exception
    assert at.markdown[0].value.startswith(("Un escenario mueve", "A scenario moves"))


def test_a_plan_without_scenarios_asks_for_the_first_and_opens_it(enlace) -> None:
    at = enlace("scenarios", plan=small(scenarios=[])).run()
    at.text_input(key="scenarios.new").set_value("  Más   reseñas ")
    at.button(key="scenarios.add").click().run()
    assert [each.name for each in plan_now(at).scenarios] == ["Más reseñas"]
    assert at.session_state["scenario.chosen"] == "mas_resenas"


def test_a_scenario_without_a_name_is_refused(enlace) -> None:
    at = enlace("scenarios", plan=small(scenarios=[])).run()
    at.button(key="scenarios.add").click().run()
    assert "necesita un nombre" in at.error[0].value


def test_a_scenario_is_duplicated_and_the_copy_is_chosen(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    at.button(key="scenarios.duplicate").click().run()
    names = [each.name for each in plan_now(at).scenarios]
    assert names == ["Publicar más", "Publicar más (copia)", "Nada"]
    assert at.session_state["scenario.chosen"] == "publicar_mas_copia"


def test_a_scenario_is_renamed(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    at.text_input(key="scenarios.renamed.a").set_value("Otro nombre")
    at.button(key="scenarios.rename").click().run()
    assert plan_now(at).scenario["a"].name == "Otro nombre"


def test_a_scenario_that_is_removed_leaves_the_next_one_chosen(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    at.button(key="scenarios.remove").click().run()
    assert [each.id for each in plan_now(at).scenarios] == ["b"]
    assert at.session_state["scenario.chosen"] == "b"


def test_a_new_target_begins_where_the_metric_stands(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    at.selectbox(key="target.new.metric").select("spend").run()
    at.button(key="target.new.add").click().run()
    assert plan_now(at).scenario["a"].targets[-1] == kt.Target(metric="spend", value=100)


def test_a_target_on_a_formula_comes_with_a_warning(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    at.toggle(key="target.new.all").set_value(True).run()
    at.selectbox(key="target.new.metric").select("double").run()
    assert "fórmula" in at.warning[0].value


def opened_card(enlace, **changes: Any):
    at = enlace("scenarios", plan=small(**changes))
    at.session_state["target.a.posts"] = True
    return at.run()


def test_an_exact_value_is_typed_and_saved(enlace) -> None:
    at = opened_card(enlace)
    at.text_input(key="target.a.posts.value.typed").set_value("95").run()
    at.button(key="target.a.posts.value.save").click().run()
    assert plan_now(at).scenario["a"].targets[0].value == 95


def test_a_range_for_a_target_is_refused_and_what_was_typed_stays(enlace) -> None:
    at = opened_card(enlace)
    at.text_input(key="target.a.posts.value.typed").set_value("90 a 100").run()
    at.button(key="target.a.posts.value.save").click().run()
    assert "un solo número" in at.error[0].value
    assert at.text_input(key="target.a.posts.value.typed").value == "90 a 100"


def test_months_in_the_wrong_order_are_refused_and_stay_as_chosen(enlace) -> None:
    at = opened_card(enlace)
    at.selectbox(key="target.a.posts.start").select("2027-06").run()
    at.selectbox(key="target.a.posts.due").select("2027-03").run()
    assert at.error
    assert at.selectbox(key="target.a.posts.due").value == "2027-03"
    assert plan_now(at).scenario["a"].targets[0].by is None


def test_a_delivery_may_be_a_range(enlace) -> None:
    at = opened_card(enlace)
    at.text_input(key="target.a.posts.delivery.typed").set_value("60 a 90 %").run()
    at.button(key="target.a.posts.delivery.save").click().run()
    delivery = plan_now(at).scenario["a"].targets[0].delivery
    assert (delivery.p10, delivery.p90) == (0.6, 0.9)


def test_a_cost_keeps_the_other_costs(enlace) -> None:
    plan = kt.plan_of(small())
    once = kt.set_cost(plan, "a", metric="posts", fixed=50)
    assert once
    events = target_cards.recost(plan, "a", "posts", monthly=7)
    assert events[0].item == kt.Cost(metric="posts", monthly=7)


def test_scenarios_stand_side_by_side(enlace) -> None:
    at = enlace("scenarios", plan=small())
    at.session_state["scenarios.compared"] = True
    at.run()
    assert list(at.table[0].value.columns)[1:] == ["Sin cambios", "Publicar más", "Nada"]


def test_hostile_names_are_shown_as_written(enlace) -> None:
    scenarios = [{"id": "a", "name": HOSTILE, "targets": [{"metric": "posts", "value": 80}]}]
    metrics = [{"id": "posts", "name": HOSTILE, "layer": "lever", "baseline": 60}]
    plan = small(scenarios=scenarios, metrics=metrics, links=[], goals=[])
    at = enlace("scenarios", plan=plan).run()
    assert not at.exception
    assert "\\!\\[i\\]" in at.expander[0].label


def test_what_cannot_be_computed_says_why_and_keeps_the_cards(enlace) -> None:
    plan = small()
    plan["metrics"][3]["formula"] = "1 / (posts - posts)"
    at = enlace("scenarios", plan=plan).run()
    assert not at.exception
    assert "Doble" in at.error[0].value
    assert "Publicaciones" in at.expander[0].label


# ── Sliders ─────────────────────────────────────────────────────────────────────────────────────


def sliders(document: dict[str, Any], scenario: str = "a") -> list[dials.Dial]:
    plan = kt.plan_of(document)
    base = forecasts.forecast(Opened(uuid4().hex, plan, 1), None, draws=64)
    return dials.dials(plan, plan.scenario[scenario], base, tried={})


def test_a_slider_reaches_as_far_as_is_feasible() -> None:
    plan = small()
    plan["metrics"][0]["feasible"] = {"low": 30, "high": 150, "whole": True}
    (dial,) = sliders(plan)
    assert (dial.low, dial.high, dial.step, dial.baseline) == (30, 150, 1, 60)
    assert dial.notes[:2] == ("Hoy: 60", "Posible: de 30 a 150")


def test_a_slider_shows_what_was_measured() -> None:
    (dial,) = sliders(small(observations={"posts": {"2026-11": 40, "2026-12": 70}}))
    assert dial.band == (40, 70)
    assert "Medido: de 40 a 70" in dial.notes


def test_a_change_stays_a_change_on_its_slider() -> None:
    (dial,) = sliders(small(), "b")
    assert (dial.told, dial.baseline, dial.style) == ("+10\u00a0%", 0, "change")


def test_a_target_on_an_unknown_metric_cannot_be_moved() -> None:
    plan = small()
    del plan["metrics"][0]["baseline"]
    (dial,) = sliders(plan)
    assert dial.value is None


def test_a_move_is_kept_as_a_level_or_as_a_change() -> None:
    plan = kt.plan_of(small())
    level = scenario_board.moved(plan, "a", ("posts", 90))
    change = scenario_board.moved(plan, "b", ("posts", 0.2))
    assert level[0].item.value == 90
    assert change[0].item.change == 0.2


def test_levers_are_offered_first() -> None:
    plan = kt.plan_of(small())
    base = forecasts.forecast(Opened(uuid4().hex, plan, 1), None, draws=64)
    assert [metric.id for metric in target_adding.offered(plan, base)][:2] == ["posts", "spend"]


def test_what_leads_nowhere_is_left_out_and_the_odds_stay_the_same() -> None:
    opened = Opened(uuid4().hex, kt.plan_of(small()), 1)
    scenario = opened.plan.scenario["a"]
    whole = forecasts.forecast(opened, scenario, draws=512)
    part = forecasts.forecast(opened, scenario, draws=512, about=frozenset({"orders"}))
    assert part.metrics == ("posts", "orders")
    assert part.goals["g"].probability == whole.goals["g"].probability
