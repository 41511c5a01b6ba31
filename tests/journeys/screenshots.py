"""Pictures of every page, taken from the running app and kept in `docs/screenshots`.

    python -m tests.journeys.screenshots                # all of them; `make screenshots`
    python -m tests.journeys.screenshots goals result   # some pages
    python -m tests.journeys.screenshots --into /tmp/x  # elsewhere

Each page is seen in four ways: a wide window in Spanish, in English and in the dark, and a phone.
The plan is the worked tree of an online shop in which two people have worked a little (`lived`);
Start is also seen before there is any plan.
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

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import CHROMIUM, QUIET, ROOT, serving
from tests.journeys.places import PHONE, settled, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
    "room": "h1",
    "comments": ".st-key-comments-new",
    "history": "[data-testid=stButton]",
}
# What is pressed before there is more to see, and what is drawn then.
PRESSED: Final = {"cheapest": (".st-key-cheapest-find button", ".js-plotly-plot .scatterlayer")}
WIDE: Final = {"viewport": {"width": 1280, "height": 800}}
TALLEST: Final = 2_000
GOOD_ENOUGH: Final = 50
MEASURED: Final = {"revenue": 338_000, "orders": 3_980, "social_sessions": 17_600}
SAID: Final = {
    "es": ("Antes del taller", "¿Quién responde por esta cifra en ventas?", "Yo, hasta junio."),
    "en": ("Before the workshop", "Who answers for this figure in sales?", "I do, until June."),
}


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
    plans = {language: worked(language) for language in SAID}
    with settled(full, lived, **plans) as places, serving(empty) as bare:

        def address(view: View, page: str) -> str:
            if page == FIRST_VISIT:
                return f"{bare.url}/?lang={view.language}"
            path = "" if page == "start" else page
            return f"{places.address(view.language, path)}&lang={view.language}"

        yield address


def lived(workspace: kt.Workspace, plans: Mapping[str, str]) -> None:
    """A year of figures, a version with a name, a change and its way back, a word about a goal."""
    ana, luis = "Ana Ruiz", "Luis Peña"
    for language, plan in plans.items():
        name, question, answer = SAID[language]
        workspace.edit(plan, kt.set_observations, _year_before(), by=ana)
        workspace.name_version(plan, 2, name, by=ana)
        scenario = workspace.read(plan).plan.scenarios[0]
        target = scenario.targets[0].metric
        workspace.edit(plan, kt.set_target, scenario.id, metric=target, value=100, by=luis)
        workspace.undo(plan, by=luis)
        about = kt.Subject("goal", "revenue_goal")
        thread = workspace.talk.comment(plan, about, question, by=luis)
        workspace.talk.reply(plan, thread.id, answer, by=ana)


def _year_before() -> dict[str, dict[str, float]]:
    """Twelve months, uneven as months are."""
    uneven = (0.97, 0.95, 0.99, 1.0, 1.02, 0.98, 0.96, 0.99, 1.01, 1.02, 1.04, 1.03)
    return {
        metric: {f"2026-{month:02}": round(level * part) for month, part in enumerate(uneven, 1)}
        for metric, level in MEASURED.items()
    }


def taken(browser: Browser, view: View, *, name: str, address: str) -> bytes:
    """The picture of one page, as tall as the page is."""
    context = browser.new_context(
        **(PHONE if view.phone else WIDE), locale=view.language, color_scheme=view.light
    )
    context.add_cookies([{"name": NAME_COOKIE, "value": "Ana%20Ruiz", "url": address}])
    page = context.new_page()
    visit(page, address)
    page.locator(PAGES[name]).first.wait_for(state="attached")
    if name in PRESSED:
        button, answer = PRESSED[name]
        page.locator(button).click()
        page.locator(answer).first.wait_for(state="attached", timeout=90_000)
    rest(page)
    size = page.viewport_size
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({**size, "height": min(max(tall, size["height"]), TALLEST)})
    rest(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
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
