"""The widgets of our own in a real browser, behind the strict headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Server

GALLERY = ("tests.journeys.gallery_server", "--headless", "--port={port}")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("gallery"), *GALLERY) as running:
        yield running


@pytest.fixture(scope="module")
def page(kept_page) -> Page:
    return kept_page


def readout(page) -> Locator:
    return page.locator(".fan .readout")


def line(page) -> str:
    return page.locator(".fan path.forecast").get_attribute("d")


def test_the_fan_follows_a_slider_without_being_made_anew(page, gallery) -> None:
    visit(page, gallery.url)
    before = line(page)
    page.locator(".fan").evaluate("node => { node.dataset.seen = 'yes' }")
    page.get_by_role("slider").press("ArrowRight")
    rest(page)
    expect(page.locator(".fan path.forecast")).not_to_have_attribute("d", before)
    expect(page.locator(".fan")).to_have_attribute("data-seen", "yes")


def test_the_fan_is_read_with_the_keyboard(page, gallery) -> None:
    visit(page, gallery.url)
    chart = page.locator(".fan svg.chart")
    chart.focus()
    chart.press("End")
    expect(readout(page)).to_have_text(re.compile("^\\s*[Dd]iciembre de 2027"))
    chart.press("ArrowLeft")
    expect(readout(page)).to_contain_text("Meta")


def test_the_fan_is_read_by_touch(new_page, gallery) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit(page, gallery.url)
    page.locator(".fan svg.chart").tap(position={"x": 340, "y": 100})
    expect(readout(page)).to_contain_text("8 de cada 10 casos")


def test_the_fan_says_what_it_shows_to_those_who_do_not_see_it(page, gallery) -> None:
    visit(page, gallery.url)
    chart = page.get_by_role("img", name="Pedidos al mes")
    expect(chart.locator("desc")).to_contain_text("62 / 100")


def test_the_fan_fits_every_width(new_page, gallery) -> None:
    page = new_page()
    visit(page, gallery.url)
    for width in (1200, 768, 390, 340):
        page.set_viewport_size({"width": width, "height": 900})
        rest(page)
        box = page.locator(".fan svg.chart").bounding_box()
        assert (width, overflow(page)) == (width, 0)
        assert width * 0.75 < box["width"] <= width - box["x"]


def test_a_quantity_is_understood_while_it_is_typed_then_saved(page, gallery) -> None:
    visit(page, gallery.url)
    page.get_by_label("Pedidos", exact=True).fill("40 a 60")
    page.get_by_text("entre 40 y 60").wait_for()
    page.get_by_role("button", name="Guardar").click()
    page.get_by_text("saved: {'p10': 40.0, 'p90': 60.0}").wait_for()


def test_hostile_words_are_shown_as_written_and_fetch_nothing(page, gallery) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{gallery.url}/?hostile=1")
    shown = page.locator("[data-testid=stMarkdownContainer]", has_text="![i](").first.inner_text()
    assert shown.replace("\u2060", "").startswith("<b>x</b> ![i](http://127.0.0.1:9/x.png) *y* $z$")
    assert [url for url in asked if ":9/" in url] == []
    # Pictures of our own making stand in the page itself.
    fetched = "[data-testid=stMarkdownContainer] img:not([src^='data:image/'])"
    expect(page.locator(fetched)).to_have_count(0)


def test_the_widgets_put_no_barrier_in_anyone_s_way(page, gallery) -> None:
    visit(page, gallery.url)
    assert barriers(page) == []
