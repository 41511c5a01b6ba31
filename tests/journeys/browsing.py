"""What journeys do again and again: visit, wait until the app rests, look for barriers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What Streamlit draws itself and we cannot mend: the rule, and a part of the element's selector
# or code by which it is known.
STREAMLITS_OWN: tuple[tuple[str, str], ...] = (
    # The navigation puts its sections between a list and the entries.
    ("list", "stSidebarNavItems"),
    ("listitem", '<li class="st-emotion-cache'),
    # In the dark, the accent must bear white letters on buttons; as letters it is a shade too dark.
    ("color-contrast", "stSliderThumbValue"),
    ("color-contrast", 'data-selected="true"'),
    # A table that is wider than its place scrolls; browsers let the keyboard in by themselves.
    ("scrollable-region-focusable", "stTable"),
)


def visit(page: Page, url: str) -> None:
    """Open an address and wait until the page stands."""
    page.goto(url)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the script has run and everything is drawn."""
    page.wait_for_selector(AT_REST, state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(150)  # a rerun that a click has asked for begins after the click
    page.wait_for_selector(AT_REST, state="attached")


def eventually(true: Callable[[], bool], *, within: float = 20) -> None:
    """Wait until something holds that no page shows, as what the store keeps after a click."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.1)


def barriers(page: Page, *, rule: str = "") -> list[str]:
    """What axe finds on the page that is ours to mend, one line each; by one rule or by all."""
    only = {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": WCAG}
    # What is in order axe need not tell in full: so it costs a third less.
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']} {node['target']} {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
        if not _streamlits(
            violation["id"], f"{node['target']} {node['html']} {_around(page, node)}"
        )
    ]


def _around(page: Page, node: dict[str, Any]) -> str:
    """The tags around an element, by which Streamlit's own are known too."""
    if len(node["target"]) != 1 or not isinstance(node["target"][0], str):
        return ""  # inside a component of our own
    return page.evaluate(
        """(selector) => {
          const tags = [];
          let node = document.querySelector(selector)?.parentElement;
          for (let step = 0; node && step < 6; step += 1, node = node.parentElement)
            tags.push(node.cloneNode(false).outerHTML);
          return tags.join(" ");
        }""",
        node["target"][0],
    )


def _streamlits(rule: str, element: str) -> bool:
    return any(rule == known and part in element for known, part in STREAMLITS_OWN)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "Math.max(0, ...[document.documentElement, ...document.querySelectorAll("
        "'[data-testid=stMain], [data-testid=stMainBlockContainer]')]"
        ".map(node => node.scrollWidth - node.clientWidth))"
    )
