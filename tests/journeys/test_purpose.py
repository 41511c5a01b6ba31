"""Purpose in a real browser: what is typed is kept, answers draw their result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, overflow, rest, visit

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def purpose(new_page, server):
    """Purpose of a plan of one's own, made from the e-commerce tree."""

    def opened(**options):
        spanish = options.get("locale", "es-ES") == "es-ES"
        page = new_page(**options)
        visit(page, server.url)
        name = page.get_by_label("Su nombre" if spanish else "Your name")
        if name.is_visible():
            name.fill("Ana")
            page.get_by_role("button", name="Continuar" if spanish else "Continue").click()
            rest(page)
        page.get_by_role("tab", name="Con un ejemplo" if spanish else "Worked example").click()
        rest(page)
        use = "Empezar con este" if spanish else "Begin with this one"
        page.get_by_role("button", name=use).first.click()
        rest(page)
        if name.is_visible():
            name.fill("Ana")
            page.get_by_role("button", name="Continuar" if spanish else "Continue").click()
        page.get_by_role("heading", name="Propósito" if spanish else "Purpose").wait_for()
        rest(page)
        return page

    return opened


def test_what_is_typed_is_kept_though_the_reader_leaves_by_the_next_click(purpose) -> None:
    page = purpose()
    text = page.get_by_label("Lo que pedimos a nuestras redes")
    text.fill("Que servicio resuelva allí las consultas sencillas.")
    # A hand needs a moment between pressing and letting go; the field is left in it.
    page.get_by_role("link", name="Objetivos", exact=True).click(delay=120)
    page.get_by_role("heading", name="Objetivos").first.wait_for()
    page.get_by_role("link", name="Propósito").click()
    page.get_by_role("heading", name="Propósito").wait_for()
    rest(page)
    expect(text).to_have_value("Que servicio resuelva allí las consultas sencillas.")


def test_a_prompt_continues_what_was_just_typed(purpose) -> None:
    page = purpose()
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


def test_answers_draw_their_result_at_once(purpose) -> None:
    page = assessment(purpose())
    questions = page.get_by_role("tabpanel").get_by_role("radiogroup")
    for index in range(5):
        questions.nth(index).locator("label").nth(2).click()
        rest(page)
    expect(page.get_by_text("En desarrollo: 67 de 100")).to_be_visible()
    expect(page.get_by_role("heading", name="Lo que nos separa")).to_be_visible()
    expect(page.get_by_text("Faltan 10 respuestas")).to_be_visible()


def test_purpose_puts_no_barrier_in_anyone_s_way(purpose) -> None:
    page = assessment(purpose(locale="en-GB", color_scheme="dark"))
    page.get_by_role("tabpanel").get_by_role("radiogroup").first.locator("label").nth(1).click()
    rest(page)
    assert barriers(page) == []


def test_purpose_fits_a_phone(purpose) -> None:
    page = purpose(viewport=PHONE, has_touch=True, is_mobile=True)
    assert overflow(page) == 0
