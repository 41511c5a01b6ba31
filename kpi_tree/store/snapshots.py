"""Snapshots: plans as they stood at a version, kept so that opening one is quick.

A cache and nothing more. A snapshot says by which code it was made, and carries a checksum; one
that does not match is passed over, and replaced when the next is taken.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select

from kpi_tree import plan as rooms
from kpi_tree.errors import PlanError
from kpi_tree.plan.reading import plan_from
from kpi_tree.plan.writing import text
from kpi_tree.store.tables import snapshots

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kpi_tree.plan.model import Plan

EVERY: Final = 100
"""After so many edits another snapshot is taken."""


def newest(connection: Connection, plan_id: str, *, upto: int) -> tuple[int, Plan] | None:
    """The snapshot of a plan with its version, if it can be trusted and is not too late."""
    wanted = select(snapshots).where(
        snapshots.c.plan_id == plan_id,
        snapshots.c.version <= upto,
        snapshots.c.code == code_version(),
    )
    row = connection.execute(wanted).one_or_none()
    if row is None or row.checksum != _checksum(plan_id, row.version, document=row.document):
        return None
    try:
        return row.version, plan_from(row.document)
    except PlanError:
        return None


def keep(connection: Connection, plan_id: str, *, version: int, plan: Plan) -> None:
    """Take a snapshot in place of the one before."""
    document = text(plan)
    connection.execute(delete(snapshots).where(snapshots.c.plan_id == plan_id))
    connection.execute(
        insert(snapshots).values(
            plan_id=plan_id,
            version=version,
            code=code_version(),
            checksum=_checksum(plan_id, version, document=document),
            document=document,
        )
    )


@cache
def code_version() -> str:
    """What the code says that replays events: other code may make another plan of them."""
    folder = Path(rooms.__path__[0])
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _checksum(plan_id: str, version: int, *, document: str) -> str:
    return hashlib.sha256(f"{plan_id}\n{version}\n{document}".encode()).hexdigest()
