"""Result in a real browser: a what-if is seen at once and saved only when it is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import barriers, overflow, rest
from tests.journeys.hands import moved
from tests.journeys.places import PHONE
from tests.journeys.test_scenarios import begin, odds, shop

__all__ = ["shop"]


def line(page) -> str:
    return page.locator(".fan path.forecast").first.get_attribute("d")


def test_a_move_changes_chart_and_odds_and_is_saved_when_asked(page, shop) -> None:
    begin(page, shop, "result")
    page.locator(".fan path.forecast").wait_for(state="attached")
    before, chance = line(page), odds(page)
    moved(page, "Publicaciones", 120)
    page.get_by_role("button", name="Guardar en el escenario").wait_for()
    expect(page.locator(".fan path.forecast").first).not_to_have_attribute("d", before)
    expect(page.locator(".levers .told").first).not_to_have_text(chance, use_inner_text=True)
    page.get_by_role("button", name="Guardar en el escenario").click()
    page.get_by_role("button", name="Guardar en el escenario").wait_for(state="detached")
    rest(page)
    begin(page, shop, "scenarios")
    posts = page.get_by_role("slider", name="Publicaciones")
    expect(posts).to_have_attribute("aria-valuetext", "120")


def grasped(page, name: str) -> None:
    """Take hold of a slider and pull it near its end."""
    slider = page.get_by_role("slider", name=name)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 40, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 30, middle, steps=5)


def test_chart_sentence_and_odds_follow_a_hand_that_has_not_let_go(page, shop) -> None:
    begin(page, shop, "result")
    chart, told = page.locator(".fan path.forecast").first, page.locator(".levers .told").first
    lead, before, chance = page.locator(".fan .lead"), line(page), odds(page)
    sentence = lead.inner_text()
    grasped(page, "Publicaciones")
    expect(chart).not_to_have_attribute("d", before)
    expect(told).not_to_have_text(chance, use_inner_text=True)
    expect(lead).not_to_have_text(sentence, use_inner_text=True)
    expect(page.get_by_role("button", name="Guardar en el escenario")).to_have_count(0)
    page.mouse.up()
    page.get_by_role("button", name="Guardar en el escenario").wait_for()
    expect(lead).to_contain_text(odds(page))


def test_what_is_answered_when_the_hand_lets_go_is_what_a_reload_shows(page, shop) -> None:
    begin(page, shop, "scenarios")
    grasped(page, "Inversión publicitaria")
    page.mouse.up()
    page.locator(".levers[aria-busy=false]").wait_for()
    rest(page)
    told = page.locator(".levers .odds").inner_text()
    page.reload()
    expect(page.locator(".levers .odds")).to_have_text(told, use_inner_text=True)


@pytest.mark.soak
def test_where_no_answer_comes_ahead_of_it_the_page_s_run_is_the_answer(page, shop) -> None:
    page.route("**/what-if", lambda route: route.fulfill(status=405))
    begin(page, shop, "result")
    before = line(page)
    moved(page, "Publicaciones", 40)
    expect(page.locator(".fan path.forecast").first).not_to_have_attribute("d", before)
    page.get_by_role("button", name="Volver a lo guardado").click()
    expect(page.locator(".fan path.forecast").first).to_have_attribute("d", before)


def test_what_was_tried_is_given_up(page, shop) -> None:
    begin(page, shop, "result")
    slider = page.get_by_role("slider", name="Inversión publicitaria")
    before = slider.get_attribute("aria-valuetext")
    moved(page, "Inversión publicitaria", 3000)
    page.get_by_role("button", name="Volver a lo guardado").click()
    page.get_by_role("button", name="Volver a lo guardado").wait_for(state="detached")
    rest(page)
    expect(slider).to_have_attribute("aria-valuetext", before)


def test_on_a_phone_the_result_has_no_barrier_and_scrolls_down_only(new_page, shop) -> None:
    page = new_page(color_scheme="dark", **PHONE)
    begin(page, shop, "result")
    assert overflow(page) == 0
    page.get_by_text("Ver los números en una tabla").click()
    page.locator("[data-testid=stTable]").wait_for()
    page.get_by_text("Costo y beneficio").click()
    page.locator(".fan").nth(1).wait_for()
    assert overflow(page) == 0
    assert barriers(page) == []
