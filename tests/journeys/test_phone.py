"""The whole way on a phone of 390 pixels: every page scrolls down only, and fingers suffice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import overflow, rest, visit
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places

STEPS = ("Propósito", "Objetivos", "Árbol", "El puente", "Datos medidos", "Escenarios", "Resultado")
# A finger needs so many pixels (WCAG 2.2, target size).
FINGER = 24


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("phone"), shop=worked()) as found:
        yield found


def step(page: Page, name: str) -> None:
    """Open the bar at the side, choose a step."""
    page.get_by_test_id("stExpandSidebarButton").tap()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).tap()
    page.get_by_role("heading", name=name, exact=True).first.wait_for()
    rest(page)


def test_every_page_of_the_way_scrolls_down_only(new_page, places) -> None:
    page = places.enter(new_page(**PHONE), "shop", "")
    wide = {"Inicio": overflow(page)}
    for name in STEPS:
        step(page, name)
        wide[name] = overflow(page)
    assert wide == dict.fromkeys(("Inicio", *STEPS), 0)


def test_a_finger_moves_a_lever_and_the_odds_answer(new_page, places) -> None:
    page = places.enter(new_page(**PHONE), "shop", "result")
    told = page.locator(".levers .told").first
    told.filter(has_text="de 100").wait_for()
    before = told.inner_text()
    slider = page.get_by_role("slider", name="Publicaciones")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box["height"] >= FINGER
    page.touchscreen.tap(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2)
    told.filter(has_not_text=before).wait_for()
    page.get_by_role("button", name="Guardar en el escenario").tap()
    page.get_by_role("button", name="Guardar en el escenario").wait_for(state="detached")


@pytest.mark.soak
def test_a_newcomer_begins_with_the_example_by_touch_and_finds_it_on_the_shelf(
    new_page, fresh_server
) -> None:
    page = new_page(**PHONE)
    visit(page, fresh_server.url)
    page.get_by_role("button", name="Probar el ejemplo").tap()
    page.get_by_label("Su nombre").fill("Ana Ruiz")
    page.get_by_role("button", name="Continuar").tap()
    page.get_by_role("heading", name="Propósito").wait_for()
    step(page, "Resultado")
    page.get_by_text(re.compile(r"\d de 100")).first.wait_for()
    visit(page, fresh_server.url)
    page.get_by_role("heading", name="Nuestros planes").wait_for()
    expect(page.get_by_role("heading", name="Comercio electrónico")).to_be_visible()
    expect(page.get_by_text("Ana Ruiz").first).to_be_visible()
