"""A copy of a store while it is in use, by the database's own means, looked at before it counts."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_tree.errors import Problem, StoreError
from kpi_tree.store.driver import library
from kpi_tree.store.failures import problem_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PLANS = """
    SELECT plans.id, plans.version, count(edits.seq), max(edits.seq)
    FROM plans LEFT JOIN edits ON edits.plan_id = plans.id
    GROUP BY plans.id, plans.version
"""


def back_up(connection: Connection, target: Path) -> None:
    """Copy the store of `connection` to the file `target`: whole and verified, or not at all.

    Raises:
        StoreError: the copy cannot be written or is not sound.
        OSError: it cannot be put in its place.
    """
    unfinished = Path(f"{target}.part")
    module = library()
    try:
        with closing(module.connect(str(unfinished))) as copy:
            source: Any = connection.connection.driver_connection
            source.backup(copy)
            # Without a log of its own, the copy is a single file that can be carried away.
            copy.execute("PRAGMA journal_mode=DELETE")
        verify(unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except module.Error as error:
        # SQLite names no reason here where the copy cannot grow.
        named = hasattr(error, "sqlite_errorname")
        raise StoreError([problem_of(error) if named else Problem("store_disk")]) from error
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{unfinished}{rest}").unlink(missing_ok=True)


def verify(path: Path) -> None:
    """Open a copy and look whether the database is sound and every plan has all its edits.

    Raises:
        StoreError: it is not.
    """
    module = library()
    try:
        with closing(module.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            verdict = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            counted = list(copy.execute(_PLANS))
    except module.Error as error:
        raise StoreError([Problem("backup_unsound")]) from error
    whole = all(version == count == last for _, version, count, last in counted)
    if verdict != ["ok"] or not whole:
        raise StoreError([Problem("backup_unsound")])
