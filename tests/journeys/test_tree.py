"""The page of the tree in a real browser: drawn, chosen, pasted, searched, on a phone."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import serving
from tests.journeys.hands import entered
from tests.journeys.places import PHONE, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
PLANS = ("paste", "wait", "search", "choose", "find", "picture", "phone")
EMPTY = frozenset({"paste", "wait", "search"})
ROWS = [
    f"Métrica {n}\tsocial\tmarketing\tcantidad\tmás\tse suma\t{100 * n} a {120 * n}"
    for n in range(1, 21)
]
REVIEWS = re.compile("^(Número de reseñas|Number of reviews|Review volume)")


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Callable[[Page, str], Page]]:
    """Open the page of the tree with a plan of its own for each journey."""
    folder = tmp_path_factory.mktemp("tree")
    made = {}
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        for name in PLANS:
            plan = kt.plan_of(HEAD if name in EMPTY else worked())
            made[name] = workspace.create(plan, by="Ana").plan_id
    with serving(folder) as running:

        def opening(page: Page, name: str) -> Page:
            page.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": running.url}])
            visit(page, f"{running.url}/tree?plan={made[name]}")
            return page

        yield opening


def paste_below(page: Page, rows: list[str]) -> None:
    """Click into the empty row of an empty table, paste, and leave the cell."""
    page.get_by_text("Métricas", exact=True).click()
    rest(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(rows))
    grid = page.get_by_test_id("stDataFrame").locator("canvas").first
    grid.scroll_into_view_if_needed()
    corner = grid.bounding_box()
    page.mouse.click(corner["x"] + 150, corner["y"] + 52)
    cell = page.locator("textarea.gdg-input")
    cell.wait_for()
    page.keyboard.press("Control+v")
    expect(cell).to_have_value(re.compile(rows[-1].partition("\t")[0]))
    entered(page)
    rest(page)


def boxes(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(r"^Métrica \d+\."))


def test_twenty_metrics_are_pasted_from_a_spreadsheet_and_undone_at_once(page, opened) -> None:
    opened(page, "paste")
    paste_below(page, ROWS)
    page.get_by_role("button", name=re.compile(r"^Métrica 20\.")).wait_for()
    expect(boxes(page)).to_have_count(20)
    page.get_by_role("button", name="Deshacer").first.click()
    page.get_by_text("El árbol une lo que hacemos").wait_for()
    expect(boxes(page)).to_have_count(0)


@pytest.mark.soak
def test_a_row_that_is_wrong_waits_as_it_was_typed_and_the_others_are_kept(page, opened) -> None:
    opened(page, "wait")
    paste_below(page, [ROWS[0], "Rara\tsótano", ROWS[1]])
    page.get_by_text("Fila 3 (Rara), columna «Capa»").wait_for()
    expect(boxes(page)).to_have_count(2)
    page.get_by_text("Vínculos", exact=True).click()
    rest(page)
    page.get_by_text("Métricas", exact=True).click()
    page.get_by_text("Fila 3 (Rara), columna «Capa»").wait_for()


def test_a_metric_is_chosen_in_the_drawing_and_gets_a_range_and_an_owner(page, opened) -> None:
    opened(page, "choose")
    page.get_by_role("button", name=REVIEWS).first.click()
    rest(page)
    page.get_by_label("Punto de partida", exact=True).first.fill("700 a 1100")
    page.get_by_role("button", name="Guardar").click()
    page.get_by_role("button", name=re.compile(r"^Número de reseñas\. Social\. 877")).wait_for()
    owner = page.get_by_role("combobox", name="Responsable")
    owner.fill("Luz Vega")
    owner.press("Enter")
    rest(page)
    page.reload()
    rest(page)
    page.get_by_role("button", name=REVIEWS).first.click()
    rest(page)
    expect(page.get_by_role("combobox", name="Responsable")).to_have_value("Luz Vega")


def test_a_finding_leads_to_its_link(page, opened) -> None:
    opened(page, "find")
    page.get_by_text("12 ×").click()
    page.get_by_role("button", name="Nadie del negocio").first.click()
    page.get_by_role("heading", name="Publicaciones → Impresiones orgánicas").wait_for()


def test_the_catalogue_is_searched_while_one_types(page, opened) -> None:
    opened(page, "search")
    page.get_by_label("Busque en la biblioteca").press_sequentially("resenas")
    page.get_by_text("Número de reseñas").first.wait_for()
    rest(page)
    page.get_by_role("button", name="Añadir", exact=True).first.click()
    page.get_by_role("heading", name="Número de reseñas").wait_for()


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """The name and the content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_map_is_taken_along_as_svg_and_as_png_with_the_odds(page, opened) -> None:
    opened(page, "picture")
    page.get_by_role("button", name="Imagen").click()
    name, content = taken(page, "SVG")
    assert name == "comercio-electronico-ingresos-gracias-a-las-redes.svg"
    assert content.decode().count(" de 100</text>") == 2
    page.get_by_role("radio", name="Oscuro").click()
    _, content = taken(page, "PNG")
    assert Image.open(io.BytesIO(content)).getpixel((0, 0)) == (20, 24, 30)


def test_a_phone_shows_drawing_panel_and_candidates_without_a_barrier_or_scrolling_sideways(
    new_page, opened
) -> None:
    page = opened(new_page(**PHONE), "phone")
    assert overflow(page) == 0
    page.get_by_role("button", name=REVIEWS).first.click()
    rest(page)
    page.get_by_role("button", name=re.compile("Qué la mueve")).click()
    rest(page)
    assert barriers(page) == []
    page.get_by_text("Añadir vínculo", exact=True).tap()
    rest(page)
    assert overflow(page) == 0
