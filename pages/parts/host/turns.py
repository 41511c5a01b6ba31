"""Work for a route, in threads: little at once, a line that does not grow, and who may join it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from pages.parts.host.entrance import noted
from pages.parts.host.origins import same_site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from pages.parts.host.settings import Host

Result = TypeVar("Result")
# How long a browser that is refused for the line leaves it to the page.
SOON: Final = {"Retry-After": "5"}
_MOMENT: Final = 0.05  # seconds


class Turns:
    """A line before a few threads."""

    def __init__(self, at_once: int, *, most_waiting: int) -> None:
        """Let so much be worked on at once; `full` tells where so many are in line."""
        self._turn = asyncio.Semaphore(at_once)
        self._waiting, self._most = 0, most_waiting
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def full(self) -> bool:
        """Whether nobody else shall come."""
        return self._waiting >= self._most

    async def worked_out(
        self, work: Callable[[], Result], request: Request | None = None
    ) -> Result | None:
        """What comes of work, in its turn; None where whoever sent the request has gone by then."""
        self._waiting += 1
        self._idle.clear()
        try:
            async with self._turn:
                if request is not None and await request.is_disconnected():
                    return None
                return await run_in_threadpool(work)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    async def rested(self, patience: float = _MOMENT) -> None:
        """Wait until nobody is in line, so many seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._idle.wait()


async def asked(
    request: Request,
    host: Host,
    turns: Turns,
    *,
    largest: int,
    is_sound: Callable[[Mapping[str, Any]], bool],
) -> Mapping[str, Any] | Response:
    """The note of a request from our own site that may stand in line; else what it is refused with.

    Args:
        request: what was sent.
        host: whose site is ours.
        turns: the line.
        largest: bytes that a note may have.
        is_sound: whether a note asks for anything that can be answered.
    """
    if not same_site(request, host):
        return Response(status_code=403)
    note = await noted(request, largest=largest)
    if not is_sound(note):
        return Response(status_code=400)
    return Response(status_code=503, headers=SOON) if turns.full else note
