"""Adopting: a metric or a link of the library becomes part of a plan, with all that is known of it.

Nothing that a plan holds is overwritten. A metric of the same catalogue id that is there already
is used instead of another one; a link that is there is not added again; a formula is taken only
together with the metrics that it names. Definitions of the catalogue are mutual (revenue from
orders and order value, order value from revenue and orders): the metric that is asked for keeps
its formula, and the metrics under it leave out any formula that would close a loop.

    adopted = adopt_link(plan, "L034")
    adopted.plan, adopted.events, [remark.sentence for remark in adopted.remarks]

`take_metric` and `take_link` are the same as edits: from a plan to the events that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree import library
from kpi_tree.errors import EditRefused, quoted
from kpi_tree.library.adoption import Adoption, average
from kpi_tree.library.hindrances import LEVELS, hindrance
from kpi_tree.library.standing import holder
from kpi_tree.plan.edits.draft import edit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.library.adoption import Adopted
    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan


def adopt_metric(
    plan: Plan,
    metric_id: str,
    *,
    language: str | None = None,
    name: str | None = None,
    with_ingredients: bool = True,
) -> Adopted:
    """Add a metric of the catalogue to a plan.

    Args:
        plan: the plan; it is not changed.
        metric_id: the metric's id in the catalogue.
        language: of its words; the plan's own unless told.
        name: what the team calls it; with a name of its own a second metric of the kind is added.
        with_ingredients: whether to add the metrics that its formula needs too (two formulas
            deep); otherwise the formula is taken only where they all are there.

    Raises:
        BadArgument: the catalogue has no such metric.
        EditRefused: the plan cannot hold it.
    """
    row = library.metric(metric_id)
    adoption = Adoption(plan, language)
    name = name or None
    there = holder(plan, row.id)
    if there and name in (None, *(one.name for one in plan.metrics if one.catalogue == row.id)):
        adoption.reuse(there)
        adoption.remark("metric_there", metric=quoted(plan.metric[there].name))
        return adoption.done(there)
    new = adoption.add_metric(row, levels=LEVELS if with_ingredients else 0, name=name)
    adoption.tell_left_out(row, new)
    return adoption.done(new)


def adopt_link(
    plan: Plan,
    link_id: str,
    *,
    language: str | None = None,
    driver: str | None = None,
    outcome: str | None = None,
) -> Adopted:
    """Add a link of the library to a plan, with its evidence and the ends that are missing.

    A definition becomes its outcome's formula. Ends that are added take their own formula only
    where all that it names is there and the link is not counted twice by it.

    Args:
        plan: the plan; it is not changed.
        link_id: the link's id in the library.
        language: of its words; the plan's own unless told.
        driver: the plan's metric to use where there are several of the kind, or one of the team's
            own that stands for it.
        outcome: likewise.

    Raises:
        BadArgument: the library has no such link.
        EditRefused: the row is for reading only, its figure is none that a plan can compute
            with, or the plan cannot hold it (it would close a loop).
    """
    row = library.link(link_id)
    if found := hindrance(row):
        raise EditRefused([found])
    adoption = Adoption(plan, language)
    known = {
        row.driver: adoption.end(row.driver, driver),
        row.outcome: adoption.end(row.outcome, outcome),
    }
    if row.is_definition:
        return adoption.done(adoption.define(row, known[row.driver], outcome=known[row.outcome]))
    return adoption.influence(row, known[row.driver], outcome=known[row.outcome])


def take_metric(
    plan: Plan,
    metric_id: str,
    *,
    language: str | None = None,
    name: str | None = None,
    with_ingredients: bool = True,
) -> tuple[Event, ...]:
    """The edit that adopts a metric; see `adopt_metric`."""
    return adopt_metric(
        plan, metric_id, language=language, name=name, with_ingredients=with_ingredients
    ).events


def take_link(
    plan: Plan,
    link_id: str,
    *,
    language: str | None = None,
    driver: str | None = None,
    outcome: str | None = None,
) -> tuple[Event, ...]:
    """The edit that adopts a link; see `adopt_link`."""
    return adopt_link(plan, link_id, language=language, driver=driver, outcome=outcome).events


@edit
def average_over_time(draft: Draft, metrics: Iterable[str]) -> None:
    """Put these metrics' months together as their mean where it was done by their formula.

    The format refuses `over_time: formula` where a link, a target or noise acts on the metric, so
    whoever is about to add one lets this edit come first. Metrics put together in another way
    stay as they are.
    """
    for metric in metrics:
        average(draft, metric)
