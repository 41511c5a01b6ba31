"""Measured figures in a real browser: pasted, uploaded, typed; nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.hands import entered
from tests.journeys.places import PHONE, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

METRICS = [
    {"id": f"m{number}", "name": f"Métrica {number}", "layer": "business", "baseline": 100}
    for number in range(1, 21)
]
PLAN = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01", "metrics": METRICS}
HEAD = "\t".join(["Mes", *(metric["name"] for metric in METRICS)])
ROWS = [
    "\t".join([f"{month} 2026", *(f"{1_000 + number},5" for number in range(20))])
    for month in ("ene", "feb", "mar")
]
TWENTY = "\n".join([HEAD, *ROWS])


HELD = {"pasted": {}, "typed": {}, "uploaded": {}} | {
    "measured": {"m1": {"2026-11": 90, "2026-12": 120}}
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Callable[[Page, str], Page]]:
    """Open the page for a plan of its own each."""
    plans = {name: PLAN | {"observations": held} for name, held in HELD.items()}
    with settled(tmp_path_factory.mktemp("measured"), **plans) as found:
        yield lambda page, plan: found.enter(page, plan, "measured")


def pasted(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Control+Enter")
    rest(page)


def typed(page: Page, words: str) -> None:
    """Type into the cell that is chosen, as a person does; the next one below is chosen then."""
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").first.wait_for()
    page.keyboard.type(words, delay=20)
    entered(page)


def test_twenty_metrics_are_pasted_from_a_spreadsheet_and_found_after_a_reload(
    page, opened
) -> None:
    opened(page, "pasted")
    pasted(page, TWENTY)
    page.get_by_role("button", name="Guardar 60 cifras").click()
    page.get_by_text("3 meses medidos").wait_for()
    page.reload()
    page.get_by_text("3 meses medidos").wait_for()
    page.get_by_role("img", name="Métrica 1").wait_for()


def test_a_file_is_uploaded_and_a_workbook_refused_kindly(page, opened) -> None:
    opened(page, "uploaded")
    page.get_by_text("Subir un archivo").click()
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(
        {"name": "datos.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04 rest"}
    )
    page.get_by_text("Guárdelo como CSV").wait_for()
    chooser.set_input_files(
        {"name": "datos.csv", "mimeType": "text/csv", "buffer": b"Mes;M\xe9trica 2\n2026-01;7"}
    )
    page.get_by_role("button", name="Guardar una cifra").wait_for()


def test_a_figure_is_typed_into_the_table_and_a_word_is_refused_and_stays(page, opened) -> None:
    opened(page, "typed")
    page.get_by_text("Escribir en la tabla").click()
    rest(page)
    cells = page.get_by_test_id("stDataFrame").locator("canvas").first
    cells.wait_for()
    # The grid is a picture; what takes the click lies above it.
    cells.click(position={"x": 170, "y": 52}, force=True)
    typed(page, "1200,5")
    page.get_by_text("Guardado: Métrica 1, enero de 2026: 1200,5").wait_for()
    typed(page, "muchos")
    page.get_by_text("Métrica 1, febrero de 2026: «muchos» no se guardó").wait_for()
    for words in ("muchos", "1200,5"):
        page.locator("canvas [role=gridcell]", has_text=words).wait_for(state="attached")


def test_the_last_value_becomes_the_baseline(page, opened) -> None:
    opened(page, "measured")
    page.get_by_role("button", name="Usar el último dato como punto de partida").click()
    page.get_by_text("El punto de partida es igual al último dato: 120").wait_for()


def test_a_phone_pastes_and_types_without_a_barrier_or_scrolling_sideways(new_page, opened) -> None:
    page = opened(new_page(color_scheme="dark", **PHONE), "measured")
    pasted(page, f"{TWENTY}\nTotal\t5")
    assert overflow(page) == 0
    assert barriers(page) == []
    page.get_by_text("Escribir en la tabla").tap()
    rest(page)
    assert overflow(page) == 0
