"""Versions of a plan that have a name, and who has signed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select

from kpi_tree.store.log import written
from kpi_tree.store.tables import (
    edits,
    invitations,
    names,
    participants,
    proposals,
    remarks,
    threads,
)

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection


# Names, the ids of who bears them where there are any, and when they were written.
_SIGNED: Final[tuple[tuple[Column[Any], Column[Any] | None, Column[Any]], ...]] = (
    (edits.c.author, edits.c.person, edits.c.at),
    (remarks.c.author, remarks.c.person, remarks.c.at),
    (proposals.c.author, proposals.c.person, proposals.c.at),
    (proposals.c.settled_by, None, proposals.c.settled_at),
    (threads.c.resolved_by, None, threads.c.resolved_at),
    (invitations.c.made_by, None, invitations.c.made_at),
    (names.c.author, None, names.c.at),
    (participants.c.name, participants.c.person, participants.c.joined_at),
)


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
    return found | {*called(connection, plan_id)}


def called(connection: Connection, plan_id: str) -> list[tuple[str, str]]:
    """Whoever has come to a plan: their id there, and what they are called now."""
    wanted = select(participants.c.person, participants.c.name)
    rows = connection.execute(wanted.where(participants.c.plan_id == plan_id))
    return [(person, name) for person, name in rows]


def signed(connection: Connection, plan_id: str) -> list[tuple[str, str, str]]:
    """Whoever has left a name around a plan: their id there, the name, and when; in that order."""
    found: list[tuple[str, str, str]] = []
    for name, person, at in _SIGNED:
        columns = [name] if person is None else [name, person]
        wanted = select(func.min(at), *columns).where(name.table.c.plan_id == plan_id)
        for when, called_so, *who in connection.execute(wanted.group_by(*columns)):
            if called_so and when:
                found.append((who[0] if who else "", called_so, when))
    return sorted(found, key=lambda each: each[2])


def texts(connection: Connection, plan_id: str) -> list[str]:
    """All events of a plan as they are written, and the names of all who signed."""
    wanted = select(edits.c.events, edits.c.author).where(edits.c.plan_id == plan_id)
    rows = connection.execute(wanted).all()
    signed = [author for _, author in signatures(connection, plan_id)]
    return [*signed, *(text for row in rows for text in row)]
