"""A hosted workspace with a clock that tests turn, and people who come to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kpi_tree.store import Store, people
from kpi_tree.workspace import House, Tries, Visitor, Workspace, new_token
from tests.store.plans import little

if TYPE_CHECKING:
    from pathlib import Path

    from kpi_tree.rights import Role


class Clock:
    """The present time, until somebody lets it go on."""

    def __init__(self) -> None:
        self.now = datetime(2027, 1, 4, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


class Host:
    """A closed workspace, and a plan on it that Olga owns."""

    def __init__(self, where: Path | str | None = None, *, founders: str = "anyone") -> None:
        self.clock = Clock()
        house = House(
            closed=True,
            founders=founders,
            clock=self.clock,
            tries=Tries(clock=self.clock.seconds),
            codes=Tries(200, clock=self.clock.seconds),
        )
        self.store = Store(where)
        self.all = Workspace(self.store, house=house)
        self.visitor = Visitor(new_token(), name="Olga")
        self.owner = self.all.admitted(self.visitor)
        self.plan_id = self.owner.create(little()).plan_id

    def guest(self, name: str = "", *, identity: str = "", address: str = "") -> Workspace:
        """The workspace as somebody new sees it."""
        visitor = Visitor(new_token(), name=name, identity=identity, address=address)
        return self.all.admitted(visitor)

    def link(self, role: Role = "edit", **rest: object) -> tuple[str, str]:
        """A new link to the plan: its id and its token."""
        found, token = self.owner.sharing.invite(self.plan_id, role=role, name="Sala", **rest)
        return found.id, token

    def admitted(self, role: Role, name: str = "Luis", **rest: object) -> Workspace:
        """The workspace as somebody sees it who came by a link with this role."""
        guest = self.guest(name)
        guest.sharing.enter(self.link(role, **rest)[1])
        return guest

    def namesake(self, name: str) -> Workspace:
        """Somebody who may edit and was called as another is when names were not yet compared."""
        guest = self.admitted("edit", "")
        mine = guest.sharing.me(self.plan_id).id
        self.store.write(lambda found: people.set_person(found, self.plan_id, mine, name=name))
        return guest
