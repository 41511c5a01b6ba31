"""Edits of the metrics, and of what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import EditRefused, Problem, quoted
from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.measured import drop_series, place
from kpi_tree.plan.edits.scenarios import drop_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.edits.draft import Draft


@edit
def add_metric(
    draft: Draft,
    name: str,
    /,
    *,
    layer: str,
    position: int | None = None,
    **fields: object,
) -> None:
    """Add a metric; `fields` are those of the plan file, `position` its place among the others.

    Without an `id` one is made from the name.
    """
    draft.keep_apart("metrics", name)
    draft.add("metrics", {"name": name, "layer": layer, **fields}, at=position)


@edit
def change_metric(draft: Draft, metric: str, /, **fields: object) -> None:
    """Change fields of a metric; `None` gives back the default."""
    if fields.get("name") is not None:
        draft.keep_apart("metrics", fields["name"], item_id=metric)
    draft.change("metrics", metric, fields)


@edit
def remove_metric(draft: Draft, metric: str) -> None:
    """Remove a metric with its links, targets, costs, measurements and place.

    Goals that named it have no metric then. Refused while the formula of another names it.
    """
    drop_metrics(draft, [metric])


@edit
def remove_metrics(draft: Draft, metrics: Iterable[str]) -> None:
    """Remove several metrics at once, as `remove_metric` does each."""
    drop_metrics(draft, list(metrics))


def drop_metrics(draft: Draft, gone: list[str]) -> None:
    """The steps of removing metrics."""
    for metric in gone:
        draft.find("metrics", metric)
    _refuse_named(draft, set(gone))
    for link in reversed(draft.plan.links):
        if {link.driver, link.outcome} & set(gone):
            draft.remove("links", link.id)
    for goal in draft.plan.goals:
        if goal.metric in gone:
            draft.change("goals", goal.id, {"metric": None})
    if draft.plan.money in gone:
        draft.set_head(money=None)
    for metric in gone:
        for scenario in draft.plan.scenarios:
            drop_part(draft, scenario.id, among="targets", metric=metric)
            drop_part(draft, scenario.id, among="costs", metric=metric)
        drop_series(draft, metric)
        if metric in draft.plan.layout:
            place(draft, {metric: None})
        draft.remove("metrics", metric)


def _refuse_named(draft: Draft, gone: set[str]) -> None:
    """Refuse where a metric that stays is computed from one that goes."""
    found = []
    for index, reader in enumerate(draft.plan.metrics):
        used = gone & set(reader.expression.names) if reader.expression else set()
        if used and reader.id not in gone:
            names = sorted(draft.plan.metric[name].name for name in used)
            values = {"metric": quoted(names[0]), "reader": quoted(reader.name)}
            found.append(Problem("metric_in_formula", f"metrics[{index}].formula", values))
    if found:
        raise EditRefused(found)
