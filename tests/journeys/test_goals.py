"""Goals in a real browser: from an empty plan to a sentence, and nothing in anyone's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.places import EMPTY, PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    plans = {"empty": EMPTY, "shop": worked()}
    with settled(tmp_path_factory.mktemp("goals"), **plans) as found:
        yield found


def test_a_newcomer_says_a_goal_with_a_metric_found_as_one_types(page, places) -> None:
    places.enter(page, "empty", "goals")
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
    page = places.enter(new_page(**PHONE), "shop", "goals")
    assert overflow(page) == 0
    page.get_by_role("button", name="Editar").first.tap()
    rest(page)
    assert overflow(page) == 0
    assert barriers(page) == []
