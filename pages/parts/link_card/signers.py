"""Who signs and who thinks so: the reader and the others as people of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.cells import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def comers(plan_id: str) -> Sequence[kt.Participant] | None:
    """Who has come to a hosted plan; None where nobody needs to come."""
    if not session.hosted():
        return None
    try:
        return session.workspace().sharing.people(plan_id)
    except kt.EnlaceError:
        return ()


def sides(opened: Opened) -> kt.Sides:
    """For which side each of the plan's people speaks, and which signatures are truly theirs."""
    people = comers(opened.id)
    history = None if people is None else session.workspace().history(opened.id)
    return kt.sides(opened.plan, people, history=history)


def told(known: kt.Sides) -> tuple[object, ...]:
    """The same as a value that an answer can be kept by."""
    return (tuple(known.of.items()), known.own)


def myself(opened: Opened) -> Signer:
    """The reader; one who is not among the plan's people yet has the id that they would get."""
    here = session.me(opened.id)
    if here is None:
        return called(opened.plan, reader.who())
    told = kt.speaker(opened.plan, comers(opened.id) or (here,), here)
    there = any(person.id == told.person for person in opened.plan.people)
    return Signer(told.person, told.name, told.side, there=there)


def called(plan: kt.Plan, name: str) -> Signer:
    """Whoever bears a name; somebody new where nobody of the plan does."""
    for person in plan.people:
        if folded(person.name) == folded(name):
            return of(person)
    return Signer(kt.id_for(name, plan), " ".join(name.split()), "", there=False)


def of(person: kt.Person) -> Signer:
    """Somebody whom the plan has."""
    return Signer(person.id, person.name, person.side, there=True)
