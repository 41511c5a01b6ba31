"""The route of the levers: what would come of a move, ahead of the page's own run.

    POST /what-if {"plan": …, "board": "result", "scenario": …, "moves": {"posts": 120},
                   "goal": …, "metric": …, "language": "es", "version": ""}
    → 200 data: {"version": 12, "chart": {…}}
          data: {"version": 12, "odds": […]}

An answer comes in parts, as events of a stream, so that the chart need not wait for the rest.
Whoever may look at a plan may ask, of an earlier `version` too; nothing is kept. The answer is
worked out in a thread, by what the page works with (`pages/parts/what_if.py`). Few are worked out
at once; who waits and has gone by then, because the hand has moved on, is passed over; where too
many wait, a browser is told to leave it to the page.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response, StreamingResponse

import kpi_tree as kt
from pages.parts.host.turns import Turns, asked
from pages.parts.host.visits import visitor

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Mapping

    from starlette.requests import Request

    from pages.parts.host.settings import Host

AT_ONCE: Final = 2
MOST_WAITING: Final = 16
LARGEST_NOTE: Final = 40_000
MOST_MOVES: Final = 1_000
_NO_BUFFER: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_DIGITS: Final = 10
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
        self._host, self._workspace = host, workspace
        self._turns = Turns(AT_ONCE, most_waiting=most_waiting)

    async def answer(self, request: Request) -> Response:
        """What would come of a move."""
        note = await asked(
            request, self._host, self._turns, largest=LARGEST_NOTE, is_sound=_is_question
        )
        if isinstance(note, Response):
            return note
        asker = self._workspace().admitted(visitor(request, self._host))
        parts = _parts(asker, note)
        try:
            first = await self._worked_out(parts, note, request)
        except kt.EnlaceError:
            return Response(status_code=404)
        if first is None:
            return Response(status_code=422)
        stream = self._stream(first, parts, note=note)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_NO_BUFFER)

    async def _stream(
        self, first: str, parts: Iterator[str], *, note: Mapping[str, Any]
    ) -> AsyncGenerator[str]:
        told: str | None = first
        while told is not None:
            yield told
            told = await self._worked_out(parts, note)

    async def _worked_out(
        self, parts: Iterator[str], note: Mapping[str, Any], request: Request | None = None
    ) -> str | None:
        """The next part, in its turn; None where there is none or nobody waits for it any more."""
        work = partial(_next, parts, language=str(note["language"]))
        return await self._turns.worked_out(work, request)


def _next(parts: Iterator[str], *, language: str) -> str | None:
    kt.choose(language)
    return next(parts, None)


def _parts(asker: kt.Workspace, note: Mapping[str, Any]) -> Iterator[str]:
    """The answer's parts, as events; none, or no more, where it cannot be computed.

    Raises:
        EnlaceError: there is no such plan, or whoever asks may not look.
    """
    # What only pages need is loaded with the first of them, and not while the server starts.
    from pages.parts import what_if  # noqa: PLC0415
    from pages.parts.session import Opened  # noqa: PLC0415

    plan_id = str(note["plan"])
    earlier = int(note.get("version") or 0) or None
    read = asker.read(plan_id, earlier)
    opened = Opened(plan_id, read.plan, read.version, earlier=earlier is not None)
    moves = {name: float(value) for name, value in note["moves"].items()}
    words = {name: str(note[name]) for name in ("board", "scenario", "goal", "metric")}
    with suppress(kt.EnlaceError):  # the page's own run says why
        for part in what_if.answer(opened, what_if.Question(moves=moves, **words)):
            told = json.dumps({"version": opened.version, **part}, allow_nan=False)
            yield f"data: {told}\n\n"


def _is_question(note: Mapping[str, Any]) -> bool:
    """Whether a note asks what can be answered at all."""
    moves = note.get("moves")
    return (
        all(isinstance(note.get(name), str) for name in _WORDS)
        and _is_version(note.get("version", ""))
        and isinstance(moves, dict)
        and len(moves) <= MOST_MOVES
        and all(_is_number(value) for value in moves.values())
    )


def _is_version(value: object) -> bool:
    """Nothing, for the newest, or the number of an earlier one."""
    return value == "" or (
        isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS
    )


def _is_number(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 1 << 53
    return isinstance(value, float) and math.isfinite(value)
