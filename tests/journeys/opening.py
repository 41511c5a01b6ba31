"""Opens all that a page holds closed: panels, tabs, menus, tips, the map's cards, its files."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Error, TimeoutError  # noqa: A004 (Playwright's own)

from tests.journeys.browsing import rest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

# What is clicked, how many of a kind, and whether it lies above the page until it is left.
CLICKED = (
    ("[data-testid=stExpander] summary", 8, False),
    ("[data-testid=stMain] [role=tab]", 5, False),
    ("[data-testid=stMain] [data-testid=stButtonGroup] button", 4, False),
    ("[data-testid=stMain] [role=combobox]", 3, True),
    ("[data-testid=stPopover] button", 4, True),
    (".react-flow__node", 4, False),
    (".tree svg [role=button]", 3, False),
)
HOVERED = (
    ("[data-testid=stTooltipHoverTarget]", 4),
    (".react-flow__node", 3),
    (".fan svg.chart", 1),
    (".tree svg [role=button]", 2),
)
# The map's own dialogs: a metric is added, one is looked for.
DIALOGS = ("a", "/")
SOON = 3_000


def opened(page: Page, into: Path) -> list[Path]:
    """Open everything on a page; the files that it gave away."""
    files: list[Path] = []
    seen: set[str] = set()
    for selector, many in HOVERED:
        for place in some(page, selector, many):
            tried(page, lambda place=place: place.hover(timeout=SOON))
    for selector, many, above in CLICKED:
        for place in some(page, selector, many):
            tried(page, lambda place=place: place.click(timeout=SOON))
            files += given(page, into, seen=seen)
            if above:
                page.keyboard.press("Escape")
    if page.locator(".react-flow__node").count():
        for key in DIALOGS:
            tried(page, page.locator(".react-flow__node").first.focus)
            page.keyboard.press(key)
            rest(page)
            page.keyboard.press("Escape")
    return files


def some(page: Page, selector: str, many: int) -> list[Locator]:
    """The first of a kind, as many as there are now."""
    places = page.locator(selector)
    return [places.nth(at) for at in range(min(places.count(), many))]


def tried(page: Page, act) -> None:
    """Do it if it can be done: what has gone or is covered meanwhile is passed over."""
    with suppress(TimeoutError, Error):
        act()
    rest(page)


def given(page: Page, into: Path, *, seen: set[str]) -> list[Path]:
    """The files behind the buttons that are to be seen now, but those that were taken already."""
    files = []
    for button in page.locator("[data-testid=stDownloadButton] button:visible").all():
        if (words := button.inner_text()) in seen:
            continue
        seen.add(words)
        with suppress(TimeoutError):
            with page.expect_download() as download:
                button.click(timeout=SOON)
            files.append(into / download.value.suggested_filename)
            download.value.save_as(files[-1])
    return files
