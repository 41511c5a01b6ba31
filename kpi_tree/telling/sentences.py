"""One sentence for each thing that an event has done, with the old value and the new one.

With a name the sentence says who ("Ana added the metric “Reviews”"); without one it tells of the
plan alone ("New: the metric “Reviews”"), as a comparison of two versions does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from kpi_tree.errors import quoted
from kpi_tree.locale import say
from kpi_tree.plan.difference import difference
from kpi_tree.plan.edits.reversal import name_of
from kpi_tree.plan.events import (
    Added,
    Changed,
    HeadSet,
    LayoutSet,
    MaturityAnswered,
    ObservationsSet,
    PartCleared,
    PartSet,
    PlanCreated,
    PlanReplaced,
    Removed,
    places,
)
from kpi_tree.plan.replay import evolve, written
from kpi_tree.telling.values import called, cost_in_words, in_words, target_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from kpi_tree.plan.events import Event, Place
    from kpi_tree.plan.model import Plan

    Parts = tuple[str, dict[str, object]]
    # A value in words, where a sentence has room for it, and as it stands in the plan file.
    Value = tuple[str | None, Any]

_FIELD: Final = ("filled", "emptied", "altered", "changed")
_WHOLE: Final = ("set", "cleared", "touched", "moved")


@dataclass(frozen=True)
class PlanDifference:
    """Something that differs between two versions of a plan: where, and in words."""

    place: Place
    sentence: str


def told(
    events: Iterable[Event], plan: Plan | None, *, by: str = "", back: bool = False
) -> tuple[str, ...]:
    """What these events did to the plan as it was before them, a sentence each.

    Args:
        events: what happened.
        plan: before it; None before a plan begins.
        by: the name of whoever did it; without one the sentences name nobody.
        back: whether they take something back.
    """
    events = tuple(events)
    sentences: list[str] = []
    for event in events:
        if plan is None:
            sentences.append(_worded("created", {}, by))
            continue
        after = evolve(plan, event)
        if isinstance(event, LayoutSet):
            parts = _of_the_drawing(event, events, back=back)
        else:
            parts = _happened(event, plan, after)
        sentences += (_worded(kind, values, by) for kind, values in parts)
        plan = after
    return tuple(dict.fromkeys(sentences))


def differences(plan: Plan, other: Plan) -> list[PlanDifference]:
    """What differs in `other`, in the order of the plan's parts."""
    found: dict[PlanDifference, None] = {}
    for event in difference(plan, other):
        after = evolve(plan, event)
        place = places(event)[0]
        for kind, values in _happened(event, plan, after):
            found[PlanDifference(place, _worded(kind, values, ""))] = None
        plan = after
    return list(found)


def _worded(kind: str, values: dict[str, object], by: str) -> str:
    if by:
        return say(f"history.by_{kind}", author=quoted(by), **values)
    sentence = say(f"history.plain_{kind}", **values)
    return sentence[:1].upper() + sentence[1:]


def _of_the_drawing(event: LayoutSet, among: tuple[Event, ...], *, back: bool) -> Iterator[Parts]:
    """What became of the drawing: each box that moved, unless more is told of it or of all."""
    if event.anew:
        yield ("drawn_back" if back else "drawn"), {}
    elif not any(isinstance(each, LayoutSet) and each.anew for each in among):
        other = {
            each.item.id
            for each in among
            if isinstance(each, Added | Removed) and each.among == "metrics"
        }
        if moved := event.now.keys() - other:
            yield "arranged", {"n": len(moved)}


def _happened(event: Event, before: Plan, after: Plan) -> Iterator[Parts]:
    match event:
        case PlanCreated():
            yield "created", {}
        case PlanReplaced():
            yield "replaced", {}
        case HeadSet(now=now):
            was_all, now_all = (_values(plan, {*now}) for plan in (before, after))
            for key in now:
                old = in_words(before, key, was_all.get(key)), was_all.get(key)
                new = in_words(after, key, now_all.get(key)), now_all.get(key)
                yield _went(_WHOLE, {"what": _what((key,), after)}, was=old, now=new)
        case MaturityAnswered():
            yield "touched", {"what": _what(("maturity",), after)}
        case ObservationsSet(metric=metric, now=now):
            yield "measured", {"name": called(after, metric), "n": len(now)}
        case LayoutSet(now=now):
            yield "arranged", {"n": len(now)}
        case Added(item=item):
            yield "added", {"what": _what((event.among, item.id), after)}
        case Removed(item=item):
            yield "removed", {"what": _what((event.among, item.id), before)}
        case Changed():
            yield from _changed(event, before, after)
        case PartSet() | PartCleared():
            yield _part(event, before, after)
        case _:
            assert_never(event)


def _changed(event: Changed, before: Plan, after: Plan) -> Iterator[Parts]:
    what = _what((event.among, event.id), before)
    metric = _metric_of(event, after)
    # An event leaves out what stands by itself; a person wants to read it all the same.
    was_all, now_all = (_values(_item(plan, event), {*event.now}) for plan in (before, after))
    for key in event.now:
        was, now = was_all.get(key), now_all.get(key)
        old = in_words(before, key, was, metric=metric), was
        new = in_words(after, key, now, metric=metric), now
        if key == "name" and was is not None and now is not None:
            yield "renamed", {"what": what, "name": quoted(now)}
        elif (event.among, key) == ("links", "size"):
            yield _went(_WHOLE, {"what": what}, was=old, now=new)
        else:
            field = say(f"history.field.{_field_code(event.among, key)}")
            yield _went(_FIELD, {"what": what, "field": field}, was=old, now=new)


def _item(plan: Plan, event: Changed) -> BaseModel | None:
    items: tuple[Any, ...] = getattr(plan, event.among)
    return next((item for item in items if item.id == event.id), None)


def _values(item: BaseModel | None, keys: set[str]) -> dict[str, Any]:
    """What something holds under these keys, defaults too, without what is empty."""
    if item is None:
        return {}
    # In the plan file two fields are called otherwise than in the code.
    fields = {
        name for name, field in type(item).model_fields.items() if (field.alias or name) in keys
    }
    found = item.model_dump(mode="json", by_alias=True, include=fields)
    return {key: value for key, value in found.items() if value not in ("", None, [], {})}


def _went(
    kinds: tuple[str, str, str, str], values: dict[str, object], *, was: Value, now: Value
) -> Parts:
    """How something went from one value to another: the kind of sentence, and what it names."""
    new, gone, other, moved = kinds
    if was[1] is None and now[0] is not None:
        return new, values | {"now": now[0]}
    if now[1] is None and was[0] is not None:
        return gone, values | {"was": was[0]}
    if was[0] is None or now[0] is None:
        return other, values
    return moved, values | {"was": was[0], "now": now[0]}


def _what(place: Place, plan: Plan) -> str:
    """A place in words; a link by its two ends, so that "from" and "to" are left for its values."""
    if place and place[0] == "links":
        found = next((link for link in plan.links if link.id == place[1]), None)
        if found:
            ends = {"driver": called(plan, found.driver), "outcome": called(plan, found.outcome)}
            return say("history.link", **ends)
    return name_of(place, plan)


def _part(event: PartSet[Any] | PartCleared[Any], before: Plan, after: Plan) -> Parts:
    place = places(event)[0]
    item = written(event.item)
    if isinstance(event, PartCleared):
        gone = _part_in_words(event, before, item), item
        return _went(_WHOLE, {"what": _what(place, before)}, was=gone, now=(None, None))
    was = None if event.was is None else written(event.was)
    old = None if was is None else _part_in_words(event, before, was)
    new = _part_in_words(event, after, item)
    if old == new:
        # Another month or another chance of delivery: the level is the same.
        return "touched", {"what": _what(place, after)}
    return _went(_WHOLE, {"what": _what(place, after)}, was=(old, was), now=(new, item))


def _part_in_words(event: PartSet[Any] | PartCleared[Any], plan: Plan, part: dict[str, Any]) -> str:
    if event.among == "targets":
        return target_in_words(plan, part)
    return cost_in_words(plan, part)


def _metric_of(event: Changed, plan: Plan) -> str:
    """The metric in whose unit the values of something stand."""
    match event.among:
        case "metrics":
            return event.id
        case "goals":
            found = next((goal for goal in plan.goals if goal.id == event.id), None)
            return (found.metric or "") if found else ""
    return ""


def _field_code(among: str, key: str) -> str:
    return f"goal_{key}" if (among, key) in {("goals", "by"), ("goals", "target")} else key
