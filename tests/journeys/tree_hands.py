"""The hands that edit a map: a mouse, keys alone, a finger. Each does the same in its own way."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from tests.journeys.tree_map import middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator

    from tests.journeys.tree_map import Map, Point

FRAME = 16
_TABS = 40


class Hand(Protocol):
    """What every hand can do."""

    map: Map

    def answer(self, button: Locator) -> None:
        """Choose in a dialog."""

    def press(self, button: Locator) -> None:
        """Press a button."""

    def choose(self, first: str, *more: str) -> None:
        """Choose boxes."""

    def shift(self, name: str) -> None:
        """Move a box, and with it what is chosen too."""

    def draw(self, driver: str, outcome: str) -> None:
        """Lead a link from one box to another, and hold it there."""

    def drop(self) -> None:
        """Let go of the link."""

    def rename(self, name: str, words: str) -> None:
        """Write another name into a box."""

    def remove(self) -> None:
        """Ask for what is chosen to go."""

    def double(self) -> None:
        """Copy what is chosen."""

    def undo(self) -> None:
        """Take the last edit back."""

    def redo(self) -> None:
        """Do it again."""

    def fold(self) -> None:
        """Fold what moves the chosen box, or unfold it."""

    def find(self, words: str) -> None:
        """Look for a box by its name, and go there."""

    def add(self) -> Point | None:
        """Ask for a new metric, if possible at a place, which is told."""

    def take(self, words: str, option: str) -> None:
        """Type into the list that is open, and take an option."""

    def slide(self) -> None:
        """Lower the target of the chosen lever."""

    def closer(self) -> None:
        """See the boxes larger."""

    def whole(self) -> None:
        """See all boxes."""


def still(place: Locator) -> Point:
    """The middle of something, once it no longer moves."""
    place.wait_for()
    before, now = None, middle(place)
    while now != before:
        place.page.wait_for_timeout(60)
        before, now = now, middle(place)
    return now


def bare(map_: Map) -> Point:
    """A place on the map where nothing stands."""
    sheet = map_.page.locator(".sheet").bounding_box()
    return sheet["x"] + sheet["width"] * 0.4, sheet["y"] + 110


def _found(map_: Map, words: str, option: str) -> Locator:
    """An option of the list, once the list answers what was typed."""
    options = map_.page.get_by_role("option")
    expect(options.first).to_contain_text(words, ignore_case=True)
    return options.filter(has_text=re.compile(option, re.IGNORECASE)).first


class _Pointing:
    """What a mouse and a finger do alike: they press what they see."""

    map: Map

    def press(self, button: Locator) -> None:
        raise NotImplementedError

    def along(self, way: Sequence[Point], *, held: bool = False) -> None:
        raise NotImplementedError

    def drop(self) -> None:
        raise NotImplementedError

    def shift(self, name: str) -> None:
        x, y = still(self.map.box(name))
        self.along([(x, y), (x, y + 40)])

    def draw(self, driver: str, outcome: str) -> None:
        ends = self.map.box(driver).locator(".source"), self.map.box(outcome).locator(".target")
        self.along([still(end) for end in ends], held=True)

    def remove(self) -> None:
        self.press(self.map.tool("Quitar"))

    def double(self) -> None:
        self.press(self.map.tool("Duplicar"))

    def undo(self) -> None:
        self.press(self.map.tool("Deshacer"))

    def redo(self) -> None:
        self.press(self.map.tool("Rehacer"))

    def fold(self) -> None:
        folded = self.map.tool("Plegar lo que la mueve").or_(self.map.tool("Desplegar"))
        self.press(folded)

    def find(self, words: str) -> None:
        self.press(self.map.tool("Buscar en el árbol"))
        self.take(words, "")

    def take(self, words: str, option: str) -> None:
        self.map.dialog.get_by_role("combobox").fill(words)
        self.press(_found(self.map, words, option))

    def slide(self) -> None:
        slider = self.map.page.locator(".actions").get_by_role("slider")
        y = still(slider)[1]
        box = slider.bounding_box()
        at = box["x"] + 8 + (box["width"] - 16) * _share(slider)
        self.along([(at, y), ((at + box["x"]) / 2, y)])

    def whole(self) -> None:
        self.press(self.map.tool("Ver todo"))


def _share(slider: Locator) -> float:
    """How far along its way a slider stands."""
    return slider.evaluate("({ min, max, value }) => (value - min) / (max - min)")


class Mouse(_Pointing):
    """A hand with a mouse."""

    def __init__(self, map_: Map) -> None:
        """Lay the hand on a map."""
        self.map, self.mouse = map_, map_.page.mouse

    def answer(self, button: Locator) -> None:
        """Choose in a dialog."""
        self.press(button)

    def press(self, button: Locator) -> None:
        button.click()

    def along(self, way: Sequence[Point], *, held: bool = False) -> None:
        self.mouse.move(*way[0])
        self.mouse.down()
        for point in way[1:]:
            self.mouse.move(*point, steps=6)
        if not held:
            self.mouse.up()

    def drop(self) -> None:
        self.mouse.up()

    def choose(self, first: str, *more: str) -> None:
        self.map.box(first).click()
        for name in more:
            self.map.box(name).click(modifiers=["Shift"])

    def write(self, name: str, words: str) -> None:
        """Write another name, and do not say yet that it is done."""
        self.map.box(name).dblclick()
        self.map.page.locator(".renaming").fill(words)

    def rename(self, name: str, words: str) -> None:
        self.write(name, words)
        self.map.key("Enter")

    def add(self) -> Point:
        self.mouse.dblclick(*bare(self.map))
        return bare(self.map)

    def closer(self) -> None:
        self.mouse.move(*bare(self.map))
        self.map.page.keyboard.down("Control")
        self.mouse.wheel(0, -120)
        self.map.page.keyboard.up("Control")


class Finger(_Pointing):
    """A finger, as the browser gets it from a screen."""

    def __init__(self, map_: Map) -> None:
        """Lay the finger on a map."""
        self.map = map_
        self.screen = map_.page.context.new_cdp_session(map_.page)

    def touches(self, kind: str, *points: Point) -> None:
        """Tell the browser where fingers are now."""
        told = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        self.screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    def tap(self, point: Point, times: int = 1) -> None:
        """Tap a place."""
        for _ in range(times):
            self.touches("touchStart", point)
            self.touches("touchEnd")

    def press(self, button: Locator) -> None:
        button.tap()

    def answer(self, button: Locator) -> None:
        """Choose in a dialog; a tap that comes too soon after a line was let go is done again."""
        button.tap()
        try:
            button.wait_for(state="hidden", timeout=2_000)
        except Late:
            button.tap()

    def along(self, way: Sequence[Point], *, held: bool = False, steps: int = 8) -> None:
        self.touches("touchStart", way[0])
        for (x, y), (to, down) in pairwise(way):
            for step in range(1, steps + 1):
                part = step / steps
                self.touches("touchMove", (x + (to - x) * part, y + (down - y) * part))
                self.map.page.wait_for_timeout(FRAME)
        if not held:
            self.drop()

    def drop(self) -> None:
        self.touches("touchEnd")

    def choose(self, first: str, *more: str) -> None:
        several = self.map.tool("Elegir varias")
        if more:
            self.press(several)
        for name in (first, *more):
            self.tap(still(self.map.box(name)))
            expect(self.map.box(name)).to_have_class(re.compile(r"\bselected\b"))
        if more:
            self.press(several)

    def rename(self, name: str, words: str) -> None:
        self.choose(name)
        self.press(self.map.tool("Cambiar el nombre"))
        self.map.page.locator(".renaming").fill(words)
        self.map.key("Enter")

    def add(self) -> Point:
        self.tap(bare(self.map), times=2)
        return bare(self.map)

    def closer(self) -> None:
        x, y = bare(self.map)
        self.touches("touchStart", (x - 20, y), (x + 20, y))
        for reach in range(24, 40, 4):
            self.touches("touchMove", (x - reach, y), (x + reach, y))
            self.map.page.wait_for_timeout(FRAME)
        self.drop()


class Keys:
    """Two hands on a keyboard, and nothing else."""

    def __init__(self, map_: Map) -> None:
        """Come to the map by Tab, from the button before it."""
        self.map = map_
        map_.tool("Teclas").focus()
        map_.key("Tab")

    def answer(self, button: Locator) -> None:
        """Choose in a dialog."""
        self.press(button)

    def press(self, button: Locator) -> None:
        """Tab to a button: within a dialog, behind a chosen box, or back among the tools."""
        button.wait_for()
        ahead = button.evaluate("(node) => Boolean(node.closest('[role=dialog], .actions'))")
        expect(button).to_be_enabled()
        for _ in range(_TABS):
            if _focused(button):
                break
            self.map.key("Tab" if ahead else "Shift+Tab")
        expect(button).to_be_focused()
        self.map.key("Enter")

    def choose(self, first: str, *more: str) -> None:
        self.find(self.map.store().metric[first].name)
        expect(self.map.box(first)).to_be_focused()
        for name in more:
            self.walk(name)
            self.map.key("Shift+Enter")

    def walk(self, name: str, way: str = "ArrowRight") -> None:
        """Go to a box by arrows."""
        for _ in range(5):
            if _focused(self.map.box(name)):
                break
            self.map.key(way)
        expect(self.map.box(name)).to_be_focused()

    def shift(self, name: str) -> None:
        if not _focused(self.map.box(name)):
            self.choose(name)
        self.map.key("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowRight")

    def draw(self, driver: str, outcome: str) -> None:
        self.choose(driver)
        self.map.key("l")
        places = self.map.place(driver)[0], self.map.place(outcome)[0]
        self.walk(outcome, "ArrowRight" if places[0] < places[1] else "ArrowLeft")

    def drop(self) -> None:
        self.map.key("Enter")

    def rename(self, name: str, words: str) -> None:
        self.choose(name)
        self.map.key("F2")
        expect(self.map.page.locator(".renaming")).to_be_focused()
        self.map.page.keyboard.type(words)
        self.map.key("Enter")

    def remove(self) -> None:
        self.map.key("Delete")

    def double(self) -> None:
        self.map.key("Control+c", "Control+v")

    def undo(self) -> None:
        self.map.key("Control+z")

    def redo(self) -> None:
        self.map.key("Control+y")

    def fold(self) -> None:
        self.map.key("c")

    def find(self, words: str) -> None:
        self.map.key("/")
        self.take(words, "")

    def add(self) -> None:
        self.map.key("a")

    def take(self, words: str, option: str) -> None:
        expect(self.map.dialog.get_by_role("combobox")).to_be_focused()
        self.map.page.keyboard.type(words)
        found = _found(self.map, words, option)
        options = self.map.page.get_by_role("option")
        index = found.evaluate("(node) => [...node.parentNode.children].indexOf(node)")
        for at in range(1, index + 1):
            self.map.key("ArrowDown")
            expect(options.nth(at)).to_have_attribute("aria-selected", "true")
        expect(found).to_have_attribute("aria-selected", "true")
        self.map.key("Enter")
        expect(self.map.dialog).to_have_count(0)

    def slide(self) -> None:
        slider = self.map.page.locator(".actions").get_by_role("slider")
        slider.wait_for()
        for _ in range(_TABS):
            if _focused(slider):
                break
            self.map.key("Tab")
        self.map.key("Home")

    def closer(self) -> None:
        self.map.key("+")

    def whole(self) -> None:
        self.map.key("0")


def _focused(place: Locator) -> bool:
    return place.evaluate("(node) => node === node.getRootNode().activeElement")
