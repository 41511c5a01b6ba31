"""120 hostile texts in several plans: all that opens is opened in a real browser, and nothing comes
of it: no script, no dialog, no request elsewhere, and nothing for the strict policy to stop.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import kpi_tree as kt
from pages.parts.host import strict
from pages.parts.host.visits import VISIT_COOKIE
from pages.parts.reader import NAME_COOKIE
from pages.parts.steps import STEPS
from tests.hosted.prepared import OWNER, room
from tests.journeys.browsing import rest
from tests.journeys.conftest import PATIENCE, serving
from tests.journeys.mischief import hostile, names
from tests.journeys.opening import opened
from tests.journeys.places import EMPTY, worked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Response

    from tests.hosted.prepared import Room

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")
# Streamlit tries WebAssembly for a checksum, on every page and plan, and does without.
STREAMLITS_OWN = "script-src wasm-eval"
OWN = ("data:", "blob:", "file:", "about:")
LISTEN = """addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push(
  `${e.violatedDirective} ${e.blockedURI}`))"""


@pytest.fixture
def new_page(chromium) -> Iterator[Callable[[], Page]]:
    """A page in a context that no other test sees, since what watches it stays in it."""
    with closing(chromium.new_context(locale="es-ES")) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page


@pytest.fixture(scope="module")
def beacon() -> Iterator[tuple[str, list[str]]]:
    """An address on loopback, and what was asked of it."""
    asked: list[str] = []

    class Beacon(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Beacon)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@dataclass(frozen=True)
class Hosted:
    """A running hosted Enlace, and its plans by what is odd about them."""

    url: str
    rooms: dict[str, Room]
    words: list[str]

    def address(self, plan: str, step: str) -> str:
        """Where a page of a plan is found."""
        return f"{self.url}/{step}?plan={self.rooms[plan].plan_id}"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory, beacon) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("hostile")
    store, words = folder / "enlace.db", names(beacon[0])
    rooms = {
        "worked on": hostile(store, beacon[0]),
        "empty": room(store, plan=kt.plan_of({**EMPTY, "title": words[1], "ask": words[2]})),
        "clean": room(store, plan=kt.plan_of(worked())),
    }
    with serving(folder, *HOSTED, ENLACE_STORE=str(store)) as server:
        yield Hosted(server.url, rooms, words)


@dataclass
class Watched:
    """A page, and all that it does and should not."""

    page: Page
    url: str
    odd: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        context = self.page.context
        context.add_init_script(LISTEN)
        context.on("dialog", lambda dialog: (self.odd.append(dialog.message), dialog.dismiss()))
        context.on("request", lambda asked: self._elsewhere(asked.url))
        self.page.on("popup", lambda popup: self.odd.append(f"a window: {popup.url}"))
        self.page.on("response", self._unguarded)

    def visit(self, address: str) -> None:
        """Open a page and wait until it stands."""
        self.page.goto(address)
        rest(self.page)

    def look(self, where: str) -> None:
        """Note what has run in any of the page's frames, and what the policy has stopped."""
        for frame in self.page.frames:
            ran, broken = frame.evaluate("[window.ran ?? null, window.broken ?? []]")
            self.odd += [f"{where}: {each}" for each in broken if each != STREAMLITS_OWN]
            self.odd += [f"{where}: script {ran}"] if ran is not None else []

    def _elsewhere(self, url: str) -> None:
        if not url.startswith((self.url, self.url.replace("http", "ws", 1), *OWN)):
            self.odd.append(url)

    def _unguarded(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.url.startswith(self.url):
            policy = answer.headers.get("content-security-policy")
            self.odd += [] if policy == strict.policy() else [f"{answer.url} without the policy"]


def come(page: Page, hosted: Hosted, plan: str, *, name: str = OWNER) -> Watched:
    """Somebody of a plan, watched."""
    cookies = {VISIT_COOKIE: hosted.rooms[plan].cookies[name], NAME_COOKIE: quote(name)}
    page.context.add_cookies(
        [{"name": key, "value": value, "url": hosted.url} for key, value in cookies.items()]
    )
    return Watched(page, hosted.url)


def walked(watched: Watched, hosted: Hosted, plan: str, *, into: Path) -> list[str]:
    """Every page of a plan, all that it opens, its print; then the pictures that it gave away."""
    pictures: list[Path] = []
    for step in STEPS:
        watched.visit(hosted.address(plan, step))
        pictures += [file for file in opened(watched.page, into) if file.suffix == ".svg"]
        watched.look(step)
        watched.page.pdf()
        watched.look(f"{step}, printed")
    for picture in pictures:
        watched.page.goto(picture.as_uri())
        watched.look(picture.name)
    return [picture.name for picture in pictures]


def test_hostile_words_do_nothing_where_most_of_them_are_shown(new_page, hosted, beacon) -> None:
    watched = come(new_page(), hosted, "worked on")
    for step in ("tree", "comments"):
        watched.visit(hosted.address("worked on", step))
        watched.look(step)
    assert (watched.odd, beacon[1]) == ([], [])


@pytest.mark.soak
@pytest.mark.parametrize("plan", ["worked on", "empty", "clean"])
def test_nothing_that_opens_on_any_page_runs_fetches_or_asks(
    new_page, hosted, tmp_path, *, beacon, plan
) -> None:
    watched = come(new_page(), hosted, plan)
    pictures = walked(watched, hosted, plan, into=tmp_path)
    assert len(pictures) == (plan != "empty")
    assert (watched.odd, beacon[1]) == ([], [])


@pytest.mark.soak
def test_who_came_by_a_link_to_look_meets_nothing_either(
    new_page, hosted, tmp_path, *, beacon
) -> None:
    watched, plan = Watched(new_page(), hosted.url), "worked on"
    page = watched.page
    page.goto(f"{hosted.url}/l#{hosted.rooms[plan].links['view']}")
    page.wait_for_url("**/result?plan=*")
    page.get_by_role("textbox", name="Su nombre").fill(hosted.words[40])
    page.get_by_text("otra área").click()
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("slider").first.wait_for()
    walked(watched, hosted, plan, into=tmp_path)
    assert (watched.odd, beacon[1]) == ([], [])
