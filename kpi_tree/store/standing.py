"""What somebody may do on a plan at this moment, as one transaction sees it.

Rights hang on a person, whom a cookie's token or the host's log-in makes known: they own the
plan, or came in by a link that is still valid. Nothing of this is remembered between two
questions, so what is revoked holds at the next one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import and_, bindparam, select, union

from kpi_tree.rights import Role, best
from kpi_tree.store.tables import (
    admissions,
    arrivals,
    invitations,
    participants,
    plans,
    visitors,
)

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select


@dataclass(frozen=True)
class Caller:
    """How whoever asks is known: by the hash of a cookie's token, by the host's log-in."""

    token_hash: str = ""
    identity: str = ""

    def is_visitor(self) -> ColumnElement[bool]:
        """The condition by which their rows are found."""
        return _is_known(self.token_hash, self.identity)


@dataclass(frozen=True)
class Standing:
    """What somebody is on a plan.

    Attributes:
        role: what they may do; None where they may do nothing (any more).
        person: their id on this plan; empty for who has never been here.
        name: what they are called here.
        reason: why there is no role though they have been here: a code of a refusal.
        used: the links to which they owe the role.
    """

    role: Role | None = None
    person: str = ""
    name: str = ""
    reason: str = ""
    used: tuple[str, ...] = ()
    visitor: str = ""
    seen_at: datetime | None = None


STRANGER: Final = Standing()


def hashed(token: str) -> str:
    """A token as the store keeps it; it is long enough that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def standing(connection: Connection, plan_id: str, *, caller: Caller, now: datetime) -> Standing:
    """What a caller is on a plan."""
    if not (caller.token_hash or caller.identity):
        return STRANGER
    wanted = _wanted(bool(caller.token_hash), bool(caller.identity))
    asked = {"plan": plan_id, "token": caller.token_hash, "identity": caller.identity}
    rows = connection.execute(wanted, asked).all()
    return _weighed(rows, caller, now=now) if rows else STRANGER


@cache
def _wanted(by_token: bool, by_identity: bool, /) -> Select[Any]:  # noqa: FBT001 (what is cached by)
    """The question for a standing, put together once: each run of each page asks it many times."""
    known = _is_known(
        bindparam("token") if by_token else "", bindparam("identity") if by_identity else ""
    )
    return (
        select(
            participants,
            visitors.c.identity,
            plans.c.known_only,
            invitations.c.id.label("invitation_id"),
            invitations.c.role,
            invitations.c.ends,
            invitations.c.revoked_at,
        )
        .join(visitors, visitors.c.id == participants.c.visitor_id)
        .join(plans, plans.c.id == participants.c.plan_id)
        .outerjoin(
            admissions,
            and_(
                admissions.c.visitor_id == participants.c.visitor_id,
                admissions.c.plan_id == participants.c.plan_id,
            ),
        )
        .outerjoin(invitations, invitations.c.id == admissions.c.invitation_id)
        .where(participants.c.plan_id == bindparam("plan"), known)
        # Who is known for sure comes first, then who has been here longer.
        .order_by(visitors.c.identity.is_(None), participants.c.joined_at)
    )


def _is_known(
    token_hash: str | BindParameter[str], identity: str | BindParameter[str]
) -> ColumnElement[bool]:
    """Whether a visitor has this secret or this identity, or is expected at the door with it.

    A browser has but one cookie. Where it was given the new one and could not say so any more, it
    would be a stranger's on all its plans.
    """
    known: list[Select[Any]] = []
    if token_hash != "":
        known.append(select(visitors.c.id).where(visitors.c.token_hash == token_hash))
        known.append(select(arrivals.c.visitor_id).where(arrivals.c.token_hash == token_hash))
    if identity != "":
        known.append(select(visitors.c.id).where(visitors.c.identity == identity))
    # As ids, so that each is found by its own index.
    found = union(*(each.correlate(None) for each in known)) if known else None
    return visitors.c.id.is_(None) if found is None else visitors.c.id.in_(found)


def _weighed(rows: list[Row[Any]] | Any, caller: Caller, *, now: datetime) -> Standing:  # noqa: ANN401
    if rows[0].known_only:
        # A cookie that lies in the same browser may be somebody else's, and makes nobody known.
        mine = [row for row in rows if caller.identity and row.identity == caller.identity]
        if not mine:
            return Standing(reason="known_only", **_shown(rows[0]))
        rows = mine
    valid = [row for row in rows if row.role and not ended(row, now)]
    roles = [cast("Role", row.role) for row in valid]
    if any(row.owner for row in rows):
        roles.append("own")
    role = best(roles)
    reason = "" if role else _reason(rows, now)
    return Standing(
        role=role,
        reason=reason,
        used=tuple(row.invitation_id for row in valid if row.role == role),
        seen_at=time_of(rows[0].seen_at),
        **_shown(rows[0]),
    )


def _shown(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a row with a participant's columns)
    return {"person": row.person, "name": row.name, "visitor": row.visitor_id}


def ended(row: Any, now: datetime) -> str:  # noqa: ANN401 (a row with the columns of a link)
    """Why a link is not valid any more, as the code of a refusal; empty while it is."""
    if row.revoked_at is not None:
        return "link_revoked"
    if row.ends is not None and datetime.fromisoformat(row.ends) <= now:
        return "link_expired"
    return ""


def time_of(written: str | None) -> datetime | None:
    """A time that may be missing."""
    return None if written is None else datetime.fromisoformat(written)


def _reason(rows: Any, now: datetime) -> str:  # noqa: ANN401
    found = {ended(row, now) for row in rows if row.role}
    return next((code for code in ("link_expired", "link_revoked") if code in found), "let_go")
