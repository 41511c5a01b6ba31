"""Start in a real browser: the first visit, a file dragged in, a download, the phone."""

from __future__ import annotations

import json

import pytest

from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import serving
from tests.journeys.places import PHONE

PLAN = {"format": "enlace-plan/1", "title": "Tienda del barrio", "start": "2027-01"}


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory):
    """The app without any plan, for readers who only look."""
    with serving(tmp_path_factory.mktemp("empty")) as running:
        yield running


def told_name(page) -> None:
    page.get_by_label("Su nombre").fill("Ana Ruiz")
    page.get_by_role("button", name="Continuar").click()


def test_a_broken_file_is_mended_and_opens_and_comes_back_as_a_download(page, fresh_server) -> None:
    visit(page, fresh_server.url)
    page.get_by_role("tab", name="Con un archivo").click()
    give(page, PLAN | {"start": "enero"})
    page.get_by_text("En start").wait_for()
    page.get_by_role("tabpanel").get_by_role("button", name="x.json").first.click()
    give(page, PLAN | {"ask": "Que nos recomienden"})
    page.get_by_role("button", name="Abrir como plan nuevo").click()
    told_name(page)
    page.get_by_role("heading", name="Propósito").wait_for()
    visit(page, fresh_server.url)
    page.get_by_role("button", name="Más").first.click()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Descargar").click()
    assert kept.value.suggested_filename == "tienda-del-barrio.enlace.json"
    assert json.loads(kept.value.path().read_text("utf-8"))["ask"] == "Que nos recomienden"


def give(page, plan: dict) -> None:
    content = {
        "name": "x.json",
        "mimeType": "application/json",
        "buffer": json.dumps(plan).encode(),
    }
    page.locator("input[type=file]").set_input_files(content)
    rest(page)


def test_a_phone_shows_the_first_visit_without_a_barrier_or_scrolling_sideways(
    new_page, empty_server
) -> None:
    page = new_page(**PHONE)
    visit(page, empty_server.url)
    assert overflow(page) == 0
    for tab in range(3):
        page.get_by_role("tab").nth(tab).tap()
        rest(page)
        assert overflow(page) == 0
        assert barriers(page) == []
