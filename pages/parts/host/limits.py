"""How much one address may ask for and hold: generous, for a workshop shares an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

import kpi_tree as kt
from pages.parts.host.tallies import Held, Weights
from pages.parts.host.visits import address, token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from pages.parts.host.settings import Host

_SOCKET: Final = "/_stcore/stream"
_STREAM: Final = "/live"
_BEGUN: Final = (_SOCKET, _STREAM, "/enter")
_ASKED: Final = ("/what-if", "/edit")
_UPLOAD: Final = "/_stcore/upload_file/"
_METRICS: Final = "/_stcore/metrics"
_BUSY: Final = 1013  # the websocket's own word for "try again later"
_SOON: Final = 30  # seconds


@dataclass(frozen=True)
class Most:
    """How much there may be.

    Attributes:
        begun: sessions and streams that an address begins in a minute: fifty people who reload all
            at once, several times over.
        asked: answers to a slider or to the map in a minute: more than one process can give.
        uploads: files that an address sends in a minute.
        sent: bytes of files that an address sends in ten minutes.
        open: windows of an address that are open, and as many streams: fifty people's.
        own: streams of one browser.
    """

    begun: int = 600
    asked: int = 3_000
    uploads: int = 30
    sent: int = 60_000_000
    open: int = 300
    own: int = 20


class Limits:
    """Sends an address away for a while that begins, asks, sends or holds without end."""

    def __init__(self, app: ASGIApp, *, host: Host, most: Most | None = None) -> None:
        """Stand before `app`."""
        self._app, self._host = app, host
        most = most or Most()
        self._begun, self._asked = kt.Tries(most.begun), kt.Tries(most.asked)
        self._uploads, self._sent = kt.Tries(most.uploads), Weights(most.sent)
        self._windows, self._streams, self._own = Held(most.open), Held(most.open), Held(most.own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does, or that it is too much."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        held = self._held(asked)
        if any(each.full(who) for each, who in held):
            await _refuse(scope, receive, send, answer=_too_many(_SOON))
        elif refusal := self._refusal(asked):
            await _refuse(scope, receive, send, answer=refusal)
        else:
            for each, who in held:
                each.take(who)
            try:
                await self._app(scope, receive, send)
            finally:
                for each, who in held:
                    each.release(who)

    def _refusal(self, asked: HTTPConnection) -> Response | None:
        """Why a request is not answered; None where it is, and it counts."""
        path, who = asked.scope["path"], address(asked, self._host)
        if path.endswith(_METRICS):  # of the whole process: nobody's business outside
            return Response(status_code=404)
        if _UPLOAD in path and asked.scope.get("method") == "PUT":
            return self._upload(asked, who)
        if path.endswith(_BEGUN):
            return _counted(self._begun, who)
        return _counted(self._asked, who) if path.endswith(_ASKED) else None

    def _upload(self, asked: HTTPConnection, who: str) -> Response | None:
        told = asked.headers.get("content-length", "")
        if not told.isdecimal():
            return Response(status_code=411)
        if seconds := self._sent.wait(who, int(told)):
            return _too_many(seconds)
        refusal = _counted(self._uploads, who)
        if refusal is None:
            self._sent.add(who, int(told))
        return refusal

    def _held(self, asked: HTTPConnection) -> list[tuple[Held, str]]:
        """What a request holds open while it is answered, and who holds it."""
        who = address(asked, self._host)
        if asked.scope["type"] == "websocket":
            return [(self._windows, who)]
        if asked.scope["path"].endswith(_STREAM):
            cookie = token(asked.cookies)
            # Without a cookie nobody is a browser of their own, and none is to wait for another.
            return [(self._streams, who), *([(self._own, cookie)] if cookie else [])]
        return []


def _counted(tries: kt.Tries, who: str) -> Response | None:
    if seconds := tries.wait(who):
        return _too_many(seconds)
    tries.wrong(who)
    return None


def _too_many(seconds: int) -> Response:
    return Response(status_code=429, headers={"Retry-After": str(seconds)})


async def _refuse(scope: Scope, receive: Receive, send: Send, *, answer: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _BUSY})
    else:
        await answer(scope, receive, send)
