"""The people of a plan: who they are to it, by which links they came in.

Functions of a connection, as in `log`: inside the writer's transaction they see the newest state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import uuid4

from sqlalchemy import delete, insert, select, update

from kpi_tree.errors import BadArgument, Problem
from kpi_tree.rights import best
from kpi_tree.store.arriving import renewed
from kpi_tree.store.log import written
from kpi_tree.store.standing import Caller, ended, standing, time_of
from kpi_tree.store.tables import admissions, invitations, participants, plans, visitors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from kpi_tree.rights import Role

NOBODY: Final = Caller()
Side = Literal["", "business", "social", "other"]


@dataclass(frozen=True)
class Participant:
    """Somebody who has come to a plan.

    Attributes:
        id: theirs on this plan alone.
        name: what they call themselves; empty until they have said it.
        side: for which side they speak; empty until they have said it.
        side_confirmed: whether an owner agrees.
        role: what they may do now; None where their links are not valid any more.
        joined_at: when they came first.
        seen_at: when they were here last, to the minute.
        known: whether the host's log-in vouches for them.
        owner: whether they own the plan without needing a link.
        me: whether they are the one who asks.
        invitation: the newest link by which they came.
        shut: whether they would have a right, were the plan not for known people alone.
    """

    id: str
    name: str
    side: Side
    side_confirmed: bool
    role: Role | None
    joined_at: datetime
    seen_at: datetime | None
    known: bool
    owner: bool
    me: bool
    invitation: str
    shut: bool = False


def visitor_of(connection: Connection, caller: Caller, *, now: datetime) -> str:
    """The visitor whom a caller's credentials make known, entered where they are new."""
    known = {"identity": caller.identity} if caller.identity else {"token_hash": caller.token_hash}
    ((column, value),) = known.items()
    wanted = select(visitors.c.id).where(visitors.c[column] == value)
    found: str | None = connection.execute(wanted).scalar_one_or_none()
    if found is None and not caller.identity:
        found = renewed(connection, caller.token_hash)
    if found is None:
        found = uuid4().hex
        connection.execute(insert(visitors).values(id=found, met_at=written(now), **known))
    return found


def join(
    connection: Connection,
    plan_id: str,
    *,
    visitor: str,
    name: str,
    now: datetime,
    owner: bool = False,
    person: str = "",
) -> str:
    """Enter a visitor among the people of a plan; returns their id there."""
    mine = (participants.c.plan_id == plan_id) & (participants.c.visitor_id == visitor)
    found: Any = connection.execute(select(participants).where(mine)).one_or_none()
    if found is None:
        person = person or uuid4().hex
        values: dict[str, object] = {
            "plan_id": plan_id,
            "visitor_id": visitor,
            "person": person,
            "name": name,
        }
        values |= {"joined_at": written(now), "seen_at": written(now), "owner": int(owner)}
        connection.execute(insert(participants).values(values))
        return person
    if name and not found.name:
        connection.execute(update(participants).where(mine).values(name=name))
    return str(found.person)


def admit(connection: Connection, link: Row[Any], *, visitor: str, now: datetime) -> None:
    """Let a visitor come in by a link."""
    pair = {"visitor_id": visitor, "invitation_id": link.id}
    there = select(admissions).filter_by(**pair)
    if connection.execute(there).one_or_none() is None:
        connection.execute(insert(admissions).values(plan_id=link.plan_id, at=written(now), **pair))
    used(connection, [link.id], now=now)


def used(connection: Connection, links: list[str], *, now: datetime) -> None:
    """Keep that links were used."""
    if links:
        found = update(invitations).where(invitations.c.id.in_(links))
        connection.execute(found.values(last_used=written(now)))


def seen(connection: Connection, person: str, *, now: datetime) -> None:
    """Keep that somebody was here."""
    found = update(participants).where(participants.c.person == person)
    connection.execute(found.values(seen_at=written(now)))


def people(
    connection: Connection, plan_id: str, *, caller: Caller, now: datetime
) -> list[Participant]:
    """Who has come to a plan, the first comer first."""
    wanted = (
        select(participants, visitors.c.identity)
        .join(visitors, visitors.c.id == participants.c.visitor_id)
        .where(participants.c.plan_id == plan_id)
        .order_by(participants.c.joined_at, participants.c.person)
    )
    mine = standing(connection, plan_id, caller=caller, now=now)
    known_only = limited(connection, plan_id)
    came = _by_visitor(connection, plan_id)
    return [
        _participant(row, came.get(row.visitor_id, []), me=mine.person, shut=known_only, now=now)
        for row in connection.execute(wanted)
    ]


def person_of(
    connection: Connection, plan_id: str, person: str, *, caller: Caller = NOBODY, now: datetime
) -> Participant:
    """One of the people of a plan.

    Raises:
        BadArgument: they are not among them.
    """
    for found in people(connection, plan_id, caller=caller, now=now):
        if found.id == person:
            return found
    raise BadArgument([Problem("nobody_here")])


def names_of_others(connection: Connection, plan_id: str, *, caller: Caller) -> list[str]:
    """What all the people of a plan but a caller are called."""
    wanted = (
        select(participants.c.name)
        .join(visitors, visitors.c.id == participants.c.visitor_id)
        .where(participants.c.plan_id == plan_id, participants.c.name != "")
    )
    # Their rows by the cookie and by the log-in are both their own.
    mine = select(visitors.c.id).where(caller.is_visitor())
    return list(connection.execute(wanted.where(visitors.c.id.not_in(mine))).scalars())


def set_person(connection: Connection, plan_id: str, person: str, **values: object) -> None:
    """Give one of the people of a plan another name, side, or its confirmation."""
    found = update(participants).where(participants.c.plan_id == plan_id)
    connection.execute(found.where(participants.c.person == person).values(**values))


def let_go(connection: Connection, plan_id: str, person: str) -> None:
    """Take every right on a plan from somebody; what they did stays."""
    mine = (participants.c.plan_id == plan_id) & (participants.c.person == person)
    visitor = connection.execute(select(participants.c.visitor_id).where(mine)).scalar_one()
    theirs = (admissions.c.plan_id == plan_id) & (admissions.c.visitor_id == visitor)
    connection.execute(delete(admissions).where(theirs))
    connection.execute(update(participants).where(mine).values(owner=0))


def take_along(connection: Connection, plan_id: str, caller: Caller, *, now: datetime) -> None:
    """Make what a caller is on a plan by the cookie alone theirs by the host's log-in."""
    of_plan = participants.c.plan_id == plan_id
    cookie = select(visitors.c.id).where(Caller(caller.token_hash).is_visitor())
    by_cookie = of_plan & (participants.c.visitor_id == cookie.scalar_subquery())
    found: Any = connection.execute(select(participants).where(by_cookie)).one_or_none()
    if found is None or not caller.identity:
        return
    visitor = visitor_of(connection, caller, now=now)
    known = of_plan & (participants.c.visitor_id == visitor)
    there: Any = connection.execute(select(participants).where(known)).one_or_none()
    if there is None:
        connection.execute(update(participants).where(by_cookie).values(visitor_id=visitor))
    else:
        values = {"owner": max(there.owner, found.owner), "name": there.name or found.name}
        connection.execute(update(participants).where(known).values(**values))
        connection.execute(update(participants).where(by_cookie).values(owner=0))
    _hand_over(connection, plan_id, found.visitor_id, to=visitor)


def _hand_over(connection: Connection, plan_id: str, visitor: str, *, to: str) -> None:
    """Let the links by which a visitor came to a plan be another's."""
    of_plan = admissions.c.plan_id == plan_id
    held = select(admissions.c.invitation_id).where(of_plan, admissions.c.visitor_id == to)
    theirs = of_plan & (admissions.c.visitor_id == visitor)
    twice = connection.execute(held).scalars().all()
    connection.execute(delete(admissions).where(theirs, admissions.c.invitation_id.in_(twice)))
    connection.execute(update(admissions).where(theirs).values(visitor_id=to))


def limit(connection: Connection, plan_id: str, *, known_only: bool) -> None:
    """Open a plan only to people whom the host's log-in makes known, or to all with a link."""
    found = update(plans).where(plans.c.id == plan_id)
    connection.execute(found.values(known_only=int(known_only)))


def limited(connection: Connection, plan_id: str) -> bool:
    """Whether a plan is open only to people who are known."""
    return bool(
        connection.execute(select(plans.c.known_only).where(plans.c.id == plan_id)).scalar_one()
    )


def roles(connection: Connection, caller: Caller, *, now: datetime) -> dict[str, Role]:
    """The plans on which a caller may do something, and what."""
    wanted = (
        select(participants.c.plan_id)
        .join(visitors, visitors.c.id == participants.c.visitor_id)
        .where(caller.is_visitor())
        .distinct()
    )
    found: dict[str, Role] = {}
    for plan_id in connection.execute(wanted).scalars().all():
        role = standing(connection, plan_id, caller=caller, now=now).role
        if role is not None:
            found[plan_id] = role
    return found


def owners(connection: Connection, plan_id: str, *, now: datetime) -> int:
    """How many people own a plan."""
    found = people(connection, plan_id, caller=NOBODY, now=now)
    return sum(person.role == "own" for person in found)


def _by_visitor(connection: Connection, plan_id: str) -> dict[str, list[Row[Any]]]:
    wanted = (
        select(admissions.c.visitor_id, invitations)
        .join(invitations, invitations.c.id == admissions.c.invitation_id)
        .where(admissions.c.plan_id == plan_id)
        .order_by(admissions.c.at)
    )
    came: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(wanted):
        came.setdefault(row.visitor_id, []).append(row)
    return came


def _participant(
    row: Row[Any], links: list[Row[Any]], *, me: str, shut: bool, now: datetime
) -> Participant:
    held: list[Role] = [link.role for link in links if not ended(link, now)]
    if row.owner:
        held.append("own")
    may = best(held)
    shut = shut and not row.identity
    joined = time_of(row.joined_at)
    assert joined is not None  # noqa: S101 (a column that is never empty)
    return Participant(
        id=row.person,
        name=row.name,
        side=row.side,
        side_confirmed=bool(row.side_confirmed),
        role=None if shut else may,
        joined_at=joined,
        seen_at=time_of(row.seen_at),
        known=row.identity is not None,
        owner=bool(row.owner),
        me=row.person == me,
        invitation=links[-1].id if links else "",
        shut=shut and may is not None,
    )
