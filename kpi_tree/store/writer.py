"""One writer: jobs wait in line, and all that wait together are committed together.

A job is a function of a connection. It runs inside a savepoint of its own, so one that is refused
takes nothing with it; nobody hears of a result before the commit has reached the disk.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from kpi_tree.errors import Problem, StoreError
from kpi_tree.store.failures import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    Job = Callable[[Connection], Any]
    Waiting = tuple[Job, "Future[Any]"]

Result = TypeVar("Result")
_TOGETHER: Final = 64
"""How many writes are committed together at most."""


class Settle(Protocol):
    """What wants to hear how a commit ended."""

    def __call__(self, *, held: bool) -> None:
        """It held, or all of it was dropped."""


class Writer:
    """The only one who writes to a store.

    With a thread of its own for a file; in the caller's, under a lock, for a store in memory.
    """

    def __init__(
        self, engine: Engine, *, settle: Settle, threaded: bool = True, together: int = _TOGETHER
    ) -> None:
        """Write through `engine`; `settle` hears how each commit ended before anybody else."""
        self._engine = engine
        self._together = together
        self._settle = settle
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closed = False
        self.lock = threading.RLock()
        self._thread = threading.Thread(target=self._serve, name="enlace-writer", daemon=True)
        if threaded:
            self._thread.start()
        self._threaded = threaded

    def do(self, job: Callable[[Connection], Result]) -> Result:
        """Run a job and wait for its commit.

        Raises:
            StoreError: it could not be kept; nothing of it was.
        """
        done = self.ask(job)
        if not self._threaded:
            self.catch_up()
        return done.result()

    def ask(self, job: Callable[[Connection], Result]) -> Future[Result]:
        """Let a job run when its turn comes."""
        done: Future[Result] = Future()
        # Under the lock, so that no job can stand in line behind the end.
        with self.lock:
            if self._closed:
                raise StoreError([Problem("store_closed")])
            self._queue.put((job, done))
        return done

    def catch_up(self) -> None:
        """Do all that waits, in the caller's thread, where there is no other that writes."""
        with self.lock:
            while not self._queue.empty():
                waiting = self._queue.get()
                if waiting is not None:
                    self._commit([waiting])

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self.lock:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        if self._threaded:
            self._thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, ended = self._batch(first)
            self._commit(batch)
            if ended:
                return

    def _batch(self, first: Waiting) -> tuple[list[Waiting], bool]:
        """What waits, and whether the end stands behind it."""
        batch = [first]
        while len(batch) < self._together:
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
            if waiting is None:
                return batch, True
            batch.append(waiting)
        return batch, False

    def _commit(self, batch: list[Waiting]) -> None:
        outcomes: list[Callable[[], None]] = []
        try:
            with told(), self._engine.begin() as connection:
                outcomes = [_outcome(connection, waiting) for waiting in batch]
        except BaseException as error:  # noqa: BLE001 (whoever waits hears of it, even of a bug)
            self._settle(held=False)
            for _, done in batch:
                done.set_exception(error)
        else:
            self._settle(held=True)
            for tell in outcomes:
                tell()


def _outcome(connection: Connection, waiting: Waiting) -> Callable[[], None]:
    """Run a job; what to tell whoever waits for it, once the commit holds."""
    job, done = waiting
    try:
        with connection.begin_nested():
            result = job(connection)
    except Exception as error:
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
            # The disk or the file refuses, which concerns all who were to be kept together.
            raise
        refusal = error
        return lambda: done.set_exception(refusal)
    return lambda: done.set_result(result)
