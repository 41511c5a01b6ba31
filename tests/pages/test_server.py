"""The strict headers fit what Streamlit really serves; cookies are set for our own page only."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Route

from pages.parts.host import strict
from pages.parts.host.entrance import Entrance
from pages.parts.host.settings import Host
from pages.parts.server import first_page

# Streamlit 1.67: `window.prerenderReady = false`. Another digest here means that Streamlit's page
# has changed: read the new script before allowing it.
KNOWN = ("'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",)


ENTRANCE = Entrance(Host(), workspace=lambda: None)
ROUTES = [Route("/keep", ENTRANCE.keep, methods=["POST"]), Route("/start", first_page)]
APP = strict.StrictHeaders(Starlette(routes=ROUTES))


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: Headers


def asked(path, query="", body=b"", **headers) -> Answer:
    """A request to the app, straight through its own interface."""
    given = {"host": "localhost", "content-length": str(len(body)), **headers}
    scope = {
        "type": "http",
        "method": "POST" if body else "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    said = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        said.append(message)

    # A thread of its own: the browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as other:
        other.submit(asyncio.run, APP(scope, receive, send)).result()
    return Answer(said[0]["status"], Headers(raw=said[0]["headers"]))


def posted(note, origin="http://localhost") -> Answer:
    return asked("/keep", body=json.dumps(note).encode(), origin=origin)


def test_the_policy_allows_the_one_inline_script_that_streamlit_serves() -> None:
    assert strict.script_hashes(strict.SHELL.read_text("utf-8")) == KNOWN


def test_streamlit_s_page_has_no_handlers_inside_its_tags() -> None:
    assert " onload=" not in strict.SHELL.read_text("utf-8").lower()
    assert " onclick=" not in strict.SHELL.read_text("utf-8").lower()


def test_scripts_come_from_our_own_files_only() -> None:
    scripts = next(part for part in strict.policy().split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in scripts


def test_every_answer_carries_the_headers_even_one_that_there_is_not() -> None:
    answer = asked("/nowhere")
    assert answer.status == 404
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_is_kept_in_a_cookie_that_no_script_reads() -> None:
    answer = posted({"name": "enlace_name", "value": "Ana Ruiz; x"})
    cookie = answer.headers["set-cookie"]
    assert answer.status == 204
    assert "enlace_name=Ana%20Ruiz%3B%20x" in cookie
    assert "HttpOnly" in cookie


def test_another_site_sets_no_cookie() -> None:
    note = {"name": "enlace_name", "value": "x"}
    assert posted(note, origin="http://evil.example").status == 403


@pytest.mark.parametrize("note", [{"name": "other", "value": "x"}, {"name": "enlace_name"}, [], 3])
def test_nothing_else_is_kept(note) -> None:
    assert posted(note).status == 400


def test_an_overlong_note_is_refused() -> None:
    assert posted({"name": "enlace_name", "value": "x" * 5_000}).status == 400


def test_the_first_page_by_its_name_leads_to_the_root_with_its_plan() -> None:
    answer = asked("/start", "plan=p1")
    assert answer.headers["location"] == "/?plan=p1"
