"""Versions of a plan that have a name, and who has signed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from kpi_tree.store.log import written
from kpi_tree.store.tables import edits, names, participants, proposals, remarks

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class NamedVersion:
    """A version of a plan to which somebody gave a name."""

    version: int
    name: str
    author: str
    at: datetime


def names_of(connection: Connection, plan_id: str) -> list[NamedVersion]:
    """The versions of a plan that have a name, the newest first."""
    wanted = select(names).where(names.c.plan_id == plan_id).order_by(names.c.version.desc())
    return [
        NamedVersion(row.version, row.name, row.author, datetime.fromisoformat(row.at))
        for row in connection.execute(wanted)
    ]


def name(connection: Connection, plan_id: str, named: NamedVersion) -> None:
    """Give a version a name in place of any that it had; an empty one takes that away."""
    mine = (names.c.plan_id == plan_id) & (names.c.version == named.version)
    connection.execute(delete(names).where(mine))
    if named.name:
        connection.execute(
            insert(names).values(
                plan_id=plan_id,
                version=named.version,
                name=named.name,
                author=named.author,
                at=written(named.at),
            )
        )


def signatures(connection: Connection, plan_id: str) -> set[tuple[str, str]]:
    """Whoever has said something about a plan or come to it: their id there and their name."""
    found: set[tuple[str, str]] = set()
    for table in (remarks, proposals):
        wanted = select(table.c.person, table.c.author).where(table.c.plan_id == plan_id)
        found |= {(person, author) for person, author in connection.execute(wanted)}
    came = select(participants.c.person, participants.c.name)
    rows = connection.execute(came.where(participants.c.plan_id == plan_id))
    return found | {(person, called) for person, called in rows}


def texts(connection: Connection, plan_id: str) -> list[str]:
    """All events of a plan as they are written, and the names of all who signed."""
    wanted = select(edits.c.events, edits.c.author).where(edits.c.plan_id == plan_id)
    rows = connection.execute(wanted).all()
    signed = [author for _, author in signatures(connection, plan_id)]
    return [*signed, *(text for row in rows for text in row)]
