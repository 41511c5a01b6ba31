"""The route of the levers: what would come of a move, ahead of the page's own run.

    POST /what-if {"plan": …, "board": "result", "scenario": …, "moves": {"posts": 120},
                   "goal": …, "metric": …, "language": "es"}
    → 200 {"version": 12, "chart": {…}, "odds": […]}

Whoever may look at a plan may ask; nothing is kept. The answer is worked out in a thread, by what
the page works with (`pages/parts/what_if.py`). Few are worked out at once; who waits and has gone
by then, because the hand has moved on, is passed over; where too many wait, a browser is told to
leave it to the page.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

import kpi_tree as kt
from pages.parts.host.entrance import noted, same_site
from pages.parts.host.visits import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from pages.parts.host.settings import Host

AT_ONCE: Final = 2
MOST_WAITING: Final = 60
LARGEST_NOTE: Final = 40_000
MOST_MOVES: Final = 1_000
_NO_STORE: Final = {"Cache-Control": "no-store"}
_WORDS: Final = ("plan", "board", "scenario", "goal", "metric", "language")


class WhatIfs:
    """The route, for one host."""

    def __init__(
        self,
        host: Host,
        workspace: Callable[[], kt.Workspace],
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        """Answer about the plans of `workspace`, which is opened when it is first asked for."""
        self._host, self._workspace, self._most = host, workspace, most_waiting
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def answer(self, request: Request) -> Response:
        """What would come of a move."""
        if not same_site(request):
            return Response(status_code=403)
        note = await noted(request, largest=LARGEST_NOTE)
        if not _is_question(note):
            return Response(status_code=400)
        if self._waiting >= self._most:
            return Response(status_code=503, headers={"Retry-After": "5"})
        asker = self._workspace().admitted(visitor(request, self._host))
        self._waiting += 1
        try:
            async with self._turn:
                if await request.is_disconnected():
                    return Response(status_code=204)
                return await run_in_threadpool(_answered, asker, note)
        finally:
            self._waiting -= 1


def _answered(asker: kt.Workspace, note: Mapping[str, Any]) -> Response:
    """The answer, in the language that is asked for."""
    # Streamlit and the pages' parts: loaded by the first page as well, and before it for nobody.
    from pages.parts import what_if  # noqa: PLC0415
    from pages.parts.session import Opened  # noqa: PLC0415

    kt.choose(str(note["language"]))
    try:
        newest = asker.read(str(note["plan"]))
    except kt.EnlaceError:
        return Response(status_code=404)
    opened = Opened(str(note["plan"]), newest.plan, newest.version)
    moves = {name: float(value) for name, value in note["moves"].items()}
    words = {name: str(note[name]) for name in ("board", "scenario", "goal", "metric")}
    try:
        found = what_if.answer(opened, what_if.Question(moves=moves, **words))
    except kt.EnlaceError:
        found = None  # the page's own run says why
    if found is None:
        return Response(status_code=422)
    return JSONResponse({"version": opened.version, **found}, headers=_NO_STORE)


def _is_question(note: Mapping[str, Any]) -> bool:
    """Whether a note asks what can be answered at all."""
    moves = note.get("moves")
    return (
        all(isinstance(note.get(name), str) for name in _WORDS)
        and isinstance(moves, dict)
        and len(moves) <= MOST_MOVES
        and all(_is_number(value) for value in moves.values())
    )


def _is_number(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 1 << 53
    return isinstance(value, float) and math.isfinite(value)
