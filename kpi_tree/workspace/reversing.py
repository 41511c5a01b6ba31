"""Whose edit is taken back or done again, and who has built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import EditRefused, Problem, quoted
from kpi_tree.plan.edits.reversal import Obstacle, name_of, obstacle, taken_back, touched
from kpi_tree.store import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.plan.events import Event
    from kpi_tree.store import Past, Version
    from kpi_tree.store.log import Signed


def undoing(now: Version, past: Past, who: Signed, *, only: int | None = None) -> Decision:
    """Take back somebody's last edit that stands, or that which led to the version `only`.

    Raises:
        EditRefused: there is none, or somebody has changed the same since.
    """
    version = last_standing(past, who, only=only)
    if version is None:
        raise EditRefused([Problem("nothing_to_undo")])
    events = taken_back(past.entry(version).events)
    _refuse_obstructed(now, past, events, who=who, since=version, code="undo_clash")
    return Decision(events, "undo", version)


def redoing(now: Version, past: Past, who: Signed) -> Decision:
    """Do again what somebody undid last, as long as they have not edited since.

    Raises:
        EditRefused: there is nothing to redo, or somebody has changed the same since.
    """
    found = last_undone(past, who)
    if found is None:
        raise EditRefused([Problem("nothing_to_redo")])
    version, since = found
    events = past.entry(version).events
    _refuse_obstructed(now, past, events, who=who, since=since, code="redo_clash")
    return Decision(events, "redo", version)


def last_standing(past: Past, who: Signed, *, only: int | None = None) -> int | None:
    """The version of somebody's last edit that is not undone; with `only` this one or none."""
    settled: dict[int, str] = {}
    for version, kind, of in past.marks(who):
        if of is not None:
            settled.setdefault(of, kind)
        elif settled.get(version) != "undo" and only in {None, version}:
            return version
    return None


def last_undone(past: Past, who: Signed) -> tuple[int, int] | None:
    """The edit that somebody undid last, and when, unless they have edited since."""
    settled: dict[int, str] = {}
    for version, kind, of in past.marks(who):
        if of is None:
            if settled.get(version) != "undo":
                return None
        elif of not in settled:
            settled[of] = kind
            if kind == "undo":
                return of, version
    return None


def _refuse_obstructed(
    now: Version, past: Past, events: Sequence[Event], *, who: Signed, since: int, code: str
) -> None:
    """Refuse where the plan is not as it was left, naming who has changed what."""
    found = obstacle(now.plan, events)
    if found is None:
        return
    author, what = _culprit(past, found, who=who, since=since, now=now)
    if author:
        raise EditRefused([Problem(code, values={"author": quoted(author), "what": what})])
    raise EditRefused(found.problems or [Problem("nothing_to_undo")])


def _culprit(
    past: Past, found: Obstacle, *, who: Signed, since: int, now: Version
) -> tuple[str, str]:
    """Who has changed since what stands in the way, and what it is in words."""
    for entry in past.newest():
        if entry.version <= since:
            break
        theirs = (entry.person or entry.author) == (who.person or who.author)
        place = None if theirs else touched(entry.events, found)
        if place is not None:
            return entry.author, name_of(place, now.plan)
    return "", ""
