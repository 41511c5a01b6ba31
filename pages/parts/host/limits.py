"""How much one address may ask for in a minute: generous, for a workshop shares an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

import kpi_tree as kt
from pages.parts.host.visits import address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from pages.parts.host.settings import Host

# Sessions and streams that one address may begin in a minute: fifty people who reload all at once,
# several times over.
MOST: Final = 600
_COUNTED: Final = ("/_stcore/stream", "/live", "/enter")
# Answers to a slider in a minute: more than one process can give, shared by a whole workshop.
MOST_ASKED: Final = 3_000
_ASKED: Final = "/what-if"
_BUSY: Final = 1013  # the websocket's own word for "try again later"


class Limits:
    """Sends an address away for a while that begins sessions, or asks, without end."""

    def __init__(
        self, app: ASGIApp, *, host: Host, most: int = MOST, most_asked: int = MOST_ASKED
    ) -> None:
        """Stand before `app`."""
        self._app, self._host = app, host
        self._begun, self._asked = kt.Tries(most), kt.Tries(most_asked)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does, or that it is too much."""
        counted = self._counted(scope)
        if counted is not None:
            asker = address(HTTPConnection(scope), self._host)
            if seconds := counted.wait(asker):
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": _BUSY})
                    return
                answer = Response(status_code=429, headers={"Retry-After": str(seconds)})
                await answer(scope, receive, send)
                return
            counted.wrong(asker)
        await self._app(scope, receive, send)

    def _counted(self, scope: Scope) -> kt.Tries | None:
        """Where a request is counted; None for what may be asked for without end."""
        if scope["type"] not in {"http", "websocket"}:
            return None
        if scope["path"].endswith(_COUNTED):
            return self._begun
        return self._asked if scope["path"].endswith(_ASKED) else None
