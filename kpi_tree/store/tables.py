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

SCHEMA: Final = 3
"""The number of this shape."""

Step = Callable[[Connection], None]

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
    # Grows with whatever happens around the plan, so that nothing is missed between two looks.
    Column("pulse", Integer, nullable=False, server_default="0"),
    # Grows when a name is erased: what was read of the plan before is not to be shown again.
    Column("era", Integer, nullable=False, server_default="0"),
    Column("known_only", Integer, nullable=False, server_default="0"),
)
edits = Table(
    "edits",
    _metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("command_id", String, nullable=False),
    Column("author", String, nullable=False),
    Column("person", String, nullable=False, server_default=""),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("of", Integer),
    Column("events", Text, nullable=False),
    UniqueConstraint("plan_id", "seq"),
    UniqueConstraint("command_id"),
    CheckConstraint("kind IN ('edit', 'undo', 'redo', 'restore')"),
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
names = Table(
    "version_names",
    _metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
)

# --- who may do what --------------------------------------------------------------------------

# Known by a cookie's token or by the host's log-in, never by both: whoever logs out on a shared
# machine leaves no right behind in its cookie.
visitors = Table(
    "visitors",
    _metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, unique=True),
    Column("identity", String, unique=True),
    Column("met_at", String, nullable=False),
)
# A visitor has another id on each plan, so that nobody can be followed from one to the next.
participants = Table(
    "participants",
    _metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("visitor_id", ForeignKey("visitors.id"), primary_key=True),
    Column("person", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("side", String, nullable=False, server_default=""),
    Column("side_confirmed", Integer, nullable=False, server_default="0"),
    Column("owner", Integer, nullable=False, server_default="0"),
    Column("joined_at", String, nullable=False),
    Column("seen_at", String),
)
invitations = Table(
    "invitations",
    _metadata,
    Column("id", String, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("name", String, nullable=False),
    Column("token_hash", String, nullable=False, unique=True),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("ends", String),
    Column("revoked_at", String),
    Column("last_used", String),
    Column("code", String, unique=True),
    Column("code_ends", String),
    CheckConstraint("role IN ('view', 'comment', 'edit', 'own')"),
)
admissions = Table(
    "admissions",
    _metadata,
    Column("visitor_id", ForeignKey("visitors.id"), primary_key=True),
    Column("invitation_id", ForeignKey("invitations.id"), primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("at", String, nullable=False),
)

# Who was given a new secret at the door, and has not come back with it yet.
arrivals = Table(
    "arrivals",
    _metadata,
    Column("token_hash", String, primary_key=True),
    Column("visitor_id", ForeignKey("visitors.id"), nullable=False),
    # Empty once the plan is deleted: whoever is expected there is still who they are elsewhere.
    Column("invitation_id", ForeignKey("invitations.id")),
    Column("plan_id", ForeignKey("plans.id"), index=True),
    Column("at", String, nullable=False),
)

# --- what people say --------------------------------------------------------------------------

threads = Table(
    "threads",
    _metadata,
    Column("id", String, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("resolved_at", String),
    Column("resolved_by", String),
)
remarks = Table(
    "remarks",
    _metadata,
    Column("id", String, primary_key=True),
    Column("thread_id", ForeignKey("threads.id"), nullable=False, index=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("command_id", String, nullable=False, unique=True),
    Column("author", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("mentions", Text, nullable=False),
)
proposals = Table(
    "proposals",
    _metadata,
    Column("id", String, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("command_id", String, nullable=False, unique=True),
    Column("author", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("scenario", String, nullable=False),
    Column("name", String, nullable=False),
    Column("targets", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String, nullable=False, server_default="open"),
    Column("settled_by", String),
    Column("settled_at", String),
    Column("answer", Text, nullable=False, server_default=""),
    Column("made", String, nullable=False, server_default=""),
    CheckConstraint("state IN ('open', 'taken', 'declined')"),
)
OF_A_PLAN: Final = (
    *(remarks, threads, proposals, names, admissions, invitations),
    *(participants, snapshots, edits),
)
"""The tables with rows of a plan, in an order in which they can be emptied."""


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


def _take_in_people(connection: Connection) -> None:
    """Shape 1 knew one team that trusts itself; 2 knows people, their rights and what they say."""
    for column in ("pulse", "era", "known_only"):
        connection.exec_driver_sql(
            f"ALTER TABLE plans ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0"
        )
    # The kinds of an edit stand in a constraint, which SQLite changes with the whole table only.
    connection.exec_driver_sql("ALTER TABLE edits RENAME TO edits_of_shape_1")
    _metadata.create_all(connection)
    kept = "plan_id, seq, command_id, author, at, kind, of, events"
    connection.exec_driver_sql(
        f"INSERT INTO edits ({kept}) SELECT {kept} FROM edits_of_shape_1"  # noqa: S608 (ours)
    )
    connection.exec_driver_sql("DROP TABLE edits_of_shape_1")


def _take_in_arrivals(connection: Connection) -> None:
    """Shape 2 let people in at once; 3 lets them in when they bring back what they were given."""
    arrivals.create(connection, checkfirst=True)


STEPS: Final[Mapping[int, Step]] = {1: _take_in_people, 2: _take_in_arrivals}
"""How a store of shape n becomes one of shape n + 1."""


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
