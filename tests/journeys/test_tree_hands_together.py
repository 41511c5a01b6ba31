"""Two windows on one map, a page loaded anew, a line that breaks: nothing is lost or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosted.cable import Cable
from tests.journeys.browsing import barriers, rest
from tests.journeys.tree_hands import Keys, Mouse
from tests.journeys.tree_map import maps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.tree_map import Maps

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Maps]:
    with maps(tmp_path_factory.mktemp("together"), 10) as found:
        yield found


def test_one_moves_and_one_renames_the_same_box_at_once_and_both_see_both(new_page, opened) -> None:
    ana = opened(new_page())
    leo = opened(new_page(), plan=ana.plan, name="Leo")
    Mouse(leo).write("visits", "Visitas web")
    Mouse(ana).shift("visits")
    leo.key("Enter")
    for map_ in (ana, leo):
        map_.keeps(
            lambda plan: plan.metric["visits"].name == "Visitas web" and "visits" in plan.layout
        )
    for map_ in (ana, leo):
        map_.page.reload()
        rest(map_.page)
        expect(map_.box("visits")).to_contain_text("web")
    assert ana.place("visits") == leo.place("visits") == leo.store().layout["visits"]


def test_what_is_undone_is_one_s_own_last_edit(new_page, opened) -> None:
    ana = opened(new_page())
    leo = opened(new_page(), plan=ana.plan, name="Leo")
    Mouse(ana).shift("reach")
    ana.keeps(lambda plan: "reach" in plan.layout)
    Mouse(leo).write("visits", "Visitas web")
    leo.key("Enter")
    leo.keeps(lambda plan: plan.metric["visits"].name == "Visitas web")
    Mouse(ana).undo()
    ana.keeps(lambda plan: not plan.layout)
    assert ana.store().metric["visits"].name == "Visitas web"


def test_a_page_that_is_loaded_anew_amid_edits_does_each_once(new_page, opened) -> None:
    with Cable(opened.server.url) as cable:
        map_ = opened(new_page(reduced_motion="reduce"), url=cable.url)
        hand = Keys(map_)
        cable.pull()
        hand.choose("visits", "orders")
        hand.double()
        Mouse(map_).shift("reach")
        expect(map_.page.locator(".saving")).to_have_text("Guardando…")
        cable.mend()
        map_.page.reload()
        rest(map_.page)
        expect(map_.boxes).to_have_count(7)
        map_.keeps(lambda plan: "reach" in plan.layout and len(plan.metrics) == 7)
        map_.page.reload()
        rest(map_.page)
        expect(map_.boxes).to_have_count(7)
        assert len(map_.settled().metrics) == 7


# How each state of the map is come to by keys.
STATES = {
    "adding": "a",
    "finding": "/",
    "keys": "?",
    "renaming": "Enter F2",
    "leaving": "Delete",
    "joining": "l",
    "loop": "l ArrowLeft",
    "ways": "l ArrowDown Enter",
    "a link": "e Enter",
    "several": "Enter ArrowRight Shift+Enter",
    "full screen": "f",
}
ASKING = {"adding", "finding", "keys", "leaving", "ways"}


@pytest.mark.parametrize("seen", [("es-ES", "light"), ("en-GB", "dark")])
def test_no_state_of_the_map_puts_a_barrier_in_anyone_s_way(new_page, opened, seen) -> None:
    language, light = seen
    map_ = opened(new_page(locale=language, color_scheme=light, reduced_motion="reduce"))
    found = {}
    for state, keys in STATES.items():
        map_.box("visits").focus()
        map_.key(*keys.split())
        rest(map_.page)
        expect(map_.dialog).to_have_count(int(state in ASKING))
        found[state] = barriers(map_.page)
        map_.key("Escape")
        expect(map_.dialog).to_have_count(0)
    assert found == {state: [] for state in STATES}
