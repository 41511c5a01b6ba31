"""What an empty field shows fits what it takes."""

from __future__ import annotations

import pytest

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
METRICS = [
    {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
    {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 40},
    {"id": "rate", "name": "Tasa", "layer": "business", "unit": "ratio", "baseline": 0.1},
]
LINK = {"id": "one", "from": "visits", "to": "orders", "size": 0.2}


@pytest.mark.parametrize(
    ("effect", "example"), [("elasticity", "0,05 a 0,2"), ("per_unit", "25 a 35")]
)
def test_the_size_of_a_link_shows_an_example_of_its_kind(enlace, effect, example) -> None:
    at = enlace("tree", plan=HEAD | {"metrics": METRICS, "links": [{**LINK, "effect": effect}]})
    at.session_state["tree.chosen"] = ("link", "one")
    assert example in at.run().text_input(key="link.one.size.typed").placeholder


@pytest.mark.parametrize(("metric", "example"), [("orders", "4200"), ("rate", "4 %")])
def test_a_target_shows_one_number_for_it_takes_no_range(enlace, metric, example) -> None:
    goal = {"id": "more", "name": "Crecer", "metric": metric}
    at = enlace("goals", plan=HEAD | {"metrics": METRICS, "goals": [goal]}).run()
    at.button(key="goal.more.edit").click().run()
    placeholder = at.text_input(key="goal.more.target.typed").placeholder
    assert placeholder.replace("\u00a0", " ") == f"Por ejemplo, {example}"


def test_a_copy_of_a_copy_gets_a_name_of_its_own(enlace) -> None:
    scenarios = [{"id": "s", "name": "Plan B"}, {"id": "t", "name": "Plan B (copia)"}]
    at = enlace("scenarios", plan=HEAD | {"metrics": METRICS, "scenarios": scenarios}).run()
    at.session_state["scenarios.chosen"] = "s"
    at.run().button(key="scenarios.duplicate").click().run()
    assert not at.error
