"""Who wants to hear what happens to a plan, and how they hear it.

A change is told once a listener, in the thread that kept it and right after the commit; on a
server also the changes of other processes: by NOTIFY, and as a net by a look each second at how
far each plan has come. What was missed is told as a change of kind "any".
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import sqlalchemy

from kpi_tree.store.server import CHANNEL
from kpi_tree.store.tables import plans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Engine

ChangeKind = Literal["plan", "talk", "people", "links", "gone", "any"]
_KINDS: Final[tuple[ChangeKind, ...]] = get_args(ChangeKind)
_LOOK: Final = 1.0
_REMEMBERED: Final = 512

log = logging.getLogger("enlace")


@dataclass(frozen=True)
class Change:
    """Something has happened around a plan.

    Attributes:
        plan_id: which plan.
        version: its newest version.
        kind: the plan itself, what people say, who they are, the links to it, its end; "any"
            where that is not known.
        pulse: grows with each change of the plan, by one.
    """

    plan_id: str
    version: int
    kind: ChangeKind
    pulse: int

    @property
    def payload(self) -> str:
        """As other processes are told."""
        return f"{self.plan_id}:{self.version}:{self.kind}:{self.pulse}"


@dataclass
class _Room:
    """The listeners of a plan, and which of its changes they have been told."""

    floor: int
    listeners: dict[int, Callable[[Change], None]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def is_news(self, pulse: int) -> bool:
        if pulse <= self.floor or pulse in self.told:
            return False
        self.told.add(pulse)
        while self.floor + 1 in self.told:
            self.floor += 1
            self.told.discard(self.floor)
        if len(self.told) > _REMEMBERED:
            self.floor = max(self.told)
            self.told.clear()
        return True

    def catch_up(self, pulse: int) -> bool:
        """Whether something up to this pulse was never told."""
        missed = pulse > self.floor
        self.floor = max(self.floor, pulse)
        self.told = {later for later in self.told if later > self.floor}
        return missed


class Hub:
    """The listeners of one process."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._lock = threading.Lock()
        self._number = 0

    def listen(
        self, plan_id: str, hear: Callable[[Change], None], *, pulse: int
    ) -> Callable[[], None]:
        """Let `hear` be called for every change after `pulse`; returns what ends it."""
        with self._lock:
            self._number += 1
            number = self._number
            room = self._rooms.setdefault(plan_id, _Room(floor=pulse))
            room.listeners[number] = hear

        def stop() -> None:
            with self._lock:
                room.listeners.pop(number, None)
                if not room.listeners and self._rooms.get(plan_id) is room:
                    del self._rooms[plan_id]

        return stop

    def tell(self, changes: Iterable[Change]) -> None:
        """Tell whoever listens, each change once."""
        for change in changes:
            with self._lock:
                room = self._rooms.get(change.plan_id)
                hearing = [*room.listeners.values()] if room and room.is_news(change.pulse) else []
                if change.kind == "gone":
                    self._rooms.pop(change.plan_id, None)
            _call(hearing, change)

    def compare(self, listened: Iterable[str], standing: Mapping[str, tuple[int, int]]) -> None:
        """Tell what was missed, from version and pulse of the plans that are listened to."""
        for plan_id in listened:
            version, pulse = standing.get(plan_id, (0, -1))
            with self._lock:
                room = self._rooms.get(plan_id)
                missed = room is not None and (pulse < 0 or room.catch_up(pulse))
                hearing = [*room.listeners.values()] if room and missed else []
                if pulse < 0:
                    self._rooms.pop(plan_id, None)
            kind: ChangeKind = "gone" if pulse < 0 else "any"
            _call(hearing, Change(plan_id, version, kind, pulse))

    def listened(self) -> list[str]:
        """The plans that somebody listens to."""
        with self._lock:
            return list(self._rooms)


def _call(hearing: Iterable[Callable[[Change], None]], change: Change) -> None:
    for hear in hearing:
        try:
            hear(change)
        except Exception:  # a listener's defect is not the writer's
            log.exception("A listener has failed")


class Wire:
    """A thread that hears on a server what other processes do, and tells the hub."""

    def __init__(self, engine: Engine, hub: Hub) -> None:
        """Listen on the server behind `engine`."""
        self._engine = engine
        self._hub = hub
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="enlace-wire", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._ended.set()
        self._thread.join(timeout=3)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._listen()
            except Exception:
                # The server is away for a while; what happens meanwhile the next look finds.
                log.warning("Live changes pause: the database cannot be heard", exc_info=True)
                self._ended.wait(_LOOK)

    def _listen(self) -> None:
        with self._engine.connect() as connection:
            heard = connection.execution_options(isolation_level="AUTOCOMMIT")
            wire: Any = heard.connection.driver_connection
            # Nobody else is to be handed a connection that listens.
            heard.detach()
            heard.exec_driver_sql(f"LISTEN {CHANNEL}")
            looked = time.monotonic()
            while not self._ended.is_set():
                for note in wire.notifies(timeout=_LOOK / 4, stop_after=1):
                    self._hub.tell(_changes(note.payload))
                if time.monotonic() - looked >= _LOOK:
                    looked = time.monotonic()
                    self._look(heard)

    def _look(self, connection: sqlalchemy.Connection) -> None:
        listened = self._hub.listened()
        if not listened:
            return
        wanted = sqlalchemy.select(plans.c.id, plans.c.version, plans.c.pulse)
        rows = connection.execute(wanted.where(plans.c.id.in_(listened)))
        self._hub.compare(listened, {row.id: (row.version, row.pulse) for row in rows})


def _changes(payload: str) -> list[Change]:
    """The change that a payload tells of; none where another Enlace words it another way."""
    parts = payload.split(":")
    if len(parts) != 4 or parts[2] not in _KINDS or not (parts[1] + parts[3]).isdecimal():
        return []
    return [Change(parts[0], int(parts[1]), parts[2], int(parts[3]))]
