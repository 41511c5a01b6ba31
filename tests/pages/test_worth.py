"""What is it good for: where effort leads, what to do, and where value is not looked for."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts import worth_board
from tests.pages.test_link_card import answered, words
from tests.pages.test_scenarios import EMPTY, HOSTILE, plan_now, shop, small


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", ("solo por vínculos firmados", "a nada")), ("en", ("signed links", "to nothing"))],
)
def test_the_worked_tree_is_told_in_shares(enlace, root, *, language, told) -> None:
    at = answered(enlace("worth", plan=shop(root, language), language=language))
    assert not at.exception
    assert [each for each in told if each not in words(at)] == []


def test_without_metrics_the_way_leads_to_the_tree(enlace) -> None:
    at = enlace("worth", plan=EMPTY).run()
    assert not at.exception
    assert any("todavía no hay ninguna métrica" in each.value for each in at.markdown)


def test_without_goals_there_is_no_grid_but_a_way_to_goals(enlace) -> None:
    at = answered(enlace("worth", plan=small(goals=[])))
    assert not at.exception
    assert "qué áreas llevan a él" in words(at)


def test_what_leads_to_nothing_is_offered_to_be_linked(enlace) -> None:
    at = answered(enlace("worth", plan=small(links=[])))
    assert [each.key for each in at.button if each.key.startswith("worth.link.")] == [
        "worth.link.posts"
    ]


def test_a_link_that_waits_for_a_signature_leads_to_its_card(enlace) -> None:
    at = answered(enlace("worth", plan=small()))
    assert at.button(key="worth.sign.l").label == "Publicaciones → Pedidos"


def test_a_link_that_only_money_waits_for_leads_to_its_card_too(enlace) -> None:
    plan = small()
    paid = {"by": "ana", "on": "2027-01-01", "size": plan["links"][0]["size"]}
    plan["people"] = [{"id": "ana", "name": "Ana", "side": "business"}]
    plan["links"][0]["agreed_by"] = [paid]
    ads = {"id": "ads", "name": "Anuncios", "layer": "investment", "unit": "currency"}
    plan["metrics"].append({**ads, "baseline": 100})
    plan["links"].append({"id": "m", "from": "ads", "to": "posts", "size": 0.2})
    at = answered(enlace("worth", plan=plan))
    assert at.button(key="worth.sign.m").label == "Anuncios → Publicaciones"


def test_the_items_stand_in_a_table_for_those_who_read(enlace) -> None:
    at = enlace("worth", plan=small())
    at.session_state["worth.items"] = True
    answered(at)
    assert at.table[0].value["Nombre"].tolist()[0] == "Publicaciones"


def test_an_empty_cell_is_filled_from_the_library(enlace, root) -> None:
    at = enlace("worth", plan=shop(root, "es"))
    at.session_state["worth.cell.revenue_goal.people"] = True
    answered(at)
    adding = next(each for each in at.button if each.key.startswith("worth.add."))
    before = {link.id for link in plan_now(at).links}
    adding.click().run()
    assert not at.exception
    assert not at.error
    (added,) = [link for link in plan_now(at).links if link.id not in before]
    assert adding.key.endswith(f".{added.catalogue}")


def test_a_cell_with_links_opens_to_their_cards(enlace) -> None:
    at = enlace("worth", plan=small())
    at.session_state["worth.cell.g.marketing"] = True
    answered(at)
    assert at.button(key="worth.cell.g.marketing.l")


def test_names_are_shown_as_they_were_written(enlace) -> None:
    plan = small(links=[])
    plan["metrics"][0]["name"] = plan["goals"][0]["name"] = HOSTILE
    at = answered(enlace("worth", plan=plan))
    assert not at.exception
    assert "![i]" not in words(at)


def test_the_strip_is_as_wide_as_its_parts() -> None:
    drawn = worth_board.strip(kt.End(0.25, 0.5, 0.25))
    assert 'width="155.0"' in drawn
    assert 'x="155.0" y="0" width="310.0"' in drawn


def test_where_nothing_is_done_yet_nothing_is_praised(enlace) -> None:
    plan = small(links=[], scenarios=[])
    plan["metrics"] = [{**each, "layer": "business"} for each in plan["metrics"]]
    at = answered(enlace("worth", plan=plan))
    assert "Añada al árbol lo que hace en redes" in words(at)
    assert "Todo lleva a un objetivo" not in words(at)
