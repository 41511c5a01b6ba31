"""A component that has left the page leaves nothing behind that goes on: no timer, no stream."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import serving
from tests.pages.test_tree_editor import PLAN

# Counts, on the page itself, the timers that beat.
COUNTED = """
const beating = new Set();
const [begin, end] = [window.setInterval, window.clearInterval];
const told = () => document.documentElement?.setAttribute("data-beating", beating.size);
window.setInterval = (...given) => {
  const id = begin(...given);
  beating.add(id);
  told();
  return id;
};
window.clearInterval = (id) => { end(id); beating.delete(id); told(); };
"""


@pytest.mark.soak
def test_the_map_s_timers_end_when_the_page_is_left_however_often(page, tmp_path) -> None:
    with kt.Workspace.open(tmp_path / "enlace.db") as workspace:
        plan = workspace.create(kt.plan_of(PLAN), by="Ana").plan_id
    with serving(tmp_path) as running:
        page.add_init_script(COUNTED)
        page.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": running.url}])
        visit(page, f"{running.url}/tree?plan={plan}")
        root, links = page.locator("html"), page.get_by_test_id("stSidebarNavLink")
        for _ in range(3):
            page.locator(".react-flow__node").first.wait_for()
            expect(root).to_have_attribute("data-beating", "1")
            links.filter(has_text="Resultado").click()
            page.locator(".fan path").first.wait_for(state="attached")
            rest(page)
            expect(root).to_have_attribute("data-beating", "0")
            links.filter(has_text="Árbol").click()
