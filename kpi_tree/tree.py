"""The KPI tree: a plan's formulas and links as a networkx graph.

Edges run with the influence, from a driver to an outcome. A rejected link is no edge.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx

from kpi_tree.plan.loops import loops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Link, Plan

_MOST_PATHS = 1_000


def graph(plan: Plan) -> nx.DiGraph[str]:
    """The metrics of a plan and what leads from one to another in the same month or later.

    Returns:
        Each node holds its `metric`. Each edge holds `links`, the list of its links in the plan's
        order, and `formula`, whether the outcome's formula names the driver (outside
        `previous()`, which reads the past and is no edge).

    >>> from kpi_tree.plan.reading import plan_of
    >>> plan = plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", "metrics": [
    ...     {"id": "visits", "name": "Visits", "layer": "bridge"},
    ...     {"id": "orders", "name": "Orders", "layer": "business", "formula": "visits * 0.02"}]})
    >>> dict(graph(plan).edges)
    {('visits', 'orders'): {'links': [], 'formula': True}}
    """
    result: nx.DiGraph[str] = nx.DiGraph()
    for metric in plan.metrics:
        result.add_node(metric.id, metric=metric)
    for metric in plan.metrics:
        for driver in metric.expression.reads if metric.expression else ():
            result.add_edge(driver, metric.id, links=[], formula=True)
    for link in plan.links:
        if not link.counts:
            continue
        if not result.has_edge(link.driver, link.outcome):
            result.add_edge(link.driver, link.outcome, links=[], formula=False)
        result.edges[link.driver, link.outcome]["links"].append(link)
    return result


class KpiTree:
    """Questions about a plan's tree; growth loops through `previous()` are followed too."""

    def __init__(self, plan: Plan) -> None:
        """Look at `plan`."""
        self.plan = plan

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The tree without what is read from the past: it has no loops."""
        return graph(self.plan)

    @cached_property
    def over_time(self) -> nx.DiGraph[str]:
        """The tree with what formulas read from the month before: it may have loops."""
        result = self.graph.copy()
        for metric in self.plan.metrics:
            for driver in metric.expression.recalls if metric.expression else ():
                if driver != metric.id and not result.has_edge(driver, metric.id):
                    result.add_edge(driver, metric.id, links=[], formula=True)
        return result

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The metrics, drivers before outcomes, ties in the plan's order."""
        place = {metric.id: index for index, metric in enumerate(self.plan.metrics)}
        return tuple(nx.lexicographical_topological_sort(self.graph, key=place.__getitem__))

    def ancestors(self, metric: str) -> frozenset[str]:
        """All that a metric depends on, in any month."""
        return frozenset(nx.ancestors(self.over_time, metric))

    def descendants(self, metric: str) -> frozenset[str]:
        """All that depends on a metric, in any month."""
        return frozenset(nx.descendants(self.over_time, metric))

    @cached_property
    def goal_metrics(self) -> tuple[str, ...]:
        """The metrics that goals are measured by."""
        return tuple(dict.fromkeys(goal.metric for goal in self.plan.goals if goal.metric))

    @cached_property
    def linked(self) -> frozenset[str]:
        """The metrics that some goal depends on, goals' own included; all others are unlinked."""
        found = set(self.goal_metrics)
        for metric in self.goal_metrics:
            found |= self.ancestors(metric)
        return frozenset(found)

    def paths(self, driver: str, outcome: str, *, most: int = _MOST_PATHS) -> list[list[str]]:
        """The ways from a driver to an outcome, shortest first, at most `most` of them."""
        if driver == outcome or not nx.has_path(self.graph, driver, outcome):
            return []
        return list(islice(self._by_length(driver, outcome), most))

    def _by_length(self, driver: str, outcome: str) -> Iterator[list[str]]:
        return nx.shortest_simple_paths(self.graph, driver, outcome)

    def links_between(self, driver: str, outcome: str) -> list[Link]:
        """The links that lead straight from a driver to an outcome."""
        if not self.graph.has_edge(driver, outcome):
            return []
        return list(self.graph.edges[driver, outcome]["links"])

    def loop_with(self, driver: str, outcome: str) -> tuple[str, ...] | None:
        """The loop that a link from `driver` to `outcome` would close, or None."""
        needs = {name: list(self.graph.predecessors(name)) for name in self.graph}
        needs.setdefault(outcome, []).append(driver)
        found = loops(needs)
        return found[0] if found else None
