"""The bridge says how many social KPIs lead to a goal, names the others, and says what to do."""

from __future__ import annotations

import pytest

import kpi_tree as kt

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
METRICS = [
    {"id": "orders", "name": "Pedidos", "layer": "business"},
    {"id": "reach", "name": "Alcance", "layer": "social"},
    {"id": "likes", "name": "Me gusta", "layer": "social"},
]
PLAN = HEAD | {
    "metrics": METRICS,
    "links": [{"id": "one", "from": "reach", "to": "orders"}],
    "goals": [{"id": "more", "name": "Crecer", "metric": "orders"}],
}


def words(at) -> str:
    return " ".join(one.value for one in at.markdown)


@pytest.mark.parametrize(("language", "told"), [("es", "sin enlace"), ("en", "unlinked")])
def test_the_unlinked_are_counted_and_named(enlace, language, told) -> None:
    at = enlace("bridge", plan=PLAN, language=language).run()
    assert not at.exception
    assert f"**{told}**: me gusta" in words(at).lower()


def test_an_unlinked_kpi_leads_to_where_it_is_linked(enlace) -> None:
    at = enlace("bridge", plan=PLAN).run()
    at.button(key="bridge.link.likes").click().run()
    assert at.session_state["tree.link.driver"] == "likes"
    assert at.session_state["tree.below"] == "new_link"


def test_a_plan_whose_kpis_all_lead_to_a_goal_is_told_so(enlace) -> None:
    at = enlace("bridge", plan=PLAN | {"metrics": METRICS[:2]}).run()
    assert "La única métrica de redes llega" in words(at)


def test_without_a_goal_nothing_is_called_unlinked(enlace) -> None:
    at = enlace("bridge", plan=PLAN | {"goals": []}).run()
    assert "Todavía no hay un objetivo" in words(at)
    assert "sin enlace" not in words(at)


def test_an_empty_plan_is_sent_to_the_tree(enlace) -> None:
    at = enlace("bridge", plan=HEAD).run()
    assert not at.exception
    assert "todavía no hay ninguna" in words(at)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_worked_tree_is_drawn(enlace, language) -> None:
    plan = kt.library.template_json("ecommerce", language)
    at = enlace("bridge", plan=plan, language=language).run()
    assert not at.exception
    assert "13 métricas" in words(at) or "13 social metrics" in words(at)


def test_a_name_from_outside_is_shown_as_it_was_written(enlace) -> None:
    hostile = {**METRICS[2], "name": "![i](http://127.0.0.1:9/x.png)"}
    at = enlace("bridge", plan=PLAN | {"metrics": [*METRICS[:2], hostile]}).run()
    assert "![i](" not in words(at)
