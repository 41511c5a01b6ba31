"""From every result that rests on links, and from the table of links, a card is a click away."""

from __future__ import annotations

import pytest

from tests.pages.test_cheapest import found
from tests.pages.test_cheapest import shop as levers
from tests.pages.test_link_card import answered
from tests.pages.test_scenarios import small

PLACES = {"why": ("why.ways", "why.doubt"), "worth": ("worth.rests",)}


def test_what_why_and_worth_rest_on_leads_to_the_cards(enlace) -> None:
    for page, keys in PLACES.items():
        at = enlace(page, plan=small())
        for key in keys:
            at.session_state[f"{key}.links"] = True
        answered(at)
        assert not at.exception
        labels = [at.button(key=f"{key}.l").label for key in keys]
        assert all(label.startswith("Publicaciones → Pedidos · ") for label in labels)
        assert all("Sin firma" in label for label in labels)


def test_the_cheapest_way_leads_to_the_cards_of_its_links(enlace) -> None:
    at = enlace("cheapest", plan=levers())
    at.session_state["cheapest.rests.links"] = True
    found(at.run())
    assert not at.exception
    assert at.button(key="cheapest.rests.l")


@pytest.mark.parametrize(("language", "label"), [("es", "Abrir la ficha"), ("en", "Open the card")])
def test_the_table_of_links_leads_to_their_cards(enlace, language, label) -> None:
    at = enlace("tree", plan=small(), language=language)
    at.session_state["tree.below"] = "links"
    at.run()
    chosen = at.selectbox(key="card.from_table")
    assert chosen.label.startswith(label)
    chosen.set_value("l").run()
    assert not at.exception
    assert at.query_params["link"] in ("l", ["l"])
