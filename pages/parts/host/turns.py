"""Work for a route, in threads: little of it at once, and a line that does not grow without end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

Result = TypeVar("Result")


class Turns:
    """A line before a few threads."""

    def __init__(self, at_once: int, *, most_waiting: int) -> None:
        """Let so much be worked on at once; `full` tells where so many are in line."""
        self._turn = asyncio.Semaphore(at_once)
        self._waiting, self._most = 0, most_waiting

    @property
    def full(self) -> bool:
        """Whether nobody else shall come."""
        return self._waiting >= self._most

    async def worked_out(
        self, work: Callable[[], Result], request: Request | None = None
    ) -> Result | None:
        """What comes of work, in its turn; None where whoever sent the request has gone by then."""
        self._waiting += 1
        try:
            async with self._turn:
                if request is not None and await request.is_disconnected():
                    return None
                return await run_in_threadpool(work)
        finally:
            self._waiting -= 1
