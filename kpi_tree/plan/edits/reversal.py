"""Taking an edit back, and what stands in the way when somebody has edited since.

To take an edit back is to let the inverse of each of its events happen, the last first. That is
an edit like any other: it is decided on the newest plan, and refused where the plan is no longer
as the edit left it. Other people's work is never overwritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kpi_tree.errors import EditRefused, Problem, quoted
from kpi_tree.locale import say
from kpi_tree.plan.edits.draft import refuse_incoherent
from kpi_tree.plan.events import inverse, places, record
from kpi_tree.plan.reading import LISTS
from kpi_tree.plan.replay import evolve, fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi_tree.plan.events import Event, Place
    from kpi_tree.plan.model import Plan

_REFERENCES: Final = frozenset(
    {"id", "from", "to", "metric", "owner", "by", "recorded_by", "scenario", "evidence", "money"}
)
_WORDS: Final = {
    "title": "edits.title",
    "ask": "edits.ask",
    "language": "edits.language",
    "currency": "edits.currency",
    "start": "edits.start",
    "months": "edits.months",
    "money": "edits.money",
    "budget": "edits.budget",
    "maturity": "edits.maturity",
    "people": "edits.people",
    "metrics": "edits.metrics",
    "links": "edits.links",
    "evidence": "edits.evidence",
    "goals": "edits.goals",
    "scenarios": "edits.scenarios",
    "targets": "edits.targets",
    "costs": "edits.costs",
    "observations": "edits.observations",
    "layout": "edits.layout",
}
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Obstacle:
    """Why events cannot happen to a plan.

    Attributes:
        places: which are not as the events expect.
        ids: of what the events and their problems speak.
        problems: what the plan would have, if the places were right.
    """

    places: tuple[Place, ...]
    ids: frozenset[str]
    problems: tuple[Problem, ...] = ()


def taken_back(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that take these back, in the order in which they happen."""
    return tuple(inverse(event) for event in reversed(tuple(events)))


def obstacle(plan: Plan, events: Iterable[Event]) -> Obstacle | None:
    """What keeps these events from happening to the plan as they would have."""
    events = tuple(events)
    ids = frozenset[str]().union(*map(mentioned, events))
    for event in events:
        if not fits(plan, event):
            return Obstacle(places(event), ids)
        plan = evolve(plan, event)
    try:
        refuse_incoherent(plan)
    except EditRefused as refusal:
        spoken = " ".join(str(word) for p in refusal.problems for word in p.values.values())
        return Obstacle((), ids | frozenset(_ID.findall(spoken)), refusal.problems)
    return None


def touched(events: Iterable[Event], found: Obstacle) -> Place | None:
    """The place of these events that stands in the way, if one does."""
    for event in events:
        for place in places(event):
            if any(overlap(place, other) for other in found.places):
                return place
    for event in events:
        if mentioned(event) & found.ids:
            return places(event)[0]
    return None


def mentioned(event: Event) -> frozenset[str]:
    """The ids of all that an event speaks of."""
    parts = (part for place in places(event) for part in place[1:])
    return frozenset(parts) | frozenset(_ids(record(event)))


def name_of(place: Place, plan: Plan) -> str:
    """A place in words, for a sentence; what is gone from the plan is called by its id.

    >>> from kpi_tree.plan.model import Plan
    >>> name_of(("title",), Plan(title="Plan", start="2027-01"))
    'el título del plan'
    """
    match place:
        case ():
            return say("edits.plan")
        case ("links", link, *_) if ends := _ends(plan, link):
            return say("edits.link", driver=ends[0], outcome=ends[1])
        case ("scenarios", scenario, "targets" | "costs" as part, metric):
            names = {"metric": _name(plan, metric), "scenario": _name(plan, scenario)}
            return say(_WORDS[part], **names)
        case (room, thing, *_):
            return say(_WORDS[room], name=_name(plan, thing))
        case (key,):
            return say(_WORDS[key])
    raise AssertionError(place)


def _ids(value: object, key: str = "") -> Iterator[str]:
    match value:
        case dict():
            for inner, part in value.items():
                yield from _ids(part, inner)
        case list():
            for part in value:
                yield from _ids(part, key)
        case str() if key in _REFERENCES:
            yield value
        case str() if key == "formula":
            yield from _ID.findall(value)


def overlap(one: Place, other: Place) -> bool:
    """Whether one place is the other, or lies in it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _ends(plan: Plan, link: str) -> tuple[str, str] | None:
    found: list[Any] = [other for other in plan.links if other.id == link]
    return (_name(plan, found[0].driver), _name(plan, found[0].outcome)) if found else None


def _name(plan: Plan, thing: str) -> str:
    items = (item for kind in LISTS for item in getattr(plan, kind) if item.id == thing)
    return quoted(getattr(next(items, None), "name", thing))
