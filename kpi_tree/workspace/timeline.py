"""A plan's history as people read it: what happened, versions with a name, who is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kpi_tree.errors import BadArgument, Problem
from kpi_tree.locale import say
from kpi_tree.plan.difference import difference
from kpi_tree.plan.edits.draft import refuse_incoherent
from kpi_tree.plan.replay import replay
from kpi_tree.store import naming, removing
from kpi_tree.store.keeping import present
from kpi_tree.store.log import Past
from kpi_tree.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan
    from kpi_tree.store.log import Entry, Kind


@dataclass(frozen=True)
class Told:
    """One edit of a plan's history in words.

    Attributes:
        version: to which it led.
        author: who made it.
        person: their id among the plan's people, where people have one.
        at: when.
        kind: whether it is an edit, the undoing of one, its redoing, or the return to a version.
        of: the version that was undone, redone or returned to.
        sentences: what happened; texts to be shown as they are, never as markup.
        name: what the version is called, where somebody has named it.
    """

    version: int
    author: str
    person: str
    at: datetime
    kind: Kind
    of: int | None
    sentences: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Erased:
    """What became of somebody's name.

    Attributes:
        pseudonym: what stands in its place.
        left: the texts in which it still stands amid other words.
    """

    pseudonym: str
    left: tuple[str, ...]


@dataclass(frozen=True)
class Someone:
    """Somebody who has left their name around a plan.

    Attributes:
        who: by which they are meant: their id among those who came, else their name.
        name: what they are called, or were last.
        since: when they were first heard of.
    """

    who: str
    name: str
    since: datetime


def everybody(connection: Connection, plan_id: str) -> list[Someone]:
    """Whoever stands in a plan or around it, each once, in the order of their names."""
    signed = naming.signed(connection, plan_id)
    came: dict[str, Someone] = {}
    now = dict(naming.called(connection, plan_id))
    for person, name, at in signed:
        if person:
            since = came[person].since if person in came else datetime.fromisoformat(at)
            came[person] = Someone(person, now.get(person) or name, since)
    known = {name for person, name, _ in signed if person}
    named: dict[str, Someone] = {}
    entries = list(Past(connection, plan_id).of_people())
    borne = [(name, entry.at) for entry in entries for _, name in _borne([entry])]
    for name, since in [(n, datetime.fromisoformat(at)) for _, n, at in signed] + borne:
        if name and name not in known:
            named.setdefault(name, Someone(name, name, since))
    found = [*came.values(), *named.values()]
    return sorted(found, key=lambda each: (each.name.casefold(), each.since, each.who))


def timeline(
    connection: Connection, plan_id: str, versions: range, *, plan: Plan | None
) -> list[Told]:
    """The edits that led to some versions, the newest first, in words; `plan` as it was before."""
    names = {found.version: found.name for found in naming.names_of(connection, plan_id)}
    found: list[Told] = []
    for entry in Past(connection, plan_id).between(versions.start - 1, versions.stop - 1):
        found.append(_told(entry, plan, name=names.get(entry.version, "")))
        plan = replay(entry.events, plan)
    return found[::-1]


def _told(entry: Entry, plan: Plan | None, *, name: str) -> Told:
    by = "" if entry.of else entry.author
    sentences = told(entry.events, plan, by=by, back=entry.kind == "undo")
    if entry.of:
        values = {"author": entry.author, "of": entry.of}
        sentences = (say(f"history.by_{entry.kind}", **values), *sentences)
    return Told(
        version=entry.version,
        author=entry.author,
        person=entry.person,
        at=entry.at,
        kind=entry.kind,
        of=entry.of,
        sentences=sentences,
        name=name,
    )


def return_to(now: Plan, then: Plan) -> tuple[Event, ...]:
    """The edit that makes of the plan what it was.

    Raises:
        EditRefused: what it was is not allowed any more.
    """
    events = difference(now, then)
    if events:
        refuse_incoherent(then)
    return events


def erase(connection: Connection, plan_id: str, who: str, *, in_texts: bool) -> Erased:
    """Forget somebody: by their id among those who came, that in the plan, or their name.

    Raises:
        BadArgument: the plan knows nobody like that.
    """
    present(connection, plan_id, lock=True)
    found = _meant(connection, plan_id, who)
    taken = _everything(connection, plan_id)
    number = 1
    while (pseudonym := say("history.erased", number=number)) in taken:
        number += 1
    ids: dict[str, str] = {}
    for each in sorted(found.ids):
        ids[each] = _new_id([taken, *(f'"{other}"' for other in ids.values())])
    erasure = removing.Erasure(
        names=frozenset(found.names),
        ids=ids,
        persons=frozenset(found.persons),
        pseudonym=pseudonym,
        in_texts=in_texts,
    )
    return Erased(pseudonym, removing.erase(connection, plan_id, erasure))


@dataclass
class _Meant:
    names: set[str]
    ids: set[str]
    persons: set[str]


def _meant(connection: Connection, plan_id: str, who: str) -> _Meant:
    """All names and ids under which somebody stands in a plan's history."""
    entries = list(Past(connection, plan_id).between(0))
    borne = list(_borne(entries))
    signed = {(entry.person, entry.author) for entry in entries}
    signed |= naming.signatures(connection, plan_id)
    found = _Meant(set(), set(), set())
    if any(person == who for person, _ in signed if person):
        # Somebody else may bear the same name: theirs is told apart by their id.
        found.persons.add(who)
        found.names |= {author for person, author in signed if person == who}
    else:
        found.ids |= {each for each, _ in borne if each == who}
        found.names |= {name for _, name in [*borne, *signed] if name == who}
    _widen(found, borne)
    found.names.discard("")
    if not found.names:
        raise BadArgument([Problem("nobody_here")])
    if not found.persons:
        found.persons |= {person for person, author in signed if person and author in found.names}
    return found


def _widen(found: _Meant, borne: Sequence[tuple[str, str]]) -> None:
    """Add what somebody was called before and after, as long as there is more."""
    size = -1
    while size != len(found.ids) + len(found.names):
        size = len(found.ids) + len(found.names)
        found.ids |= {each for each, name in borne if name in found.names}
        found.names |= {name for each, name in borne if each in found.ids}


def _borne(entries: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    """The ids and names of people whom the plan itself has ever named."""
    for entry in entries:
        for event in entry.events:
            item: Any = getattr(event, "item", None)
            if getattr(event, "among", "") == "people":
                if item is not None:
                    yield item.id, item.name
                else:
                    changed: Any = event
                    yield from (
                        (changed.id, facts["name"])
                        for facts in (changed.now, changed.was)
                        if facts.get("name")
                    )
            for document in (getattr(event, "document", None), getattr(event, "was", None)):
                if document is not None and hasattr(document, "get"):
                    for person in document.get("people", ()):
                        yield person["id"], person["name"]


def _everything(connection: Connection, plan_id: str) -> str:
    """The whole history as one text: a pseudonym is to be new in it."""
    return "\n".join(naming.texts(connection, plan_id))


def _new_id(taken: Sequence[str]) -> str:
    number = 1
    while any(f'"person_{number}"' in text for text in taken):
        number += 1
    return f"person_{number}"
