"""What ends for good: a whole plan, and a person's name in the history of one.

Events are never rewritten, with this one exception: whoever asks to be forgotten is. Their name,
and the id that was made from it, give way to a pseudonym in every place that holds a name; what
happened, and when, stays.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select, update

from kpi_tree.plan.events import event_from, record
from kpi_tree.store.log import compact
from kpi_tree.store.tables import (
    OF_A_PLAN,
    arrivals,
    edits,
    invitations,
    names,
    participants,
    plans,
    proposals,
    remarks,
    snapshots,
    threads,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, ColumnElement, Connection, Table

_REFERENCES: Final = frozenset({"by", "owner", "recorded_by"})
_SIGNED: Final[tuple[tuple[Table, Column[Any]], ...]] = (
    (edits, edits.c.author),
    (plans, plans.c.changed_by),
    (plans, plans.c.archived_by),
    (names, names.c.author),
    (participants, participants.c.name),
    (invitations, invitations.c.made_by),
    (threads, threads.c.resolved_by),
    (remarks, remarks.c.author),
    (proposals, proposals.c.author),
    (proposals, proposals.c.settled_by),
)
_WORDS: Final[tuple[Column[Any], ...]] = (
    remarks.c.text,
    proposals.c.name,
    proposals.c.words,
    proposals.c.answer,
    names.c.name,
    invitations.c.name,
)


@dataclass(frozen=True)
class Erasure:
    """Who is to be forgotten.

    Attributes:
        names: what they were called.
        ids: theirs among the people whom the plan itself names, with what stands for each.
        persons: theirs among those who came to the plan.
        pseudonym: what stands for their names.
        in_texts: whether also where they stand amid other words.
    """

    names: frozenset[str]
    ids: dict[str, str]
    persons: frozenset[str]
    pseudonym: str
    in_texts: bool = False

    def plain(self, text: str) -> str:
        """A text that is a name, or the text itself."""
        return self.pseudonym if text in self.names else text

    def amid(self, text: str) -> str:
        """A text in which a name may stand amid other words."""
        return self._pattern.sub(self.pseudonym, text) if self.names else text

    def is_in(self, text: str) -> bool:
        """Whether a name stands in a text as a word of its own."""
        return bool(self.names and self._pattern.search(text))

    @property
    def _pattern(self) -> re.Pattern[str]:
        found = sorted(map(re.escape, self.names), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)


def delete_plan(connection: Connection, plan_id: str) -> None:
    """Delete a plan with all that was ever said and done around it."""
    expected = update(arrivals).where(arrivals.c.plan_id == plan_id)
    connection.execute(expected.values(plan_id=None, invitation_id=None))
    for table in OF_A_PLAN:
        connection.execute(delete(table).where(table.c.plan_id == plan_id))
    connection.execute(delete(plans).where(plans.c.id == plan_id))


def erase(connection: Connection, plan_id: str, who: Erasure) -> tuple[str, ...]:
    """Forget somebody in the log of a plan; returns the texts that still hold their name."""
    left: list[str] = []
    for row in connection.execute(select(edits).where(edits.c.plan_id == plan_id)).all():
        before = json.loads(row.events)
        # What is written today need not be lifted tomorrow, and is known to be read.
        after = [record(event_from(_forgotten(each, who))) for each in before]
        left += (text for each in after for text in _texts(each) if who.is_in(text))
        if after != before:
            mine = (edits.c.plan_id == plan_id) & (edits.c.seq == row.seq)
            connection.execute(update(edits).where(mine).values(events=compact(after)))
    for table, column in _SIGNED:
        _sign_anew(connection, plan_id, table=table, column=column, who=who)
    left += _words(connection, plan_id, who)
    _mentions(connection, plan_id, who)
    connection.execute(delete(snapshots).where(snapshots.c.plan_id == plan_id))
    connection.execute(update(plans).where(plans.c.id == plan_id).values(era=plans.c.era + 1))
    return tuple(dict.fromkeys(left))


def _sign_anew(
    connection: Connection, plan_id: str, *, table: Table, column: Column[Any], who: Erasure
) -> None:
    theirs: ColumnElement[bool] = column.in_(who.names)
    if "person" in table.c and who.persons:
        # Another of the same name keeps it.
        unknown = (table.c.person == "") & theirs
        theirs = table.c.person.in_(who.persons) | unknown
    of_plan = (table.c.id if table is plans else table.c.plan_id) == plan_id
    connection.execute(update(table).where(of_plan, theirs).values({column.name: who.pseudonym}))


def _words(connection: Connection, plan_id: str, who: Erasure) -> Iterator[str]:
    for column in _WORDS:
        table = column.table
        keys = list(table.primary_key.columns)
        rows = connection.execute(select(*keys, column).where(table.c.plan_id == plan_id)).all()
        for *key, text in rows:
            if not who.is_in(text):
                continue
            if not who.in_texts:
                yield text
                continue
            this = [column_ == value for column_, value in zip(keys, key, strict=True)]
            connection.execute(update(table).where(*this).values({column.name: who.amid(text)}))


def _mentions(connection: Connection, plan_id: str, who: Erasure) -> None:
    rows = connection.execute(select(remarks).where(remarks.c.plan_id == plan_id)).all()
    for row in rows:
        before = json.loads(row.mentions)
        after = sorted({who.plain(name) for name in before})
        if after != before:
            found = update(remarks).where(remarks.c.id == row.id)
            connection.execute(found.values(mentions=compact(after)))


def _forgotten(value: Any, who: Erasure, key: str = "") -> Any:  # noqa: ANN401 (JSON)
    """A record of an event without somebody's name and id."""
    match value:
        case dict():
            return {
                inner: _person(part, who)
                if _is_person(inner, value, who)
                else _forgotten(part, who, inner)
                for inner, part in value.items()
            }
        case list():
            return [_forgotten(part, who, key) for part in value]
        case str() if key in _REFERENCES:
            return who.ids.get(value, value)
        case str() if who.in_texts and key not in ("kind", "id", "formula", "from", "to", "metric"):
            return who.amid(value)
    return value


def _is_person(key: str, around: dict[str, Any], who: Erasure) -> bool:
    """Whether what stands under a key is the id or a name of who is to be forgotten."""
    ids = {*who.ids}
    kind = str(around.get("kind", ""))
    if kind == "PersonChanged":
        return around.get("id") in ids and key in ("id", "now", "was")
    if kind in ("PersonAdded", "PersonRemoved"):
        return key == "item" and around["item"].get("id") in ids
    return key == "people" and isinstance(around[key], list)


def _person(value: Any, who: Erasure) -> Any:  # noqa: ANN401 (JSON)
    match value:
        case str():
            return who.ids.get(value, value)
        case list():
            return [_person(each, who) if each.get("id") in who.ids else each for each in value]
        case dict():
            renamed = {"id": who.ids[value["id"]]} if "id" in value else {}
            named = {"name": who.pseudonym} if value.get("name") else {}
            # What somebody is tells who they are in a small company.
            role = {"role": "" if "id" in value else None} if value.get("role") else {}
            return {**value, **renamed, **named, **role}
    return value


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    match value:
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case str():
            yield value
