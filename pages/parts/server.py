"""Enlace's own server: the frame behind strict headers, for this machine or for a room.

    python -m pages.parts.server --port 8501 [--headless]
    python -m pages.parts.server --hosted --names enlace.example.org [--address 0.0.0.0]

The first is what `make run` does, the second `make host`. Settings come from
`.streamlit/config.toml` and, for a host, from the environment (`pages/parts/host/settings.py`);
these ways of starting pass `STREAMLIT_…` variables by.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import webbrowser
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import streamlit
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

import kpi_tree as kt
from pages.parts.host.connections import Connections, HeldOpen
from pages.parts.host.edits import Edits
from pages.parts.host.entrance import Entrance
from pages.parts.host.limits import Limits
from pages.parts.host.live import Live
from pages.parts.host.origins import OwnPages
from pages.parts.host.settings import LOOPBACK, BadSetting, Host, host
from pages.parts.host.strict import StrictHeaders
from pages.parts.host.visits import Visits
from pages.parts.host.what_if import WhatIfs
from pages.parts.host.workspaces import ROOT, workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from starlette.requests import Request

FRAME: Final = ROOT / "app.py"
# How long a page that computes keeps others waiting, in seconds: with Python's usual 5 ms the loop
# that tells fifty people of an edit would wait longer than it works.
TURN: Final = 0.001

log = logging.getLogger("enlace")


async def first_page(request: Request) -> Response:
    """The first page stands at `/`; whoever asks for it by its name is led there."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


def said_in_words(error: Exception) -> bool:
    """A defect: the terminal gets what happened, the visitor a sentence."""
    log.error("A page has failed", exc_info=error)
    streamlit.error(kt.say("frame.failed"), icon=":material/error:")
    return True


def opening(settings: Host, live: Live) -> Callable[[App], AbstractAsyncContextManager[None]]:
    """What happens before the first answer."""

    @asynccontextmanager
    async def opened(_app: App) -> AsyncIterator[None]:
        """Refuse to listen to other machines unless hosted; open the browser on a screen."""
        address = config.get_option("server.address")
        if not settings.hosted and address not in LOOPBACK:
            sys.exit(kt.say("frame.this_machine_only"))
        if not settings.hosted and not config.get_option("server.headless"):
            page = f"http://{address}:{config.get_option('server.port')}"
            asyncio.get_running_loop().call_later(1, webbrowser.open, page)
        live.end_with_the_server()
        yield

    return opened


def served(settings: Host) -> dict[str, Any]:
    """What stands before the frame: routes, headers, the names by which it may be asked for."""
    # Until `st.navigation` has run once, Streamlit takes `pages/` for its older way of finding
    # pages, and tells the first visitor of a deep link that there is no such page.
    PagesManager.uses_pages_directory = False
    connections, edits = Connections(), Edits(settings, workspace)
    live = Live(settings, workspace, rested=edits.rested)
    entrance = Entrance(settings, workspace, connections=connections)
    what_ifs = WhatIfs(settings, workspace)
    return {
        "lifespan": opening(settings, live),
        "routes": [
            Route("/keep", entrance.keep, methods=["POST"]),
            Route("/start", first_page),
            Route("/l", entrance.page),
            Route("/enter", entrance.enter, methods=["POST"]),
            Route("/entrance/{name}", entrance.file),
            Route("/live", live.stream),
            Route("/what-if", what_ifs.answer, methods=["POST"]),
            Route("/edit", edits.answer, methods=["POST"]),
        ],
        "middleware": [
            Middleware(StrictHeaders, embedding=settings.embedding),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.names)),
            Middleware(OwnPages, host=settings),
            *(_for_many(settings, connections) if settings.hosted else []),
        ],
        "on_script_error": said_in_words,
    }


def _for_many(settings: Host, connections: Connections) -> list[Middleware]:
    return [
        Middleware(Limits, host=settings),
        Middleware(Visits, host=settings),
        Middleware(HeldOpen, connections=connections),
    ]


def app(script: Path = FRAME) -> App:
    """The app as it is served: the frame, or another script behind the same headers."""
    return App(script, **served(host()))


def main(script: Path = FRAME) -> None:
    """Serve until stopped."""
    asked = arguments()
    sys.argv[1:] = []
    sys.setswitchinterval(TURN)
    if asked.hosted:
        os.environ["ENLACE_HOSTED"] = "1"
        os.environ["ENLACE_HOSTS"] = asked.names or os.environ.get("ENLACE_HOSTS", "")
    # What a proxy says is weighed in `visits`; the server below would believe this whole machine.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    try:
        settings = host()
    except BadSetting as error:
        sys.exit(f"enlace: {error}")
    app(script).run(
        config={
            "server.address": asked.address if settings.hosted else "127.0.0.1",
            "server.allowedHosts": list(settings.names),
            "server.port": asked.port,
            "server.headless": settings.hosted
            or asked.headless
            or config.get_option("server.headless"),
            "server.fileWatcherType": "none",
        }
    )


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m pages.parts.server")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--headless", action="store_true")
    parser.add_argument("--hosted", action="store_true")
    parser.add_argument("--names", default="", help="example.org,www.example.org")
    parser.add_argument("--address", default="127.0.0.1")
    return parser.parse_args()


if __name__ == "__main__":
    main()
