"""The bridge in a real browser: the sentence, the picture, and nothing in anyone's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

LONE = {"id": "likes_alone", "name": "Me gusta", "layer": "social"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Callable[[Page, str], Page]]:
    """Open the bridge of the worked tree with a social KPI that leads nowhere."""
    trees = {language: worked(language) for language in ("es", "en")}
    plans = {name: tree | {"metrics": [*tree["metrics"], LONE]} for name, tree in trees.items()}
    with settled(tmp_path_factory.mktemp("bridge"), **plans) as found:
        yield lambda page, language: found.enter(page, language, "bridge")


def test_an_unlinked_kpi_is_named_and_leads_to_where_it_is_linked(page, opened) -> None:
    opened(page, "es")
    page.get_by_text("13 de 14 métricas de redes y palancas").wait_for()
    page.get_by_role("button", name="Me gusta", exact=True).click()
    page.get_by_role("heading", name="Árbol").wait_for()
    page.get_by_text("La biblioteca no conoce ningún vínculo así").wait_for()


def test_on_a_phone_there_is_no_barrier_and_the_page_scrolls_down_only(new_page, opened) -> None:
    page = opened(new_page(**PHONE), "en")
    rest(page)
    assert overflow(page) == 0
    assert barriers(page) == []
