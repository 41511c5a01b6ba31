"""The people of a plan: what they are called, for whom they speak, whom it is open to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed, Problem, quoted
from kpi_tree.store import people
from kpi_tree.store.keeping import present
from kpi_tree.workspace.namesakes import refuse_mixed, same
from kpi_tree.workspace.seat import name_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kpi_tree.store.people import Participant, Side
    from kpi_tree.workspace.seat import Seat

_SIDES: Final = ("business", "social", "other")


class Attendance:
    """The people of plans, as whoever asks may see and change them."""

    def __init__(self, seat: Seat) -> None:
        """Ask from this seat."""
        self._seat = seat

    def people(self, plan_id: str) -> list[Participant]:
        """Who has come to a plan, the first comer first."""
        seat, now = self._seat, self._seat.now()
        return seat.read(
            plan_id,
            lambda connection: people.people(connection, plan_id, caller=seat.caller, now=now),
        )

    def me(self, plan_id: str) -> Participant | None:
        """Who asks, among the people of a plan; None where nobody needs to be known."""
        return next((person for person in self.people(plan_id) if person.me), None)

    def introduce(self, plan_id: str, *, name: str, side: Side) -> Participant:
        """Say one's name and the side for which one speaks; an owner confirms the side.

        Raises:
            EditRefused: somebody else is called so, or one would take them for each other: names
                are all by which people tell who is who.
            NotAllowed: whoever asks is not among the people of the plan.
        """
        if side not in _SIDES:
            raise BadArgument([Problem("choice_unknown")])
        called, seat = name_of(name), self._seat

        def job(connection: Connection) -> Participant:
            present(connection, plan_id, lock=True)
            mine = seat.check(connection, plan_id, "look").person
            now = seat.now()
            before = people.person_of(connection, plan_id, mine, caller=seat.caller, now=now)
            if called != before.name:
                self._refuse_name(connection, plan_id, called)
            kept = before.side_confirmed and (before.side, before.name) == (side, called)
            values: dict[str, object] = {"name": called, "side": side, "side_confirmed": int(kept)}
            people.set_person(connection, plan_id, mine, **values)
            seat.store.happened(connection, plan_id, "people")
            return people.person_of(connection, plan_id, mine, caller=seat.caller, now=now)

        return seat.store.write(job)

    def _refuse_name(self, connection: Connection, plan_id: str, name: str) -> None:
        refuse_mixed(name)
        if self._borne(connection, plan_id, name):
            raise EditRefused([Problem("name_of_another", values={"name": quoted(name)})])

    def _borne(self, connection: Connection, plan_id: str, name: str) -> bool:
        """Whether somebody else of the plan has a name that people would take for this one."""
        others = people.names_of_others(connection, plan_id, caller=self._seat.caller)
        return any(same(name, other) for other in others)

    def confirm_side(
        self, plan_id: str, person_id: str, side: Side, *, name: str | None = None, by: str = ""
    ) -> Participant:
        """Agree that somebody speaks for a side, or set another one.

        Args:
            plan_id: the plan.
            person_id: who speaks.
            side: for whom.
            name: what they were called when this was asked for; None: whatever they are called.
            by: who agrees, where names are not known.

        Raises:
            EditRefused: they are called otherwise by now, and may not be who was meant.
        """
        if side not in _SIDES:
            raise BadArgument([Problem("choice_unknown")])
        seat, now = self._seat, self._seat.now()

        def job(connection: Connection, _: object) -> Participant:
            found = people.person_of(connection, plan_id, person_id, now=now)
            if name not in (None, found.name):
                values = {"name": quoted(found.name), "was": quoted(name)}
                raise EditRefused([Problem("called_otherwise", values=values)])
            people.set_person(connection, plan_id, found.id, side=side, side_confirmed=1)
            return people.person_of(connection, plan_id, found.id, caller=seat.caller, now=now)

        return seat.write(plan_id, "share", job, by=by, kind="people")

    def let_go(self, plan_id: str, person_id: str, *, by: str = "") -> None:
        """Take every right on a plan from somebody; by a valid link they could come again.

        Raises:
            EditRefused: nobody would own the plan any more.
        """
        now = self._seat.now()

        def job(connection: Connection, _: object) -> None:
            found = people.person_of(connection, plan_id, person_id, now=now)
            if found.role == "own" and people.owners(connection, plan_id, now=now) == 1:
                raise EditRefused([Problem("last_owner")])
            people.let_go(connection, plan_id, found.id)

        self._seat.write(plan_id, "share", job, by=by, kind="people")

    def limit_to_known(self, plan_id: str, on: bool, *, by: str = "") -> None:  # noqa: FBT001
        """Open a plan only to people whom the host's log-in makes known, or to all with a link.

        Raises:
            NotAllowed: whoever asks is not known themselves, and would be locked out.
        """
        seat = self._seat
        if on and seat.house.closed and not seat.caller.identity:
            raise NotAllowed([Problem("known_only")])

        def job(connection: Connection, _: object) -> None:
            if on and seat.house.closed:
                people.take_along(connection, plan_id, seat.caller, now=seat.now())
            people.limit(connection, plan_id, known_only=on)
            if seat.standing(connection, plan_id).role != "own":
                raise NotAllowed([Problem("known_only")])

        seat.write(plan_id, "share", job, by=by, kind="links")

    def limited_to_known(self, plan_id: str) -> bool:
        """Whether a plan is open only to people whom the host's log-in makes known."""
        return self._seat.read(plan_id, lambda connection: people.limited(connection, plan_id))
