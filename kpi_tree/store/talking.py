"""What people say about a plan: threads of remarks, and scenarios that they propose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from kpi_tree.errors import BadArgument, Problem
from kpi_tree.plan.model import Target
from kpi_tree.store.log import compact, written
from kpi_tree.store.standing import time_of
from kpi_tree.store.tables import proposals, remarks, threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from kpi_tree.store.log import Signed

SubjectKind = Literal["plan", "metric", "link", "goal", "scenario"]
State = Literal["open", "taken", "declined"]


@dataclass(frozen=True)
class Subject:
    """What a thread is about: the plan, or something in it by its id."""

    kind: SubjectKind = "plan"
    id: str = ""


@dataclass(frozen=True)
class Remark:
    """What somebody said; `mentions` are the names of those whom it addresses."""

    id: str
    author: str
    person: str
    at: datetime
    text: str
    mentions: tuple[str, ...] = ()
    mine: bool = False


@dataclass(frozen=True)
class Thread:
    """Remarks that answer each other, and whether the matter is settled."""

    id: str
    plan_id: str
    about: Subject
    remarks: tuple[Remark, ...]
    resolved_at: datetime | None = None
    resolved_by: str = ""

    @property
    def open(self) -> bool:
        """Whether the matter is not settled yet."""
        return self.resolved_at is None

    @property
    def first(self) -> Remark:
        """What began it."""
        return self.remarks[0]

    @property
    def last_at(self) -> datetime:
        """When somebody spoke last."""
        return self.remarks[-1].at


@dataclass(frozen=True)
class ScenarioProposal:
    """A scenario that somebody has tried out and proposes.

    Attributes:
        version: of the plan on which it was tried.
        scenario: the id of the scenario from which it began; empty without one.
        name: what the scenario would be called.
        targets: what it would aim at.
        words: why.
        state: whether it waits, was taken over or declined.
        answer: what the owner said to it.
        made: the id of the scenario that it has become.
    """

    id: str
    plan_id: str
    author: str
    person: str
    at: datetime
    version: int
    scenario: str
    name: str
    targets: tuple[Target, ...]
    words: str = ""
    state: State = "open"
    settled_by: str = ""
    settled_at: datetime | None = None
    answer: str = ""
    made: str = ""
    mine: bool = False


# --- threads ----------------------------------------------------------------------------------


def begin(connection: Connection, plan_id: str, about: Subject) -> str:
    """Begin a thread; returns its id."""
    thread = uuid4().hex
    values = {"id": thread, "plan_id": plan_id, "kind": about.kind, "subject": about.id}
    connection.execute(insert(threads).values(values))
    return thread


def add(
    connection: Connection,
    plan_id: str,
    *,
    thread: str,
    by: Signed,
    text: str,
    mentions: Iterable[str],
    command: str,
    at: datetime,
) -> None:
    """Add a remark to a thread."""
    connection.execute(
        insert(remarks).values(
            id=uuid4().hex,
            plan_id=plan_id,
            thread_id=thread,
            command_id=command,
            author=by.author,
            person=by.person,
            at=written(at),
            text=text,
            mentions=compact(sorted(mentions)),
        )
    )


def said(connection: Connection, plan_id: str, command: str) -> str | None:
    """The thread to which a command has led already."""
    wanted = select(remarks.c.thread_id, remarks.c.plan_id).where(remarks.c.command_id == command)
    return _of_this_plan(connection.execute(wanted).one_or_none(), plan_id)


def thread_of(connection: Connection, plan_id: str, thread: str, *, me: Signed) -> Thread:
    """A thread of a plan.

    Raises:
        BadArgument: the plan has no such thread.
    """
    for found in threads_of(connection, plan_id, me=me):
        if found.id == thread:
            return found
    raise BadArgument([Problem("no_such_thread")])


def threads_of(connection: Connection, plan_id: str, *, me: Signed) -> list[Thread]:
    """The threads of a plan, the one in which somebody spoke last first."""
    said_in: dict[str, list[Remark]] = {}
    wanted = select(remarks).where(remarks.c.plan_id == plan_id)
    for row in connection.execute(wanted.order_by(remarks.c.at, remarks.c.id)):
        said_in.setdefault(row.thread_id, []).append(_remark(row, me))
    found = connection.execute(select(threads).where(threads.c.plan_id == plan_id)).all()
    listed = [_thread(row, said_in[row.id]) for row in found if row.id in said_in]
    return sorted(listed, key=lambda thread: (thread.last_at, thread.id), reverse=True)


def settle_thread(
    connection: Connection, thread: str, *, by: str | None, at: datetime | None
) -> None:
    """Keep who has settled a matter, and when; without, it is open again."""
    values = {"resolved_by": by, "resolved_at": written(at) if at else None}
    connection.execute(update(threads).where(threads.c.id == thread).values(**values))


def remark_of(connection: Connection, plan_id: str, remark: str, *, me: Signed) -> Remark:
    """A remark of a plan.

    Raises:
        BadArgument: the plan has no such remark.
    """
    wanted = select(remarks).where(remarks.c.plan_id == plan_id, remarks.c.id == remark)
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise BadArgument([Problem("no_such_thread")])
    return _remark(found, me)


def withdraw(connection: Connection, remark: str) -> None:
    """Take a remark away, and with the last one its thread."""
    wanted = select(remarks.c.thread_id).where(remarks.c.id == remark)
    thread = connection.execute(wanted).scalar_one()
    connection.execute(delete(remarks).where(remarks.c.id == remark))
    left = select(func.count()).where(remarks.c.thread_id == thread)
    if not connection.execute(left).scalar_one():
        connection.execute(delete(threads).where(threads.c.id == thread))


# --- proposals --------------------------------------------------------------------------------


def propose(connection: Connection, proposal: ScenarioProposal, *, command: str) -> None:
    """Keep a proposal."""
    connection.execute(
        insert(proposals).values(
            id=proposal.id,
            plan_id=proposal.plan_id,
            command_id=command,
            author=proposal.author,
            person=proposal.person,
            at=written(proposal.at),
            version=proposal.version,
            scenario=proposal.scenario,
            name=proposal.name,
            targets=compact([_target(target) for target in proposal.targets]),
            words=proposal.words,
        )
    )


def proposed(connection: Connection, plan_id: str, command: str) -> str | None:
    """The proposal to which a command has led already."""
    wanted = select(proposals.c.id, proposals.c.plan_id).where(proposals.c.command_id == command)
    return _of_this_plan(connection.execute(wanted).one_or_none(), plan_id)


def proposal_of(
    connection: Connection, plan_id: str, proposal: str, *, me: Signed
) -> ScenarioProposal:
    """A proposal for a plan.

    Raises:
        BadArgument: there is no such proposal.
    """
    for found in proposals_of(connection, plan_id, me=me):
        if found.id == proposal:
            return found
    raise BadArgument([Problem("no_such_proposal")])


def proposals_of(connection: Connection, plan_id: str, *, me: Signed) -> list[ScenarioProposal]:
    """The proposals for a plan, the newest first."""
    wanted = (
        select(proposals)
        .where(proposals.c.plan_id == plan_id)
        .order_by(proposals.c.at.desc(), proposals.c.id)
    )
    return [_proposal(row, me) for row in connection.execute(wanted)]


def settle_proposal(connection: Connection, proposal: str, **values: object) -> None:
    """Keep what became of a proposal."""
    connection.execute(update(proposals).where(proposals.c.id == proposal).values(**values))


def is_mine(author: str, person: str, *, me: Signed) -> bool:
    """Whether something is by who asks: by their id where people have one, else by their name."""
    return person == me.person if me.person or person else bool(author) and author == me.author


def _of_this_plan(found: Sequence[Any] | None, plan_id: str) -> str | None:
    if found is None:
        return None
    if found[1] != plan_id:
        raise BadArgument([Problem("command_used")])
    return str(found[0])


def _remark(row: Row[Any], me: Signed) -> Remark:
    return Remark(
        id=row.id,
        author=row.author,
        person=row.person,
        at=cast("datetime", time_of(row.at)),
        text=row.text,
        mentions=tuple(json.loads(row.mentions)),
        mine=is_mine(row.author, row.person, me=me),
    )


def _thread(row: Row[Any], found: list[Remark]) -> Thread:
    return Thread(
        id=row.id,
        plan_id=row.plan_id,
        about=Subject(row.kind, row.subject),
        remarks=tuple(found),
        resolved_at=time_of(row.resolved_at),
        resolved_by=row.resolved_by or "",
    )


def _proposal(row: Row[Any], me: Signed) -> ScenarioProposal:
    plain = {column: getattr(row, column) for column in _PLAIN}
    return ScenarioProposal(
        **plain,
        at=cast("datetime", time_of(row.at)),
        targets=tuple(map(Target.model_validate, json.loads(row.targets))),
        settled_by=row.settled_by or "",
        settled_at=time_of(row.settled_at),
        mine=is_mine(row.author, row.person, me=me),
    )


def _target(target: Target) -> dict[str, Any]:
    return target.model_dump(mode="json", by_alias=True, exclude_defaults=True)


_PLAIN = "id plan_id author person version scenario name words state answer made".split()
