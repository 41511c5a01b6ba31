"""Names on a projector: how high they are on a screen of 1920 × 1080 where all is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from kpi_tree.library.templates import template_path
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import eventually, rest, visit
from tests.journeys.conftest import serving
from tests.layout.fringe import trimmed


@pytest.mark.soak
def test_a_name_is_18_pixels_high_where_a_tree_of_25_metrics_fills_a_projector(
    new_page, tmp_path
) -> None:
    with kt.Workspace.open(tmp_path / "enlace.db") as workspace:
        plan = trimmed(kt.read(template_path("b2b_saas", "es")), 25)
        made = workspace.create(plan, by="Ana").plan_id
    with serving(tmp_path) as running:
        page = new_page(viewport={"width": 1920, "height": 1080})
        page.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": running.url}])
        visit(page, f"{running.url}/tree?plan={made}&lang=es")
        names = page.locator(".react-flow__node .name span")
        names.first.wait_for()
        rest(page)
        page.locator(".editor").get_by_role("button", name="Pantalla completa").first.click()
        expect(page.locator(".editor.full")).to_be_visible()
        page.locator(".editor").get_by_role("button", name="Ver todo").first.click()
        eventually(lambda: min(box["height"] for box in boxes(names)) >= 18)
        page.close()


def boxes(names) -> list[dict[str, float]]:
    """Where names stand on the screen."""
    return [name.bounding_box() for name in names.all()]
