"""A store of plans: opens it, reads from it, appends to it."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy.exc import IntegrityError

from kpi_tree.errors import BadArgument, EditRefused, Problem, StoreError, quoted
from kpi_tree.plan.replay import replay
from kpi_tree.store import backing, driver, log, server, snapshots, tables
from kpi_tree.store.backing import READ_ONLY, Backing
from kpi_tree.store.backup import back_up
from kpi_tree.store.failures import told
from kpi_tree.store.hub import Change, ChangeKind, Hub, Wire
from kpi_tree.store.log import Entry, Head, Kind, Past, Signed, Version
from kpi_tree.store.shelf import Earlier, Shelf
from kpi_tree.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from kpi_tree.plan.events import Event

    Gate = Callable[[Connection], object]

Result = TypeVar("Result")
_LAST: Final = 2**62
"""The pulse of a plan's end: later than any other."""


@dataclass(frozen=True)
class Decision:
    """What an edit has decided to let happen."""

    events: tuple[Event, ...]
    kind: Kind = "edit"
    of: int | None = None


@dataclass(frozen=True)
class Wish:
    """An edit that somebody asks for, once, under a command id of its own.

    Attributes:
        plan_id: the plan to edit, or the id for a new one.
        sign: who asks; it refuses who may not, on what the writer's transaction sees.
        command: asked for again under the same id, it is not done again.
        decide: from the newest version (None: begin a plan) and the past to what shall happen.
        after: what else is to be kept in the same transaction, even where nothing changes.
    """

    plan_id: str
    sign: Callable[[Connection], Signed]
    command: str
    decide: Callable[[Version | None, Past], Decision]
    new: bool = False
    at: datetime = field(default_factory=log.now)
    after: Callable[[Connection, Version], object] | None = None


class Store:
    """Plans in an SQLite file, in memory or on a server; for all threads of a process."""

    def __init__(
        self,
        where: Path | str | None,
        *,
        patience: float = driver.PATIENCE,
        steps: Mapping[int, tables.Step] = tables.STEPS,
    ) -> None:
        """Open the file at a path, making it where there is none, or the database at an address.

        Without either, memory. A file that cannot be written is opened for reading: then every
        edit is refused.

        Args:
            where: the file, or the address of a PostgreSQL database.
            patience: seconds that a write waits while somebody else holds what it needs.
            steps: how stores of older shapes are brought to this one.

        Raises:
            StoreError: it cannot be opened, is in use elsewhere, or is no store.
        """
        # What has just been replaced is asked for with each edit, by whoever tells of it.
        self._newest, self._replaced, self._earlier = Shelf(), Shelf(), Earlier()
        self._working: dict[str, tuple[int, Version]] = {}
        self._changes: list[Change] = []
        self._hub = Hub()
        self._wire: Wire | None = None
        self._opening = threading.Lock()
        with told():
            self._backing = _backing(where, patience, steps)
        self._writer = self._new_writer()

    @property
    def read_only(self) -> bool:
        """Whether the file can be read but not written."""
        return self._writer is None

    def close(self) -> None:
        """Finish what waits and let the file go."""
        if self._wire:
            self._wire.close()
        # The writer last: who closes a file last, and may write, folds the log into it.
        self._backing.reading.dispose()
        if self._writer:
            self._writer.close()
        if self._backing.claim:
            self._backing.claim.release()

    def version(
        self, plan_id: str, number: int | None = None, *, gate: Gate | None = None
    ) -> Version:
        """A plan at its newest version, or at an older one.

        Raises:
            BadArgument: there is no such plan or version.
        """
        with self.connection(gate) as connection:
            head = present(connection, plan_id)
            if not 1 <= (wanted := number or head.version) <= head.version:
                raise no_such_plan(plan_id)
            near = None
            for shelf in (self._replaced, self._newest):
                near = shelf.find(plan_id, head.era) or near
                if near and near.version == wanted:
                    return near
            if kept := self._earlier.find(plan_id, head.era, version=wanted):
                return kept
            found, replayed = log.version_at(connection, plan_id, wanted, near=near)
        if wanted < head.version:
            self._earlier.put(found, head.era)
        else:
            self._newest.put(found, head.era)
            if replayed >= snapshots.EVERY:
                self._snapshot_later(found, head.era)
        return found

    @contextmanager
    def past(self, plan_id: str, *, gate: Gate | None = None) -> Iterator[Past]:
        """The history of a plan, for as long as the block lasts.

        Raises:
            BadArgument: there is no such plan.
        """
        with self.connection(gate) as connection:
            present(connection, plan_id)
            yield Past(connection, plan_id)

    def append(self, wish: Wish) -> Version:
        """Decide on the newest version and keep what was decided; returns when it is on the disk.

        A command that was done before is not done again: its version comes back.

        Raises:
            BadArgument: there is no such plan.
            EditRefused: the plan does not allow it, or is archived.
            NotAllowed: whoever asks may not.
            StoreError: it cannot be kept; nothing has changed.
        """
        return self.write(lambda connection: self._decided(connection, wish))

    def back_up(self, target: Path) -> None:
        """Copy the store to a file while it is in use; the copy is verified.

        Raises:
            StoreError: the copy cannot be written or is not sound, or a server keeps the plans.
        """
        if self._backing.url is not None:
            raise StoreError([Problem("backup_by_server")])
        with self.connection() as connection:
            back_up(connection, target)

    # --- reading and writing ------------------------------------------------------------------

    @contextmanager
    def connection(self, gate: Gate | None = None) -> Iterator[Connection]:
        """A connection that reads, once `gate` has let whoever asks pass."""
        if not self._backing.threaded and self._writer:
            # In memory it is the only one there is.
            with self._writer.lock:
                try:
                    with told(), self._backing.reading.connect() as connection:
                        _pass(gate, connection)
                        yield connection
                finally:
                    self._writer.catch_up()
        else:
            with told(), self._backing.reading.connect() as connection:
                _pass(gate, connection)
                yield connection

    def write(self, job: Callable[[Connection], Result]) -> Result:
        """Let a job run in the writer's transaction, and wait until what it wrote is kept.

        Raises:
            StoreError: it could not be kept; nothing of it was.
        """
        if self._writer is None:
            raise StoreError([READ_ONLY])
        try:
            return self._writer.do(self._whole(job))
        except IntegrityError:
            # Another process was faster with the same; looked at again, it is there.
            return self._writer.do(self._whole(job))

    def write_later(self, job: Callable[[Connection], object]) -> None:
        """Let a job run when its turn comes; nobody waits, and nothing is lost if it fails."""
        if self._writer:
            with suppress(StoreError):
                self._writer.ask(self._whole(job))

    def happened(self, connection: Connection, plan_id: str, kind: ChangeKind) -> None:
        """Let whoever listens hear of a change, once the transaction of `connection` holds."""
        pulse = log.beat(connection, plan_id)
        head = present(connection, plan_id)
        self._tell(connection, Change(plan_id, head.version, kind, pulse))

    def vanished(self, connection: Connection, plan_id: str) -> None:
        """Forget a plan that a job has deleted, and let whoever listens hear of it."""
        self._working.pop(plan_id, None)
        self._newest.drop(plan_id)
        self._replaced.drop(plan_id)
        self._earlier.drop(plan_id)
        self._tell(connection, Change(plan_id, 0, "gone", _LAST))

    def rewritten(self, plan_id: str) -> None:
        """Forget what was worked out of a plan's log before a job rewrote it."""
        self._working.pop(plan_id, None)
        self._earlier.drop(plan_id)

    def listen(self, plan_id: str, hear: Callable[[Change], None]) -> Callable[[], None]:
        """Let `hear` be called after every change of a plan from now on; returns what ends it."""
        if self._backing.url is not None:
            with self._opening:
                self._wire = self._wire or Wire(self._backing.reading, self._hub)
        before = self.pulse(plan_id)
        stop = self._hub.listen(plan_id, hear, pulse=before.pulse)
        after = self.pulse(plan_id)
        if after.pulse > before.pulse:
            self._hub.compare([plan_id], {plan_id: (after.version, after.pulse)})
        return stop

    def pulse(self, plan_id: str, *, gate: Gate | None = None) -> Change:
        """How far a plan has come."""
        with self.connection(gate) as connection:
            head = present(connection, plan_id)
        return Change(plan_id, head.version, "any", head.pulse)

    def _new_writer(self) -> Writer | None:
        found = self._backing
        if found.writing is None:
            return None
        return Writer(
            found.writing, settle=self._settle, threaded=found.threaded, together=found.together
        )

    def _whole(self, job: Callable[[Connection], Result]) -> Callable[[Connection], Result]:
        """The job, after whose refusal nothing of what it wanted to tell is told."""

        def done(connection: Connection) -> Result:
            before = len(self._changes)
            try:
                return job(connection)
            except BaseException:
                del self._changes[before:]
                raise

        return done

    def _decided(self, connection: Connection, wish: Wish) -> Version:
        head = None if wish.new else present(connection, wish.plan_id, lock=True)
        signed = wish.sign(connection)
        if done := log.place_of(connection, wish.command):
            if head and done[0] != wish.plan_id:
                raise BadArgument([Problem("command_used")])
            return log.version_at(connection, *done)[0]
        if head and head.archived:
            raise EditRefused([Problem("plan_archived")])
        before = self._before(connection, wish.plan_id, head) if head else None
        decision = wish.decide(before, Past(connection, wish.plan_id))
        if before and not decision.events:
            if wish.after:
                wish.after(connection, before)
                self.happened(connection, wish.plan_id, "talk")
            return before
        after = _after(wish, signed, before=before, decision=decision)
        pulse = log.append(connection, after)
        if after.version % snapshots.EVERY == 0:
            snapshots.keep(connection, wish.plan_id, version=after.version, plan=after.plan)
        if wish.after:
            wish.after(connection, after)
        self._tell(connection, Change(wish.plan_id, after.version, "plan", pulse))
        self._working[wish.plan_id] = (head.era if head else 0, after)
        return after

    def _before(self, connection: Connection, plan_id: str, head: Head) -> Version:
        era, near = self._working.get(plan_id, (head.era, None))
        if near is None or era != head.era:
            near = self._newest.find(plan_id, head.era)
        if near and near.version == head.version:
            return near
        return log.version_at(connection, plan_id, head.version, near=near)[0]

    def _tell(self, connection: Connection, change: Change) -> None:
        server.notify(connection, change.payload)
        self._changes.append(change)

    def _settle(self, *, held: bool) -> None:
        """After a commit its versions are the newest; after a failure they never were."""
        changes, self._changes = self._changes, []
        if held:
            for era, version in self._working.values():
                if before := self._newest.find(version.plan_id, era):
                    self._replaced.put(before, era)
                self._newest.put(version, era)
        self._working.clear()
        if held:
            self._hub.tell(changes)

    def _snapshot_later(self, found: Version, era: int) -> None:
        def keep(connection: Connection) -> None:
            head = log.head_of(connection, found.plan_id, lock=True)
            if head and head.era == era:
                snapshots.keep(connection, found.plan_id, version=found.version, plan=found.plan)

        self.write_later(keep)


def present(connection: Connection, plan_id: str, *, lock: bool = False) -> Head:
    """Where a plan stands, as a transaction sees it.

    Raises:
        BadArgument: there is no such plan.
    """
    found = log.head_of(connection, plan_id, lock=lock)
    if found is None:
        raise no_such_plan(plan_id)
    return found


def no_such_plan(plan_id: str) -> BadArgument:
    """What is said of a plan that there is not, and to who has no right to it."""
    return BadArgument([Problem("unknown_plan", values={"id": quoted(plan_id)})])


def _backing(
    where: Path | str | None, patience: float, steps: Mapping[int, tables.Step]
) -> Backing:
    if where is None:
        return backing.of_memory()
    if isinstance(where, Path):
        return backing.of_file(where, patience=patience, steps=steps)
    return backing.of_server(server.url_of(where), patience=patience, steps=steps)


def _pass(gate: Gate | None, connection: Connection) -> None:
    if gate:
        gate(connection)


def _after(wish: Wish, signed: Signed, *, before: Version | None, decision: Decision) -> Version:
    entry = Entry(
        version=before.version + 1 if before else 1,
        author=signed.author,
        person=signed.person,
        at=wish.at,
        command=wish.command,
        events=decision.events,
        kind=decision.kind,
        of=decision.of,
    )
    plan = replay(decision.events, before.plan if before else None)
    return Version(wish.plan_id, plan, entry)
