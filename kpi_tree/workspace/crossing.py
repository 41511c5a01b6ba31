"""Two people at one thing: what an edit has changed again before its author had seen it.

Each thing has one value, and the last who writes it has the last word. Whoever wrote over what
somebody else had put there meanwhile is told of both. Two who add to the same list, or change two
parts of one target, do not meet; nor do two who move boxes of the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi_tree.plan.edits.reversal import overlap
from kpi_tree.plan.events import Changed, HeadSet, LayoutSet, PartSet, places
from kpi_tree.plan.replay import evolve, written
from kpi_tree.telling import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kpi_tree.plan.events import Event, Place
    from kpi_tree.plan.model import Plan
    from kpi_tree.store import Entry


@dataclass(frozen=True)
class Crossing:
    """Somebody else had changed what an edit has changed again.

    Attributes:
        version: to which the edit led.
        author: who had.
        theirs: what they had done, in sentences with their name.
        mine: what became of it, in sentences that name nobody.
    """

    version: int
    author: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def crossings(
    entries: Sequence[Entry], who: str, plan_at: Callable[[int], Plan]
) -> Iterator[Crossing]:
    """What others have put where somebody, who had not seen it, has put something else.

    Args:
        entries: what has happened since they looked, the oldest first.
        who: their mark in it: the id of a person, or a name.
        plan_at: the plan at a version.
    """
    for at, mine in enumerate(entries):
        if _mark(mine) == who:
            yield from _crossed(mine, entries[:at], plan_at)


def _crossed(
    mine: Entry, before: Sequence[Entry], plan_at: Callable[[int], Plan]
) -> Iterator[Crossing]:
    left = {place for event in mine.events for place in _spots(event)}
    for each in reversed(before):
        spots = {place for event in each.events for place in _spots(event)}
        met = {place for place in left if any(overlap(place, spot) for spot in spots)}
        left -= met  # what was there before that, its author has written over
        if met and _mark(each) != _mark(mine):
            theirs = _sentences(each, met, plan_at(each.version - 1), by=each.author)
            own = _sentences(mine, met, plan_at(mine.version - 1))
            yield Crossing(mine.version, each.author, theirs, own)


def _mark(entry: Entry) -> str:
    return entry.person or entry.author


def _sentences(entry: Entry, met: set[Place], plan: Plan, *, by: str = "") -> tuple[str, ...]:
    """What an edit did at these places."""
    sentences: list[str] = []
    for event in entry.events:
        if part := _part(event, met):
            sentences += told([part], plan, by=by)
        plan = evolve(plan, event)
    return tuple(sentences)


def _part(event: Event, met: set[Place]) -> Event | None:
    """The event, as far as it is about these places."""
    if not any(overlap(spot, place) for spot in _spots(event) for place in met):
        return None
    if not isinstance(event, Changed | HeadSet):
        return event
    about = zip(event.now, places(event), strict=True)
    keys = {key for key, spot in about if any(overlap(spot, place) for place in met)}
    kept = {name: {key: getattr(event, name)[key] for key in keys} for name in ("now", "was")}
    return event.model_copy(update=kept)


def _spots(event: Event) -> Iterator[Place]:
    """The places that an event set, as narrow as two people can work beside each other."""
    match event:
        case LayoutSet():
            return
        case Changed(now=now, was=was) | HeadSet(now=now, was=was):
            for key, place in zip(now, places(event), strict=True):
                yield from _differing(place, was.get(key), now[key])
        case PartSet(item=item, was=before) if before is not None:
            yield from _differing(places(event)[0], written(before), written(item))
        case _:
            yield from places(event)


def _differing(place: Place, was: Any, now: Any) -> Iterator[Place]:  # noqa: ANN401 (as in the plan file)
    if was == now:
        return
    before, after = _named(was), _named(now)
    if before is None or after is None or not (before or after):
        yield place
        return
    for key in {**before, **after}:
        yield from _differing((*place, key), before.get(key), after.get(key))


def _named(value: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 (likewise)
    """What something consists of, each part by its name; None where it is one value."""
    match value:
        case None:
            return {}
        case Mapping():
            return value
        case list() | tuple():
            return {_name(item): item for item in value}
        case _:
            return None


def _name(item: Any) -> str:  # noqa: ANN401 (likewise)
    known = item if isinstance(item, Mapping) else {}
    return str(known.get("id") or known.get("by") or item)
