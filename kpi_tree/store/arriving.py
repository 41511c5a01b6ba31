"""The step over the threshold: who came by a link is in once their browser brings a new secret.

Whoever knows the browser's earlier one (it was planted there, or read on a machine that many use)
would otherwise come in along with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from kpi_tree.store.log import written
from kpi_tree.store.standing import ended
from kpi_tree.store.tables import arrivals, invitations, visitors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

_PATIENCE: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(days=365)  # as long as a browser keeps the cookie


@dataclass(frozen=True)
class Arrival:
    """Somebody who has come in: who they are, and by which link."""

    visitor: str
    link: Row[Any]


def expect(
    connection: Connection, link: Row[Any], *, visitor: str, token_hash: str, now: datetime
) -> None:
    """Let a visitor in by a link as soon as their browser brings the secret with this hash."""
    connection.execute(delete(arrivals).where(arrivals.c.at < written(now - _KEPT)))
    connection.execute(
        insert(arrivals).values(
            token_hash=token_hash,
            visitor_id=visitor,
            invitation_id=link.id,
            plan_id=link.plan_id,
            at=written(now),
        )
    )


def arrive(connection: Connection, token_hash: str, *, now: datetime) -> Arrival | None:
    """Who is expected with this secret, and by which link; None where nobody is any more.

    The secret is theirs from now on; by the link they come in only for some minutes.
    """
    wanted = (
        select(arrivals.c.visitor_id, arrivals.c.at.label("since"), invitations)
        .outerjoin(invitations, invitations.c.id == arrivals.c.invitation_id)
        .where(arrivals.c.token_hash == token_hash)
    )
    found: Any = connection.execute(wanted).one_or_none()
    if found is None:
        return None
    renewed(connection, token_hash)
    connection.execute(delete(arrivals).where(arrivals.c.visitor_id == found.visitor_id))
    late = found.since < written(now - _PATIENCE)
    if found.id is None or late or ended(found, now):
        return None
    return Arrival(found.visitor_id, found)


def renewed(connection: Connection, token_hash: str) -> str | None:
    """The visitor whose secret this is from now on; all others by which they were known are not."""
    wanted = select(arrivals.c.visitor_id).where(arrivals.c.token_hash == token_hash)
    found: str | None = connection.execute(wanted).scalar_one_or_none()
    if found is not None:
        theirs = update(visitors).where(visitors.c.id == found)
        connection.execute(theirs.values(token_hash=token_hash))
        others = (arrivals.c.visitor_id == found) & (arrivals.c.token_hash != token_hash)
        connection.execute(delete(arrivals).where(others))
    return found
