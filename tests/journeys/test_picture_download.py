"""The map is taken along as a picture, as it stands when it is taken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import visit
from tests.journeys.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """The page Tree with the shop's plan."""
    folder = tmp_path_factory.mktemp("picture")
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        plan = kt.plan_of(kt.library.template_json("ecommerce", "es"))
        made = workspace.create(plan, by="Ana").plan_id
    with serving(folder) as running:
        yield f"{running.url}/tree?plan={made}&lang=es"


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """The name and the content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_map_is_taken_along_as_svg_and_as_png_with_the_odds(new_page, address) -> None:
    page = new_page(color_scheme="light")
    page.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": address}])
    visit(page, address)
    page.get_by_role("button", name="Imagen").click()
    name, content = taken(page, "SVG")
    assert name == "comercio-electronico-ingresos-gracias-a-las-redes.svg"
    assert content.decode().count(" de 100</text>") == 2
    page.get_by_role("radio", name="Oscuro").click()
    _, content = taken(page, "PNG")
    assert Image.open(io.BytesIO(content)).getpixel((0, 0)) == (20, 24, 30)
