"""Who may come to a plan: its links and room codes, and the way in by them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed, Problem, TooManyTries, quoted
from kpi_tree.plan.words import NAME_LENGTH
from kpi_tree.rights import ROLES
from kpi_tree.store import arriving, inviting, people
from kpi_tree.store.log import title_of, written
from kpi_tree.store.standing import hashed
from kpi_tree.workspace.attendance import Attendance
from kpi_tree.workspace.namesakes import refuse_mixed
from kpi_tree.workspace.seat import name_of, new_token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, Row

    from kpi_tree.rights import Role
    from kpi_tree.store.inviting import Invitation
    from kpi_tree.store.log import Signed
    from kpi_tree.workspace.tries import Tries

    Ends = datetime | date | None

CODE_MARKS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a room code is made of: no mark that is taken for another on a screen far away."""
_CODE_LENGTH: Final = 6
_LONGEST_ROOM: Final = 72.0


class _Keep:
    """What stands for "as it is" where None means "without"."""


KEEP: Final = _Keep()


@dataclass(frozen=True)
class Admission:
    """What somebody finds who has come in by a link.

    Attributes:
        plan_id: the plan to which it leads.
        title: what that is called.
        role: what they may do there now; what the link lets them do while they are expected.
        person: their id there; empty while they are expected.
        named: whether their name is known there.
        sided: whether they have said for which side they speak.
    """

    plan_id: str
    title: str
    role: Role
    person: str
    named: bool
    sided: bool


class Sharing(Attendance):
    """The links and the people of plans, as whoever asks may see and change them."""

    # --- links --------------------------------------------------------------------------------

    def invitations(self, plan_id: str) -> list[Invitation]:
        """The links to a plan, the newest first; for its owners."""
        now = self._seat.now()
        return self._seat.read(
            plan_id,
            lambda connection: inviting.all_of(connection, plan_id, now=now),
            action="share",
        )

    def invite(
        self, plan_id: str, *, role: Role, name: str, ends: Ends = None, by: str = ""
    ) -> tuple[Invitation, str]:
        """Make a link to a plan.

        Args:
            plan_id: where it leads.
            role: what people may do who come by it.
            name: by which its owners know it.
            ends: the last day, or the moment, on which it opens the plan; None: for ever.
            by: who makes it, where names are not known.

        Returns:
            The link and its token, which nobody can ever read again.
        """
        _refuse_role(role)
        now = self._seat.now()
        token, called, until = new_token(), name_of(name), _end(ends, now)

        def job(connection: Connection, signed: Signed) -> Invitation:
            link = inviting.make(
                connection,
                plan_id,
                role=role,
                name=called,
                token=token,
                by=signed.author,
                ends=until,
                now=now,
            )
            return inviting.invitation(connection, plan_id, link, now=now)

        return self._seat.write(plan_id, "share", job, by=by, kind="links"), token

    def renew(self, plan_id: str, invitation_id: str, *, by: str = "") -> tuple[Invitation, str]:
        """Give a link another token: the old address is dead, whoever is in stays."""
        token = new_token()
        values = {"token_hash": hashed(token)}
        return self._change(plan_id, invitation_id, values, by=by), token

    def change_invitation(
        self,
        plan_id: str,
        invitation_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        ends: Ends | _Keep = KEEP,
        by: str = "",
    ) -> Invitation:
        """Give a link another name, role or end; it holds for whoever came by it, at once."""
        values: dict[str, object] = {}
        if name is not None:
            values["name"] = name_of(name)
        if role is not None:
            _refuse_role(role)
            values["role"] = role
        if not isinstance(ends, _Keep):
            until = _end(ends, self._seat.now())
            values["ends"] = written(until) if until else None
        if role == "own":
            values |= {"code": None, "code_ends": None}
        return self._change(plan_id, invitation_id, values, by=by)

    def revoke(self, plan_id: str, invitation_id: str, *, by: str = "") -> Invitation:
        """End a link: at the next thing they do, whoever came by it has no right from it."""
        gone = {"revoked_at": written(self._seat.now()), "code": None, "code_ends": None}
        return self._change(plan_id, invitation_id, gone, by=by)

    def open_code(
        self, plan_id: str, invitation_id: str, *, hours: float = 4.0, by: str = ""
    ) -> Invitation:
        """Open a room: for some hours the link can be entered by a short code too.

        Raises:
            EditRefused: the link is not valid any more, or makes owners.
        """
        now = self._seat.now()
        until = now + timedelta(hours=min(max(hours, 0.1), _LONGEST_ROOM))

        def job(connection: Connection, _: object) -> Invitation:
            found = inviting.invitation(connection, plan_id, invitation_id, now=now)
            if not found.valid:
                raise EditRefused([Problem("link_not_valid")])
            if found.role == "own":
                raise EditRefused([Problem("code_for_owners")])
            code = _code()
            while not inviting.free_code(connection, code, now=now):
                code = _code()
            values = {"code": code, "code_ends": written(until)}
            inviting.change(connection, plan_id, invitation_id, **values)
            return inviting.invitation(connection, plan_id, invitation_id, now=now)

        return self._seat.write(plan_id, "share", job, by=by, kind="links")

    def close_code(self, plan_id: str, invitation_id: str, *, by: str = "") -> Invitation:
        """Close the room: the code opens nothing any more, whoever is in stays."""
        return self._change(plan_id, invitation_id, {"code": None, "code_ends": None}, by=by)

    def _change(
        self, plan_id: str, invitation_id: str, values: Mapping[str, object], *, by: str
    ) -> Invitation:
        now = self._seat.now()

        def job(connection: Connection, _: object) -> Invitation:
            inviting.invitation(connection, plan_id, invitation_id, now=now)
            if values:
                inviting.change(connection, plan_id, invitation_id, **values)
            return inviting.invitation(connection, plan_id, invitation_id, now=now)

        return self._seat.write(plan_id, "share", job, by=by, kind="links")

    # --- coming in ----------------------------------------------------------------------------

    def enter(self, token: str, *, name: str = "", secret: str = "") -> Admission:
        """Come in by a link's token.

        Args:
            token: the link's.
            name: what whoever comes is called, where their browser does not say it.
            secret: what makes their browser known from now on. Where one is given they are not
                in before they have brought it back (`arrive`); whom the host knows needs none.

        Raises:
            NotAllowed: it opens no plan, or one for people whom the host knows.
            TooManyTries: wrong tokens came from this address too often.
        """
        now = self._seat.now()
        return self._enter(
            lambda connection: inviting.by_token(connection, token, now=now),
            called=self._called(name),
            secret=secret,
            wrong=Problem("link_unknown"),
            counted=[(self._seat.house.tries, self._address)],
        )

    def enter_by_code(self, code: str, *, name: str = "", secret: str = "") -> Admission:
        """Come in by a room code, however it was written; the rest as by a token.

        Raises:
            NotAllowed: it opens no room, or one for people whom the host knows.
            TooManyTries: wrong codes came from this address, or from all, too often.
        """
        now = self._seat.now()
        plain = "".join(mark for mark in code.upper() if mark in CODE_MARKS)[: _CODE_LENGTH + 1]
        house = self._seat.house
        return self._enter(
            lambda connection: inviting.by_code(connection, plain, now=now),
            called=self._called(name),
            secret=secret,
            wrong=Problem("code_unknown"),
            counted=[(house.tries, self._address), (house.codes, "")],
        )

    def arrive(self) -> None:
        """Be let in with the secret that was given at the door; the earlier one is worth nothing.

        Nothing happens where nobody is expected with the secret of whoever asks.
        """
        seat, called = self._seat, self._called("")

        def job(connection: Connection) -> None:
            found = arriving.arrive(connection, seat.caller.token_hash, now=seat.now())
            if found is not None:
                self._let_in(connection, found.link, visitor=found.visitor, called=called)

        seat.store.write(job)

    @property
    def _address(self) -> str:
        return self._seat.visitor.address if self._seat.visitor else ""

    def _called(self, name: str) -> str:
        return _name_at_the_door(name or (self._seat.visitor.name if self._seat.visitor else ""))

    def _enter(
        self,
        find: Callable[[Connection], Row[Any] | None],
        *,
        called: str,
        secret: str,
        wrong: Problem,
        counted: list[tuple[Tries, str]],
    ) -> Admission:
        if seconds := max(tries.wait(address) for tries, address in counted):
            raise TooManyTries(seconds)
        caller, now = self._seat.caller, self._seat.now()

        def job(connection: Connection) -> Admission | None:
            found = find(connection)
            if found is None or not (caller.token_hash or caller.identity):
                return None
            if people.limited(connection, found.plan_id) and not caller.identity:
                raise NotAllowed([Problem("known_only")])
            visitor = people.visitor_of(connection, caller, now=now)
            if caller.identity or not secret:
                return self._let_in(connection, found, visitor=visitor, called=called)
            new = hashed(secret)
            arriving.expect(connection, found, visitor=visitor, token_hash=new, now=now)
            return _expected(connection, found)

        admitted = self._seat.store.write(job)
        if admitted is None:
            for tries, address in counted:
                tries.wrong(address)
            raise NotAllowed([wrong])
        return admitted

    def _let_in(
        self, connection: Connection, link: Row[Any], *, visitor: str, called: str
    ) -> Admission:
        now, plan_id = self._seat.now(), link.plan_id
        # Who is called as somebody else is asked for another name inside.
        name = "" if self._borne(connection, plan_id, called) else called
        people.join(connection, plan_id, visitor=visitor, name=name, now=now)
        people.admit(connection, link, visitor=visitor, now=now)
        self._seat.store.happened(connection, plan_id, "people")
        return self._admission(connection, plan_id)

    def _admission(self, connection: Connection, plan_id: str) -> Admission:
        now = self._seat.now()
        here = people.people(connection, plan_id, caller=self._seat.caller, now=now)
        mine = next(person for person in here if person.me)
        return Admission(
            plan_id=plan_id,
            title=title_of(connection, plan_id),
            role=cast("Role", mine.role),
            person=mine.id,
            named=bool(mine.name),
            sided=bool(mine.side),
        )


def _expected(connection: Connection, link: Row[Any]) -> Admission:
    title = title_of(connection, link.plan_id)
    return Admission(link.plan_id, title, link.role, person="", named=False, sided=False)


def _code() -> str:
    return "".join(secrets.choice(CODE_MARKS) for _ in range(_CODE_LENGTH))


def _refuse_role(role: str) -> None:
    if role not in ROLES:
        raise BadArgument([Problem("role_unknown", values={"role": quoted(role)})])


def _end(ends: Ends, now: datetime) -> datetime | None:
    """The moment at which a link ends: that of a day is its last."""
    if ends is None:
        return None
    if not isinstance(ends, datetime):
        ends = datetime.combine(ends, time.max, tzinfo=UTC)
    until = ends if ends.tzinfo else ends.replace(tzinfo=UTC)
    if until <= now:
        raise EditRefused([Problem("ends_in_past")])
    return until


def _name_at_the_door(name: str) -> str:
    """A name that may be missing; what cannot be kept is asked for again inside."""
    try:
        called = name_of(name[:NAME_LENGTH], needed=False)
        refuse_mixed(called)
    except EditRefused:
        return ""
    return called
