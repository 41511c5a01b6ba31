"""axe on every page, in both languages and both themes: no barrier of ours (WCAG 2.2 A and AA).

A theme changes colours alone, so in the dark the contrast is looked at; a language changes words,
so English is left to the long tests, as are the pages of an empty plan, which hold little.
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

    from tests.journeys.places import Places

# The pages of the section Share are looked at where people share: test_hosted.py.
WAYS = tuple(step.name for step in STEPS.values() if step.section != "share")


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    plans = {"es": worked("es"), "en": worked("en"), "empty": EMPTY}
    with settled(tmp_path_factory.mktemp("barriers"), **plans) as found:
        yield found


DARK = "rgb(20, 24, 30)"


@pytest.mark.parametrize("language", ["es", pytest.param("en", marks=pytest.mark.soak)])
def test_no_page_puts_a_barrier_in_anyone_s_way(new_page, places, language) -> None:
    page = new_page(locale=language, viewport={"width": 1280, "height": 900})
    found = {}
    for step in WAYS:
        page.emulate_media(color_scheme="light")
        places.enter(page, language, "" if step == "start" else step)
        page.locator(PAGES[step]).first.wait_for(state="attached")
        rest(page)
        found[step] = barriers(page)
        page.emulate_media(color_scheme="dark")
        expect(page.locator(".stApp")).to_have_css("background-color", DARK)
        rest(page)
        found[step] += barriers(page, rule="color-contrast")
    assert found == {step: [] for step in WAYS}


@pytest.mark.soak
def test_no_page_of_an_empty_plan_puts_a_barrier_in_anyone_s_way(new_page, places) -> None:
    page = new_page(color_scheme="light")
    found = {}
    for step in WAYS[1:]:
        places.enter(page, "empty", step)
        found[step] = barriers(page)
    assert found == {step: [] for step in WAYS[1:]}
