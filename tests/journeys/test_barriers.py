"""axe on every page, in both languages and both themes: no barrier of ours (WCAG 2.2 A and AA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


# Each language and each theme in every run; the two that remain with the long tests.
SEEN = (
    ("es", "light"),
    ("en", "dark"),
    pytest.param(("es", "dark"), marks=pytest.mark.soak),
    pytest.param(("en", "light"), marks=pytest.mark.soak),
)


@pytest.mark.parametrize("seen", SEEN)
def test_no_page_puts_a_barrier_in_anyone_s_way(new_page, places, seen) -> None:
    language, light = seen
    page = new_page(locale=language, color_scheme=light, viewport={"width": 1280, "height": 900})
    found = {}
    for step in WAYS:
        places.enter(page, language, "" if step == "start" else step)
        page.locator(PAGES[step]).first.wait_for(state="attached")
        rest(page)
        found[step] = barriers(page)
    assert found == {step: [] for step in WAYS}


def test_no_page_of_an_empty_plan_puts_a_barrier_in_anyone_s_way(new_page, places) -> None:
    page = new_page(color_scheme="light")
    found = {}
    for step in WAYS[1:]:
        places.enter(page, "empty", step)
        found[step] = barriers(page)
    assert found == {step: [] for step in WAYS[1:]}
