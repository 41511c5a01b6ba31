"""The order in which a plan's metrics are computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_tree.plan.loops import knots
from kpi_tree.plan.missing import known

if TYPE_CHECKING:
    from kpi_tree.plan.model import Link, Plan


@dataclass(frozen=True)
class Order:
    """What is computed, in which order.

    Attributes:
        knots: groups of metrics, what is read before what reads it. A group of several, or one
            that reads its own past, is computed month by month.
        stepped: the groups computed month by month.
        links_into: the links that act, by outcome: sized, not rejected, both ends known.
    """

    knots: tuple[tuple[str, ...], ...]
    stepped: frozenset[tuple[str, ...]]
    links_into: dict[str, tuple[Link, ...]]


def order(plan: Plan) -> Order:
    """The order of all known metrics of a plan."""
    sure = known(plan)
    links_into = {
        outcome: acting
        for outcome, links in plan.links_into.items()
        if outcome in sure
        and (acting := tuple(at for at in links if at.size is not None and at.driver in sure))
    }
    now: dict[str, list[str]] = {}
    ever: dict[str, list[str]] = {}
    for metric in plan.metrics:
        if metric.id not in sure:
            continue
        expression = metric.expression
        drivers = [link.driver for link in links_into.get(metric.id, ())]
        now[metric.id] = [*(expression.reads if expression else ()), *drivers]
        ever[metric.id] = [*now[metric.id], *(expression.recalls if expression else ())]
    groups = []
    stepped = set()
    for knot in knots(ever):
        inner = {member: [name for name in now[member] if name in knot] for member in knot}
        members = tuple(next(iter(single)) for single in knots(dict(sorted(inner.items()))))
        groups.append(members)
        if len(members) > 1 or members[0] in ever[members[0]]:
            stepped.add(members)
    return Order(tuple(groups), frozenset(stepped), links_into)
