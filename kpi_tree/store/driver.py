"""SQLite as this store needs it: a version without the WAL bug, every commit on the disk.

Versions up to 3.51.2 can corrupt a database in WAL mode when two connections write and checkpoint
at once (https://sqlite.org/wal.html#walreset). `pysqlite3` brings a newer one along; where it
cannot be had, Python's own serves if it is new enough.
"""

from __future__ import annotations

import sqlite3
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from kpi_tree.errors import Problem, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

OLDEST: Final = (3, 51, 3)
PATIENCE: Final = 5.0
"""Seconds that a write waits for another program to let go of the file."""
_READERS: Final = 4


def library(*, oldest: tuple[int, int, int] = OLDEST) -> Any:  # noqa: ANN401 (a DB-API module)
    """The SQLite that serves: pysqlite3's, else Python's own.

    Raises:
        StoreError: neither is new enough.
    """
    try:
        found = import_module("pysqlite3.dbapi2")
    except ImportError:
        found = sqlite3
    if found.sqlite_version_info < oldest:
        values = {"found": found.sqlite_version, "needed": ".".join(map(str, oldest))}
        raise StoreError([Problem("sqlite_too_old", values=values)])
    return found


def writing(path: Path, *, patience: float = PATIENCE) -> Engine:
    """The engine of the one connection that writes to the file at `path`."""
    engine = _engine(_uri(path, "mode=rwc"), pool=StaticPool, patience=patience, durable=True)
    _begins_with(engine, "BEGIN IMMEDIATE")
    return engine


def reading(path: Path, *, patience: float = PATIENCE, alone: bool = False) -> Engine:
    """The engine of a few connections that read the file at `path`.

    `alone` says that no writer of ours has it open. Then there may be no log beside it, nor room
    for one where the folder cannot be written, and it opens as a file that nobody changes.
    """
    untouched = alone and not Path(f"{path}-wal").exists()
    lasting = "mode=ro&immutable=1" if untouched else "mode=ro"
    engine = _engine(_uri(path, lasting), pool=QueuePool, patience=patience, pool_size=_READERS)
    _begins_with(engine, "BEGIN")
    return engine


def in_memory() -> Engine:
    """The engine of a database that lives as long as its one connection."""
    engine = _engine(":memory:", pool=StaticPool)
    _begins_with(engine, "BEGIN")
    return engine


def _engine(
    uri: str, *, pool: type[Any], patience: float = PATIENCE, durable: bool = False, **options: int
) -> Engine:
    module = library()

    def connect() -> Any:  # noqa: ANN401 (a DB-API connection)
        connection = module.connect(
            uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys=ON")
        if durable:
            _make_durable(connection)
        return connection

    return create_engine("sqlite://", module=module, creator=connect, poolclass=pool, **options)


def _make_durable(connection: Any) -> None:  # noqa: ANN401 (a DB-API connection)
    """Let every commit reach the disk before it is acknowledged."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StoreError([Problem("store_no_log")])
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")


def _begins_with(engine: Engine, statement: str) -> None:
    # The driver would begin transactions late, at the first write: two could read, then collide.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path))}?{mode}"
