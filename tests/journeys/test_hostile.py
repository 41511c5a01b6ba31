"""120 hostile texts in a hosted plan: every page in a real browser, and nothing comes of them."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from pages.parts.steps import STEPS
from tests.hosted.prepared import OWNER, room
from tests.journeys.browsing import visit
from tests.journeys.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")
RUNS = "window.ran=1"
# Streamlit tries WebAssembly for a checksum, on every page and plan, and does without.
STREAMLITS_OWN = "script-src wasm-eval"
# `B` stands for the beacon's address, `N` for the number of the text.
SHAPES = (
    "<script>R</script>",
    "<img src=x onerror=R>",
    "<svg onload=R>",
    "![x](B/N.png)",
    "[x](javascript:R)",
    '<a href="javascript:R">x</a>',
    "<iframe src=B/N></iframe>",
    '"><img src=B/N.png>',
    "'-alert(N)-'",
    "${alert(N)}{{alert(N)}}",
    "$\\href{B/N}{x}$ :red[x] :material/home:",
    "<style>@import 'B/N';</style>",
    "](B/N) <B/N> B/N www.B",
    "<link rel=stylesheet href=B/N>",
    "</script><script>R</script>",
    "\u202egnp.x\u2066 <b>N</b>",
    '=HYPERLINK("B/N")',
    "%3Cscript%3ER%3C/script%3E",
    "<math><mi xlink:href=javascript:R>",
    "# N\n| a | b |\n|---|---|\n![x](B/N)",
    "`x` ~~x~~ **x** [^1] <!-- R -->",
    '{"__proto__": {"x": N}}',
    "<form action=B/N><button autofocus onfocus=R>",
    "&lt;img src=B/N&gt; &#60;script&#62;R",
)


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


def texts(beacon: str) -> list[str]:
    """The hostile texts, each once."""
    shapes = [SHAPES[number % len(SHAPES)] for number in range(120)]
    return [
        shape.replace("R", RUNS).replace("B", beacon).replace("N", str(number))
        for number, shape in enumerate(shapes)
    ]


def named(beacon: str) -> Iterator[str]:
    """The same as names: one line, without marks that the format refuses."""
    for text in texts(beacon):
        line = " ".join(text.split())
        yield "".join(mark for mark in line if mark not in "\u202e\u2066")[:110]


def hostile(beacon: str) -> kt.Plan:
    """A plan whose every word is hostile."""
    names = named(beacon)
    drivers = [f"m{number}" for number in range(40)]
    return kt.plan_of(
        {
            "format": "enlace-plan/1",
            "title": next(names),
            "ask": "\n".join(texts(beacon))[:2_000],
            "start": "2027-01",
            "metrics": [
                {"id": "out", "name": next(names), "baseline": 100, "layer": "business"},
                *(
                    {"id": each, "name": next(names), "baseline": 10, "layer": "lever"}
                    for each in drivers
                ),
            ],
            "links": [
                {"id": f"l{each}", "from": each, "to": "out", "size": 0.01, "why": next(names)}
                for each in drivers
            ],
            "goals": [
                {
                    "id": f"g{number}",
                    "name": next(names),
                    "metric": "out",
                    "target": 110,
                    "by": "2027-12",
                }
                for number in range(12)
            ],
            "scenarios": [
                {
                    "id": f"s{number}",
                    "name": next(names),
                    "targets": [{"metric": "m1", "value": 12 + number}],
                }
                for number in range(12)
            ],
        }
    )


@pytest.mark.soak
def test_no_text_runs_fetches_or_asks_anything_on_any_page(tmp_path, new_page, beacon) -> None:
    address, asked = beacon
    store = tmp_path / "enlace.db"
    mischief = list(named(address))
    found = room(store, [(mischief[5], "comment")], plan=hostile(address))
    with kt.Workspace.open(store, closed=True) as workspace:
        guest = workspace.admitted(kt.Visitor(found.cookies[mischief[5]]))
        for text in texts(address)[:24]:
            guest.talk.comment(found.plan_id, kt.Subject(), text.replace("\u202e", ""))
    page, odd = new_page(), []
    with serving(tmp_path, *HOSTED, ENLACE_STORE=str(store)) as server:
        cookie = {"name": VISIT_COOKIE, "value": found.cookies[OWNER], "url": server.url}
        page.context.add_cookies([cookie])
        page.on("dialog", lambda dialog: (odd.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: odd.append(request.url) if address in request.url else 0)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push("
            "`${e.violatedDirective} ${e.blockedURI}`))"
        )
        for step in STEPS:
            visit(page, f"{server.url}/{step}?plan={found.plan_id}")
            ran, broken = page.evaluate("[window.ran, window.broken ?? []]")
            assert ran is None, step
            odd += [f"{step}: {each}" for each in broken if each != STREAMLITS_OWN]
    assert (odd, asked) == ([], [])
