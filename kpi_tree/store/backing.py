"""What a store stands on: a file, this process's memory, or a server.

of_file     SQLite, one process a file; opened to read where it cannot be written
of_memory   SQLite that vanishes with the store
of_server   PostgreSQL, for several processes at once
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import Problem, StoreError
from kpi_tree.store import driver, server, tables
from kpi_tree.store.backup import back_up
from kpi_tree.store.claim import Claim
from kpi_tree.store.failures import problem_of, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import URL, Engine

READ_ONLY: Final = Problem("store_read_only")


@dataclass(frozen=True)
class Backing:
    """Engines to read and to write with, and what is peculiar to them.

    Attributes:
        reading: for reading.
        writing: for writing; None where nothing can be written.
        claim: what keeps other processes away.
        url: where a server is, that tells other processes what has happened.
        threaded: whether a writer of its own thread writes.
        together: how many writes may stand in one commit.
    """

    reading: Engine
    writing: Engine | None
    claim: Claim | None = None
    url: URL | None = None
    threaded: bool = True
    together: int = 64


def of_memory() -> Backing:
    """A store that lives as long as its one connection."""
    engine = driver.in_memory()
    with engine.begin() as connection:
        tables.create(connection)
    return Backing(engine, engine, threaded=False)


def of_file(path: Path, *, patience: float, steps: Mapping[int, tables.Step]) -> Backing:
    """A file, made where there is none.

    Raises:
        StoreError: it cannot be opened, is in use elsewhere, or is no store.
        OSError: there is no place for it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        claim = Claim(path)
    except OSError as error:
        if problem_of(error) != READ_ONLY:
            raise
        return _to_read(path, patience)
    try:
        with told():
            engine = _ready(path, patience, steps)
    except StoreError as error:
        claim.release()
        if error.problem != READ_ONLY:
            raise
        return _to_read(path, patience)
    return Backing(driver.reading(path, patience=patience), engine, claim)


def of_server(url: URL, *, patience: float, steps: Mapping[int, tables.Step]) -> Backing:
    """A database of a server, its tables made where there are none.

    Raises:
        StoreError: it cannot be reached, or holds something else.
    """
    engine = server.engine_of(url, patience=patience)
    try:
        with told(), engine.begin() as connection:
            server.made_alone(connection)
            found = tables.shape(connection)
            if found is None:
                tables.create(connection)
            elif found != tables.SCHEMA:
                tables.upgrade(connection, found, steps=steps)
    except BaseException:
        engine.dispose()
        raise
    # What is read in several questions is one moment's: a plan does not end between two of them.
    reading = engine.execution_options(isolation_level="REPEATABLE READ")
    # Two plans locked by one transaction could wait for another process in a ring.
    return Backing(reading, engine, url=url, together=1)


def _ready(path: Path, patience: float, steps: Mapping[int, tables.Step]) -> Engine:
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


def _to_read(path: Path, patience: float) -> Backing:
    engine = driver.reading(path, patience=patience, alone=True)
    with engine.connect() as connection:
        found = tables.shape(connection)
    if found != tables.SCHEMA:
        raise StoreError([READ_ONLY])
    return Backing(engine, None)


def _upgrade(engine: Engine, path: Path, *, found: int, steps: Mapping[int, tables.Step]) -> None:
    """Bring a file to the shape of today; what it was stays beside it."""
    if found < tables.SCHEMA:
        with engine.connect() as connection:
            back_up(connection, path.with_name(f"{path.name}.shape-{found}"))
    with engine.begin() as connection:
        tables.upgrade(connection, found, steps=steps)
