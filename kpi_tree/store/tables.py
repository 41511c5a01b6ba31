"""The tables of a store, and the way from an older shape of them to this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    update,
)

from kpi_tree.errors import Problem, StoreError

SCHEMA: Final = 1
"""The number of this shape."""

Step = Callable[[Connection], None]
STEPS: Final[Mapping[int, Step]] = {}
"""How a store of shape n becomes one of shape n + 1."""

_metadata = MetaData()

about = Table(
    "enlace",
    _metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
# What a list of plans shows stands here too, written with each edit in one transaction.
plans = Table(
    "plans",
    _metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("archived_at", String),
    Column("archived_by", String),
)
edits = Table(
    "edits",
    _metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("command_id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("of", Integer),
    Column("events", Text, nullable=False),
    UniqueConstraint("plan_id", "seq"),
    UniqueConstraint("command_id"),
    CheckConstraint("kind IN ('edit', 'undo', 'redo')"),
)
snapshots = Table(
    "snapshots",
    _metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("checksum", String, nullable=False),
    Column("document", Text, nullable=False),
)


def shape(connection: Connection) -> int | None:
    """The number of the shape that a store has; None where there is nothing yet.

    Raises:
        StoreError: it is a database of something else.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if about.name not in names:
        raise StoreError([Problem("not_a_store")])
    found = connection.execute(select(about.c.value).where(about.c.name == "schema"))
    return int(found.scalar_one())


def create(connection: Connection) -> None:
    """Make the tables of this shape."""
    _metadata.create_all(connection)
    connection.execute(insert(about).values(name="schema", value=str(SCHEMA)))


def upgrade(connection: Connection, found: int, *, steps: Mapping[int, Step] = STEPS) -> None:
    """Bring a store of an older shape to this one, in the transaction of `connection`.

    Raises:
        StoreError: it was made by a newer Enlace, or is older than any that is known.
    """
    for version in range(found, SCHEMA):
        if version not in steps:
            raise StoreError([Problem("store_too_old", values={"found": str(found)})])
        steps[version](connection)
    if found > SCHEMA:
        raise StoreError([Problem("store_too_new", values={"found": str(found)})])
    connection.execute(update(about).where(about.c.name == "schema").values(value=str(SCHEMA)))
