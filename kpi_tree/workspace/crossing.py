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
    from collections.abc import Callable, Iterable, Iterator

    from kpi_tree.plan.events import Event, Place
    from kpi_tree.plan.model import Plan
    from kpi_tree.store import Entry


@dataclass(frozen=True)
class Crossing:
    """Somebody else had changed what an edit has changed again.

    Attributes:
        author: who.
        theirs: what they had done, in sentences with their name.
        mine: what became of it, in sentences that name nobody.
    """

    author: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def crossings(
    mine: Entry, before: Iterable[Entry], plan_at: Callable[[int], Plan]
) -> list[Crossing]:
    """What others have put where an edit has put something else.

    Args:
        mine: the edit.
        before: the entries that its author had not seen, the newest first.
        plan_at: the plan at a version.
    """
    found: list[Crossing] = []
    left = {place for event in mine.events for place in _spots(event)}
    for each in before:
        spots = {place for event in each.events for place in _spots(event)}
        met = {place for place in left if any(overlap(place, spot) for spot in spots)}
        left -= met  # what was there before that, its author has written over
        if met and (each.person or each.author) != (mine.person or mine.author):
            theirs = _sentences(each, met, plan_at(each.version - 1), by=each.author)
            own = _sentences(mine, met, plan_at(mine.version - 1))
            found.append(Crossing(each.author, theirs, own))
    return found


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
