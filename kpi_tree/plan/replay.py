"""From events to a plan: a fold that never refuses.

Whatever an event says has happened, has happened: `evolve` checks nothing that an edit has
checked before, and an event that finds its place gone changes nothing. `fits` tells whether the
plan is still as the event found it, which is what undo asks.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

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
)
from kpi_tree.plan.frozen import Frozen
from kpi_tree.plan.model import Plan
from kpi_tree.plan.reading import LISTS, plan_of
from kpi_tree.plan.writing import document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.quantity import Value

    Kept = TypeVar("Kept")
    Items = tuple[Any, ...]


def replay(events: Iterable[Event], plan: Plan | None = None) -> Plan:
    """The plan that these events lead to, from nothing or from `plan` on."""
    first = iter(events)
    if plan is None:
        created = next(first)
        if not isinstance(created, PlanCreated):
            raise TypeError(created)
        plan = plan_of(dict(created.document))
    return reduce(evolve, first, plan)


def evolve(plan: Plan, event: Event) -> Plan:
    """The plan after the event."""
    match event:
        case PlanCreated(document=written) | PlanReplaced(document=written):
            return plan_of(dict(written))
        case HeadSet(now=now):
            typed = head(plan, now)
            return _with(plan, **{key: getattr(typed, key) for key in now})
        case MaturityAnswered(question=question, now=now):
            return _with(plan, maturity=_updated(plan.maturity, {question: now}))
        case ObservationsSet(metric=metric, now=now):
            series = _updated(plan.observations.get(metric, {}), now)
            ordered = Frozen(dict(sorted(series.items()))) or None
            return _with(plan, observations=_updated(plan.observations, {metric: ordered}))
        case LayoutSet(now=now):
            return _with(plan, layout=_updated(plan.layout, now))
        case Added() | Changed() | Removed():
            items = _listed(getattr(plan, event.among), event)
            return _with(plan, **{event.among: items})
        case PartSet() | PartCleared():
            return _with(plan, scenarios=_scenarios(plan, event))
        case _:
            assert_never(event)


def head(plan: Plan, now: Mapping[str, Any]) -> Plan:
    """A plan without lists that has these JSON values at its head, checked one by one."""
    given = {key: value for key, value in now.items() if value is not None}
    return Plan.model_validate({"title": plan.title, "start": plan.start} | given)


def changed(item: Value, now: Mapping[str, Any]) -> Value:
    """The item with other values for some of its keys; `None` gives back the default."""
    keys = {**written(item), **now}
    return type(item).model_validate(
        {key: value for key, value in keys.items() if value is not None}
    )


def written(item: Value) -> dict[str, Any]:
    """An item as in the plan file: what differs from the defaults."""
    return item.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def fits(plan: Plan, event: Event) -> bool:
    """Whether the plan is as the event found it: what `was` there is there."""
    match event:
        case PlanCreated():
            return False
        case PlanReplaced(was=was):
            return document(plan) == was
        case HeadSet(was=was):
            typed = head(plan, was)
            return all(getattr(plan, key) == getattr(typed, key) for key in was)
        case MaturityAnswered(question=question, was=was):
            return plan.maturity.get(question) == was
        case ObservationsSet(metric=metric, was=was):
            series = plan.observations.get(metric, {})
            return all(series.get(month) == value for month, value in was.items())
        case LayoutSet(was=was):
            return all(plan.layout.get(metric) == place for metric, place in was.items())
        case Added(item=item):
            return all(item.id != other.id for kind in LISTS for other in getattr(plan, kind))
        case Removed(item=item):
            return item in getattr(plan, event.among)
        case Changed(id=changed_id, was=was):
            found = [item for item in getattr(plan, event.among) if item.id == changed_id]
            return any(found) and all(written(found[0]).get(key) == was[key] for key in was)
        case PartSet() | PartCleared():
            return _part_fits(plan, event)
        case _:
            assert_never(event)


def _part_fits(plan: Plan, event: PartSet[Any] | PartCleared[Any]) -> bool:
    scenario = plan.scenario.get(event.scenario)
    if scenario is None:
        return False
    parts = getattr(scenario, event.among)
    was = event.was if isinstance(event, PartSet) else event.item
    if was is not None:
        return was in parts
    return event.among == "costs" or all(part.metric != event.item.metric for part in parts)


# --- one list, one mapping --------------------------------------------------------------------


def _with(plan: Plan, **fields: object) -> Plan:
    # Not model_copy: it would carry over what the old plan has worked out about itself.
    kept = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_construct(**(kept | fields))


def _updated(mapping: Mapping[str, Kept], entries: Mapping[str, Kept | None]) -> Mapping[str, Kept]:
    """The mapping with these entries; `None` takes one out."""
    merged = {**mapping, **entries}
    return Frozen({key: value for key, value in merged.items() if value is not None})


def _listed(items: Items, event: Added[Any] | Changed | Removed[Any]) -> Items:
    match event:
        case Added(item=item, at=at):
            return (*items[:at], item, *items[at:])
        case Removed(item=gone):
            return tuple(item for item in items if item.id != gone.id)
        case Changed(id=changed_id, now=now):
            return tuple(changed(item, now) if item.id == changed_id else item for item in items)
        case _:
            assert_never(event)


def _scenarios(plan: Plan, event: PartSet[Any] | PartCleared[Any]) -> Items:
    return tuple(
        scenario.model_copy(update={event.among: _parts(getattr(scenario, event.among), event)})
        if scenario.id == event.scenario
        else scenario
        for scenario in plan.scenarios
    )


def _parts(parts: Items, event: PartSet[Any] | PartCleared[Any]) -> Items:
    was = event.was if isinstance(event, PartSet) else event.item
    new = (event.item,) if isinstance(event, PartSet) else ()
    if was is None:
        return (*parts[: event.at], *new, *parts[event.at :])
    # A file may give a metric two equal costs: the one that is meant stands nearest.
    found = [index for index, part in enumerate(parts) if part == was]
    if not found:
        return parts
    index = min(found, key=lambda candidate: abs(candidate - event.at))
    return (*parts[:index], *new, *parts[index + 1 :])
