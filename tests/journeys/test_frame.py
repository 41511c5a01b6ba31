"""The frame in a real browser, as `make run` serves it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import overflow, rest, visit

PHONE = {"width": 390, "height": 844}


def test_a_reader_switches_the_language_and_finds_it_again_after_a_reload(page, server) -> None:
    visit(page, server.url)
    with page.expect_response("**/keep"):
        page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Goals").wait_for()
    page.wait_for_url("**lang=en*")
    visit(page, server.url)
    expect(page.get_by_role("link", name="Goals")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.soak
def test_the_browser_s_language_comes_first(new_page, server) -> None:
    page = new_page(locale="en-GB")
    visit(page, server.url)
    expect(page.get_by_role("link", name="Goals")).to_be_visible()


def test_the_choice_of_language_is_kept_where_no_script_reads_it(page, server) -> None:
    visit(page, server.url)
    with page.expect_response("**/keep") as kept:
        page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    assert kept.value.status == 204
    assert "enlace_language" not in page.evaluate("document.cookie")
    assert "enlace_language" in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.soak
def test_a_deep_link_into_a_server_just_started_has_the_frame(page, fresh_server) -> None:
    visit(page, f"{fresh_server.url}/scenarios")
    expect(page.get_by_role("heading", name="Escenarios")).to_be_visible()
    expect(page.get_by_role("link", name="Resultado")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_streamlit_run_serves_the_frame_and_keeps_the_language_too(page, plain_server) -> None:
    # A deep link comes first: Streamlit announces a missing page, and the frame takes that back.
    visit(page, f"{plain_server.url}/goals")
    page.get_by_role("heading", name="Objetivos").wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Goals").wait_for()
    page.wait_for_timeout(500)
    assert "enlace_language" in {cookie["name"] for cookie in page.context.cookies()}


def test_a_step_that_is_opened_in_another_tab_keeps_the_plan(page, server) -> None:
    visit(page, f"{server.url}/goals?plan=mine&lang=en")
    step = page.get_by_role("link", name="Tree")
    step.hover()
    expect(step).to_have_attribute("href", re.compile(r"/tree\?plan=mine&lang=en$"))


def test_the_keyboard_shows_where_it_is_in_the_navigation(page, server) -> None:
    visit(page, server.url)
    page.keyboard.press("Tab")
    while page.locator(":focus").get_attribute("data-testid") != "stSidebarNavLink":
        page.keyboard.press("Tab")
    ring = page.locator(":focus").evaluate("node => getComputedStyle(node).outline")
    assert "solid 2px" in ring


def test_every_answer_has_the_strict_headers(server) -> None:
    for path in ("/", "/goals", "/_stcore/health", "/app/static/inter-latin.woff2"):
        with urllib.request.urlopen(server.url + path) as answer:  # noqa: S310 (our own address)
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_name_for_this_machine_is_not_answered(server) -> None:
    request = urllib.request.Request(server.url, headers={"Host": "evil.example"})  # noqa: S310 (ours)
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)  # noqa: S310 (likewise)


def test_the_policy_blocks_nothing_of_ours_and_nothing_is_fetched_elsewhere(page, server) -> None:
    blocked, elsewhere = [], []
    page.on("console", lambda said: "Content Security" in said.text and blocked.append(said.text))
    page.on("request", lambda asked: elsewhere.append(asked.url))
    visit(page, server.url)
    visit(page, f"{server.url}/tree")
    assert blocked == []
    assert [url for url in elsewhere if not url.startswith((server.url, "data:", "blob:"))] == []


def test_the_font_is_ours(page, server) -> None:
    visit(page, server.url)
    assert page.evaluate("document.fonts.check('16px Inter')")


def test_a_phone_scrolls_down_only_and_opens_the_way_through(new_page, server) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    visit(page, server.url)
    assert overflow(page) == 0
    page.get_by_test_id("stExpandSidebarButton").tap()
    page.get_by_role("link", name="Objetivos").tap()
    page.get_by_role("heading", name="Objetivos").wait_for()
    rest(page)
    assert overflow(page) == 0


@pytest.mark.soak
def test_the_dark_paper_is_dark(new_page, server) -> None:
    page = new_page(color_scheme="dark")
    visit(page, server.url)
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert paper == "rgb(20, 24, 30)"
