"""A hosted Enlace asked through its own interface: requests with a cookie, answers in full."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

import kpi_tree as kt
from pages.parts.host.edits import Edits
from pages.parts.host.entrance import Entrance
from pages.parts.host.live import Live
from pages.parts.host.settings import Host
from pages.parts.host.strict import StrictHeaders
from pages.parts.host.visits import SAFE_VISIT_COOKIE, Visits
from pages.parts.host.what_if import WhatIfs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

SITE = "enlace.example"
SETTINGS = Host(hosted=True, names=(SITE,))


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of a stream."""
        lines = self.body.decode().splitlines()
        return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


def hosted(workspace: kt.Workspace, settings: Host = SETTINGS) -> ASGIApp:
    """The routes of a hosted Enlace around the plans of a workspace."""
    entrance, live = Entrance(settings, lambda: workspace), Live(settings, lambda: workspace)
    return Starlette(
        routes=[
            Route("/l", entrance.page),
            Route("/enter", entrance.enter, methods=["POST"]),
            Route("/live", live.stream),
            Route("/what-if", WhatIfs(settings, lambda: workspace).answer, methods=["POST"]),
            Route("/edit", Edits(settings, lambda: workspace).answer, methods=["POST"]),
        ],
        middleware=[
            Middleware(StrictHeaders, embedding=settings.embedding),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.names)),
            Middleware(Visits, host=settings),
        ],
    )


@dataclass
class Browser:
    """Somebody's browser: its cookie, and where it asks from."""

    app: ASGIApp
    token: str = field(default_factory=kt.new_token)
    address: str = "192.0.2.1"

    def get(self, path: str, query: str = "", **headers: str) -> Answer:
        """Ask for a page, or the first event of a stream."""
        return self._asked("GET", path, query=query, headers=headers)

    def post(self, path: str, note: object, **headers: str) -> Answer:
        """Post a note from a page of the site."""
        return self.send(path, json.dumps(note).encode(), **headers)

    def send(self, path: str, body: bytes, **headers: str) -> Answer:
        """Post whatever it be from a page of the site."""
        sent = {"origin": f"https://{SITE}", **headers}
        return self._asked("POST", path, body=body, headers=sent)

    def enter(self, token: str = "", **note: str) -> Answer:
        """Open a link, or a room by its code, as the page of the way in does."""
        answer = self.post("/enter", note or {"token": token})
        if given := answer.headers.get("set-cookie"):
            self.token = given.partition(";")[0].partition("=")[2]
            assert self.post("/enter", {"arrived": True}).status == 204
        return answer

    def listen(self, plan_id: str) -> Answer:
        """Listen to a plan until the first event."""
        return self.get("/live", f"plan={plan_id}&lang=es")

    def upload(self, weight: int) -> int:
        """Send a file of so many bytes; how that was answered."""
        return self._asked("PUT", "/_stcore/upload_file/s/f", headers={}, body=b"x" * weight).status

    def ask(self, plan_id: str, moves: dict[str, object], **changed: object) -> Answer:
        """Ask what would come of a move."""
        words = {"board": "trial", "scenario": "s", "goal": "", "metric": "", "language": "es"}
        return self.post("/what-if", {"plan": plan_id, **words, "moves": moves, **changed})

    def _asked(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        query: str = "",
        body: bytes = b"",
    ) -> Answer:
        given = {"host": SITE, "content-length": str(len(body)), **headers}
        if self.token:
            given.setdefault("cookie", f"{SAFE_VISIT_COOKIE}={self.token}")
        scope = {
            "type": "http",
            "method": method,
            "scheme": "https",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), text.encode()) for name, text in given.items()],
            "client": (self.address, 50_000),
        }
        with ThreadPoolExecutor(max_workers=1) as other:
            return other.submit(asyncio.run, _answer(self.app, scope, body)).result()


async def _answer(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Answer:
    said: list[Message] = []
    enough = asyncio.Event()
    given = iter([{"type": "http.request", "body": body}])

    async def receive() -> Message:
        for message in given:
            return message
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)
        begun = scope["path"] == "/live" and b"data: " in message.get("body", b"")
        if begun or not message.get("more_body", True):
            enough.set()

    await app(scope, receive, send)
    whole = b"".join(message.get("body", b"") for message in said)
    return Answer(said[0]["status"], Headers(raw=said[0]["headers"]), whole)
