"""Warm windows: what a browser pays at its first visit it pays once, and not in every journey.

Most of a short journey was Chromium reading Streamlit's scripts anew, in a new process. So a
context is lent from one test to the next. It comes back as bare as a new one; what stays is a page
without anything, which keeps alive the process that has read the scripts.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

# Pages of one site share a process, whatever the port; without it, each page has its own.
ONE_PROCESS = "--process-per-site"
EMBERS = "http://127.0.0.1/embers"
WRITTEN = "local_storage,indexeddb,cache_storage,service_workers"
# What a page can be given by itself, so that contexts need not differ by it.
SEEN = ("color_scheme", "reduced_motion")
# Each holds a process of its own, which grows with what has been on its pages.
MANY, LONG = 5, 12


@dataclass
class Warm:
    """A context, what was asked of it, and how many tests have had it."""

    context: BrowserContext
    options: dict[str, Any]
    lent: int = 0


@dataclass
class Windows:
    """The contexts of a browser that no test has just now."""

    browser: Browser
    patience: int
    free: list[Warm] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[Callable[..., Page]]:
        """Pages in contexts of their own; each context is taken back when the block ends."""
        taken: list[Warm] = []

        def opened(**options: Any) -> Page:
            seen = {name: options.pop(name) for name in SEEN if name in options}
            taken.append(self.warm(options))
            page = taken[-1].context.new_page()
            page.emulate_media(**seen)
            return page

        yield opened
        for warm in taken:
            self.take_back(warm)

    def warm(self, options: dict[str, Any]) -> Warm:
        """A context that is warm already, or a new one with the page that keeps it so."""
        for warm in self.free:
            if warm.options == options:
                self.free.remove(warm)
                return warm
        context = self.browser.new_context(**options)
        context.set_default_timeout(self.patience)
        embers = context.new_page()
        embers.route(EMBERS, lambda route: route.fulfill(body=""))
        embers.goto(EMBERS)
        return Warm(context, options)

    def take_back(self, warm: Warm) -> None:
        """Make a context bare for the next test; what cannot be, as after a crash, ends here."""
        warm.lent += 1
        try:
            bared(warm.context)
        except Error:
            warm.lent = LONG
        if warm.lent < LONG:
            self.free.append(warm)
        else:
            warm.context.close()
        if len(self.free) > MANY:
            self.free.pop(0).context.close()

    def close(self) -> None:
        """End all contexts."""
        for warm in self.free:
            warm.context.close()


def bared(context: BrowserContext) -> None:
    """Take from a context all that a test has brought into it."""
    embers, *pages = context.pages
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(page.url)) for page in pages}
    context.set_offline(offline=False)
    context.unroute_all(behavior="ignoreErrors")
    for page in pages:
        page.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(embers)
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": WRITTEN})
    session.detach()
