"""A hosted store before a server opens it: a plan, its owner, people with their cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import kpi_tree as kt
from tests.store.plans import little

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OWNER = "Olga"


@dataclass(frozen=True)
class Room:
    """A plan, and the cookies of its people by name; links' tokens by role."""

    plan_id: str
    cookies: dict[str, str]
    links: dict[str, str] = field(default_factory=dict)


def room(
    where: str | Path, people: Sequence[tuple[str, kt.Role]] = (), *, plan: kt.Plan | None = None
) -> Room:
    """Prepare a plan with its people in a store."""
    cookies = {OWNER: kt.new_token()}
    with kt.Workspace.open(where, closed=True) as workspace:
        owner = workspace.admitted(kt.Visitor(cookies[OWNER], OWNER))
        plan_id = owner.create(plan or little()).plan_id
        owner.sharing.introduce(plan_id, name=OWNER, side="business")
        links = {role: owner.sharing.invite(plan_id, role=role, name=role)[1] for role in kt.ROLES}
        for name, role in people:
            cookies[name] = kt.new_token()
            guest = workspace.admitted(kt.Visitor(cookies[name], name))
            guest.sharing.enter(links[role])
            guest.sharing.introduce(plan_id, name=name, side="social")
    return Room(plan_id, cookies, links)
