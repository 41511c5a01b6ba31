"""A knock at the websocket's door, straight through the server's own interface."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from pages.parts.server import served

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message
    from starlette.websockets import WebSocket

    from pages.parts.host.settings import Host

STREAM = "/_stcore/stream"


async def _welcome(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def door(settings: Host) -> ASGIApp:
    """What stands before Streamlit, with somebody behind it who lets everybody in."""
    before = served(settings)["middleware"]
    return Starlette(routes=[WebSocketRoute(STREAM, _welcome)], middleware=before)


def let_in(app: ASGIApp, *, scheme: str = "ws", **headers: str) -> bool:
    """Whether the websocket opens to who sends these headers."""
    scope = {
        "type": "websocket",
        "scheme": scheme,
        "path": STREAM,
        "query_string": b"",
        "headers": [
            (name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()
        ],
        "subprotocols": [],
        "client": ("192.0.2.1", 50_000),
    }
    said: list[Message] = []
    heard = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}])

    async def receive() -> Any:
        return next(heard)

    async def send(message: Message) -> None:
        said.append(message)

    # A thread of its own: the browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as other:
        other.submit(asyncio.run, app(scope, receive, send)).result()
    return said[0]["type"] == "websocket.accept"
