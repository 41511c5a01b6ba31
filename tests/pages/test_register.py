"""The register of assumptions: what it holds, how it is taken along, how it is printed."""

from __future__ import annotations

import pytest

from tests.pages.test_link_card import answered, one, words
from tests.pages.test_scenarios import EMPTY, HOSTILE, shop, small


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", ("12 vínculos y 20", "porcentaje")), ("en", ("12 links and 20", "percent"))],
)
def test_the_worked_tree_is_told_in_the_reader_s_words(enlace, root, *, language, told) -> None:
    at = answered(enlace("register", plan=shop(root, language), language=language))
    assert not at.exception
    assert told[0] in words(at)
    cells = at.dataframe[0].value
    assert len(cells) == 32
    assert told[1] in set(cells["c5"])


def test_without_metrics_the_way_leads_to_the_tree(enlace) -> None:
    at = enlace("register", plan=EMPTY).run()
    assert not at.exception
    assert any("todavía no hay ninguna métrica" in each.value for each in at.markdown)


def test_without_a_scenario_the_influences_are_empty(enlace) -> None:
    at = answered(enlace("register", plan=small(scenarios=[])))
    assert not at.exception
    assert "Con un escenario se verá" in words(at)


def test_the_register_is_printed_as_words(enlace) -> None:
    at = enlace("register", plan=one())
    at.session_state["register.view"] = "print"
    answered(at)
    first = at.table[0].value.iloc[0]
    assert list(first)[:4] == [
        "Publicaciones → Pedidos",
        "0,316 \\(de 0,2 a 0,5\\)",
        "Sin evidencia",
        "Sin firma",
    ]


def test_names_are_shown_as_they_were_written(enlace) -> None:
    plan = one()
    plan["metrics"][0]["name"] = HOSTILE
    at = answered(enlace("register", plan=plan))
    assert not at.exception
    assert not any("<b>" in name for name in at.dataframe[0].value["c1"])


def test_one_baseline_is_counted_in_the_singular_and_shown_without_decimals(enlace) -> None:
    posts = {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 4095.119}
    plan = small(metrics=[posts], links=[], goals=[], scenarios=[])
    at = answered(enlace("register", plan=plan))
    assert "0 vínculos y 1 punto de partida." in words(at)
    assert 4095 in at.dataframe[0].value.iloc[0].tolist()
