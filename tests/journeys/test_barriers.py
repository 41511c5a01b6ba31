"""axe on every page, in both languages and both themes: no barrier of ours (WCAG 2.2 A and AA).

A theme changes colours alone, so in the dark the contrast is looked at. In every run axe sees each
page once: on a phone in the page's own journey, or here. The long one sees all of them on a desk,
in English, by night, and of an empty plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from pages.parts.steps import STEPS
from tests.journeys.browsing import barriers, rest
from tests.journeys.places import EMPTY, settled, worked
from tests.journeys.screenshots import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places

# The pages of the section Share are looked at where people share: test_hosted.py.
WAYS = tuple(step.name for step in STEPS.values() if step.section != "share")
ON_A_PHONE = {"purpose", "goals", "tree", "bridge", "measured", "scenarios", "result"}
ONCE = [pytest.param(s, marks=pytest.mark.soak) if s in ON_A_PHONE else s for s in WAYS]


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    plans = {"es": worked("es"), "en": worked("en"), "empty": EMPTY}
    with settled(tmp_path_factory.mktemp("barriers"), **plans) as found:
        yield found


DARK = "rgb(20, 24, 30)"


@pytest.mark.parametrize("step", ONCE)
def test_no_page_puts_a_barrier_in_anyone_s_way(kept_page, places, step) -> None:
    assert barriers(come(kept_page, places, "es", step=step)) == []


@pytest.mark.soak
def test_no_page_puts_a_barrier_in_the_way_of_who_reads_english(new_page, places) -> None:
    page = new_page(locale="en")
    found = {step: barriers(come(page, places, "en", step=step)) for step in WAYS}
    assert found == {step: [] for step in WAYS}


@pytest.mark.soak
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_page_lacks_contrast_in_the_dark(new_page, places, language) -> None:
    page = new_page(locale=language, color_scheme="dark")
    found = {}
    for step in WAYS:
        come(page, places, language, step=step)
        expect(page.locator(".stApp")).to_have_css("background-color", DARK)
        found[step] = barriers(page, rule="color-contrast")
    assert found == {step: [] for step in WAYS}


def come(page: Page, places: Places, plan: str, *, step: str) -> Page:
    """Open a page and wait for what is drawn on it last."""
    places.enter(page, plan, "" if step == "start" else step)
    page.locator(PAGES[step]).first.wait_for(state="attached")
    rest(page)
    return page


@pytest.mark.soak
def test_no_page_of_an_empty_plan_puts_a_barrier_in_anyone_s_way(new_page, places) -> None:
    page = new_page(color_scheme="light")
    found = {}
    for step in WAYS[1:]:
        places.enter(page, "empty", step)
        found[step] = barriers(page)
    assert found == {step: [] for step in WAYS[1:]}
