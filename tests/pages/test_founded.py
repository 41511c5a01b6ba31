"""Result: how much of each goal's forecast is opinion, and how much is signed."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.session import workspace
from tests.pages.test_link_card import answered, words
from tests.pages.test_scenarios import small

SIGNED = {"p10": 0.2, "p90": 0.5}


def plan(**link):
    """Posts lead to orders by one link."""
    whole = {"id": "l", "from": "posts", "to": "orders", "size": SIGNED}
    people = [{"id": "luis", "name": "Luis", "side": "business"}]
    return small(links=[{**whole, **link}], people=people)


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", "El 100 % de este pronóstico es opinión"), ("en", "100% of this forecast is opinion")],
)
def test_a_link_without_evidence_is_told_to_be_opinion(enlace, language, told) -> None:
    at = answered(enlace("result", plan=plan(), language=language), language)
    assert not at.exception
    assert told.replace(" ", "") in words(at).replace("\xa0", "").replace(" ", "")


def test_a_signed_link_is_told_to_be_signed_and_leads_to_its_card(enlace) -> None:
    signature = {"by": "luis", "on": "2026-11-01", "size": SIGNED}
    at = answered(enlace("result", plan=plan(agreed_by=[signature])))
    assert not at.exception
    assert "El 100 % pasa solo por vínculos firmados" in words(at).replace("\xa0", " ")
    assert at.button(key="founded.g.card.l").label.startswith("Publicaciones → Pedidos")


@pytest.mark.parametrize(
    ("language", "saved", "moved"),
    [
        ("es", "tal como está guardado", "con lo que usted ha movido: Publicaciones a 150"),
        ("en", "as it is saved", "with what you have moved: Publicaciones to 150"),
    ],
)
def test_it_says_for_which_state_of_the_levers_it_holds(enlace, *, language, saved, moved) -> None:
    at = answered(enlace("result", plan=plan(), language=language), language)
    assert saved in words(at)
    (own,) = workspace().plans()
    at.session_state["result.tried"] = {(own.plan_id, "a"): {"posts": 150.0}}
    at.button(key="founded.again").click()
    answered(at, language)
    assert not at.exception
    assert moved in words(at)


def test_where_nothing_is_done_nothing_is_said(enlace) -> None:
    at = answered(enlace("result", plan=small(scenarios=[])))
    assert not at.exception
    assert kt.say("card.rests") not in [each.value for each in at.subheader]
