"""Pictures of every page, taken from the running app and kept in `docs/screenshots`.

    python -m tests.journeys.screenshots                # all of them; `make screenshots`
    python -m tests.journeys.screenshots goals result   # some pages
    python -m tests.journeys.screenshots --into /tmp/x  # elsewhere

Each page is seen in four ways: a wide window in Spanish, in English and in the dark, and a phone.
The plan is the worked tree of an online shop; Start is also seen before there is any plan.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import CHROMIUM, QUIET, ROOT, serving
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser

KEPT: Final = ROOT / "docs" / "screenshots"
FIRST_VISIT: Final = "first-visit"
# The pages, and what is drawn on each last.
PAGES: Final = {
    FIRST_VISIT: "[data-testid=stTabs]",
    "start": "[data-testid=stTabs]",
    "purpose": "textarea",
    "goals": "h3",
    "tree": ".react-flow__node",
    "bridge": ".tree .view svg",
    "measured": "h1",
    "scenarios": ".levers .row",
    "result": ".fan path.forecast",
    "why": ".js-plotly-plot .barlayer",
    "cheapest": "[data-testid=stButton]",
    "link": "h3",
    "register": "[data-testid=stDataFrame]",
    "worth": "[data-testid=stTable]",
}
WIDE: Final = {"viewport": {"width": 1280, "height": 800}}
TALLEST: Final = 2_600
GOOD_ENOUGH: Final = 78


@dataclass(frozen=True)
class View:
    """One way in which every page is seen."""

    name: str
    language: str = "es"
    light: str = "light"
    phone: bool = False


VIEWS: Final = (
    View("es"),
    View("en", language="en"),
    View("es-dark", light="dark"),
    View("es-phone", phone=True),
)


def main(wanted: Sequence[str], views: Sequence[View], into: Path) -> None:
    """Take the pictures of these pages in these views."""
    into.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, CHROMIUM)))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = [*QUIET, *(["--no-sandbox"] if root else [])]
    with (
        tempfile.TemporaryDirectory() as folder,
        shop(Path(folder)) as addresses,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=args)
        for view in views:
            for page in wanted:
                picture = taken(browser, view, name=page, address=addresses(view, page))
                keep(picture, into / f"{page}-{view.name}.webp")
        browser.close()


@contextmanager
def shop(folder: Path) -> Iterator[Callable[[View, str], str]]:
    """Two servers, one of them without any plan; where a page is seen in a view."""
    full, empty = folder / "full", folder / "empty"
    full.mkdir()
    empty.mkdir()
    with settled(full, en=worked("en"), es=worked("es")) as places, serving(empty) as bare:

        def address(view: View, page: str) -> str:
            if page == FIRST_VISIT:
                return f"{bare.url}/?lang={view.language}"
            path = "" if page == "start" else page
            return f"{places.address(view.language, path)}&lang={view.language}"

        yield address


def taken(browser: Browser, view: View, *, name: str, address: str) -> bytes:
    """The picture of one page, as tall as the page is."""
    context = browser.new_context(
        **(PHONE if view.phone else WIDE), locale=view.language, color_scheme=view.light
    )
    context.add_cookies([{"name": NAME_COOKIE, "value": "Ana%20Ruiz", "url": address}])
    page = context.new_page()
    visit(page, address)
    page.locator(PAGES[name]).first.wait_for(state="attached")
    rest(page)
    size = page.viewport_size
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({**size, "height": min(max(tall, size["height"]), TALLEST)})
    rest(page)
    page.wait_for_timeout(400)
    picture = page.screenshot(animations="disabled")
    context.close()
    return picture


def keep(picture: bytes, path: Path) -> None:
    """Keep a picture small."""
    Image.open(BytesIO(picture)).convert("RGB").save(path, quality=GOOD_ENOUGH, method=6)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.screenshots")
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES])
    parser.add_argument("--into", type=Path, default=KEPT)
    parser.add_argument("--view", action="append", choices=[view.name for view in VIEWS])
    asked = parser.parse_args()
    main(
        asked.pages or list(PAGES),
        [view for view in VIEWS if not asked.view or view.name in asked.view],
        asked.into,
    )
