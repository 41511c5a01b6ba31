"""Plans that wait in a store of their own before a journey begins, and the way to their pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import visit
from tests.journeys.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.conftest import Server

# A phone says that it is one: Streamlit puts the bar at the side away after a tap by that.
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
}
EMPTY = {"format": "enlace-plan/1", "title": "Tienda del barrio", "start": "2027-01"}


@dataclass(frozen=True)
class Places:
    """A server, and the plans of its store by the names that a journey calls them."""

    server: Server
    plans: Mapping[str, str]

    def address(self, plan: str, step: str = "") -> str:
        """Where a page of a plan is found."""
        return f"{self.server.url}/{step}?plan={self.plans[plan]}"

    def enter(self, page: Page, plan: str, step: str, *, name: str = "Ana") -> Page:
        """Open a page of a plan as somebody whose name is known."""
        page.context.add_cookies(
            [{"name": NAME_COOKIE, "value": quote(name), "url": self.server.url}]
        )
        visit(page, self.address(plan, step))
        return page

    def read(self, plan: str) -> kt.Plan:
        """The plan as the store holds it now, read from a copy: the server has claimed the file."""
        copy = self.server.store.with_name("copy.db")
        copy.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"file:{self.server.store}?mode=ro", uri=True)) as held,
            closing(sqlite3.connect(copy)) as kept,
        ):
            held.backup(kept)
        with kt.Workspace.open(copy) as workspace:
            return workspace.read(self.plans[plan]).plan


@contextmanager
def settled(
    folder: Path,
    lived: Callable[[kt.Workspace, Mapping[str, str]], None] = lambda *_: None,
    **documents: Any,
) -> Iterator[Places]:
    """Serve a store with these plans until the block ends; `lived` may work on them before."""
    with kt.Workspace.open(folder / "enlace.db") as workspace:
        plans = {
            name: workspace.create(kt.plan_of(document), by="Ana").plan_id
            for name, document in documents.items()
        }
        lived(workspace, plans)
    with serving(folder) as running:
        yield Places(running, plans)


def worked(language: str = "es") -> Any:
    """The worked tree of an online shop, as a plan file."""
    return kt.library.template_json("ecommerce", language)
