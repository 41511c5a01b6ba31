"""Enlace's own server: the frame behind strict headers, on this machine only.

    python -m pages.parts.server --port 8501 [--headless]

This is what `make run` does. Settings come from `.streamlit/config.toml`; this way of starting
passes `STREAMLIT_…` variables by.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import logging
import re
import sys
import webbrowser
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import streamlit
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

import kpi_tree as kt
from pages.parts.reader import LANGUAGE_COOKIE, LONGEST_NAME, NAME_COOKIE
from pages.parts.session import LOOPBACK, ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHELL: Final = Path(streamlit.__file__).parent / "static" / "index.html"
# A page elsewhere cannot reach this server under a name of its own.
HOSTS: Final = ("localhost", "127.0.0.1")
YEAR: Final = 365 * 24 * 3600
LARGEST_NOTE: Final = 1_000
_INLINE: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_KEPT: Final = frozenset({NAME_COOKIE, LANGUAGE_COOKIE})

log = logging.getLogger("enlace")


def script_hashes(page: str) -> tuple[str, ...]:
    """The sources by which a policy allows the inline scripts of `page`, and no others."""
    digests = (hashlib.sha256(code.encode()).digest() for code in _INLINE.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def policy() -> str:
    """The Content-Security-Policy: our own files, Streamlit's one inline script, nothing else."""
    scripts = " ".join(("'self'", *script_hashes(SHELL.read_text("utf-8"))))
    # Streamlit writes its styles into the page while it runs, so styles may stand inline.
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def headers() -> Mapping[str, str]:
    """The headers of every answer."""
    return {
        "Content-Security-Policy": policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


class StrictHeaders:
    """Adds the strict headers to every answer, Streamlit's own files among them."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app
        self._headers = [
            (name.lower().encode(), value.encode()) for name, value in headers().items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does, with the headers."""

        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in self._headers}
                others = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message = {**message, "headers": [*others, *self._headers]}
            await send(message)

        await self._app(scope, receive, strictly if scope["type"] == "http" else send)


async def keep(request: Request) -> Response:
    """Set a cookie that no script can read: the reader's name, or the language."""
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if origin != request.headers.get("host"):
        return Response(status_code=403)
    body = await request.body() if _length(request) <= LARGEST_NOTE else b""
    try:
        note = json.loads(body)
        name, value = str(note["name"]), str(note["value"])[:LONGEST_NAME]
    except (ValueError, KeyError, TypeError):
        return Response(status_code=400)
    if name not in _KEPT:
        return Response(status_code=400)
    answer = Response(status_code=204)
    answer.set_cookie(name, quote(value), max_age=YEAR, path="/", httponly=True, samesite="lax")
    return answer


def _length(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isdecimal() else LARGEST_NOTE + 1


async def first_page(request: Request) -> Response:
    """The first page stands at `/`; whoever asks for it by its name is led there."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


def said_in_words(error: Exception) -> bool:
    """A defect: the terminal gets what happened, the visitor a sentence."""
    log.error("A page has failed", exc_info=error)
    streamlit.error(kt.say("frame.failed"), icon=":material/error:")
    return True


@asynccontextmanager
async def open_for_one(_app: App) -> AsyncIterator[None]:
    """Refuse to listen to other machines; open the browser where there is a screen."""
    if config.get_option("server.address") not in LOOPBACK:
        sys.exit(kt.say("frame.this_machine_only"))
    if not config.get_option("server.headless"):
        address = f"http://{config.get_option('server.address')}:{config.get_option('server.port')}"
        asyncio.get_running_loop().call_later(1, webbrowser.open, address)
    yield


def app(script: Path = ROOT / "app.py") -> App:
    """The app as it is served: the frame, or another script behind the same headers."""
    # Until `st.navigation` has run once, Streamlit takes `pages/` for its older way of finding
    # pages, and tells the first visitor of a deep link that there is no such page.
    PagesManager.uses_pages_directory = False
    return App(
        script,
        lifespan=open_for_one,
        routes=[
            Route("/keep", keep, methods=["POST"]),
            Route("/start", first_page),
        ],
        middleware=[
            Middleware(StrictHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)),
        ],
        on_script_error=said_in_words,
    )


def main(script: Path = ROOT / "app.py") -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m pages.parts.server")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--headless", action="store_true")
    asked = parser.parse_args()
    sys.argv[1:] = []
    app(script).run(
        config={
            "server.address": "127.0.0.1",
            "server.allowedHosts": list(HOSTS),
            "server.port": asked.port,
            "server.headless": asked.headless or config.get_option("server.headless"),
            "server.fileWatcherType": "none",
        }
    )


if __name__ == "__main__":
    main()
