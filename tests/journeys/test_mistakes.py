"""Ten mistakes in a real browser: the page says what is wrong, and what was typed is still there.

The plan is the worked tree of an online shop, and no mistake gets into it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import rest
from tests.journeys.hands import typed
from tests.journeys.places import settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("mistakes"), shop=worked()) as found:
        yield found


@pytest.fixture(scope="module")
def page(kept_page) -> Page:
    return kept_page


def told(page: Page, words: str) -> None:
    """Wait until the page says this in an alert."""
    page.get_by_role("alert").filter(has_text=re.compile(words)).first.wait_for()


def metric(page: Page, places: Places, name: str) -> None:
    """Open the tree and choose a metric in the drawing."""
    places.enter(page, "shop", "tree")
    page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    rest(page)


def own_link(page: Page, places: Places, *, driver: str, outcome: str) -> None:
    """Choose the ends of a new link on the tree."""
    places.enter(page, "shop", "tree")
    page.get_by_text("Añadir vínculo", exact=True).click()
    rest(page)
    for label, name in (("Impulsor", driver), ("Resultado", outcome)):
        page.get_by_role("combobox", name=label).fill(name)
        page.get_by_role("option", name=name, exact=True).first.click()
        rest(page)


def test_a_range_upside_down_is_put_in_order_and_said(page, places) -> None:
    metric(page, places, "Publicaciones")
    field = typed(page, page.get_by_label("Punto de partida", exact=True), "80 a 50")
    page.get_by_text("los extremos venían al revés; quedan en orden").wait_for()
    expect(field).to_have_value("80 a 50")


def test_letters_in_a_number_are_not_understood(page, places) -> None:
    metric(page, places, "Publicaciones")
    field = typed(page, page.get_by_label("Punto de partida", exact=True), "muchas")
    told(page, "No se entiende «muchas». Escriba un número")
    expect(field).to_have_value("muchas")
    assert places.read("shop").metric["posts_published"].baseline == 60


def test_a_formula_that_names_no_metric_is_refused(page, places) -> None:
    metric(page, places, "Ingresos por ventas")
    field = typed(page, page.get_by_label("Fórmula", exact=True), "orders * basket")
    told(page, "basket")
    expect(field).to_have_value("orders * basket")
    assert places.read("shop").metric["revenue"].formula == "orders * aov"


def test_a_formula_that_closes_a_loop_is_refused_and_the_loop_is_named(page, places) -> None:
    metric(page, places, "Pedidos")
    formula = "social_orders + 0 * revenue"
    field = typed(page, page.get_by_label("Fórmula", exact=True), formula)
    told(page, "Aquí se cierra un círculo: .*Ingresos")
    expect(field).to_have_value(formula)


@pytest.mark.soak
def test_a_link_that_closes_a_loop_is_refused_and_its_size_stays(page, places) -> None:
    own_link(
        page, places, driver="Notoriedad de marca", outcome="Tasa de interacción (por alcance)"
    )
    page.get_by_text("Un vínculo con tamaño propio").click()
    field = typed(page, page.get_by_label("Tamaño").last, "0,1 a 0,2")
    page.get_by_role("button", name="Añadir vínculo", exact=True).last.click()
    told(page, "Aquí se cierra un círculo")
    expect(field).to_have_value("0,1 a 0,2")
    assert len(places.read("shop").links) == 12


def test_a_month_that_is_pasted_twice_is_told_and_the_text_stays(page, places) -> None:
    places.enter(page, "shop", "measured")
    field = page.locator("textarea")
    field.fill("Mes\tPublicaciones\nene 2026\t50\nene 2026\t60")
    field.press("Control+Enter")
    page.get_by_text("ya está en la fila 2 con otra cifra").wait_for()
    expect(field).to_have_value(re.compile("ene 2026\t60$"))


def test_a_metric_cannot_move_itself(page, places) -> None:
    own_link(page, places, driver="Publicaciones", outcome="Publicaciones")
    told(page, "Una métrica no se une consigo misma")


def test_a_goal_wants_one_number(page, places) -> None:
    places.enter(page, "shop", "goals")
    page.get_by_role("button", name="Editar").first.click()
    rest(page)
    field = typed(page, page.get_by_role("textbox", name=re.compile("^Meta")), "350000 a 360000")
    page.get_by_role("button", name="Guardar el objetivo").click()
    told(page, "La meta es un solo número")
    expect(field).to_have_value("350000 a 360000")


def test_money_of_another_currency_is_refused(page, places) -> None:
    places.enter(page, "shop", "goals")
    page.get_by_role("button", name="Editar").first.click()
    rest(page)
    field = typed(page, page.get_by_role("textbox", name=re.compile("^Meta")), "360 mil £")
    told(page, "es otra moneda: el plan está en USD")
    expect(field).to_have_value("360 mil £")


def test_a_target_that_ends_before_it_begins_is_refused(page, places) -> None:
    places.enter(page, "shop", "scenarios")
    page.get_by_text(re.compile(r"Publicaciones · 80")).click()
    page.get_by_role("combobox", name="Termina").first.click()
    page.get_by_role("option", name="enero de 2027").click()
    rest(page)
    told(page, "Después de")
    assert (
        "enero de 2027"
        in page.get_by_test_id("stSelectbox").filter(has_text="Termina").first.inner_html()
    )


def test_a_file_that_is_no_plan_is_refused_with_every_problem_at_its_place(page, places) -> None:
    places.enter(page, "shop", "")
    page.get_by_role("tab", name="Con un archivo").click()
    broken = b'{"format": "enlace-plan/1", "title": "x", "start": "enero", "months": -1}'
    upload = {"name": "plan.json", "mimeType": "application/json", "buffer": broken}
    page.locator("input[type=file]").set_input_files(upload)
    rest(page)
    page.get_by_text("En start").wait_for()
    page.get_by_text("En months").wait_for()


def test_a_plan_without_a_title_keeps_the_rest_of_the_sheet(page, places) -> None:
    places.enter(page, "shop", "")
    months = page.get_by_role("spinbutton", name="Meses que abarca")
    months.fill("18")
    page.get_by_role("button", name="Crear el plan").click()
    told(page, "El plan necesita un título")
    expect(months).to_have_value("18")
