"""What others do, as it happens: one stream of server-sent events a browser and plan.

An event is a small JSON object:

    {"kind": "plan", "version": 12, "pulse": 40, "here": ["Ana", "Luis"],
     "told": [{"by": "Ana", "said": ["Ana changed …"]}], "more": ""}

`kind` is what changed (`plan`, `talk`, `people`, `links`, `here`, `any`, `gone`); the first event
of a stream says how things stand, so a browser that comes back sees at once what it has missed. Of
several edits at once the last are told one by one, and `more` says how many there were before.
The route asks for the right to look itself: at the beginning, and whenever rights may have changed.
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import uniform
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

import kpi_tree as kt
from pages.parts.host.visits import visitor

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
    from types import FrameType

    from starlette.requests import Request

    from pages.parts.host.settings import Host

# Proxies cut a connection that is silent for long.
HEARTBEAT: Final = 15.0
# A link ends by the clock as well, of which no change tells: a right is asked for again after this.
# Each stream takes a little longer than another, so that no edit waits for all to be asked for.
TRUSTED: Final = (10.0, 20.0)
# People come in crowds: those who come within a moment are told of together.
CROWD: Final = 0.25
MOST_STREAMS: Final = 2_000
_RIGHTS: Final = frozenset({"links", "people", "gone", "any"})
# Of several changes at once the first of these speaks for all.
_ORDER: Final = ("end", "gone", "any", "links", "people", "plan", "talk", "here")
# Of many edits at once so many are told, and of a large one so many sentences.
_EDITS: Final = 3
_SENTENCES: Final = 3
_DIGITS: Final = 10
_REMEMBERED: Final = 256
_GONE: Final = {"kind": "gone"}
_NO_BUFFER: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class News:
    """What a stream is woken by."""

    kind: str
    version: int = -1
    pulse: int = -1


@dataclass
class Company:
    """Who has a plan open in this process: names by stream, and how to wake each of them.

    The store tells a company of a change once, and it tells all streams in one go: a thread that
    computes meanwhile does not come between each two of them.
    """

    names: dict[str, str] = field(default_factory=dict)
    wake: dict[str, Callable[[News], None]] = field(default_factory=dict)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    stop: Callable[[], None] | None = None
    here: list[str] = field(default_factory=list)

    async def open(self, listener: Listener) -> None:
        """Listen to the store, with the first who comes; the others wait until that is so.

        Whoever goes away meanwhile leaves the listening to the others.

        Raises:
            EnlaceError: whoever comes may not look.
        """
        await asyncio.shield(self._listen(listener))

    async def _listen(self, listener: Listener) -> None:
        async with self.opening:
            if self.stop is not None:
                return
            loop = asyncio.get_running_loop()

            # Nobody has listened to what was done to names meanwhile.
            listener.sentences.drop(listener.plan_id)

            def heard(change: kt.Change) -> None:
                if change.kind == "any":
                    loop.call_soon_threadsafe(listener.sentences.drop, listener.plan_id)
                woken = News(change.kind, change.version, change.pulse)
                loop.call_soon_threadsafe(self.tell, woken)

            self.stop = await run_in_threadpool(listener.asker.listen, listener.plan_id, heard)
            if not self.names:
                self.stop()

    def tell(self, news: News) -> None:
        """Wake everybody."""
        for wake in list(self.wake.values()):
            wake(news)

    def join(self, stream: str, wake: Callable[[News], None]) -> None:
        """Somebody has come, who is to be woken so."""
        self.names[stream], self.wake[stream] = "", wake

    def leave(self, stream: str) -> None:
        """Somebody has gone; with the last the company ends."""
        del self.names[stream], self.wake[stream]
        self._stir(stream)
        if not self.names and self.stop:
            self.stop()

    def call(self, stream: str, name: str) -> None:
        """Somebody is called so; the others hear of it where that is new."""
        if self.names.get(stream) != name:
            self.names[stream] = name
            self._stir(stream)

    def _stir(self, stream: str) -> None:
        """Tell the others that somebody has come or gone; the names, each once."""
        names = {name for name in self.names.values() if name}
        self.here = sorted(names, key=str.casefold)
        for other, wake in list(self.wake.items()):
            if other != stream:
                wake(News("here"))


class Live:
    """The route of the streams, for one host."""

    def __init__(
        self,
        host: Host,
        workspace: Callable[[], kt.Workspace],
        *,
        rested: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Tell of the plans of `workspace`, which is opened when it is first asked for.

        Whoever has edited is answered first: words for the others are made when all have `rested`.
        """
        self._host, self._workspace = host, workspace
        self._companies: dict[str, Company] = {}
        self._sentences = Sentences(rested)

    def here(self, plan_id: str) -> list[str]:
        """Who has a plan open."""
        found = self._companies.get(plan_id)
        return found.here if found else []

    def end(self) -> None:
        """End all streams: the server stops, and waits for whoever is still told something."""
        for company in list(self._companies.values()):
            company.tell(News("end"))

    def end_with_the_server(self) -> None:
        """End all streams as soon as the server is told to stop."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(name)

            def stopping(number: int, frame: FrameType | None, before: Any = before) -> None:  # noqa: ANN401 (whatever stood there)
                loop.call_soon_threadsafe(self.end)
                if callable(before):
                    before(number, frame)

            signal.signal(name, stopping)

    async def stream(self, request: Request) -> Response:
        """Events of one plan, for as long as the browser listens and may look."""
        plan_id = request.query_params.get("plan", "")
        language = kt.closest(request.query_params.get("lang", ""))
        who = visitor(request, self._host)
        asker = self._workspace().admitted(who)
        if not plan_id or not await run_in_threadpool(_may_look, asker, plan_id):
            return Response(status_code=404)
        if sum(len(each.names) for each in self._companies.values()) >= MOST_STREAMS:
            return Response(status_code=503, headers={"Retry-After": "30"})
        told = request.query_params.get("version", "")
        version = int(told) if told.isascii() and told.isdigit() and len(told) < _DIGITS else -1
        listener = Listener(asker, plan_id, language, who.name, self._sentences, version)
        return StreamingResponse(
            self.events(listener), media_type="text/event-stream", headers=_NO_BUFFER
        )

    async def events(self, listener: Listener) -> AsyncGenerator[str]:
        """What a listener is told, as it happens."""
        stream, news = uuid4().hex, asyncio.Queue[News]()
        company = self._companies.setdefault(listener.plan_id, Company())
        company.join(stream, news.put_nowait)
        try:
            await company.open(listener)
            news.put_nowait(News("any"))
            while True:
                woken = await _next(news)
                if woken is None and await listener.still():
                    yield ": beat\n\n"
                    continue
                if woken is not None and woken.kind == "end":
                    return
                told = await listener.told(woken) if woken else _GONE
                if told["kind"] == "gone":
                    yield _event(_GONE)
                    return
                company.call(stream, listener.name)
                yield _event({**told, "here": company.here})
        except kt.EnlaceError:
            yield _event(_GONE)
        finally:
            company.leave(stream)
            if not company.names:
                del self._companies[listener.plan_id]


class Sentences:
    """What the last edits did, in words: made once for all who listen in a language."""

    def __init__(self, rested: Callable[[], Awaitable[None]] | None = None) -> None:
        self._rested = rested
        self._made: OrderedDict[tuple[str, int, str], dict[str, Any]] = OrderedDict()
        self._making = asyncio.Lock()
        self._dropped = 0

    def drop(self, plan_id: str) -> None:
        """Forget what was said of a plan: a name may have been erased from it."""
        self._dropped += 1
        for key in [key for key in self._made if key[0] == plan_id]:
            del self._made[key]

    async def of(
        self, asker: kt.Workspace, plan_id: str, *, version: int, language: str
    ) -> dict[str, Any]:
        """Who made this version, and how."""
        key = plan_id, version, language
        if self._rested and key not in self._made:
            await self._rested()
        async with self._making:
            if key in self._made:
                return self._made[key]
            before = self._dropped
            said = await run_in_threadpool(_in_words, asker, key)
            if before == self._dropped:
                self._made[key] = said
                while len(self._made) > _REMEMBERED:
                    self._made.popitem(last=False)
            return said


def _in_words(asker: kt.Workspace, key: tuple[str, int, str]) -> dict[str, Any]:
    plan_id, version, language = key
    kt.choose(language)
    for told in asker.timeline(plan_id, most=1, before=version + 1):
        return {"by": told.author, "said": list(told.sentences[:_SENTENCES])}
    return {}


@dataclass
class Listener:
    """One browser that listens to one plan."""

    asker: kt.Workspace
    plan_id: str
    language: str
    name: str
    sentences: Sentences
    version: int = -1
    asked: float = 0.0
    trusted: float = field(default_factory=lambda: uniform(*TRUSTED))  # noqa: S311 (spreads work)

    async def told(self, news: News) -> dict[str, Any]:
        """What to say of a change; `gone` where this browser may no longer look."""
        try:
            if self._doubtful(news) and not await run_in_threadpool(self._may_look, news):
                return _GONE
            if news.version < 0 and news.kind != "here":
                now = await run_in_threadpool(self.asker.pulse, self.plan_id)
                news = replace(news, version=now.version, pulse=now.pulse)
            said: dict[str, Any] = {"kind": news.kind}
            if news.version >= 0:
                said |= {"version": news.version, "pulse": news.pulse}
            if news.version > self.version >= 0:
                said |= await self._edits(news.version)
        except kt.EnlaceError:
            return _GONE
        self.version = max(self.version, news.version)
        return said

    async def _edits(self, newest: int) -> dict[str, Any]:
        """What has been edited since this browser was told last."""
        first = max(self.version + 1, newest - _EDITS + 1)
        told = [
            await self.sentences.of(
                self.asker, self.plan_id, version=version, language=self.language
            )
            for version in range(first, newest + 1)
        ]
        before = first - self.version - 1
        with kt.speak(self.language):
            more = kt.say("live.more", n=before) if before else ""
        return {"told": told, "more": more}

    async def still(self) -> bool:
        """Whether this browser may look, asked anew."""
        return await run_in_threadpool(self._may_look, News("plan"))

    def _doubtful(self, news: News) -> bool:
        """Whether the right to look may have changed, or was long not asked for."""
        return news.kind in _RIGHTS or time.monotonic() > self.asked + self.trusted

    def _may_look(self, news: News) -> bool:
        """Ask for the right to look anew, and for the name where people have changed."""
        if news.kind in _RIGHTS:
            me = self.asker.sharing.me(self.plan_id)  # refused where there is no right any more
            self.name = me.name if me else self.name
        elif not self.asker.may(self.plan_id, "look"):
            return False
        self.asked = time.monotonic()
        return True


def _may_look(asker: kt.Workspace, plan_id: str) -> bool:
    try:
        return asker.may(plan_id, "look")
    except kt.EnlaceError:
        return False


async def _next(news: asyncio.Queue[News]) -> News | None:
    """What has happened, several changes as one; None where it was long silent."""
    try:
        woken = [await asyncio.wait_for(news.get(), HEARTBEAT)]
    except TimeoutError:
        return None
    while not news.empty():
        woken.append(news.get_nowait())
    with suppress(TimeoutError):
        async with asyncio.timeout(CROWD):
            while all(each.kind == "here" for each in woken):
                woken.append(await news.get())
    return together(woken)


def together(woken: Sequence[News]) -> News:
    """Several changes as one: the gravest of them, the newest version."""
    first = min(woken, key=lambda each: _ORDER.index(each.kind))
    return News(first.kind, max(n.version for n in woken), max(n.pulse for n in woken))


def _event(told: dict[str, Any]) -> str:
    return f"data: {json.dumps(told, ensure_ascii=True)}\n\n"
