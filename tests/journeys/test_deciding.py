"""Deciding in a real browser: compare, learn why, ask for the cheapest way and take it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, eventually, overflow, rest
from tests.journeys.places import PHONE, settled
from tests.pages.test_cheapest import shop as document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.places import Places

WORDS = {
    "es": {
        "compare": "Comparar escenarios",
        "better": "es lo mejor para «Más»",
        "measure": "Qué medir primero",
        "first": "Mida primero Publicaciones → Pedidos",
        "find": "Buscar el camino más barato",
        "found": "se alcanza lo pedido (80 %)",
        "name": "Nombre del escenario",
        "take": "Guardar como escenario",
        "see": "Ver en Escenarios",
    },
    "en": {
        "compare": "Compare scenarios",
        "better": "is the best for “Más”",
        "measure": "What to measure first",
        "first": "Measure Publicaciones → Pedidos first",
        "find": "Find the cheapest way",
        "found": "what was asked for (80%) is reached",
        "name": "Name of the scenario",
        "take": "Take over as a scenario",
        "see": "See it in Scenarios",
    },
}


def plan():
    """A shop with three scenarios; whether more posts pay hangs on what they bring."""
    whole = document()
    more = {"id": "c", "name": "Anunciar más", "targets": [{"metric": "spend", "value": 300}]}
    whole["scenarios"].append(more)
    margin = {"id": "margin", "name": "Margen", "layer": "business", "unit": "currency"}
    whole["metrics"].append({**margin, "formula": "20 * orders"})
    return {**whole, "money": "margin"}


# In every run in one language, in the long one in both.
TWICE = ["es", pytest.param("en", marks=pytest.mark.soak)]


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("deciding"), es=plan(), en=plan()) as found:
        yield found


@pytest.mark.parametrize("language", TWICE)
def test_three_scenarios_are_compared_and_one_is_picked(new_page, places, language) -> None:
    words, page = WORDS[language], new_page(locale=language, color_scheme="dark")
    places.enter(page, language, "result")
    page.get_by_text(words["compare"]).click()
    page.get_by_text(words["better"]).wait_for()
    page.locator(".js-plotly-plot .scatterlayer").wait_for()
    rest(page)
    assert language == "en" or barriers(page) == []
    page.get_by_role("button", name="Anunciar más").last.click()
    chosen = "Con «Anunciar más»" if language == "es" else "With “Anunciar más”"
    page.get_by_role("paragraph").filter(has_text=chosen).wait_for()


@pytest.mark.parametrize("language", TWICE)
def test_what_to_measure_first_is_read_in_words(new_page, places, language) -> None:
    words, page = WORDS[language], new_page(locale=language)
    places.enter(page, language, "why")
    page.get_by_role("heading", name=words["measure"]).wait_for()
    page.locator("li", has_text=words["first"]).wait_for()
    page.locator(".tree .edge.flow").first.wait_for(state="attached")


@pytest.mark.soak
def test_a_click_on_the_chart_chooses_what_is_taken_over(page, places) -> None:
    places.enter(page, "es", "cheapest")
    page.get_by_role("button", name=WORDS["es"]["find"]).click()
    page.locator(".js-plotly-plot .scatterlayer").wait_for()
    rest(page)
    table = page.locator("[data-testid=stTable]").first
    before = table.inner_text()
    page.locator(".js-plotly-plot .scatterlayer .point").first.click(force=True)
    page.get_by_text("no se ha comprobado aparte").wait_for()
    expect(table).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("language", TWICE)
def test_a_proposal_for_80_of_100_is_taken_over(new_page, places, language) -> None:
    words, page = WORDS[language], new_page(locale=language)
    places.enter(page, language, "cheapest")
    page.get_by_role("button", name=words["find"]).click()
    page.get_by_text(words["found"]).wait_for()
    page.locator(".js-plotly-plot .scatterlayer").wait_for()
    page.get_by_label(words["name"]).fill("Lo barato")
    page.get_by_label(words["name"]).press("Tab")
    page.get_by_role("button", name=words["take"]).click()
    page.get_by_role("link", name=words["see"]).click()
    page.get_by_role("slider", name="Publicaciones").wait_for()
    eventually(lambda: places.read(language).scenarios[-1].name == "Lo barato")


def test_on_a_phone_the_pages_scroll_down_only(new_page, places) -> None:
    page = new_page(**PHONE)
    for step in ("why", "cheapest"):
        places.enter(page, "es", step)
        assert overflow(page) == 0
