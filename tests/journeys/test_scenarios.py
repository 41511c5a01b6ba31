"""Scenarios in a real browser: a slider moves, the odds follow, the plan keeps it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import ROOT, serving
from tests.journeys.hands import moved
from tests.journeys.places import PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import Server

TREE = ROOT / "kpi_tree" / "library" / "templates" / "ecommerce.es.json"


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Iterator[tuple[Server, str]]:
    """A server whose store holds the worked tree, and the plan's id."""
    folder = tmp_path_factory.mktemp("shop")
    plan = kt.plan_of(json.loads(TREE.read_text("utf-8")))
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        name = workspace.create(plan, by="Ana").plan_id
    with serving(folder) as running:
        yield running, name


def begin(page, shop, step: str = "scenarios") -> None:
    running, plan = shop
    page.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": running.url}])
    visit(page, f"{running.url}/{step}?plan={plan}")
    page.locator(".levers .row").first.wait_for()


def odds(page) -> str:
    return page.locator(".levers .told").first.inner_text()


def test_the_odds_follow_a_slider_and_a_reload_finds_it(page, shop) -> None:
    begin(page, shop)
    before = odds(page)
    moved(page, "Solicitudes de reseña", 1500)
    page.locator(".levers .told").first.filter(has_not_text=before).wait_for()
    page.reload()
    rest(page)
    slider = page.get_by_role("slider", name="Solicitudes de reseña")
    expect(slider).to_have_attribute("aria-valuetext", "1.500")


def test_going_to_the_result_and_back_keeps_the_scenario_and_breaks_nothing(page, shop) -> None:
    begin(page, shop)
    menu = page.get_by_test_id("stSidebar")
    for step in ("Resultado", "Escenarios", "Resultado", "Escenarios"):
        menu.get_by_text(step, exact=True).click()
        page.get_by_role("heading", name=step, exact=True).wait_for()
        rest(page)
        page.get_by_text("de 100").first.wait_for()
        expect(page.get_by_text("Algo ha fallado")).to_have_count(0)


def test_a_slider_moves_by_the_keyboard(page, shop) -> None:
    begin(page, shop)
    slider = page.get_by_role("slider", name="Publicaciones")
    slider.fill("80")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "81")


def test_two_quick_moves_are_both_kept(page, shop) -> None:
    begin(page, shop)
    for name, value in (("Publicaciones", "100"), ("Tasa de respuesta a reseñas", "0.5")):
        page.get_by_role("slider", name=name).fill(value)
        page.get_by_role("slider", name=name).dispatch_event("change")
    page.locator(".levers[aria-busy=false]").wait_for()
    rest(page)
    page.get_by_text(re.compile(r"Publicaciones · 100 ·")).wait_for()
    page.get_by_text(re.compile(r"Tasa de respuesta a reseñas · 50")).wait_for()


def test_a_month_and_a_cost_are_set_in_a_card(page, shop) -> None:
    begin(page, shop)
    page.get_by_text(re.compile("Solicitudes de reseña ·")).click()
    rest(page)
    page.get_by_label("Costo mensual").fill("300")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.get_by_text(re.compile(r"300\sUS. al mes")).wait_for()


def test_on_a_phone_the_odds_stay_in_sight_above_the_sliders_and_there_is_no_barrier(
    new_page, shop
) -> None:
    page = new_page(**PHONE)
    begin(page, shop)
    page.get_by_text("Comparar escenarios").click()
    page.locator("[data-testid=stTable]").wait_for()
    assert barriers(page) == []
    page.get_by_role("slider", name="Tiempo de primera respuesta").scroll_into_view_if_needed()
    assert overflow(page) == 0
    assert page.locator(".levers .told").first.bounding_box()["y"] > 0
