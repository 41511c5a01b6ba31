"""From an edit to everybody else's screen, with fifty people on one hosted plan.

Fifty sessions over the real websocket, each with its stream of events, in one process; one of
them adds scenarios. Timed from the moment that the plan's history names, which is before the edit
was written: an acknowledgement comes no sooner. A screen is a notice in a Chromium's document.
"""

from __future__ import annotations

import http.client
import json
import math
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from tests.hosted.person import Person
from tests.hosted.prepared import Room, room
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import CHROMIUM, QUIET, serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.journeys.conftest import Server

SESSIONS: Final = 50
EDITS: Final = 40
WARM: Final = 5
SCREENS: Final = 20
HOSTED: Final = ("pages.parts.server", "--hosted", "--port={port}")
_SEEN: Final = """() => new Promise((done) => {
  const told = () => [...document.body.children].map((node) => node.shadowRoot?.textContent).join();
  const before = told();
  const look = setInterval(() => {
    if (told() === before) return;
    clearInterval(look);
    done(Date.now());
  }, 2);
})"""


class Stream:
    """The events that one browser hears, by version, and when."""

    def __init__(self, server: Server, found: Room, name: str) -> None:
        """Listen from now on."""
        self.heard: dict[int, float] = {}
        self.open = Event()
        self._held = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
        headers = {"Cookie": f"{VISIT_COOKIE}={found.cookies[name]}"}
        self._held.request("GET", f"/live?plan={found.plan_id}&lang=es", headers=headers)
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._held.getresponse():
            now = time.time()
            if line.startswith(b"data: "):
                self.open.set()
                self.heard.setdefault(json.loads(line[6:]).get("version", -1), now)


def figures() -> Iterable[tuple[str, float, str]]:
    """Milliseconds to the others, median and 95th percentile; memory a session."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_here:
        store = Path(folder) / "enlace.db"
        names = [f"Person {number}" for number in range(SESSIONS)]
        found = room(store, [("Editor", "edit"), *((name, "view") for name in names)])
        serve = serving(Path(folder), *HOSTED, ENLACE_STORE=str(store))
        server = open_here.enter_context(serve)
        before = _memory(server)
        streams = _company(server, found, names, open_here=open_here)
        yield "memory a session, MB", (_memory(server) - before) / SESSIONS, "the less the better"
        _edit(server, found, streams)
        screen = list(_on_a_screen(server, found))
        open_here.close()
        kept = _kept(store, found.plan_id)
        versions = range(2 + WARM, 2 + EDITS)
        times = [stream.heard[each] - kept[each] for stream in streams for each in versions]
        yield from _told("an edit kept → event at 50 others", times)
        if screen:
            times = [seen - kept[version] for version, seen in screen]
            yield from _told("an edit kept → notice on a screen", times)
        else:
            yield "an edit kept → notice on a screen", math.nan, "no Chromium on the PATH"


def _told(name: str, times: list[float]) -> Iterable[tuple[str, float, str]]:
    yield f"{name}, median ms", median(times) * 1_000, "≤ 100"
    yield f"{name}, 95th percentile ms", quantiles(times, n=20)[-1] * 1_000, "≤ 500"


def _kept(store: Path, plan_id: str) -> dict[int, float]:
    """When each version was asked of the store: before it was written, so no later than kept."""
    with kt.Workspace.open(store) as workspace:
        return {entry.version: entry.at.timestamp() for entry in workspace.history(plan_id)}


def _company(
    server: Server, found: Room, names: list[str], *, open_here: ExitStack
) -> list[Stream]:
    def come(name: str) -> Person:
        person = Person(server.url, cookie=found.cookies[name], name=name)
        person.open("history", plan=found.plan_id)
        return person

    with ThreadPoolExecutor(max_workers=8) as crowd:
        for person in crowd.map(come, names):
            open_here.enter_context(person)
    streams = [Stream(server, found, name) for name in names]
    for stream in streams:
        stream.open.wait(30)
    return streams


def _edit(server: Server, found: Room, streams: list[Stream]) -> None:
    with Person(server.url, cookie=found.cookies["Editor"], name="Editor") as editor:
        editor.open("scenarios", plan=found.plan_id)
        for number in range(EDITS):
            editor.type("scenarios.new", f"Scenario {number}")
            editor.press("scenarios.add")
            _until_heard(streams, number + 2)


def _until_heard(streams: list[Stream], version: int) -> None:
    for stream in streams:
        while version not in stream.heard:
            time.sleep(0.002)


def _on_a_screen(server: Server, found: Room) -> Iterable[tuple[int, float]]:
    """The versions of some edits, and when a Chromium showed each."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*QUIET, "--no-sandbox"]
        )
        page = browser.new_page()
        cookie = {"name": VISIT_COOKIE, "value": found.cookies["Person 0"], "url": server.url}
        page.context.add_cookies([cookie])
        visit(page, f"{server.url}/history?plan={found.plan_id}")
        with Person(server.url, cookie=found.cookies["Editor"], name="Editor") as editor:
            editor.open("scenarios", plan=found.plan_id)
            for number in range(SCREENS):
                rest(page)
                editor.type("scenarios.new", f"On a screen {number}")
                page.evaluate(f"() => {{ window.seen = ({_SEEN})(); }}")
                editor.press("scenarios.add")
                yield 2 + EDITS + number, page.evaluate("() => window.seen") / 1_000
        browser.close()


def _memory(server: Server) -> float:
    """Megabytes that the server's process holds; NaN where the system does not tell."""
    port = f"--port={urlsplit(server.url).port}".encode()
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if port in told.read_bytes().split(b"\0"):
                lines = told.with_name("status").read_text().splitlines()
                held = next(line for line in lines if line.startswith("VmRSS"))
                return int(held.split()[1]) / 1024
        except OSError:
            continue
    return math.nan
