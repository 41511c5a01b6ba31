"""The map where hands are quicker than the server, or two people do what does not go together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import rest
from tests.journeys.places import PHONE
from tests.journeys.tree_hands import Finger, Mouse, still
from tests.journeys.tree_map import maps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.tree_map import Map, Maps

OWN = re.compile("Llamadas de venta.*Puente")


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Maps]:
    """Open the page of the tree with a plan of its own, or with one that is open already."""
    with maps(tmp_path_factory.mktemp("care"), 16) as found:
        yield found


def slowly(map_: Map) -> None:
    """Let each answer of the server take almost half a second."""
    line = map_.page.context.new_cdp_session(map_.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)


def added(map_: Map) -> None:
    """Add a metric by keys."""
    map_.box("sales").focus()
    map_.key("a")
    map_.dialog.get_by_role("combobox").fill("Llamadas de venta")
    map_.page.get_by_role("option", name=OWN).click()


def gone(map_: Map, name: str) -> None:
    """Remove a box, whatever hangs on it."""
    hand = Mouse(map_)
    hand.choose(name)
    hand.remove()
    hand.press(map_.way("Sí, quitar"))
    map_.keeps(lambda plan: name not in plan.metric)


@pytest.mark.soak
def test_a_metric_is_linked_before_the_server_has_named_it(new_page, opened) -> None:
    map_ = opened(new_page(reduced_motion="reduce"))
    slowly(map_)
    added(map_)
    expect(map_.page.locator('.react-flow__node[data-id^="new_"]')).to_be_focused()
    map_.key("l")
    map_.box("llamadas_de_venta").wait_for()
    map_.box("orders").focus()
    map_.key("Enter")
    map_.way("Influencia").click()
    map_.keeps(lambda plan: plan.links[-1].driver == "llamadas_de_venta")
    map_.key("/")
    expect(map_.dialog).to_be_visible()


@pytest.mark.soak
def test_what_is_asked_of_a_metric_that_somebody_removes_is_taken_back_with_words(
    new_page, opened
) -> None:
    ana = opened(new_page())
    leo = opened(new_page(), plan=ana.plan, name="Leo")
    ana.box("reach").focus()
    ana.key("l")
    ana.box("visits").focus()
    ana.key("Enter")
    expect(ana.way("Influencia")).to_be_focused()
    gone(leo, "reach")
    expect(ana.page.locator(".refused")).to_contain_text("Se quitó del plan: Alcance")
    expect(ana.dialog).to_have_count(0)
    Mouse(ana).shift("posts")
    ana.keeps(lambda plan: "posts" in plan.layout)


@pytest.mark.parametrize("pause", [0, 120, 400])
@pytest.mark.soak
def test_enter_adds_what_was_typed_however_soon_it_comes(page, opened, pause) -> None:
    map_ = opened(page)
    map_.box("sales").focus()
    map_.key("a")
    page.get_by_role("option").first.wait_for()
    page.keyboard.type("Xilófonos vendidos", delay=40)
    page.wait_for_timeout(pause)
    map_.key("Enter")
    map_.keeps(lambda plan: len(plan.metrics) == 6)
    assert map_.store().metrics[-1].name == "Xilófonos vendidos"


@pytest.mark.soak
def test_keys_mean_the_box_that_has_the_focus(page, opened) -> None:
    map_ = opened(page)
    map_.box("posts").focus()
    map_.key("Enter", "ArrowRight")
    expect(map_.box("visits")).to_be_focused()
    map_.key("F2")
    expect(page.locator(".renaming")).to_have_value("Visitas")
    map_.key("Escape", "Delete")
    expect(map_.dialog).to_contain_text("Visitas")
    map_.key("Escape", "Alt+a")
    expect(map_.dialog).to_have_count(0)


@pytest.mark.soak
def test_many_steps_of_a_slider_by_keys_are_one_edit(page, opened) -> None:
    map_ = opened(page)
    map_.box("posts").click()
    slider = page.locator(".actions input[type=range]")
    before = map_.store().scenario["try"].targets[0].value
    slider.focus()
    map_.key(*["ArrowRight"] * 6)
    map_.keeps(lambda plan: plan.scenario["try"].targets[0].value > before)
    steps = map_.store().scenario["try"].targets[0].value
    slider.focus()
    map_.key("ArrowRight", "ArrowRight", "Control+z")
    map_.keeps(lambda plan: plan.scenario["try"].targets[0].value == steps)
    map_.tool("Deshacer").click()
    map_.keeps(lambda plan: plan.scenario["try"].targets[0].value == before)


@pytest.mark.soak
def test_no_tool_answers_behind_a_dialog_and_escape_closes_it_from_anywhere(page, opened) -> None:
    map_ = opened(page)
    map_.box("visits").click()
    map_.key("Delete")
    expect(map_.dialog).to_be_visible()
    page.mouse.click(*still(page.locator(".bar .tool").first))
    expect(map_.dialog).to_contain_text("Visitas")
    map_.key("Escape")
    expect(map_.dialog).to_have_count(0)


@pytest.mark.soak
def test_a_formula_that_joins_nothing_cannot_be_saved(page, opened) -> None:
    map_ = opened(page)
    map_.box("visits").focus()
    map_.key("l")
    map_.box("sales").focus()
    map_.key("Enter")
    map_.way("Fórmula").click()
    field = map_.dialog.get_by_label("Fórmula de «Ventas»")
    expect(field).to_have_value("orders * 80 + visits")
    save = map_.dialog.get_by_role("button", name="Guardar")
    expect(save).to_be_enabled()
    field.fill("")
    expect(save).to_be_disabled()
    field.fill("7")
    expect(map_.dialog).to_contain_text("no nombra «Visitas»")
    expect(save).to_be_disabled()
    field.fill("orders * 80 + visits / 2")
    expect(map_.dialog).to_contain_text("depende también de: Visitas")
    save.click()
    map_.keeps(lambda plan: plan.metric["sales"].formula == "orders * 80 + visits / 2")


@pytest.mark.soak
def test_a_second_finger_beside_the_map_leaves_the_box_where_it_was_and_the_map_alive(
    new_page, opened
) -> None:
    map_ = opened(new_page(**PHONE, reduced_motion="reduce"))
    leo = opened(new_page(), plan=map_.plan, name="Leo")
    finger = Finger(map_)
    finger.whole()
    map_.page.locator(".editor").evaluate("(node) => node.scrollIntoView({ block: 'start' })")
    x, y = still(map_.box("visits"))
    tool = still(map_.page.locator(".bar .tool").first)
    finger.touches("touchStart", (x, y))
    for step in (8, 16, 24):
        finger.touches("touchMove", (x, y + step))
    finger.touches("touchStart", (x, y + 24), tool)
    finger.touches("touchMove", (x, y + 40), tool)
    finger.drop()
    hand = Mouse(leo)
    hand.rename("reach", "Alcance mensual")
    expect(map_.box("reach")).to_contain_text("mensual")
    assert map_.settled().layout == {}


@pytest.mark.soak
def test_a_box_without_a_link_among_the_others_says_so_itself(page, opened) -> None:
    map_ = opened(page)
    expect(page.locator(".lane")).to_contain_text("enlace")
    x, y = still(map_.box("reach"))
    Mouse(map_).along([(x, y), still(map_.box("visits"))])
    map_.keeps(lambda plan: "reach" in plan.layout)
    expect(page.locator(".lane")).to_have_count(0)
    expect(map_.box("reach").locator(".loose")).to_contain_text("enlace")


@pytest.mark.soak
def test_what_is_pasted_twice_stands_in_two_places(page, opened) -> None:
    map_ = opened(page)
    map_.box("reach").click()
    map_.key("Control+c", "Control+v")
    expect(map_.boxes).to_have_count(6)
    map_.key("Control+v")
    expect(map_.boxes).to_have_count(7)
    places = [tuple(at) for at in map_.settled().layout.values()]
    assert len(set(places)) == 2
    gone(map_, "reach")
    map_.key("Control+v")
    expect(page.locator(".refused")).to_contain_text("ya no está en el plan")
    rest(page)


@pytest.mark.soak
def test_on_a_phone_lines_are_wide_for_a_finger_and_the_whole_screen_can_be_the_map(
    new_page, opened
) -> None:
    page = new_page(**PHONE, reduced_motion="reduce")
    page.add_init_script("delete Element.prototype.requestFullscreen")  # as on some phones
    map_ = opened(page)
    expect(page.locator(".reach").first).to_have_css("stroke-width", "44px")
    map_.tool("Pantalla completa").tap()
    sheet = page.locator(".editor").bounding_box()
    assert sheet["x"] == sheet["y"] == 0
    map_.tool("Nueva métrica").tap()
    expect(map_.dialog).to_be_visible()
    map_.key("Escape")
    map_.tool("Pantalla completa").tap()
    expect(page.locator(".editor.full")).to_have_count(0)


BESIDE = """(line) => {
  const middle = line.getPointAtLength(line.getTotalLength() / 2);
  const { x, y } = middle.matrixTransform(line.getScreenCTM());
  return [x, y + 7];
}"""


@pytest.mark.soak
def test_a_line_is_chosen_by_whoever_points_beside_it(page, opened) -> None:
    map_ = opened(page)
    page.mouse.click(*map_.line("posts>visits").locator("path.line").first.evaluate(BESIDE))
    expect(map_.line("posts>visits")).to_have_class(re.compile("selected"))
