"""Result in a real browser: a what-if is seen at once and saved only when it is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.test_scenarios import PHONE, begin, drag, odds, shop

__all__ = ["shop"]


def line(page) -> str:
    return page.locator(".fan path.forecast").first.get_attribute("d")


def test_a_move_changes_chart_and_odds_and_is_saved_when_asked(page, shop) -> None:
    begin(page, shop, "result")
    page.locator(".fan path.forecast").wait_for(state="attached")
    before, chance = line(page), odds(page)
    drag(page, "Publicaciones", 120)
    page.get_by_role("button", name="Guardar en el escenario").wait_for()
    expect(page.locator(".fan path.forecast").first).not_to_have_attribute("d", before)
    expect(page.locator(".levers .told").first).not_to_have_text(chance, use_inner_text=True)
    page.get_by_role("button", name="Guardar en el escenario").click()
    page.get_by_role("button", name="Guardar en el escenario").wait_for(state="detached")
    rest(page)
    begin(page, shop, "scenarios")
    posts = page.get_by_role("slider", name="Publicaciones")
    expect(posts).to_have_attribute("aria-valuetext", "120")


def test_what_was_tried_is_given_up(page, shop) -> None:
    begin(page, shop, "result")
    slider = page.get_by_role("slider", name="Inversión publicitaria")
    before = slider.get_attribute("aria-valuetext")
    drag(page, "Inversión publicitaria", 3000)
    page.get_by_role("button", name="Volver a lo guardado").click()
    page.get_by_role("button", name="Volver a lo guardado").wait_for(state="detached")
    rest(page)
    expect(slider).to_have_attribute("aria-valuetext", before)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_result_puts_no_barrier_in_anyone_s_way(new_page, shop, light) -> None:
    page = new_page(color_scheme=light)
    begin(page, shop, "result")
    page.get_by_text("Ver los números en una tabla").click()
    page.locator("[data-testid=stTable]").wait_for()
    page.get_by_text("Costo y beneficio").click()
    page.locator(".fan").nth(1).wait_for()
    assert barriers(page) == []


def test_on_a_phone_the_result_scrolls_down_only(new_page, shop) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    begin(page, shop, "result")
    assert overflow(page) == 0
