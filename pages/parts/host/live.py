"""What others do, as it happens: one stream of server-sent events a browser and plan.

An event is a small JSON object:

    {"kind": "plan", "version": 12, "pulse": 40, "here": ["Ana", "Luis"], "by": "Ana",
     "told": ["Ana changed …"]}

`kind` is what changed (`plan`, `talk`, `people`, `links`, `here`, `any`, `gone`); the first event
of a stream says how things stand, so a browser that comes back sees at once what it has missed.
The route asks for the right to look itself: at the beginning, and whenever rights may have changed.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

import kpi_tree as kt
from pages.parts.host.visits import visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from pages.parts.host.settings import Host

# Proxies cut a connection that is silent for long, and a browser that has left is noticed by it.
HEARTBEAT: Final = 15.0
MOST_STREAMS: Final = 2_000
_RIGHTS: Final = frozenset({"links", "people", "gone", "any"})
_NO_BUFFER: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass
class Company:
    """Who has a plan open in this process: names by stream, and how to tell each of them."""

    names: dict[str, str] = field(default_factory=dict)
    tell: dict[str, Callable[[str], None]] = field(default_factory=dict)

    def here(self) -> list[str]:
        """The names, each once."""
        return sorted({name for name in self.names.values() if name}, key=str.casefold)

    def stir(self, stream: str) -> None:
        """Tell the others that somebody has come or gone."""
        for other, tell in list(self.tell.items()):
            if other != stream:
                tell("here")


class Live:
    """The route of the streams, for one host."""

    def __init__(self, host: Host, workspace: Callable[[], kt.Workspace]) -> None:
        """Tell of the plans of `workspace`, which is opened when it is first asked for."""
        self._host, self._workspace = host, workspace
        self._companies: dict[str, Company] = {}

    def here(self, plan_id: str) -> list[str]:
        """Who has a plan open."""
        found = self._companies.get(plan_id)
        return found.here() if found else []

    async def stream(self, request: Request) -> Response:
        """Events of one plan, for as long as the browser listens and may look."""
        plan_id = request.query_params.get("plan", "")
        language = kt.closest(request.query_params.get("lang", ""))
        asker = self._workspace().admitted(visitor(request, self._host))
        if not plan_id or not await run_in_threadpool(asker.may, plan_id, "look"):
            return Response(status_code=404)
        if sum(len(each.names) for each in self._companies.values()) >= MOST_STREAMS:
            return Response(status_code=503, headers={"Retry-After": "30"})
        events = self._events(_Listener(asker, plan_id, language), request)
        return StreamingResponse(events, media_type="text/event-stream", headers=_NO_BUFFER)

    async def _events(self, listener: _Listener, request: Request) -> AsyncIterator[str]:
        company = self._companies.setdefault(listener.plan_id, Company())
        stream, kinds, stop = uuid4().hex, asyncio.Queue[str](), None
        loop = asyncio.get_running_loop()

        def heard(kind: str) -> None:
            loop.call_soon_threadsafe(kinds.put_nowait, kind)

        try:
            stop = await run_in_threadpool(listener.listen, heard)
            company.names[stream] = await run_in_threadpool(listener.name)
            company.tell[stream] = heard
            company.stir(stream)
            heard("any")
            while not await request.is_disconnected():
                kind = await _next(kinds)
                if kind == "":
                    yield ": beat\n\n"
                    continue
                told = await run_in_threadpool(listener.told, kind)
                yield _event({**told, "here": company.here()})
                if told["kind"] == "gone":
                    return
        finally:
            if stop:
                stop()
            company.names.pop(stream, None)
            company.tell.pop(stream, None)
            company.stir(stream)
            if not company.names:
                self._companies.pop(listener.plan_id, None)


@dataclass
class _Listener:
    """One browser that listens to one plan."""

    asker: kt.Workspace
    plan_id: str
    language: str
    version: int = -1

    def listen(self, heard: Callable[[str], None]) -> Callable[[], None]:
        return self.asker.listen(self.plan_id, lambda change: heard(change.kind))

    def name(self) -> str:
        me = self.asker.sharing.me(self.plan_id)
        return me.name if me else self.asker.visitor.name

    def told(self, kind: str) -> dict[str, Any]:
        """What to say of a change; `gone` where this browser may no longer look."""
        if kind in _RIGHTS and not self.asker.may(self.plan_id, "look"):
            return {"kind": "gone"}
        try:
            now = self.asker.pulse(self.plan_id)
            said: dict[str, Any] = {"kind": kind, "version": now.version, "pulse": now.pulse}
            if kind == "plan" and now.version > self.version >= 0:
                said |= self._last()
        except kt.EnlaceError:
            return {"kind": "gone"}
        self.version = now.version
        return said

    def _last(self) -> dict[str, Any]:
        kt.choose(self.language)
        latest = self.asker.timeline(self.plan_id, most=1)
        return {"by": latest[0].author, "told": list(latest[0].sentences[:3])} if latest else {}


async def _next(kinds: asyncio.Queue[str]) -> str:
    """The next kind of change, or nothing where it was long silent. Many of one kind are one."""
    try:
        kind = await asyncio.wait_for(kinds.get(), HEARTBEAT)
    except TimeoutError:
        return ""
    waiting = {kind}
    while not kinds.empty():
        waiting.add(kinds.get_nowait())
    for first in ("gone", "any", "links", "people", "plan", "talk"):
        if first in waiting:
            return first
    return kind


def _event(told: dict[str, Any]) -> str:
    return f"data: {json.dumps(told, ensure_ascii=True)}\n\n"
