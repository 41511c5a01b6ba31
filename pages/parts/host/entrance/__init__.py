"""The way in: `/l#TOKEN` for a link, `/l` for a room code, and the cookies that pages ask for.

What stands behind the `#` never leaves the browser in an address: the page's own script posts it,
and the person behind the visit's cookie is admitted. The token is used for that and kept nowhere.

The answer brings the browser a new cookie, and nobody is in before it has come back: whoever knew
the earlier one (it was planted there, or read on a machine that many use) stays outside. What the
browser holds open with the earlier one is ended then, and comes back with the new one by itself.

    POST /enter {"token": "…"} or {"code": "…"}  → 200 {"plan": "…"}, and a cookie
    POST /enter {"arrived": true}                → 204
"""

from __future__ import annotations

import json
from collections import OrderedDict
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

import kpi_tree as kt
from pages.parts.host.connections import Connections
from pages.parts.host.origins import same_site
from pages.parts.host.visits import YEAR, cookie, is_secure, visitor
from pages.parts.reader import LANGUAGE_COOKIE, LONGEST_NAME, NAME_COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from pages.parts.host.settings import Host

FOLDER: Final = Path(__file__).parent
LARGEST_NOTE: Final = 1_000
MOST_EXPECTED: Final = 1_000
_KEPT: Final = frozenset({NAME_COOKIE, LANGUAGE_COOKIE})
_FILES: Final = {"entrance.js": "text/javascript", "entrance.css": "text/css"}
_WORDS: Final = ("title", "opening", "lead", "code", "example", "enter", "failed", "no_script")


class Entrance:
    """The routes of the way in, for one host."""

    def __init__(
        self,
        host: Host,
        workspace: Callable[[], kt.Workspace],
        *,
        connections: Connections | None = None,
    ) -> None:
        """Admit people to the plans of `workspace`, which is opened when it is first asked for."""
        self._host, self._workspace = host, workspace
        self._connections = connections or Connections()
        self._unread = kt.Tries()
        self._earlier: OrderedDict[str, str] = OrderedDict()

    async def page(self, request: Request) -> Response:
        """The page that a link opens; it holds words of the catalogue and nothing else."""
        kt.choose(_language(request))
        words = {name: escape(kt.say(f"entrance.{name}")) for name in _WORDS}
        text = Template((FOLDER / "entrance.html").read_text("utf-8"))
        page = text.substitute(words, language=kt.language())
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    async def file(self, request: Request) -> Response:
        """The page's script and style."""
        name = request.path_params["name"]
        if name not in _FILES:
            return Response(status_code=404)
        return FileResponse(FOLDER / name, media_type=_FILES[name])

    async def enter(self, request: Request) -> Response:
        """Admit whoever sends a link's token or a room's code; says which plan it opens."""
        if not same_site(request, self._host):
            return Response(status_code=403)
        note = await noted(request)
        token, code = _text(note, "token"), _text(note, "code")
        kt.choose(_language(request))
        who = visitor(request, self._host)
        if note.get("arrived") is True:
            return await self._arrived(who)
        if seconds := self._unread.wait(who.address):
            return _waiting(kt.TooManyTries(seconds))
        if not (token or code):
            self._unread.wrong(who.address)
        if not (token or code) or not who.token:
            return Response(status_code=400)
        asker, secret = self._workspace().admitted(who), kt.new_token()
        come = asker.sharing.enter if token else asker.sharing.enter_by_code
        try:
            admission = await run_in_threadpool(come, token or code, secret=secret)
        except kt.TooManyTries as error:
            return _waiting(error)
        except kt.EnlaceError as error:
            return JSONResponse(_worded(error), status_code=404)
        answer = JSONResponse({"plan": admission.plan_id})
        if not who.identity:
            self._expect(secret, who.token)
            answer.headers["set-cookie"] = cookie(request, self._host, secret=secret)
        return answer

    async def _arrived(self, who: kt.Visitor) -> Response:
        """Let in whoever brings back the cookie that the door gave them."""
        self._connections.end(self._earlier.pop(who.token, ""))
        try:
            await run_in_threadpool(self._workspace().admitted(who).sharing.arrive)
        except kt.EnlaceError as error:
            return JSONResponse(_worded(error), status_code=503)
        return Response(status_code=204)

    def _expect(self, secret: str, earlier: str) -> None:
        self._earlier[secret] = earlier
        while len(self._earlier) > MOST_EXPECTED:
            self._earlier.popitem(last=False)

    async def keep(self, request: Request) -> Response:
        """Set a cookie that no script can read: the reader's name, or the language."""
        if not same_site(request, self._host):
            return Response(status_code=403)
        note = await noted(request)
        name, value = _text(note, "name"), _text(note, "value")[:LONGEST_NAME]
        if name not in _KEPT or "value" not in note:
            return Response(status_code=400)
        answer = Response(status_code=204)
        embedded = bool(self._host.embedding)
        answer.set_cookie(
            name,
            quote(value),
            max_age=YEAR,
            path="/",
            httponly=True,
            secure=embedded or is_secure(request, self._host),
            samesite="none" if embedded else "lax",
        )
        return answer


async def noted(request: Request, *, largest: int = LARGEST_NOTE) -> dict[str, Any]:
    """The small note that a request brings; empty where it brings none that can be read."""
    told = request.headers.get("content-length", "")
    if not told.isdecimal() or int(told) > largest:
        return {}
    try:
        note = json.loads(await request.body())
        # Half a character (`\ud800`) can be written in JSON, and nowhere else.
        json.dumps(note, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _text(note: dict[str, Any], name: str) -> str:
    found = note.get(name, "")
    return found if isinstance(found, str) else ""


def _language(request: Request) -> str:
    """The reader's language: the choice of an earlier visit, else the browser's first."""
    wanted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0]
    return kt.closest(request.cookies.get(LANGUAGE_COOKIE) or wanted or kt.LANGUAGES[0])


def _waiting(error: kt.TooManyTries) -> Response:
    wait = {"Retry-After": str(error.seconds)}
    return JSONResponse(_worded(error), status_code=429, headers=wait)


def _worded(error: kt.EnlaceError) -> dict[str, str]:
    return {"sentence": " ".join(each.sentence for each in error.problems)}
