"""The log of a plan: rows of edits, and the versions of the plan that they lead to.

These are functions of a connection: inside the writer's transaction they see the newest state.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, cast

from sqlalchemy import insert, select, update

from kpi_tree.plan.events import LayoutSet, event_from, record
from kpi_tree.plan.replay import replay
from kpi_tree.store import snapshots
from kpi_tree.store.tables import edits, plans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Row, Select

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan
    from kpi_tree.rights import Role

Kind = Literal["edit", "undo", "redo", "restore"]
_AT_ONCE: Final = 100


@dataclass(frozen=True)
class Signed:
    """Who does something: their name, and their id among the plan's people where they have one."""

    author: str
    person: str = ""


@dataclass(frozen=True)
class Entry:
    """One edit of a plan's history: who, when, and what happened.

    Attributes:
        version: the plan's version after it.
        author: the name of whoever edited.
        at: when, in UTC.
        command: the id under which it was asked for.
        kind: whether it is an edit, the undoing of one, its redoing, or the return to a version.
        of: the version of the edit that was undone or redone, or to which the plan returned.
        events: what happened.
        person: the id of whoever edited among the people of the plan, where people have one.
    """

    version: int
    author: str
    at: datetime
    command: str
    events: tuple[Event, ...]
    kind: Kind = "edit"
    of: int | None = None
    person: str = ""

    @property
    def rearranged(self) -> bool:
        """Whether the whole drawing was made anew by it, or that was taken back."""
        return any(isinstance(event, LayoutSet) and event.anew for event in self.events)


@dataclass(frozen=True)
class Version:
    """A plan as it stood after one edit."""

    plan_id: str
    plan: Plan
    entry: Entry

    @property
    def version(self) -> int:
        """Its number; the first is 1."""
        return self.entry.version

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened last."""
        return self.entry.events

    @property
    def changed_at(self) -> datetime:
        """When the last edit was made, in UTC."""
        return self.entry.at

    @property
    def changed_by(self) -> str:
        """Who made the last edit."""
        return self.entry.author


@dataclass(frozen=True)
class Summary:
    """A plan as a list of plans shows it."""

    plan_id: str
    title: str
    version: int
    created_at: datetime
    changed_at: datetime
    changed_by: str
    archived: bool
    role: Role = "own"


@dataclass(frozen=True)
class Head:
    """Where a plan stands.

    Attributes:
        version: the number of its newest version.
        era: how often its log was rewritten because a name was erased.
        archived: whether it was put away.
        pulse: how much has happened around it.
    """

    version: int
    era: int
    archived: bool
    pulse: int


class Past:
    """What has happened to a plan, as seen by one transaction."""

    def __init__(self, connection: Connection, plan_id: str) -> None:
        """Look at the history of the plan `plan_id`."""
        self._connection = connection
        self._plan_id = plan_id

    def marks(self, who: Signed) -> Iterator[tuple[int, Kind, int | None]]:
        """Version, kind and undone version of somebody's entries, the newest first.

        Somebody is their person's id where people have one: two may bear the same name.
        """
        theirs = edits.c.person == who.person
        if not who.person:
            theirs &= edits.c.author == who.author
        wanted = (
            select(edits.c.seq, edits.c.kind, edits.c.of)
            .where(edits.c.plan_id == self._plan_id, theirs, edits.c.seq > 1)
            .order_by(edits.c.seq.desc())
        )
        for seq, kind, of in self._connection.execute(wanted).yield_per(_AT_ONCE):
            yield seq, cast("Kind", kind), of if kind in ("undo", "redo") else None

    def entry(self, version: int) -> Entry:
        """The entry of a version that there is."""
        (found,) = self.between(version - 1, version)
        return found

    def between(self, after: int, upto: int | None = None) -> Iterator[Entry]:
        """The entries after a version, the oldest first."""
        wanted = self._entries().where(edits.c.seq > after).order_by(edits.c.seq)
        if upto is not None:
            wanted = wanted.where(edits.c.seq <= upto)
        yield from map(_entry, self._connection.execute(wanted).yield_per(_AT_ONCE))

    def of_people(self) -> Iterator[Entry]:
        """The entries that may tell of people whom the plan itself names, the oldest first."""
        told = edits.c.events.contains('"Person') | edits.c.events.contains('"people"')
        wanted = self._entries().where(told).order_by(edits.c.seq)
        yield from map(_entry, self._connection.execute(wanted).yield_per(_AT_ONCE))

    def newest(self, *, before: int | None = None) -> Iterator[Entry]:
        """The entries, the newest first."""
        wanted = self._entries().order_by(edits.c.seq.desc())
        if before is not None:
            wanted = wanted.where(edits.c.seq < before)
        yield from map(_entry, self._connection.execute(wanted).yield_per(_AT_ONCE))

    def _entries(self) -> Select[tuple[object, ...]]:
        return select(edits).where(edits.c.plan_id == self._plan_id)


def version_at(
    connection: Connection, plan_id: str, upto: int, *, near: Version | None = None
) -> tuple[Version, int]:
    """The plan at a version, and how many edits had to be replayed for it.

    From `near` on, where that is not later, else from the snapshot, else from the beginning.
    """
    past = Past(connection, plan_id)
    plan: Plan | None
    if near and near.version <= upto:
        base, plan = near.version, near.plan
    else:
        base, plan = snapshots.newest(connection, plan_id, upto=upto) or (0, None)
    last, count = None, 0

    def happened() -> Iterator[Event]:
        nonlocal last, count
        for last in past.between(base, upto):
            count += 1
            yield from last.events

    if base < upto:
        plan = replay(happened(), plan)
    assert plan is not None  # noqa: S101 (a version is at least 1, so something was replayed)
    return Version(plan_id, plan, last or past.entry(upto)), count


def head_of(connection: Connection, plan_id: str, *, lock: bool = False) -> Head | None:
    """Where a plan stands; None where there is no such plan.

    With `lock` nobody else can add to the plan before the transaction ends. SQLite locks the
    whole file when a transaction begins and has no need of it.
    """
    wanted = select(plans.c.version, plans.c.era, plans.c.archived_at, plans.c.pulse).where(
        plans.c.id == plan_id
    )
    found = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return None if found is None else Head(found[0], found[1], found[2] is not None, found[3])


def title_of(connection: Connection, plan_id: str) -> str:
    """What a plan that there is is called."""
    return str(connection.execute(select(plans.c.title).where(plans.c.id == plan_id)).scalar_one())


def place_of(connection: Connection, command: str) -> tuple[str, int] | None:
    """The plan and the version to which a command has led already."""
    wanted = select(edits.c.plan_id, edits.c.seq).where(edits.c.command_id == command)
    found = connection.execute(wanted).one_or_none()
    return None if found is None else (found[0], found[1])


def append(connection: Connection, version: Version) -> int:
    """Write the last edit of a version; returns the plan's pulse after it."""
    entry = version.entry
    at = written(entry.at)
    shown = {
        "version": entry.version,
        "title": version.plan.title,
        "changed_at": at,
        "changed_by": entry.author,
    }
    if entry.version == 1:
        new = insert(plans).values(id=version.plan_id, created_at=at, pulse=1, **shown)
        pulse = connection.execute(new.returning(plans.c.pulse)).scalar_one()
    else:
        old = update(plans).where(plans.c.id == version.plan_id)
        grown = old.values(pulse=plans.c.pulse + 1, **shown)
        pulse = connection.execute(grown.returning(plans.c.pulse)).scalar_one()
    happened = [record(event) for event in entry.events]
    connection.execute(
        insert(edits).values(
            plan_id=version.plan_id,
            seq=entry.version,
            command_id=entry.command,
            author=entry.author,
            person=entry.person,
            at=at,
            kind=entry.kind,
            of=entry.of,
            events=compact(happened),
        )
    )
    return int(pulse)


def compact(value: object) -> str:
    """A JSON text as the store writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def beat(connection: Connection, plan_id: str) -> int:
    """Let the plan's pulse grow, since something has happened around it."""
    grown = update(plans).where(plans.c.id == plan_id).values(pulse=plans.c.pulse + 1)
    return int(connection.execute(grown.returning(plans.c.pulse)).scalar_one())


def put_away(connection: Connection, plan_id: str, *, by: str | None) -> bool:
    """Archive a plan in somebody's name, or with None take it out again; whether it is there."""
    values = {"archived_at": written(now()) if by else None, "archived_by": by}
    done = connection.execute(update(plans).where(plans.c.id == plan_id).values(**values))
    return done.rowcount == 1


def summaries(connection: Connection, *, roles: Mapping[str, Role] | None = None) -> list[Summary]:
    """All plans, or those on which somebody has a role; the one that was changed last first."""
    wanted = select(plans).order_by(plans.c.changed_at.desc(), plans.c.id)
    if roles is not None:
        wanted = wanted.where(plans.c.id.in_(roles))
    return [
        Summary(
            plan_id=row.id,
            title=row.title,
            version=row.version,
            created_at=datetime.fromisoformat(row.created_at),
            changed_at=datetime.fromisoformat(row.changed_at),
            changed_by=row.changed_by,
            archived=row.archived_at is not None,
            role="own" if roles is None else roles[row.id],
        )
        for row in connection.execute(wanted)
    ]


def now() -> datetime:
    """The present time, in UTC."""
    return datetime.now(UTC)


def written(at: datetime) -> str:
    """A time as the store writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(
        version=row.seq,
        author=row.author,
        at=datetime.fromisoformat(row.at),
        command=row.command_id,
        person=row.person,
        kind=row.kind,
        of=row.of,
        events=tuple(map(event_from, json.loads(row.events))),
    )
