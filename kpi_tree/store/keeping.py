"""A store of plans: opens it, reads from it, appends to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from kpi_tree.errors import BadArgument, EditRefused, Problem, StoreError, quoted
from kpi_tree.plan.replay import replay
from kpi_tree.store import driver, log, snapshots, tables
from kpi_tree.store.backup import back_up
from kpi_tree.store.claim import Claim
from kpi_tree.store.failures import problem_of, told
from kpi_tree.store.log import Entry, Kind, Past, Summary, Version
from kpi_tree.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from kpi_tree.plan.events import Event

Result = TypeVar("Result")
_SHELF: Final = 64
_READ_ONLY: Final = Problem("store_read_only")


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
        author: who asks.
        command: asked for again under the same id, it is not done again.
        decide: from the newest version (None: begin a plan) and the past to what shall happen.
    """

    plan_id: str
    author: str
    command: str
    decide: Callable[[Version | None, Past], Decision]
    new: bool = False
    at: datetime = field(default_factory=log.now)


class Store:
    """Plans in one SQLite file, or in memory; for one process, and all of its threads."""

    def __init__(
        self,
        path: Path | None,
        *,
        patience: float = driver.PATIENCE,
        steps: Mapping[int, tables.Step] = tables.STEPS,
    ) -> None:
        """Open the file at `path`, making it where there is none; without one, memory.

        A file that cannot be written is opened for reading: then every edit is refused.

        Args:
            path: the file.
            patience: seconds that a write waits while another program holds the file.
            steps: how stores of older shapes are brought to this one.

        Raises:
            StoreError: it cannot be opened, is in use elsewhere, or is no store.
        """
        self._path = path
        self._claim: Claim | None = None
        self._writer: Writer | None = None
        self._newest = _Shelf()
        self._working: dict[str, Version] = {}
        with told():
            if path is None:
                self._reading = self._open_in_memory()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._reading = self._open(path, patience, steps)

    @property
    def read_only(self) -> bool:
        """Whether the file can be read but not written."""
        return self._writer is None

    def close(self) -> None:
        """Finish what waits and let the file go."""
        # The writer last: who closes a file last, and may write, folds the log into it.
        self._reading.dispose()
        if self._writer:
            self._writer.close()
        if self._claim:
            self._claim.release()

    def summaries(self) -> list[Summary]:
        """All plans, the one that was changed last first."""
        with self._connection() as connection:
            return log.summaries(connection)

    def version(self, plan_id: str, number: int | None = None) -> Version:
        """A plan at its newest version, or at an older one.

        Raises:
            BadArgument: there is no such plan or version.
        """
        with self._connection() as connection:
            newest = log.version_of(connection, plan_id)
            if newest is None or not 1 <= (wanted := number or newest) <= newest:
                raise _no_such_plan(plan_id)
            near = self._newest.find(plan_id)
            if near and near.version == wanted:
                return near
            found, replayed = log.version_at(connection, plan_id, wanted, near=near)
        if wanted == newest:
            self._newest.put(found)
            if replayed >= snapshots.EVERY:
                self._snapshot_later(found)
        return found

    @contextmanager
    def past(self, plan_id: str) -> Iterator[Past]:
        """The history of a plan, for as long as the block lasts.

        Raises:
            BadArgument: there is no such plan.
        """
        with self._connection() as connection:
            if log.version_of(connection, plan_id) is None:
                raise _no_such_plan(plan_id)
            yield Past(connection, plan_id)

    def append(self, wish: Wish) -> Version:
        """Decide on the newest version and keep what was decided; returns when it is on the disk.

        A command that was done before is not done again: its version comes back.

        Raises:
            BadArgument: there is no such plan.
        EditRefused: the plan does not allow it, or is archived.
            StoreError: it cannot be kept; nothing has changed.
        """
        return self._write(lambda connection: self._decided(connection, wish))

    def put_away(self, plan_id: str, *, by: str | None) -> None:
        """Archive a plan in somebody's name, or with None take it out again.

        Raises:
            BadArgument: there is no such plan.
            StoreError: it cannot be kept.
        """
        if not self._write(lambda connection: log.put_away(connection, plan_id, by=by)):
            raise _no_such_plan(plan_id)

    def back_up(self, target: Path) -> None:
        """Copy the store to a file while it is in use; the copy is verified.

        Raises:
            StoreError: the copy cannot be written or is not sound.
        """
        with self._connection() as connection:
            back_up(connection, target)

    # --- opening ------------------------------------------------------------------------------

    def _open_in_memory(self) -> Engine:
        engine = driver.in_memory()
        with engine.begin() as connection:
            tables.create(connection)
        self._writer = Writer(engine, settle=self._settle, threaded=False)
        return engine

    def _open(self, path: Path, patience: float, steps: Mapping[int, tables.Step]) -> Engine:
        try:
            self._claim = Claim(path)
        except OSError as error:
            if problem_of(error) != _READ_ONLY:
                raise
            return self._open_to_read(path, patience)
        try:
            with told():
                engine = self._ready(path, patience, steps)
        except StoreError as error:
            self._claim.release()
            self._claim = None
            if error.problem != _READ_ONLY:
                raise
            return self._open_to_read(path, patience)
        self._writer = Writer(engine, settle=self._settle)
        return driver.reading(path, patience=patience)

    def _ready(self, path: Path, patience: float, steps: Mapping[int, tables.Step]) -> Engine:
        """The writing engine of a file with the tables of today."""
        engine = driver.writing(path, patience=patience)
        try:
            with engine.begin() as connection:
                found = tables.shape(connection)
                if found is None:
                    tables.create(connection)
            if found is not None and found != tables.SCHEMA:
                _upgrade(engine, path, found=found, steps=steps)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _open_to_read(self, path: Path, patience: float) -> Engine:
        engine = driver.reading(path, patience=patience, alone=True)
        with engine.connect() as connection:
            found = tables.shape(connection)
        if found != tables.SCHEMA:
            raise StoreError([_READ_ONLY])
        return engine

    # --- reading and writing ------------------------------------------------------------------

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection that reads; in memory it is the only one there is."""
        if self._path is None and self._writer:
            with self._writer.lock, told(), self._reading.connect() as connection:
                yield connection
        else:
            with told(), self._reading.connect() as connection:
                yield connection

    def _write(self, job: Callable[[Connection], Result]) -> Result:
        if self._writer is None:
            raise StoreError([_READ_ONLY])
        return self._writer.do(job)

    def _decided(self, connection: Connection, wish: Wish) -> Version:
        if done := log.place_of(connection, wish.command):
            return log.version_at(connection, *done)[0]
        before = None if wish.new else self._before(connection, wish.plan_id)
        decision = wish.decide(before, Past(connection, wish.plan_id))
        if before and not decision.events:
            return before
        entry = Entry(
            version=before.version + 1 if before else 1,
            author=wish.author,
            at=wish.at,
            command=wish.command,
            events=decision.events,
            kind=decision.kind,
            of=decision.of,
        )
        plan = replay(decision.events, before.plan if before else None)
        after = Version(wish.plan_id, plan, entry)
        log.append(connection, after)
        if entry.version % snapshots.EVERY == 0:
            snapshots.keep(connection, wish.plan_id, version=entry.version, plan=plan)
        self._working[wish.plan_id] = after
        return after

    def _before(self, connection: Connection, plan_id: str) -> Version:
        newest = log.version_of(connection, plan_id, lock=True)
        if newest is None:
            raise _no_such_plan(plan_id)
        if log.is_archived(connection, plan_id):
            raise EditRefused([Problem("plan_archived")])
        near = self._working.get(plan_id) or self._newest.find(plan_id)
        if near and near.version == newest:
            return near
        return log.version_at(connection, plan_id, newest, near=near)[0]

    def _settle(self, *, held: bool) -> None:
        """After a commit its versions are the newest; after a failure they never were."""
        if held:
            for version in self._working.values():
                self._newest.put(version)
        self._working.clear()

    def _snapshot_later(self, found: Version) -> None:
        if self._writer and self._path:
            with suppress(StoreError):
                self._writer.ask(
                    lambda connection: snapshots.keep(
                        connection, found.plan_id, version=found.version, plan=found.plan
                    )
                )


class _Shelf:
    """The newest versions of the plans that were used last."""

    def __init__(self) -> None:
        self._versions: OrderedDict[str, Version] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, plan_id: str) -> Version | None:
        with self._lock:
            if plan_id in self._versions:
                self._versions.move_to_end(plan_id)
            return self._versions.get(plan_id)

    def put(self, version: Version) -> None:
        with self._lock:
            there = self._versions.get(version.plan_id)
            if there is None or there.version < version.version:
                self._versions[version.plan_id] = version
            self._versions.move_to_end(version.plan_id)
            while len(self._versions) > _SHELF:
                self._versions.popitem(last=False)


def _upgrade(engine: Engine, path: Path, *, found: int, steps: Mapping[int, tables.Step]) -> None:
    """Bring a file to the shape of today; what it was stays beside it."""
    if found < tables.SCHEMA:
        with engine.connect() as connection:
            back_up(connection, path.with_name(f"{path.name}.shape-{found}"))
    with engine.begin() as connection:
        tables.upgrade(connection, found, steps=steps)


def _no_such_plan(plan_id: str) -> BadArgument:
    return BadArgument([Problem("unknown_plan", values={"id": quoted(plan_id)})])
