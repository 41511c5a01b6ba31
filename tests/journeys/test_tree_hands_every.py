"""Every edit of the map by every hand, and the plan in the store is what the eye saw.

A row an edit, a column a hand: mouse and keys on a desk, a finger on a phone and on a large screen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from tests.journeys.places import PHONE
from tests.journeys.tree_hands import Finger, Keys, Mouse
from tests.journeys.tree_map import maps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.journeys.tree_hands import Hand
    from tests.journeys.tree_map import Map, Maps

DESK = {"viewport": {"width": 1280, "height": 800}}
HANDS = {
    "mouse": (Mouse, DESK),
    "keys": (Keys, DESK),
    "finger on a phone": (Finger, PHONE),
    "finger on a screen": (Finger, {**DESK, "has_touch": True}),
}
CHOSEN = re.compile(r"\bselected\b")
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Maps]:
    with maps(tmp_path_factory.mktemp("hands"), 120) as found:
        yield found


@pytest.fixture(scope="module", params=HANDS)
def laid(request, chromium, opened) -> Iterator[Callable[[], Hand]]:
    """Lay a hand on a map that nobody has touched; one page for all edits of that hand."""
    kind, options = HANDS[request.param]
    context = chromium.new_context(locale="es-ES", reduced_motion="reduce", **options)
    context.set_default_timeout(20_000)
    page: Page = context.new_page()

    def laying() -> Hand:
        map_ = opened(page)
        page.locator(".sheet").evaluate("(sheet) => sheet.scrollIntoView({ block: 'center' })")
        map_.tool("Ver todo").click()
        return kind(map_)

    yield laying
    context.close()


@pytest.fixture
def hand(laid) -> Hand:
    return laid()


def links(plan: kt.Plan) -> set[tuple[str, str]]:
    return {(link.driver, link.outcome) for link in plan.links}


def stands_where_the_plan_says(map_: Map, *names: str) -> None:
    """Each box is drawn where the store keeps it."""

    def alike(plan: kt.Plan) -> bool:
        return set(plan.layout) == set(names) and all(
            abs(kept - drawn) <= 1
            for name in names
            for kept, drawn in zip(plan.layout[name], map_.place(name), strict=True)
        )

    map_.keeps(alike)


def test_a_metric_of_the_catalogue_and_one_of_one_s_own_are_added_where_one_points(hand) -> None:
    map_ = hand.map
    at = hand.add()
    hand.take("registr", "Registros")
    made = map_.box("signups")
    expect(made).to_be_focused()
    expect(made).to_have_class(CHOSEN)
    map_.keeps(lambda plan: bool(plan.metric["signups"].catalogue))
    if at:
        box = made.bounding_box()
        assert box["x"] - 3 <= at[0] <= box["x"] + box["width"]
        assert box["y"] - 3 <= at[1] <= box["y"] + box["height"]
        stands_where_the_plan_says(map_, "signups")
    hand.press(map_.tool("Nueva métrica"))
    hand.take("Xilófonos", "Puente")
    expect(map_.box("xilofonos")).to_contain_text("Xilófonos")
    map_.keeps(lambda plan: plan.metric["xilofonos"].layer == "bridge")


def test_a_box_is_moved_undone_done_again_arranged_and_that_is_undone(hand) -> None:
    map_ = hand.map
    before = map_.place("reach")
    hand.shift("reach")
    stands_where_the_plan_says(map_, "reach")
    after = map_.place("reach")
    assert after != before
    hand.undo()
    map_.keeps(lambda plan: not plan.layout and map_.place("reach") == before)
    hand.redo()
    map_.keeps(lambda plan: set(plan.layout) == {"reach"} and map_.place("reach") == after)
    hand.press(map_.tool("Ordenar el mapa"))
    map_.keeps(lambda plan: not plan.layout and map_.place("reach") == before)
    hand.undo()
    map_.keeps(lambda plan: set(plan.layout) == {"reach"} and map_.place("reach") == after)


def test_two_boxes_are_joined_by_an_influence_and_two_by_a_formula(hand) -> None:
    map_ = hand.map
    hand.draw("reach", "visits")
    hand.drop()
    hand.answer(map_.way("Influencia"))
    map_.line("reach>visits").wait_for(state="attached")
    map_.keeps(lambda plan: ("reach", "visits") in links(plan))
    hand.draw("visits", "sales")
    hand.drop()
    hand.answer(map_.way("Fórmula"))
    field = map_.dialog.locator("input")
    expect(field).to_have_value("orders * 80 + visits")
    field.fill("orders * 80 + visits * 2")
    hand.answer(map_.way("Guardar"))
    map_.line("visits>sales").wait_for(state="attached")
    map_.keeps(lambda plan: plan.metric["sales"].formula == "orders * 80 + visits * 2")


def test_several_are_chosen_moved_and_copied_with_what_leads_among_them(hand) -> None:
    map_ = hand.map
    before = {name: map_.place(name) for name in ("visits", "orders")}
    hand.choose("visits", "orders")
    expect(map_.page.locator(".react-flow__node.selected")).to_have_count(2)
    hand.shift("orders")
    stands_where_the_plan_says(map_, "visits", "orders")
    ways = {
        tuple(round(now - then) for now, then in zip(map_.place(name), at, strict=True))
        for name, at in before.items()
    }
    assert len(ways) == 1
    hand.double()
    expect(map_.boxes).to_have_count(7)
    map_.line("visitas_copia>pedidos_copia").wait_for(state="attached")
    map_.keeps(lambda plan: ("visitas_copia", "pedidos_copia") in links(plan))
    hand.undo()
    expect(map_.boxes).to_have_count(5)
    map_.keeps(lambda plan: len(plan.metrics) == 5)


def test_a_box_is_found_by_its_name_and_the_map_comes_closer_and_is_seen_whole(hand) -> None:
    map_ = hand.map
    hand.find("publi")
    expect(map_.box("posts")).to_be_focused()
    expect(map_.box("posts")).to_have_class(CHOSEN)
    expect(map_.box("posts")).to_be_in_viewport()
    seen = map_.page.locator(".react-flow__viewport")
    found = seen.get_attribute("style")
    hand.whole()
    expect(seen).not_to_have_attribute("style", found)
    before = seen.get_attribute("style")
    hand.closer()
    expect(seen).not_to_have_attribute("style", before)
    hand.whole()
    expect(seen).to_have_attribute("style", before)


def test_what_would_close_a_loop_lights_up_and_is_refused(hand) -> None:
    map_ = hand.map
    hand.draw("sales", "visits")
    expect(map_.page.locator(".status")).to_contain_text("Ventas → Visitas → Pedidos → Ventas")
    expect(map_.page.locator(".react-flow__edge.looped")).to_have_count(2)
    hand.drop()
    expect(map_.page.locator(".status")).to_have_text("")
    expect(map_.dialog).to_have_count(0)
    assert len(map_.settled().links) == 2


def test_a_box_gets_another_name_in_its_place(hand) -> None:
    hand.rename("visits", "Visitas web")
    expect(hand.map.box("visits")).to_contain_text("web")
    expect(hand.map.box("visits")).to_be_focused()
    hand.map.keeps(lambda plan: plan.metric["visits"].name == "Visitas web")


def test_what_hangs_on_a_metric_is_shown_and_goes_with_it(hand) -> None:
    map_ = hand.map
    hand.choose("visits")
    hand.remove()
    expect(map_.dialog).to_contain_text("¿Quitar Visitas?")
    expect(map_.dialog).to_contain_text("2 vínculos")
    hand.press(map_.way("Sí, quitar"))
    expect(map_.box("visits")).to_have_count(0)
    map_.keeps(lambda plan: "visits" not in plan.metric and not plan.links)
    hand.undo()
    map_.keeps(lambda plan: "visits" in plan.metric and len(plan.links) == 2)
    expect(map_.box("visits")).to_be_visible()


def test_what_the_plan_refuses_snaps_back_with_the_reason(hand) -> None:
    map_ = hand.map
    hand.choose("orders")
    hand.remove()
    hand.press(map_.way("Sí, quitar"))
    expect(map_.page.locator(".refused")).to_contain_text("Pedidos")
    expect(map_.box("orders")).to_be_visible()
    assert "orders" in map_.settled().metric


def test_a_branch_is_folded_and_unfolded_and_the_plan_is_as_it_was(hand) -> None:
    map_ = hand.map
    before = map_.store()
    hand.choose("orders")
    hand.fold()
    expect(map_.box("visits")).to_have_count(0)
    expect(map_.box("orders")).to_contain_text("+2")
    hand.fold()
    expect(map_.box("visits")).to_be_visible()
    assert map_.settled() == before


def test_a_lever_is_moved_and_the_store_keeps_what_its_slider_tells(hand) -> None:
    map_ = hand.map
    hand.choose("posts")
    told = map_.page.locator(".actions output")
    expect(told).to_have_text("30")
    odds = map_.box("sales").locator(".odds")
    before = odds.inner_text()
    hand.slide()
    expect(told).not_to_have_text("30")
    expect(odds).not_to_have_text(before)
    map_.keeps(lambda plan: kt.number(plan.scenario["try"].targets[0].value) == told.inner_text())
