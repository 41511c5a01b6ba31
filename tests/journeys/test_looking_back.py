"""Two windows on one plan: one looks at an earlier version, and both change the same lever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from tests.journeys.browsing import barriers, eventually, overflow, rest
from tests.journeys.hands import moved, pressed
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.journeys.places import Places

NOW = "La tienda de hoy"


def lived(workspace: kt.Workspace, plans: Mapping[str, str]) -> None:
    workspace.edit(plans["shop"], kt.set_title, NOW, by="Luis")


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    with settled(tmp_path_factory.mktemp("past"), lived, shop=worked()) as found:
        yield found


def posts(places: Places) -> float | None:
    targets = places.read("shop").scenarios[0].targets
    return next(one.value for one in targets if one.metric == "posts_published")


def test_an_earlier_version_is_looked_at_on_a_phone_while_others_go_on(new_page, places) -> None:
    luz = places.enter(new_page(locale="en-GB", **PHONE), "shop", "history", name="Luz")
    luz.get_by_role("button", name="Look").last.click()
    luz.get_by_role("button", name="Open this version").last.click()
    luz.wait_for_url("**/result?plan=*")
    told = luz.get_by_text("You are looking at version 1")
    expect(told).to_be_visible()
    ana = places.enter(new_page(), "shop", "scenarios", name="Ana")
    moved(ana, "Publicaciones", 100)
    expect(luz.get_by_text(re.compile("^Ana changed the target of"))).to_be_visible()
    expect(told).to_be_visible()
    luz.get_by_role("slider", name="Publicaciones").press("ArrowRight")
    expect(luz.get_by_text("it is saved nowhere")).to_be_visible()
    expect(luz.get_by_role("button", name="Propose it")).to_have_count(0)
    rest(luz)
    assert (overflow(luz), barriers(luz)) == (0, [])
    pressed(luz, "Back to the present")
    expect(told).to_have_count(0)
    assert posts(places) == 100


@pytest.mark.soak
def test_two_at_one_lever_both_see_what_happened_and_one_click_takes_the_other_s(
    new_page, places
) -> None:
    ana = places.enter(new_page(), "shop", "scenarios", name="Ana")
    page = new_page(locale="en-GB", color_scheme="dark", **PHONE)
    page.route("**/live*", lambda _: None)  # nothing of what Ana does reaches her in time
    luz = places.enter(page, "shop", "scenarios", name="Luz")
    moved(ana, "Publicaciones", 90)
    moved(luz, "Publicaciones", 110)
    told = luz.locator(".st-key-enlace-crossed")
    expect(told).to_contain_text("Ana changed the same as you")
    expect(told).to_contain_text("Publicaciones")
    expect(told).to_contain_text("from 90 to 110")
    expect(ana.get_by_text(re.compile("^Luz cambió la meta de «Publicaciones»"))).to_be_visible()
    rest(luz)
    assert (overflow(luz), barriers(luz)) == (0, [])
    luz.get_by_role("button", name="Take what Ana wrote").click()
    expect(told).to_have_count(0)
    eventually(lambda: posts(places) == 90)
