"""The whole way in a real browser, in Spanish: from nothing to odds, and back to it tomorrow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import rest, visit
from tests.journeys.hands import chosen, moved, pressed, step, typed
from tests.journeys.places import settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("way"), shop=worked()) as found:
        yield found


def test_a_newcomer_comes_from_nothing_to_odds_and_a_reload_on_the_way_loses_nothing(
    page, fresh_server
) -> None:
    visit(page, fresh_server.url)
    begun(page)
    aimed(page)
    connected(page)
    page.reload()
    rest(page)
    tried(page)
    step(page, "Resultado")
    told = page.get_by_role("paragraph").filter(has_text="Pedidos llegue a 4.300")
    expect(told).to_contain_text(re.compile(r"es de [1-9]\d? de 100"))


def test_a_target_of_a_worked_tree_is_moved_and_the_odds_change(page, places) -> None:
    places.enter(page, "shop", "scenarios")
    told = page.locator(".levers .told").first
    told.filter(has_text="de 100").wait_for()
    before = told.inner_text()
    moved(page, "Solicitudes de reseña", 1500)
    told.filter(has_not_text=before).wait_for()
    step(page, "Resultado")
    page.get_by_role("slider", name="Solicitudes de reseña").wait_for()
    expect(page.locator(".levers .told").first).not_to_have_text(before, use_inner_text=True)


def test_a_reload_finds_page_plan_name_and_language(page, places) -> None:
    places.enter(page, "shop", "goals", name="Ana Ruiz")
    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", name="Goals").wait_for()
    page.reload()
    rest(page)
    expect(page.get_by_role("heading", name="Goals", exact=True)).to_be_visible()
    expect(page.get_by_text("Your changes carry your name: Ana Ruiz")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Comercio electrónico")).to_be_visible()


def begun(page: Page) -> None:
    """A blank plan, the reader's name, what is asked of the networks."""
    typed(page, page.get_by_label("Título"), "Tienda del barrio")
    pressed(page, "Crear el plan")
    typed(page, page.get_by_label("Su nombre"), "Ana Ruiz")
    pressed(page, "Continuar")
    page.get_by_role("heading", name="Propósito").wait_for()
    rest(page)
    typed(page, page.get_by_label("Lo que pedimos a nuestras redes"), "Que traigan pedidos.")


def aimed(page: Page) -> None:
    """A goal: a metric of one's own, from what, to what."""
    step(page, "Objetivos")
    page.get_by_text("Una propia").click()
    typed(page, page.get_by_label("Nombre de la métrica"), "Pedidos")
    pressed(page, "Añadir la métrica al plan")
    typed(page, page.get_by_role("textbox", name="Pedidos (al mes)"), "3.900 a 4.300")
    typed(page, page.get_by_role("textbox", name="Meta"), "4.300,0")
    pressed(page, "Guardar el objetivo")
    page.get_by_role("heading", name=re.compile("Subir Pedidos de 4.0.* a 4.300")).wait_for()


def connected(page: Page) -> None:
    """A lever, and the link from it to the goal's metric."""
    step(page, "Árbol")
    page.get_by_text("Añadir métrica", exact=True).click()
    rest(page)
    page.get_by_text("Una métrica propia").click()
    typed(page, page.get_by_label("Nombre", exact=True).last, "Reseñas pedidas")
    chosen(page, page.get_by_role("combobox", name="Capa").last, "Palanca")
    typed(page, page.get_by_label("Punto de partida").last, "150")
    pressed(page, "Añadir métrica propia")
    page.get_by_role("heading", name="Reseñas pedidas").wait_for()
    page.get_by_text("Añadir vínculo", exact=True).click()
    rest(page)
    chosen(page, page.get_by_role("combobox", name="Impulsor"), "Reseñas pedidas")
    chosen(page, page.get_by_role("combobox", name="Resultado"), "Pedidos")
    page.get_by_text("Un vínculo con tamaño propio").click()
    typed(page, page.get_by_label("Tamaño").last, "0,02 a 0,24")
    page.get_by_role("button", name="Añadir vínculo", exact=True).last.click()
    page.get_by_role("heading", name="Reseñas pedidas → Pedidos").wait_for()


def tried(page: Page) -> None:
    """A scenario that asks for more reviews."""
    step(page, "Escenarios")
    typed(page, page.get_by_label("Nombre del escenario"), "Pedir a todos")
    pressed(page, "Nuevo escenario")
    chosen(page, page.get_by_role("combobox", name="Métrica"), "Reseñas pedidas")
    pressed(page, "Añadir meta")
    moved(page, "Reseñas pedidas", 300)
    page.locator(".levers .told", has_text="de 100").first.wait_for()
