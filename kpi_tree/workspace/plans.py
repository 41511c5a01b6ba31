"""The workspace itself: a store is opened, and seen with somebody's credentials."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from kpi_tree.errors import NotAllowed, Problem, StoreError, quoted
from kpi_tree.rights import allowed
from kpi_tree.store import Store, Summary
from kpi_tree.store import people as rows
from kpi_tree.store.log import summaries
from kpi_tree.store.server import SCHEMES
from kpi_tree.workspace.editing import Editing
from kpi_tree.workspace.history import History
from kpi_tree.workspace.seat import House, Seat
from kpi_tree.workspace.sharing import Sharing
from kpi_tree.workspace.talk import Talk
from kpi_tree.workspace.vouching import Vouching

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from kpi_tree.rights import Action, Role
    from kpi_tree.store.hub import Change
    from kpi_tree.workspace.seat import Founders, Visitor

_USUAL: Final = Path("var") / "enlace.db"


class Workspace(Editing, Vouching, History):
    """The plans of a team, or of one visitor."""

    def __init__(self, store: Store, *, house: House | None = None) -> None:
        """Work on the plans of `store`, by the rules of `house`: one's own, unless told."""
        super().__init__(store, seat=Seat(store, house or House()))
        self._guest = False

    @classmethod
    def open(
        cls,
        where: str | Path | None = None,
        *,
        closed: bool = False,
        founders: Founders = "anyone",
    ) -> Self:
        """Open the plans in a file, made where there is none, or in a PostgreSQL database.

        Args:
            where: a path, `sqlite:///path` or `postgresql://…`; None takes the environment's
                `ENLACE_STORE`, else `var/enlace.db` below the present folder.
            closed: whether people have rights, and may do nothing without: a hosted server.
            founders: who may begin plans there.

        Raises:
            StoreError: it cannot be opened, is open in another process, or is no store.
        """
        given = str(where or os.environ.get("ENLACE_STORE") or _USUAL)
        house = House(closed=closed, founders=founders)
        scheme, mark, rest = given.partition("://")
        if not mark:
            return cls(Store(Path(given)), house=house)
        if scheme in SCHEMES:
            return cls(Store(given), house=house)
        if scheme != "sqlite" or not rest.removeprefix("/"):
            raise StoreError([Problem("store_address", values={"address": quoted(scheme + mark)})])
        return cls(Store(Path(rest.removeprefix("/"))), house=house)

    @classmethod
    def in_memory(cls, *, closed: bool = False, founders: Founders = "anyone") -> Self:
        """Plans that vanish with the workspace: those of a visitor's own session."""
        return cls(Store(None), house=House(closed=closed, founders=founders))

    def admitted(self, visitor: Visitor) -> Self:
        """The same plans, seen with somebody's credentials; as cheap as it is short-lived."""
        return self._seen(replace(self._seat, visitor=visitor))

    def looking_at(self, plan_id: str) -> Self:
        """The same plans, of which this one is only looked at, as where it is shown as it was."""
        return self._seen(replace(self._seat, looked_at=plan_id))

    def _seen(self, seat: Seat) -> Self:
        seen = type(self)(self._store, house=seat.house)
        seen._seat, seen._guest = seat, True  # noqa: SLF001 (its own kind)
        return seen

    def close(self) -> None:
        """Finish what is being kept and let the file go; a guest leaves it open."""
        if not self._guest:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether plans can be read here but not edited."""
        return self._store.read_only

    @property
    def closed(self) -> bool:
        """Whether people have rights here, and may do nothing without."""
        return self._seat.house.closed

    @property
    def sharing(self) -> Sharing:
        """The links and the people of plans."""
        return Sharing(self._seat)

    @property
    def talk(self) -> Talk:
        """The comments and proposals around plans."""
        return Talk(self._seat)

    # --- rights -------------------------------------------------------------------------------

    def role(self, plan_id: str) -> Role | None:
        """What whoever asks is on a plan, looked up anew; where nothing is closed, its owner."""
        with self._store.connection() as connection:
            return self._seat.standing(connection, plan_id).role

    def may(self, plan_id: str, action: Action) -> bool:
        """Whether whoever asks may do this with a plan now."""
        return not self._seat.bars(plan_id, action) and allowed(self.role(plan_id), action)

    # --- reading ------------------------------------------------------------------------------

    def plans(self, *, archived: bool | None = None) -> list[Summary]:
        """The plans, the one that was changed last first; all, or by whether they are archived.

        In a closed workspace those alone to which whoever asks has a right.
        """
        seat = self._seat
        with self._store.connection() as connection:
            roles = None
            if seat.house.closed:
                roles = rows.roles(connection, seat.caller, now=seat.now())
            found = summaries(connection, roles=roles)
        return [one for one in found if archived is None or one.archived == archived]

    # --- live ---------------------------------------------------------------------------------

    def listen(self, plan_id: str, hear: Callable[[Change], None]) -> Callable[[], None]:
        """Let `hear` be called right after each change around a plan; returns what ends it.

        It is called in another thread, which waits for it: it hands over and returns. Whether
        whoever listens may still look is theirs to ask.

        Raises:
            BadArgument: there is no such plan.
            NotAllowed: whoever asks may not look.
        """
        self._store.pulse(plan_id, gate=self._seat.gate(plan_id))
        return self._store.listen(plan_id, hear)

    def pulse(self, plan_id: str) -> Change:
        """How far a plan has come, so that whoever was away knows whether they missed anything."""
        return self._store.pulse(plan_id, gate=self._seat.gate(plan_id))

    def back_up(self, target: str | Path) -> None:
        """Copy all plans to a file while they are in use; the copy is verified.

        Raises:
            StoreError: the copy cannot be written or is not sound, or a server keeps the plans.
        """
        if self._guest:
            raise NotAllowed([Problem("role_too_small")])
        self._store.back_up(Path(target))
