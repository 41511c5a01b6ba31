"""What reading and editing a plan stand on: a store, and the seat from which it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kpi_tree.errors import BadArgument, Problem
from kpi_tree.store import Wish
from kpi_tree.store.keeping import present
from kpi_tree.workspace.seat import command_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from kpi_tree.rights import Action
    from kpi_tree.store import Decision, Past, Store, Version
    from kpi_tree.store.log import Signed
    from kpi_tree.workspace.seat import Seat

Result = TypeVar("Result")


class Desk:
    """Where plans are read and wishes are put down."""

    def __init__(self, store: Store, *, seat: Seat) -> None:
        """Work on the plans of `store` from a seat."""
        self._store = store
        self._seat = seat

    def read(self, plan_id: str, version: int | None = None) -> Version:
        """A plan at its newest version, or at an older one.

        Raises:
            BadArgument: there is no such plan or version.
            NotAllowed: whoever asks may not look (any more).
            StoreError: it cannot be read.
        """
        return self._store.version(plan_id, version, gate=self._seat.gate(plan_id))

    def _do(
        self,
        plan_id: str,
        decide: Callable[[Version | None, Past], Decision],
        *,
        by: str,
        command: str | None,
        new: bool = False,
    ) -> Version:
        sign = self._seat.signer(plan_id, "edit", by=by)
        return self._store.append(Wish(plan_id, sign, command_of(command), decide, new=new))

    def _do_as(
        self,
        plan_id: str,
        decided: Callable[[Version, Past, Signed], Decision],
        *,
        by: str,
        command: str | None,
    ) -> Version:
        """Decide what hangs on who asks."""
        sign = self._seat.signer(plan_id, "edit", by=by)
        who: list[Signed] = []

        def once(connection: Connection) -> Signed:
            who[:] = [sign(connection)]
            return who[0]

        def decide(now: Version | None, past: Past) -> Decision:
            return decided(there(now), past, who[0])

        return self._store.append(Wish(plan_id, once, command_of(command), decide))

    def _change(self, plan_id: str, action: Action, job: Callable[[Connection], Result]) -> Result:
        """Do what nobody needs to sign."""

        def done(connection: Connection) -> Result:
            present(connection, plan_id, lock=True)
            self._seat.check(connection, plan_id, action)
            result = job(connection)
            self._store.happened(connection, plan_id, "any")
            return result

        return self._store.write(done)


def there(now: Version | None) -> Version:
    """The version on which an edit decides: only a creation decides on nothing."""
    if now is None:
        raise BadArgument([Problem("unknown_plan", values={"id": ""})])
    return now
