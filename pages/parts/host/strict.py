"""The strict headers of every answer: our own files, and Streamlit's one inline script."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("enlace")

SHELL: Final = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE: Final = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def script_hashes(page: str) -> tuple[str, ...]:
    """The sources by which a policy allows the inline scripts of `page`, and no others."""
    digests = (hashlib.sha256(code.encode()).digest() for code in _INLINE.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def policy(embedding: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy; `embedding` are the sites that may show Enlace in a frame."""
    frames = " ".join(embedding) or "'none'"
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
            f"frame-ancestors {frames}",
        )
    )


def headers(embedding: tuple[str, ...] = ()) -> Mapping[str, str]:
    """The headers of every answer."""
    told = {
        "Content-Security-Policy": policy(embedding),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
    # The older header knows no list of sites: where frames are allowed, the policy alone says so.
    return told if embedding else {**told, "X-Frame-Options": "DENY"}


class StrictHeaders:
    """Adds the strict headers to every answer, Streamlit's own files among them."""

    def __init__(self, app: ASGIApp, *, embedding: tuple[str, ...] = ()) -> None:
        """Stand before `app`."""
        self._app = app
        self._headers = [
            (name.lower().encode(), value.encode()) for name, value in headers(embedding).items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does, with the headers; a defect is told to the terminal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def strictly(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                names = {name for name, _ in self._headers}
                others = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message = {**message, "headers": [*others, *self._headers]}
            await send(message)

        try:
            await self._app(scope, receive, strictly)
        except Exception:
            if begun:
                raise
            log.exception("A request has failed")
            await Response(status_code=500)(scope, receive, strictly)
