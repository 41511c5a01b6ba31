"""Goals in a real browser: from an empty plan to a sentence, and nothing in anyone's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kpi_tree as kt
from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import serving
from tests.journeys.places import PHONE, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

EMPTY = {"format": "enlace-plan/1", "title": "Plan nuevo", "start": "2027-01"}


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[dict[str, str]]:
    """The addresses of a page of goals: `empty`, and a worked tree."""
    folder = tmp_path_factory.mktemp("goals")
    plans = {"empty": EMPTY, "shop": worked()}
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        made = {name: workspace.create(kt.plan_of(plan), by="Ana") for name, plan in plans.items()}
    with serving(folder) as running:
        yield {name: f"{running.url}/goals?plan={one.plan_id}" for name, one in made.items()}


def opened(page: Page, address: str) -> Page:
    page.context.add_cookies(
        [{"name": "enlace_name", "value": "Ana", "url": address.partition("/goals")[0]}]
    )
    visit(page, address)
    return page


def test_a_newcomer_says_a_goal_with_a_metric_found_as_one_types(page, places) -> None:
    opened(page, places["empty"])
    page.get_by_label("Buscar en la biblioteca").press_sequentially("costo de atencion")
    page.get_by_role("button", name="Usar Costo total de atención al cliente").click()
    rest(page)
    page.get_by_role("textbox", name="Meta (EUR)").fill("540 mil")
    page.get_by_role("button", name="Guardar el objetivo").click()
    card = page.get_by_role("heading", name="a 540.000 € o menos para diciembre de 2027")
    card.wait_for()
    page.reload()
    card.wait_for()


def test_a_phone_shows_cards_and_form_without_a_barrier_or_scrolling_sideways(
    new_page, places
) -> None:
    page = opened(new_page(**PHONE), places["shop"])
    assert overflow(page) == 0
    page.get_by_role("button", name="Editar").first.tap()
    rest(page)
    assert overflow(page) == 0
    assert barriers(page) == []
