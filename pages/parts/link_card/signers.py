"""Who signs and who thinks so: the reader and the others as people of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.cells import folded
from pages.parts.speakers import comers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.parts.session import Opened


@dataclass(frozen=True)
class Signer:
    """Somebody as one of the plan's people.

    Attributes:
        id, name, side: theirs there; the side is empty where they have not said it.
        there: whether the plan has them already.
    """

    id: str
    name: str
    side: str
    there: bool

    def entering(self, side: str = "") -> Mapping[str, str]:
        """What an edit is told so that somebody new is entered among the plan's people."""
        return {} if self.there else {"name": self.name, "side": side or self.side}


def myself(opened: Opened) -> Signer:
    """The reader; one who is not among the plan's people yet has the id that they would get."""
    here = session.me(opened.id)
    if here is None:
        return called(opened.plan, reader.who())
    found = kt.speaker(opened.plan, comers(opened.id) or (here,), here)
    there = any(person.id == found.person for person in opened.plan.people)
    return Signer(found.person, found.name, found.side, there=there)


def called(plan: kt.Plan, name: str) -> Signer:
    """Whoever bears a name; somebody new where nobody of the plan does."""
    for person in plan.people:
        if folded(person.name) == folded(name):
            return of(person)
    return Signer(kt.id_for(name, plan), " ".join(name.split()), "", there=False)


def of(person: kt.Person) -> Signer:
    """Somebody whom the plan has."""
    return Signer(person.id, person.name, person.side, there=True)
