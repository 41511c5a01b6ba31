"""Purpose in a real browser: what is typed is kept, answers draw their result."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.places import Places


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    made = {name: worked() for name in ("left", "prompted", "answered", "phone")}
    with settled(tmp_path_factory.mktemp("purpose"), **made) as found:
        yield found


def test_what_is_typed_is_kept_though_the_reader_leaves_by_the_next_click(page, places) -> None:
    places.enter(page, "left", "purpose")
    text = page.get_by_label("Lo que pedimos a nuestras redes")
    text.fill("Que servicio resuelva allí las consultas sencillas.")
    # A hand needs a moment between pressing and letting go; the field is left in it.
    page.get_by_role("link", name="Objetivos", exact=True).click(delay=120)
    page.get_by_role("heading", name="Objetivos").first.wait_for()
    page.get_by_role("link", name="Propósito").click()
    page.get_by_role("heading", name="Propósito").wait_for()
    rest(page)
    expect(text).to_have_value("Que servicio resuelva allí las consultas sencillas.")


def test_a_prompt_continues_what_was_just_typed(page, places) -> None:
    places.enter(page, "prompted", "purpose")
    text = page.get_by_label("Lo que pedimos a nuestras redes")
    text.fill("Que vendan.")
    page.get_by_role("button", name="Embajadores internos").click()
    rest(page)
    expect(text).to_have_value(re.compile("^Que vendan.\n\nA quienes quieran hablar"))


def assessment(page):
    """The self-assessment, which stands closed."""
    page.get_by_text(re.compile("^(Autodiagnóstico|Self-assessment): ")).click()
    page.get_by_role("tabpanel").get_by_role("radiogroup").first.wait_for()
    rest(page)
    return page


def test_answers_draw_their_result_at_once(page, places) -> None:
    assessment(places.enter(page, "answered", "purpose"))
    questions = page.get_by_role("tabpanel").get_by_role("radiogroup")
    for index in range(5):
        questions.nth(index).locator("label").nth(2).click()
        rest(page)
    expect(page.get_by_text("En desarrollo: 67 de 100")).to_be_visible()
    expect(page.get_by_role("heading", name="Lo que nos separa")).to_be_visible()
    expect(page.get_by_text("Faltan 10 respuestas")).to_be_visible()


def test_purpose_fits_a_phone_and_puts_no_barrier_in_anyone_s_way(new_page, places) -> None:
    page = new_page(locale="en-GB", color_scheme="dark", **PHONE)
    assessment(places.enter(page, "phone", "purpose"))
    page.get_by_role("tabpanel").get_by_role("radiogroup").first.locator("label").nth(1).click()
    rest(page)
    assert overflow(page) == 0
    assert barriers(page) == []
