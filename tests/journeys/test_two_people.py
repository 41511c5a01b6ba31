"""Two people in two browsers on one plan: both edits survive, and each takes back their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import eventually, rest
from tests.journeys.hands import moved
from tests.journeys.places import settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("people"), shop=worked()) as found:
        yield found


def levels(places: Places) -> dict[str, float]:
    scenario = places.read("shop").scenarios[0]
    return {target.metric: target.value for target in scenario.targets}


def test_both_edits_survive_and_each_takes_back_their_own_unless_it_was_built_on(
    new_page, places
) -> None:
    ana = places.enter(new_page(), "shop", "scenarios", name="Ana")
    luz = places.enter(new_page(locale="en-GB"), "shop", "scenarios", name="Luz Vega")
    moved(ana, "Publicaciones", 100)
    moved(luz, "Solicitudes de reseña", 2000)
    both = {"posts_published": 100, "review_requests": 2000}
    eventually(lambda: both.items() <= levels(places).items())
    ana.reload()
    for told in ("Solicitudes de reseña · 2.000 ·", "Publicaciones · 100 ·"):
        expect(ana.get_by_text(re.compile(told))).to_be_visible()
    rest(ana)
    ana.get_by_role("button", name="Deshacer").click()
    ana.get_by_text(re.compile("Publicaciones · 80 ·")).wait_for()
    eventually(lambda: levels(places)["review_requests"] == 2000)
    built_on(ana, luz)
    assert levels(places)["posts_published"] == 110


def built_on(ana: Page, luz: Page) -> None:
    """What somebody else has built on is not taken back, and they are named."""
    moved(ana, "Publicaciones", 100)
    luz.reload()
    rest(luz)
    moved(luz, "Publicaciones", 110)
    ana.get_by_role("button", name="Deshacer").click()
    told = ana.get_by_role("alert").filter(has_text="Luz Vega").first
    told.wait_for()
    expect(told).to_contain_text("Publicaciones")
