"""Which requests come from Enlace's own pages; a websocket from another site is closed.

Streamlit itself, told of an origin that it does not know, asks another server for this machine's
address, and everybody waits; and it takes any page of this machine for one of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from pages.parts.host.visits import is_secure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from pages.parts.host.settings import Host

_NOT_HERE: Final = 1008  # the websocket's own word for "against the rules"


def same_site(asked: HTTPConnection, host: Host) -> bool:
    """Whether a request was sent by a page of this very site."""
    try:
        origin = urlsplit(asked.headers.get("origin", ""))
    except ValueError:
        return False
    # A proxy that was not named to the host may bring https of which nothing is known here.
    known = {"https"} if is_secure(asked, host) else {"http", "https"}
    return origin.scheme in known and origin.netloc == asked.headers.get("host")


class OwnPages:
    """Closes the websocket to whoever comes from a page of another site."""

    def __init__(self, app: ASGIApp, *, host: Host) -> None:
        """Stand before `app`."""
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does; browsers always tell from where they come."""
        if scope["type"] == "websocket":
            asked = HTTPConnection(scope)
            if "origin" in asked.headers and not same_site(asked, self._host):
                await send({"type": "websocket.close", "code": _NOT_HERE})
                return
        await self._app(scope, receive, send)
