"""The map of the tree in a real browser: by mouse, by keyboard, by touch, by two people at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosted.cable import Cable
from tests.journeys.browsing import barriers, eventually, overflow, rest
from tests.journeys.places import PHONE
from tests.journeys.tree_hands import Finger, Keys, Mouse, still
from tests.journeys.tree_map import maps, middle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.journeys.tree_map import Map, Maps, Point


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Maps]:
    """Open the page of the tree with a plan of its own, or with one that is open already."""
    with maps(tmp_path_factory.mktemp("map"), 18) as found:
        yield found


def drag(map_: Map, start: Locator, end: Point) -> None:
    """Drag by mouse, and hold it there."""
    map_.page.mouse.move(*middle(start))
    map_.page.mouse.down()
    map_.page.mouse.move(*end, steps=5)


def gone(map_: Map, name: str) -> None:
    """Remove a box, whatever hangs on it."""
    hand = Mouse(map_)
    hand.choose(name)
    hand.remove()
    hand.press(map_.way("Sí, quitar"))
    expect(map_.box(name)).to_have_count(0)
    map_.keeps(lambda plan: name not in plan.metric)


def test_by_mouse_a_box_is_moved_joined_named_and_each_edit_is_in_the_plan(page, opened) -> None:
    map_ = opened(page)
    x, y = middle(map_.box("reach"))
    drag(map_, map_.box("reach"), (x, y + 60))
    page.mouse.up()
    assert set(map_.settled().layout) == {"reach"}
    drag(map_, map_.box("reach").locator(".source"), middle(map_.box("visits").locator(".target")))
    page.mouse.up()
    map_.way("Influencia").click()
    map_.line("reach>visits").wait_for(state="attached")
    assert ("reach", "visits") in [(one.driver, one.outcome) for one in map_.settled().links]
    map_.box("reach").dblclick()
    page.locator(".renaming").fill("Alcance mensual")
    page.locator(".renaming").press("Enter")
    expect(map_.box("reach")).to_contain_text("mensual")
    assert map_.settled().metric["reach"].name == "Alcance mensual"
    page.reload()
    rest(page)
    expect(map_.box("reach")).to_contain_text("mensual")


def test_a_link_that_would_close_a_loop_is_refused_while_it_is_drawn(page, opened) -> None:
    map_ = opened(page)
    drag(map_, map_.box("sales").locator(".source"), middle(map_.box("visits").locator(".target")))
    expect(page.locator(".status")).to_contain_text("Ventas → Visitas → Pedidos → Ventas")
    expect(page.locator(".react-flow__edge.looped")).to_have_count(2)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(map_.settled().links) == 2


def test_by_keyboard_a_metric_is_added_joined_moved_undone_and_removed(page, opened) -> None:
    map_ = opened(page)
    map_.box("sales").focus()
    map_.key("a")
    page.get_by_role("dialog").get_by_role("combobox").fill("Llamadas de venta")
    page.get_by_role("option", name=re.compile("Llamadas de venta.*Puente")).click()
    expect(map_.box("llamadas_de_venta")).to_be_focused()
    map_.key("l", "ArrowRight")
    map_.box("orders").focus()
    map_.key("Enter")
    expect(map_.way("Influencia")).to_be_focused()
    map_.key("Enter")
    map_.line("llamadas_de_venta>orders").wait_for(state="attached")
    assert map_.settled().links[-1].driver == "llamadas_de_venta"
    map_.key("Control+z")
    expect(map_.line("llamadas_de_venta>orders")).to_have_count(0)
    map_.box("llamadas_de_venta").focus()
    map_.key("Enter", "Alt+ArrowDown", "Alt+ArrowDown", "Delete")
    page.get_by_role("button", name="Sí, quitar").click()
    expect(map_.box("llamadas_de_venta")).to_have_count(0)
    plan = map_.settled()
    assert "llamadas_de_venta" not in plan.metric
    assert len(plan.links) == 2


@pytest.mark.soak
def test_what_hangs_on_a_metric_is_shown_and_a_refused_edit_snaps_back(page, opened) -> None:
    map_ = opened(page)
    map_.box("orders").click()
    map_.tool("Quitar").click()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("la fórmula de Ventas")
    card.get_by_role("button", name="Sí, quitar").click()
    expect(page.get_by_role("alert").locator("visible=true").first).to_contain_text("Pedidos")
    expect(map_.box("orders")).to_be_visible()
    assert "orders" in map_.settled().metric


@pytest.mark.soak
def test_several_are_chosen_duplicated_and_arranged_and_that_is_undone(page, opened) -> None:
    map_ = opened(page)
    map_.box("visits").click()
    map_.box("orders").click(modifiers=["Shift"])
    map_.tool("Duplicar").click()
    expect(page.locator(".react-flow__node")).to_have_count(7)
    plan = map_.settled()
    assert ("visitas_copia", "pedidos_copia") in [(one.driver, one.outcome) for one in plan.links]
    map_.tool("Ordenar el mapa").click()
    expect(page.locator(".saving")).to_have_text("")
    assert map_.settled().layout == {}
    map_.tool("Deshacer").click()
    eventually(lambda: map_.settled().layout == plan.layout)


@pytest.mark.soak
def test_a_branch_is_folded_and_stays_so_and_a_metric_is_found_by_its_name(page, opened) -> None:
    map_ = opened(page)
    map_.box("orders").click()
    map_.tool("Plegar lo que la mueve").click()
    expect(map_.box("visits")).to_have_count(0)
    page.reload()
    expect(map_.box("orders")).to_contain_text("+2")
    expect(map_.box("visits")).to_have_count(0)
    rest(page)
    map_.box("orders").click()
    map_.key("/")
    page.get_by_role("dialog").get_by_role("combobox").fill("publi")
    map_.key("Enter")
    expect(map_.box("orders")).to_be_focused()


def test_a_lever_moves_on_the_map_and_the_goal_answers_in_place(page, opened) -> None:
    map_ = opened(page)
    before = map_.box("sales").locator(".odds").inner_text()
    map_.box("posts").click()
    slider = page.locator(".actions").get_by_role("slider")
    slider.focus()
    map_.key("Home")
    expect(map_.box("sales").locator(".odds")).not_to_have_text(before)
    map_.keeps(lambda plan: plan.scenario["try"].targets[0].value < 30)


@pytest.mark.soak
def test_an_edge_of_a_formula_leaves_where_the_formula_is_written_anew(page, opened) -> None:
    map_ = opened(page)
    map_.box("sales").focus()
    map_.key("e")
    expect(map_.line("orders>sales")).to_be_focused()
    map_.key("Enter", "Delete")
    field = page.get_by_role("dialog").get_by_label("Fórmula de «Ventas»")
    expect(field).to_have_value("orders * 80")
    expect(page.get_by_role("dialog").get_by_role("button", name="Guardar")).to_be_disabled()
    field.fill("visits * 9")
    expect(page.get_by_role("dialog")).to_contain_text("deja de depender de: Pedidos")
    field.press("Enter")
    map_.line("visits>sales").wait_for(state="attached")
    expect(map_.line("orders>sales")).to_have_count(0)
    assert map_.settled().metric["sales"].formula == "visits * 9"


@pytest.mark.soak
def test_a_lever_s_box_and_what_it_moves_answer_while_the_slider_is_held(page, opened) -> None:
    map_ = opened(page)
    map_.box("posts").click()
    slider = page.locator(".actions input[type=range]")
    slider.wait_for()
    fan = map_.box("visits").locator(".fan .mid")
    x, y = middle(slider)
    before = fan.get_attribute("d")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=3)
    expect(fan).not_to_have_attribute("d", before)
    assert map_.store().scenario["try"].targets[0].value == 30
    page.mouse.up()
    expect(page.locator(".saving")).to_have_text("")
    assert map_.settled().scenario["try"].targets[0].value != 30


def test_by_touch_on_a_phone_metrics_are_moved_joined_and_named_and_the_page_is_not_wider(
    new_page, opened
) -> None:
    map_ = opened(new_page(**PHONE, reduced_motion="reduce"))
    finger, page = Finger(map_), map_.page
    finger.whole()
    assert overflow(page) == 0
    page.locator(".sheet").evaluate("(sheet) => sheet.scrollIntoView({ block: 'center' })")
    finger.shift("posts")
    map_.keeps(lambda plan: set(plan.layout) == {"posts"})
    finger.draw("reach", "visits")
    finger.drop()
    finger.press(map_.way("Influencia"))
    map_.line("reach>visits").wait_for(state="attached")
    finger.choose("reach")
    finger.press(page.locator(".actions").get_by_role("button", name="Vincular desde aquí"))
    finger.tap(still(map_.box("orders")))
    finger.press(map_.way("Influencia"))
    map_.line("reach>orders").wait_for(state="attached")
    drivers = [link.driver for link in map_.settled().links]
    assert drivers.count("reach") == 2
    finger.rename("reach", "Alcance mensual")
    expect(map_.box("reach")).to_contain_text("mensual")
    map_.keeps(lambda plan: plan.metric["reach"].name == "Alcance mensual")


@pytest.mark.soak
def test_two_fingers_on_boxes_bring_the_map_closer_and_move_none(new_page, opened) -> None:
    map_ = opened(new_page(**PHONE, reduced_motion="reduce"))
    finger = Finger(map_)
    finger.whole()
    map_.page.locator(".sheet").evaluate("(sheet) => sheet.scrollIntoView({ block: 'center' })")
    x, y = still(map_.box("visits"))
    before = map_.zoom()
    finger.touches("touchStart", (x, y))
    for step in (6, 12, 18):
        finger.touches("touchMove", (x, y + step))
    finger.touches("touchStart", (x, y + 18), (x + 50, y + 18))
    for step in (10, 20, 30):
        finger.touches("touchMove", (x - step, y + 18), (x + 50 + step, y + 18))
    finger.drop()
    eventually(lambda: map_.zoom() > before * 1.5)
    assert map_.settled().layout == {}


def test_two_people_see_each_other_s_edits_and_neither_loses_any(new_page, opened) -> None:
    ana = opened(new_page())
    leo = opened(new_page(), plan=ana.plan, name="Leo")
    leo.box("visits").dblclick()
    leo.page.locator(".renaming").fill("Visitas web")
    leo.page.locator(".renaming").press("Enter")
    x, y = middle(ana.box("posts"))
    drag(ana, ana.box("posts"), (x, y + 50))
    ana.page.mouse.up()
    expect(ana.box("visits")).to_contain_text("web")
    assert leo.settled().metric["visits"].name == "Visitas web"
    assert "posts" in ana.settled().layout


@pytest.mark.soak
def test_who_renames_what_somebody_else_removes_is_told_so_and_nothing_else_is_lost(
    new_page, opened
) -> None:
    ana = opened(new_page())
    leo = opened(new_page(), plan=ana.plan, name="Leo")
    Mouse(leo).write("reach", "Alcance mensual")
    gone(ana, "reach")
    leo.key("Enter")
    expect(leo.page.locator(".refused")).to_contain_text("Alcance")
    expect(leo.box("reach")).to_have_count(0)
    Mouse(leo).write("visits", "Visitas web")
    leo.key("Enter")
    leo.keeps(lambda plan: plan.metric["visits"].name == "Visitas web")
    assert "reach" not in leo.store().metric


@pytest.mark.soak
def test_a_line_that_breaks_amid_edits_loses_none_and_doubles_none(new_page, opened) -> None:
    with Cable(opened.server.url) as cable:
        map_ = opened(new_page(reduced_motion="reduce"), url=cable.url)
        hand = Keys(map_)
        hand.add()
        hand.take("Xilófonos", "Puente")
        cable.pull()
        expect(map_.box("reach")).to_be_visible()
        Mouse(map_).shift("reach")
        hand.rename("visits", "Visitas web")
        expect(map_.page.locator(".saving")).to_have_text("Guardando…")
        expect(map_.box("visits")).to_contain_text("web")
        cable.mend()
        map_.keeps(lambda plan: plan.metric["visits"].name == "Visitas web")
        plan = map_.settled()
        assert [one.name for one in plan.metrics].count("Xilófonos") == 1
        assert "reach" in plan.layout
        expect(map_.boxes).to_have_count(6)


@pytest.mark.soak
def test_a_box_moved_by_keys_stays_there_whatever_is_done_at_once(page, opened) -> None:
    map_ = opened(page)
    for name in ("reach", "posts", "visits"):
        map_.box(name).focus()
        map_.key("Enter", "Alt+ArrowDown", "Alt+ArrowDown")
    map_.keeps(lambda plan: {"reach", "posts"} <= set(plan.layout))
    map_.box("orders").focus()
    map_.key("Enter", "Alt+ArrowDown")
    page.reload()
    rest(page)
    map_.keeps(lambda plan: set(plan.layout) == {"reach", "posts", "visits", "orders"})


def test_an_edit_made_without_a_connection_is_kept_and_done_once(page, opened) -> None:
    map_ = opened(page)
    page.context.set_offline(True)
    map_.box("visits").focus()
    map_.key("Enter", "F2")
    page.locator(".renaming").fill("Visitas a la tienda")
    page.locator(".renaming").press("Enter")
    expect(page.locator(".saving")).to_have_text("Guardando…")
    page.context.set_offline(False)
    page.reload()
    rest(page)
    expect(map_.box("visits")).to_contain_text("tienda")
    assert map_.settled().metric["visits"].name == "Visitas a la tienda"


@pytest.mark.soak
def test_map_dialogs_and_keys_put_no_barrier_in_anyone_s_way(new_page, opened) -> None:
    map_ = opened(new_page(locale="en-GB", color_scheme="dark"))
    map_.box("visits").click()
    map_.page.locator(".actions").wait_for()
    rest(map_.page)
    assert barriers(map_.page) == []
    map_.key("a")
    map_.page.get_by_role("option").first.wait_for()
    assert barriers(map_.page) == []
