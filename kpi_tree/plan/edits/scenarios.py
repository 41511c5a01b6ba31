"""Edits of the scenarios: their targets and what they cost.

The month in which a target is reached is `due` here (`by` in the plan file).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from kpi_tree.plan.edits.draft import edit, refuse_document
from kpi_tree.plan.events import PART_CLEARED, PART_SET
from kpi_tree.plan.model import Cost, Target
from kpi_tree.plan.replay import written
from kpi_tree.plan.writing import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.quantity import Spread, Value

_PARTS: Final[Mapping[str, type[Value]]] = {"targets": Target, "costs": Cost}


@edit
def add_scenario(draft: Draft, name: str, /, **fields: object) -> None:
    """Add a scenario, with `targets` and `costs` where given; an `id` is made from the name."""
    draft.keep_apart("scenarios", name)
    draft.add("scenarios", {"name": name, **fields})


@edit
def duplicate_scenario(draft: Draft, scenario: str, *, name: str) -> None:
    """Add a scenario with the targets and costs of another, right after it."""
    index, found = draft.find("scenarios", scenario)
    draft.keep_apart("scenarios", name)
    draft.add("scenarios", {**written(found), "id": None, "name": name}, at=index + 1)


@edit
def rename_scenario(draft: Draft, scenario: str, *, name: str) -> None:
    """Give a scenario another name."""
    draft.keep_apart("scenarios", name, item_id=scenario)
    draft.change("scenarios", scenario, {"name": name})


@edit
def remove_scenario(draft: Draft, scenario: str) -> None:
    """Remove a scenario with its targets and costs."""
    draft.remove("scenarios", scenario)


@edit
def set_target(  # noqa: PLR0913 (a target is all of this)
    draft: Draft,
    scenario: str,
    *,
    metric: str,
    value: float | None = None,
    change: float | None = None,
    start: str | None = None,
    due: str | None = None,
    until: str | None = None,
    delivery: float | Spread | Mapping[str, Any] | None = None,
) -> None:
    """Give a metric this target in a scenario, in place of any that it had there."""
    keys: dict[str, Any] = {"metric": metric, "value": value, "change": change, "from": start}
    keys |= {"by": due, "until": until, "delivery": delivery}
    put_part(draft, scenario, among="targets", keys=keys)


@edit
def clear_target(draft: Draft, scenario: str, *, metric: str) -> None:
    """Leave a metric as it would be in a scenario."""
    drop_part(draft, scenario, among="targets", metric=metric)


@edit
def set_cost(
    draft: Draft,
    scenario: str,
    *,
    metric: str,
    per_unit: float = 0.0,
    fixed: float = 0.0,
    monthly: float = 0.0,
) -> None:
    """Say what moving a metric costs in a scenario, in place of what was said."""
    keys = {"metric": metric, "per_unit": per_unit, "fixed": fixed, "monthly": monthly}
    put_part(draft, scenario, among="costs", keys=keys)


@edit
def clear_cost(draft: Draft, scenario: str, *, metric: str) -> None:
    """Say that moving a metric costs nothing in a scenario."""
    drop_part(draft, scenario, among="costs", metric=metric)


def drop_part(draft: Draft, scenario: str, *, among: str, metric: str) -> None:
    """The steps of clearing a metric's target, or its costs, in a scenario."""
    for index, part in reversed(_parts_of(draft, scenario, among=among, metric=metric)):
        draft.record(PART_CLEARED[among](scenario=scenario, item=part, at=index))


def put_part(draft: Draft, scenario: str, *, among: str, keys: Mapping[str, Any]) -> None:
    """The steps of giving a metric a target, or its costs, in a scenario."""
    part = _part(draft, scenario, among=among, keys=keys)
    before = _parts_of(draft, scenario, among=among, metric=part.metric)
    at, was = before[0] if before else (len(_listed(draft, scenario, among=among)), None)
    for index, other in reversed(before[1:]):
        draft.record(PART_CLEARED[among](scenario=scenario, item=other, at=index))
    if part != was:
        draft.record(PART_SET[among](scenario=scenario, item=part, at=at, was=was))


def _part(draft: Draft, scenario: str, *, among: str, keys: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a target or a cost)
    """The target or cost that these keys make, or a refusal in the words of the plan file."""
    given = {key: value for key, value in keys.items() if value is not None}
    index, _ = draft.find("scenarios", scenario)
    try:
        return _PARTS[among].model_validate(given)
    except ValidationError:
        whole = document(draft.plan)
        parts = whole["scenarios"][index].setdefault(among, [])
        others = [part for part in parts if part["metric"] != keys["metric"]]
        whole["scenarios"][index][among] = [*others, given]
        refuse_document(whole)


def _parts_of(draft: Draft, scenario: str, *, among: str, metric: str) -> list[tuple[int, Any]]:
    parts = enumerate(_listed(draft, scenario, among=among))
    return [(index, part) for index, part in parts if part.metric == metric]


def _listed(draft: Draft, scenario: str, *, among: str) -> tuple[Any, ...]:
    _, found = draft.find("scenarios", scenario)
    parts: tuple[Any, ...] = getattr(found, among)
    return parts
