"""The links to a plan: made, found by their token or room code, changed, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sqlalchemy import func, insert, select, update

from kpi_tree.errors import BadArgument, Problem
from kpi_tree.store.log import written
from kpi_tree.store.standing import ended, hashed, time_of
from kpi_tree.store.tables import admissions, invitations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from kpi_tree.rights import Role


@dataclass(frozen=True)
class Invitation:
    """A link to a plan, by which people come in with a role.

    Attributes:
        id: by which owners speak of it; it opens nothing.
        plan_id: where it leads.
        role: what people may do who came by it.
        name: what its owner calls it.
        made_by: who made it.
        made_at: when.
        ends: from when on it is not valid any more.
        revoked_at: when it was revoked.
        last_used: when somebody was here by it last, to the minute.
        people: how many have come by it.
        code: its short room code while that is open.
        code_ends: until when.
        valid: whether it opens the plan now.
    """

    id: str
    plan_id: str
    role: Role
    name: str
    made_by: str
    made_at: datetime
    ends: datetime | None
    revoked_at: datetime | None
    last_used: datetime | None
    people: int
    code: str
    code_ends: datetime | None
    valid: bool


def make(
    connection: Connection,
    plan_id: str,
    *,
    role: Role,
    name: str,
    token: str,
    by: str,
    ends: datetime | None,
    now: datetime,
) -> str:
    """Enter a new link; returns its id."""
    link_id = uuid4().hex
    connection.execute(
        insert(invitations).values(
            id=link_id,
            plan_id=plan_id,
            role=role,
            name=name,
            token_hash=hashed(token),
            made_by=by,
            made_at=written(now),
            ends=written(ends) if ends else None,
        )
    )
    return link_id


def change(connection: Connection, plan_id: str, link_id: str, **values: object) -> None:
    """Give a link of a plan other values.

    Raises:
        BadArgument: the plan has no such link.
    """
    found = update(invitations).where(invitations.c.plan_id == plan_id)
    done = connection.execute(found.where(invitations.c.id == link_id).values(**values))
    if done.rowcount != 1:
        raise BadArgument([Problem("no_such_link")])


def free_code(connection: Connection, code: str, *, now: datetime) -> bool:
    """Whether no open room has this code; of rooms that have closed it is taken away."""
    over = (invitations.c.code == code) & (invitations.c.code_ends <= written(now))
    connection.execute(update(invitations).where(over).values(code=None, code_ends=None))
    taken = select(invitations.c.id).where(invitations.c.code == code)
    return connection.execute(taken).one_or_none() is None


def by_token(connection: Connection, token: str, *, now: datetime) -> Row[Any] | None:
    """The valid link with this token."""
    wanted = select(invitations).where(invitations.c.token_hash == hashed(token))
    found = connection.execute(wanted).one_or_none()
    return found if found is not None and not ended(found, now) else None


def by_code(connection: Connection, code: str, *, now: datetime) -> Row[Any] | None:
    """The valid link with this room code, while the room is open."""
    wanted = select(invitations).where(
        invitations.c.code == code, invitations.c.code_ends > written(now)
    )
    found = connection.execute(wanted).one_or_none()
    return found if found is not None and not ended(found, now) else None


def invitation(connection: Connection, plan_id: str, link_id: str, *, now: datetime) -> Invitation:
    """A link of a plan.

    Raises:
        BadArgument: the plan has no such link.
    """
    for found in all_of(connection, plan_id, now=now):
        if found.id == link_id:
            return found
    raise BadArgument([Problem("no_such_link")])


def all_of(connection: Connection, plan_id: str, *, now: datetime) -> list[Invitation]:
    """The links of a plan, the newest first."""
    counted = (
        select(func.count())
        .where(admissions.c.invitation_id == invitations.c.id)
        .scalar_subquery()
        .label("people")
    )
    wanted = (
        select(invitations, counted)
        .where(invitations.c.plan_id == plan_id)
        .order_by(invitations.c.made_at.desc(), invitations.c.id)
    )
    return [_invitation(row, now) for row in connection.execute(wanted)]


def _invitation(row: Row[Any], now: datetime) -> Invitation:
    code_ends = time_of(row.code_ends)
    is_open = code_ends is not None and code_ends > now and not ended(row, now)
    return Invitation(
        id=row.id,
        plan_id=row.plan_id,
        role=row.role,
        name=row.name,
        made_by=row.made_by,
        made_at=cast("datetime", time_of(row.made_at)),
        ends=time_of(row.ends),
        revoked_at=time_of(row.revoked_at),
        last_used=time_of(row.last_used),
        people=row.people,
        code=row.code if is_open else "",
        code_ends=code_ends if is_open else None,
        valid=not ended(row, now),
    )
