"""What a patient hand does: it leaves a field before it goes on, and waits until the page rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.browsing import rest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def typed(page: Page, field: Locator, text: str) -> Locator:
    """Fill a field and leave it; the page has answered then."""
    field.fill(text)
    page.wait_for_timeout(500)  # a field tells of what is typed once the hand has rested
    field.blur()
    rest(page)
    return field


def pressed(page: Page, name: str) -> None:
    """Press the first button of that name."""
    page.get_by_role("button", name=name, exact=True).first.click()
    rest(page)


def chosen(page: Page, field: Locator, option: str) -> None:
    """Choose in a list that opens."""
    field.click()
    # A click that first scrolls the field into view only gives it the keyboard.
    field.press("ArrowDown")
    page.get_by_role("option", name=option).first.click()
    rest(page)


def moved(page: Page, name: str, value: float) -> None:
    """Move a slider and let go of it; the plan has taken it then, and not the eye alone."""
    slider = page.get_by_role("slider", name=name)
    slider.fill(str(value))
    slider.dispatch_event("change")
    page.locator(".levers[aria-busy=false]").wait_for()
    rest(page)


def entered(page: Page) -> None:
    """Leave a cell of a grid by Enter.

    The grid ends each keystroke in a timer. While one still waits, as on a busy machine under a
    hand faster than people's, Enter leaves the cell without what was typed.
    """
    page.evaluate("new Promise((done) => setTimeout(done))")
    page.keyboard.press("Enter")


def step(page: Page, name: str) -> None:
    """Go to a step by the bar at the side."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True).first.wait_for()
    rest(page)
