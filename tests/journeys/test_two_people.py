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

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(
        tmp_path_factory.mktemp("people"), apart=worked(), undone=worked(), built_on=worked()
    ) as found:
        yield found


def levels(places: Places, plan: str) -> dict[str, float]:
    scenario = places.read(plan).scenarios[0]
    return {target.metric: target.value for target in scenario.targets}


def test_both_edits_of_two_people_survive(new_page, places) -> None:
    ana = places.enter(new_page(), "apart", "scenarios", name="Ana")
    luz = places.enter(new_page(locale="en-GB"), "apart", "scenarios", name="Luz")
    moved(ana, "Publicaciones", 100)
    moved(luz, "Solicitudes de reseña", 2000)
    both = {"posts_published": 100, "review_requests": 2000}
    eventually(lambda: both.items() <= levels(places, "apart").items())
    ana.reload()
    ana.get_by_text(re.compile("Solicitudes de reseña · 2.000 ·")).wait_for()
    expect(ana.get_by_text(re.compile("Publicaciones · 100 ·"))).to_be_visible()


def test_each_takes_back_their_own_last_edit(new_page, places) -> None:
    ana = places.enter(new_page(), "undone", "scenarios", name="Ana")
    luz = places.enter(new_page(), "undone", "scenarios", name="Luz")
    moved(ana, "Publicaciones", 100)
    moved(luz, "Solicitudes de reseña", 2000)
    ana.get_by_role("button", name="Deshacer").click()
    ana.get_by_text(re.compile("Publicaciones · 80 ·")).wait_for()
    eventually(lambda: levels(places, "undone")["review_requests"] == 2000)


def test_what_somebody_else_has_built_on_is_not_taken_back_and_they_are_named(
    new_page, places
) -> None:
    ana = places.enter(new_page(), "built_on", "scenarios", name="Ana")
    luz = places.enter(new_page(), "built_on", "scenarios", name="Luz Vega")
    moved(ana, "Publicaciones", 100)
    luz.reload()
    rest(luz)
    moved(luz, "Publicaciones", 110)
    ana.get_by_role("button", name="Deshacer").click()
    told = ana.get_by_role("alert").filter(has_text="Luz Vega").first
    told.wait_for()
    expect(told).to_contain_text("Publicaciones")
    assert levels(places, "built_on")["posts_published"] == 110
