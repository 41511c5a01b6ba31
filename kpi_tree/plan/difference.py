"""What lies between two plans, as the events that lead from the one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kpi_tree.plan.events import (
    ADDED,
    CHANGED,
    PART_CLEARED,
    PART_SET,
    REMOVED,
    HeadSet,
    LayoutSet,
    MaturityAnswered,
    ObservationsSet,
)
from kpi_tree.plan.reading import LISTS
from kpi_tree.plan.replay import evolve, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan, Scenario

_HEAD: Final = ("title", "ask", "language", "currency", "start", "months", "money", "budget")
_PARTS: Final = ("targets", "costs")


def difference(plan: Plan, other: Plan) -> tuple[Event, ...]:
    """The events that make `other` of `plan`; none where they are the same.

    >>> from kpi_tree.plan.model import Plan
    >>> [event.now for event in difference(Plan(title="A", start="2027-01"),
    ...                                    Plan(title="B", start="2027-01"))]
    [Frozen({'title': 'B'})]
    """
    events: list[Event] = []
    for step in (_head, _lists, _scenario_parts, _maturity, _observations, _layout):
        for event in step(plan, other):
            events.append(event)
            plan = evolve(plan, event)
    return tuple(events)


def _head(plan: Plan, other: Plan) -> Iterator[Event]:
    now, was = _values(other), _values(plan)
    differing = [key for key in _HEAD if now.get(key) != was.get(key)]
    if differing:
        yield HeadSet(
            now={key: now.get(key) for key in differing},
            was={key: was.get(key) for key in differing},
        )


def _values(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", include=set(_HEAD), exclude_defaults=True)


def _lists(plan: Plan, other: Plan) -> Iterator[Event]:
    for among in LISTS:
        yield from _list(among, getattr(plan, among), getattr(other, among))


def _list(among: str, items: Sequence[Any], wanted: Sequence[Any]) -> Iterator[Event]:
    """Take out what is gone, put in what is new, where it stands; change what stays."""
    ids = {item.id for item in wanted}
    left = list(items)
    for index in reversed(range(len(left))):
        if left[index].id not in ids:
            yield REMOVED[among](item=left.pop(index), at=index)
    for index, item in enumerate(wanted):
        if index >= len(left) or left[index].id != item.id:
            found = next((at for at in range(index, len(left)) if left[at].id == item.id), None)
            if found is not None:
                yield REMOVED[among](item=left.pop(found), at=found)
            left.insert(index, item)
            yield ADDED[among](item=item, at=index)
        elif (changed := _changed(among, left[index], item)) is not None:
            yield changed


def _changed(among: str, item: Any, wanted: Any) -> Event | None:  # noqa: ANN401 (any of the lists)
    now, was = written(wanted), written(item)
    if among == "scenarios":
        # Targets and costs are events of their own.
        now, was = ({"name": item.name} for item in (wanted, item))
    differing = [key for key in now | was if now.get(key) != was.get(key)]
    if not differing:
        return None
    return CHANGED[among](
        id=item.id,
        now={key: now.get(key) for key in differing},
        was={key: was.get(key) for key in differing},
    )


def _scenario_parts(plan: Plan, other: Plan) -> Iterator[Event]:
    for scenario in other.scenarios:
        before = plan.scenario[scenario.id]
        for among in _PARTS:
            yield from _parts(among, before, getattr(scenario, among))


def _parts(among: str, before: Scenario, wanted: Sequence[Any]) -> Iterator[Event]:
    parts = list(getattr(before, among))
    names = [part.metric for part in parts]
    others = [part.metric for part in wanted]
    if names == others and len(set(names)) == len(names):
        for index, (part, now) in enumerate(zip(parts, wanted, strict=True)):
            if part != now:
                yield PART_SET[among](scenario=before.id, item=now, at=index, was=part)
        return
    # Two costs of one metric have nothing to tell them apart: then all begin anew.
    unique = len({*names}) == len(names) and len({*others}) == len(others)
    yield from _moved(before, wanted, among=among, kept=names if unique else ())


def _moved(
    before: Scenario, wanted: Sequence[Any], *, among: str, kept: Sequence[str]
) -> Iterator[Event]:
    scenario, left = before.id, list(getattr(before, among))
    names = {part.metric for part in wanted}
    for index in reversed(range(len(left))):
        if not kept or left[index].metric not in names:
            yield PART_CLEARED[among](scenario=scenario, item=left.pop(index), at=index)
    for index, part in enumerate(wanted):
        found = next((at for at in range(index, len(left)) if left[at].metric == part.metric), None)
        if found == index:
            if left[index] != part:
                yield PART_SET[among](scenario=scenario, item=part, at=index, was=left[index])
            left[index] = part
            continue
        if found is not None and kept:
            yield PART_CLEARED[among](scenario=scenario, item=left.pop(found), at=found)
        left.insert(index, part)
        yield PART_SET[among](scenario=scenario, item=part, at=index)


def _maturity(plan: Plan, other: Plan) -> Iterator[Event]:
    for question in _keys(plan.maturity, other.maturity):
        was, now = plan.maturity.get(question), other.maturity.get(question)
        if was != now:
            yield MaturityAnswered(question=question, now=now, was=was)


def _observations(plan: Plan, other: Plan) -> Iterator[Event]:
    for metric in _keys(plan.observations, other.observations):
        before, after = plan.observations.get(metric, {}), other.observations.get(metric, {})
        months = [m for m in _keys(before, after) if before.get(m) != after.get(m)]
        if months:
            yield ObservationsSet(
                metric=metric,
                now={month: after.get(month) for month in months},
                was={month: before.get(month) for month in months},
            )


def _layout(plan: Plan, other: Plan) -> Iterator[Event]:
    moved = [
        metric
        for metric in _keys(plan.layout, other.layout)
        if plan.layout.get(metric) != other.layout.get(metric)
    ]
    if moved:
        yield LayoutSet(
            now={metric: other.layout.get(metric) for metric in moved},
            was={metric: plan.layout.get(metric) for metric in moved},
        )


def _keys(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    return dict.fromkeys([*before, *after])
