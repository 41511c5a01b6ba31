"""The whole way in a real browser, in Spanish: from nothing to odds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.browsing import rest, visit
from tests.journeys.hands import chosen, moved, pressed, step, typed

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_newcomer_comes_from_nothing_to_odds_and_a_reload_on_the_way_loses_nothing(
    page, fresh_server
) -> None:
    visit(page, fresh_server.url)
    begun(page)
    aimed(page)
    connected(page)
    page.reload()
    rest(page)
    expect(page.get_by_role("heading", name="Árbol", exact=True)).to_be_visible()
    expect(page.get_by_text("Sus cambios llevan su nombre: Ana Ruiz")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Tienda del barrio")).to_be_visible()
    tried(page)
    step(page, "Resultado")
    told = page.get_by_role("paragraph").filter(has_text="Pedidos llegue a 4.300")
    expect(told).to_contain_text(re.compile(r"es de [1-9]\d? de 100"))


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
