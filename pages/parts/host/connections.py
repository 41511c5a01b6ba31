"""What browsers hold open: the page's websocket, the streams of events, by the cookie they brought.

A connection is known by the cookie with which it began. Once that is worth nothing any more it is
ended; Enlace's pages connect anew by themselves, in the same place, with the cookie of by then.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.requests import HTTPConnection

from pages.parts.host.visits import token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_STREAM: Final = "/live"
_AGAIN: Final = 1012  # the websocket's own word for "come again"


class Connections:
    """What each browser holds open in this process."""

    def __init__(self) -> None:
        self._held: defaultdict[str, set[asyncio.Task[None]]] = defaultdict(set)

    def end(self, cookie: str) -> None:
        """End all that was begun with this cookie."""
        for task in list(self._held.get(cookie, ())):
            task.cancel()

    async def hold(self, cookie: str, task: asyncio.Task[None]) -> bool:
        """Wait for a connection; whether it ended by itself."""
        self._held[cookie].add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._held[cookie].discard(task)
            if not self._held[cookie]:
                del self._held[cookie]
            task.cancel()
        return not task.cancelled()


class HeldOpen:
    """Lets connections be ended whose cookie is worth nothing any more."""

    def __init__(self, app: ASGIApp, *, connections: Connections) -> None:
        """Stand before `app`."""
        self._app, self._connections = app, connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does, until the connection is ended."""
        cookie = token(HTTPConnection(scope).cookies) if _is_held(scope) else ""
        if not cookie:
            await self._app(scope, receive, send)
            return
        task = asyncio.ensure_future(self._app(scope, receive, send))
        if await self._connections.hold(cookie, task):
            await task
            return
        with suppress(RuntimeError, OSError):  # it has just ended by itself
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": _AGAIN})
            else:
                await send({"type": "http.response.body", "body": b""})


def _is_held(scope: Scope) -> bool:
    if scope["type"] == "http":
        return bool(scope["path"].endswith(_STREAM))
    return bool(scope["type"] == "websocket")
