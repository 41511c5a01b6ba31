"""The map of a tree on a page, and the plan in the store that its edits must reach."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import eventually, visit
from tests.journeys.conftest import serving
from tests.journeys.reading import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Server

    Point = tuple[float, float]

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
PLAN = HEAD | {
    "metrics": [
        {"id": "sales", "name": "Ventas", "layer": "business", "formula": "orders * 80"},
        {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 100},
        {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
        {"id": "reach", "name": "Alcance", "layer": "social", "baseline": 9000},
        {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 20},
    ],
    "links": [
        {"id": "one", "from": "visits", "to": "orders", "size": 0.5},
        {"id": "two", "from": "posts", "to": "visits", "size": 0.4},
    ],
    "goals": [{"id": "more", "name": "Crecer", "metric": "sales", "target": 8500, "by": "2027-12"}],
    "scenarios": [{"id": "try", "name": "Probar", "targets": [{"metric": "posts", "value": 30}]}],
}


class Map:
    """A map that is open, and the plan that it edits."""

    def __init__(self, page: Page, plan: str, *, store: Path, url: str) -> None:
        """Know the page, the plan's id, the file that keeps it, and its address."""
        self.page, self.plan, self._store, self.url = page, plan, store, url

    @property
    def boxes(self) -> Locator:
        """All boxes that are drawn."""
        return self.page.locator(".react-flow__node")

    @property
    def dialog(self) -> Locator:
        """What the map asks."""
        return self.page.get_by_role("dialog")

    def box(self, name: str) -> Locator:
        """A metric's box, by its id."""
        return self.page.locator(f'.react-flow__node[data-id="{name}"]')

    def line(self, name: str) -> Locator:
        """What leads from one metric to another: `visits>orders`."""
        return self.page.locator(f'.react-flow__edge[data-id="{name}"]')

    def tool(self, name: str) -> Locator:
        """A button of the map, by its words."""
        return self.page.locator(".editor").get_by_role("button", name=name, exact=True).first

    def way(self, name: str) -> Locator:
        """A button of the dialog, by the first of its words."""
        return self.dialog.get_by_role("button", name=re.compile(f"^{name}"))

    def key(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(key)

    def place(self, name: str) -> Point:
        """Where a box is drawn, as the plan counts."""
        style = self.box(name).get_attribute("style") or ""
        x, y = re.search(r"translate\(([-\d.]+)px, ([-\d.]+)px\)", style).groups()
        return float(x), float(y)

    def zoom(self) -> float:
        """How large the boxes are drawn."""
        style = self.page.locator(".react-flow__viewport").get_attribute("style") or ""
        return float(re.search(r"scale\(([\d.]+)\)", style)[1])

    def store(self) -> kt.Plan:
        """The plan as it stands in the file, read beside the server that holds it."""
        return newest(self._store, self.plan)

    def settled(self) -> kt.Plan:
        """The plan, once Python has acknowledged everything."""
        expect(self.page.locator(".saving")).to_have_text("")
        return self.store()

    def keeps(self, true: Callable[[kt.Plan], bool]) -> None:
        """Wait until something holds in the plan of the store."""
        eventually(lambda: true(self.settled()))


class Maps:
    """A server whose store has plans to spare."""

    def __init__(self, server: Server, spare: list[str]) -> None:
        """Know the server and the plans that nobody has opened."""
        self.server, self.spare = server, spare

    def __call__(
        self, page: Page, *, plan: str | None = None, name: str = "Ana", url: str = ""
    ) -> Map:
        """Open the tree of a plan of its own, or of one that is open already."""
        plan, url = plan or self.spare.pop(), url or self.server.url
        page.context.add_cookies([{"name": NAME_COOKIE, "value": name, "url": url}])
        visit(page, f"{url}/tree?plan={plan}")
        page.locator(".react-flow__node").first.wait_for()
        page.locator(".editor").scroll_into_view_if_needed()
        return Map(page, plan, store=self.server.store, url=url)


@contextmanager
def maps(folder: Path, count: int, document: Any = None) -> Iterator[Maps]:
    """Serve a store with so many plans until the block ends."""
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        made = [kt.plan_of(document or PLAN) for _ in range(count)]
        spare = [workspace.create(plan, by="Eva").plan_id for plan in made]
    with serving(folder) as running:
        yield Maps(running, spare)


def middle(place: Locator) -> Point:
    """The middle of what is drawn."""
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
