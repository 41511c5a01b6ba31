"""The cheapest way: a question with bounds, a proposal in words, taken over as a scenario."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import long_work
from pages.parts.session import workspace
from tests.pages.test_scenarios import EMPTY, HOSTILE, plan_now, small


def shop(**changes):
    """Posts, at 10 each from 60 to 240, lead to orders; spending on ads leads to them as well."""
    plan = small(**changes)
    plan["metrics"][0]["feasible"] = {"low": 60, "high": 240, "whole": True}
    plan["metrics"][1]["feasible"] = {"low": 100, "high": 300}
    plan["links"].append({"id": "m", "from": "spend", "to": "orders", "size": 0.05})
    if plan["scenarios"]:
        costs = [{"metric": "posts", "per_unit": 10}, {"metric": "spend", "per_unit": 1}]
        plan["scenarios"][0]["costs"] = costs
    return plan


def opened(enlace, plan, language="es"):
    return enlace("cheapest", plan=plan, language=language).run()


def found(at, language="es"):
    """The page once the answer is there; options of a field are written by whoever clicks."""
    with speak(language):
        at.button(key="cheapest.find").click().run()
        long_work.bench().rest()
        return at.run()


def words(at) -> str:
    return "\n".join(each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("language", "told"), [("es", "se alcanza lo pedido"), ("en", "what was asked for")]
)
def test_the_answer_is_led_by_a_sentence(enlace, language, told) -> None:
    at = found(opened(enlace, shop(), language), language)
    assert not at.exception
    assert told in words(at)


@pytest.mark.parametrize(
    ("plan", "told"),
    [(EMPTY, "hace falta un árbol"), (small(goals=[]), "ningún objetivo con métrica")],
    ids=["plan", "goals"],
)
def test_what_is_missing_is_said_with_the_way_there(enlace, plan, told) -> None:
    at = opened(enlace, plan)
    assert not at.exception
    assert told in words(at)


def test_a_proposal_is_taken_over_as_a_scenario(enlace) -> None:
    at = found(opened(enlace, shop()))
    at.text_input(key="cheapest.name.-1").set_value("Lo barato")
    at.button(key="cheapest.take").click().run()
    made = plan_now(at).scenarios[-1]
    assert made.name == "Lo barato"
    assert {cost.metric for cost in made.costs} == {"posts", "spend"}
    assert any("ya está entre los escenarios" in each.value for each in at.success)


def test_after_it_was_taken_over_the_answer_still_stands(enlace) -> None:
    at = found(opened(enlace, shop()))
    at.button(key="cheapest.take").click().run()
    assert "se alcanza lo pedido" in words(at)
    assert any("desde entonces ha cambiado" in each.value for each in at.caption)


def test_a_name_that_is_there_is_refused_and_kept(enlace) -> None:
    at = found(opened(enlace, shop()))
    at.text_input(key="cheapest.name.-1").set_value("Publicar más")
    at.button(key="cheapest.take").click().run()
    assert len(plan_now(at).scenarios) == 2
    assert at.error
    assert at.text_input(key="cheapest.name.-1").value == "Publicar más"


def test_any_point_of_the_frontier_can_be_looked_at_and_taken_over(enlace) -> None:
    at = found(opened(enlace, shop()))
    points = at.selectbox(key="cheapest.point").options
    at.selectbox(key="cheapest.point").select_index(len(points) - 1).run()
    at.button(key="cheapest.take").click().run()
    assert len(plan_now(at).scenarios) == 3


def test_bounds_that_are_upside_down_are_refused_and_kept(enlace) -> None:
    at = opened(enlace, shop())
    at.text_input(key="cheapest.a.posts.low.typed").set_value("300").run()
    at.button(key="cheapest.find").click().run()
    assert "por encima" in at.error[0].value
    assert at.text_input(key="cheapest.a.posts.low.typed").value == "300"


def test_a_lever_that_is_switched_off_stays_as_the_scenario_has_it(enlace) -> None:
    at = opened(enlace, shop())
    at.multiselect(key="cheapest.added").select("spend").run()
    at.toggle(key="cheapest.a.posts.free").set_value(False).run()
    found(at)
    assert at.table[0].value["Palanca"].tolist() == ["Anuncios"]


def test_what_no_targets_can_reach_is_said_with_what_stops_it(enlace) -> None:
    plan = shop()
    plan["goals"][0]["target"] = 10_000
    at = found(opened(enlace, plan))
    assert not at.exception
    assert "llega, como mucho, a 0 de 100" in words(at)


def test_the_best_for_a_budget_asks_for_the_budget(enlace) -> None:
    at = opened(enlace, shop())
    at.segmented_control(key="cheapest.mode").set_value("budget").run()
    at.button(key="cheapest.find").click().run()
    assert "presupuesto total" in at.error[0].value
    at.text_input(key="cheapest.budget.typed").set_value("3000").run()
    found(at)
    assert not at.exception
    assert "3\\.000" in words(at)


def test_a_price_that_is_written_here_goes_along_with_the_scenario(enlace) -> None:
    at = opened(enlace, shop())
    at.text_input(key="cheapest.a.posts.cost.typed").set_value("25").run()
    found(at)
    at.button(key="cheapest.take").click().run()
    made = plan_now(at)
    assert {cost.metric: cost.per_unit for cost in made.scenarios[-1].costs}["posts"] == 25
    assert made.scenarios[0].costs[0].per_unit == 10


def test_without_scenarios_the_levers_are_those_with_a_feasible_range(enlace) -> None:
    at = found(opened(enlace, shop(scenarios=[])))
    assert not at.exception
    assert at.table[0].value["Palanca"].tolist() == ["Publicaciones", "Anuncios"]


def test_names_are_shown_as_they_were_written(enlace) -> None:
    plan = shop()
    plan["metrics"][0]["name"] = HOSTILE
    plan["goals"][0]["name"] = HOSTILE
    plan["scenarios"][0]["name"] = HOSTILE
    at = found(opened(enlace, plan))
    assert not at.exception
    assert "![i]" not in words(at)


def test_the_answer_stands_when_its_lever_was_removed_from_the_plan(enlace) -> None:
    at = found(opened(enlace, shop()))
    workspace().edit(workspace().plans()[0].plan_id, kt.remove_metric, "posts", by="Ana")
    at.run()
    assert not at.exception
    assert "Publicaciones" in at.table[0].value["Palanca"].tolist()


def test_a_plan_without_levers_is_told_so_with_the_way_to_the_tree(enlace) -> None:
    plan = small(scenarios=[])
    plan["metrics"] = [{**each, "layer": "business"} for each in plan["metrics"]]
    at = opened(enlace, plan)
    assert not at.exception
    assert "ninguna palanca que mover" in words(at)
