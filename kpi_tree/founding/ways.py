"""Where each metric leads: to a goal over signed links alone, to a goal at all, or to nothing.

What an investment costs is no contribution: a formula that reads an investment, or that works one
out, is no way on, but where the investment makes a lever or a social metric (hours that become
posts). Everything else follows the tree, growth loops as one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import networkx as nx

from kpi_tree.founding.signing import signed
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.founding.signing import Sides
    from kpi_tree.plan.model import Plan

_INVESTMENT: Final = "investment"
_MADE: Final = frozenset({"lever", "social"})


@dataclass(frozen=True, slots=True)
class End:
    """Where something leads, in shares that add up to one: to which goals, or to nothing."""

    signed: float
    unsigned: float
    nothing: float

    def passing(self, *, over_signed: bool) -> End:
        """What is left of it behind a link that is signed or not."""
        if over_signed:
            return self
        return End(0.0, self.signed + self.unsigned, self.nothing)


ARRIVED: Final = End(1.0, 0.0, 0.0)
LOST: Final = End(0.0, 0.0, 1.0)


def mixed(ends: Iterable[tuple[float, End]]) -> End:
    """Ends put together by weight; nothing of nothing is lost."""
    parts = [(weight, end) for weight, end in ends if weight > 0]
    whole = sum(weight for weight, _ in parts)
    if whole <= 0:
        return LOST
    return End(
        *(
            sum(weight * getattr(end, name) for weight, end in parts) / whole
            for name in ("signed", "unsigned", "nothing")
        )
    )


def links_on_ways(plan: Plan, drivers: Iterable[str], outcomes: Iterable[str]) -> tuple[str, ...]:
    """The links that count on the ways from some metrics to others, in the plan's order.

    Args:
        plan: the plan.
        drivers: ids of metrics where the ways begin.
        outcomes: ids of metrics where they end.
    """
    graph = KpiTree(plan).over_time
    reached = set[str]().union(*({each} | nx.descendants(graph, each) for each in drivers))
    leading = set[str]().union(*({each} | nx.ancestors(graph, each) for each in outcomes))
    return tuple(
        link.id
        for link in plan.links
        if link.counts and link.driver in reached and link.outcome in leading
    )


class Ways:
    """The ways from each metric of a plan to its goals."""

    def __init__(self, plan: Plan, sides: Sides | None = None) -> None:
        """Look at `plan`; nothing is walked yet."""
        self.plan = plan
        self.tree = KpiTree(plan)
        self.signed = frozenset(
            link.id
            for link in plan.links
            if link.counts and signed(plan, link, sides=sides).state == "signed"
        )

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """What leads on, each edge knowing whether it is `signed`."""
        found: nx.DiGraph[str] = nx.DiGraph()
        found.add_nodes_from(self.plan.metric)
        for driver, outcome, edge in self.tree.over_time.edges(data=True):
            links = [link for link in edge["links"] if link.counts]
            by_formula = edge["formula"] and self._leads_by_formula(driver, outcome)
            if by_formula or links:
                stands = by_formula or any(link.id in self.signed for link in links)
                found.add_edge(driver, outcome, signed=stands)
        return found

    def _leads_by_formula(self, driver: str, outcome: str) -> bool:
        ends = (self.plan.metric[driver].layer, self.plan.metric[outcome].layer)
        return _INVESTMENT not in ends or (ends[0] == _INVESTMENT and ends[1] in _MADE)

    @cached_property
    def goals(self) -> Mapping[str, frozenset[str]]:
        """For each goal with a metric, all that leads to it, that metric among it."""
        return {
            goal.id: frozenset(nx.ancestors(self.graph, goal.metric)) | {goal.metric}
            for goal in self.plan.goals
            if goal.metric
        }

    @cached_property
    def leading(self) -> frozenset[str]:
        """All that leads to some goal."""
        return frozenset[str]().union(*self.goals.values())

    @cached_property
    def standing(self) -> frozenset[str]:
        """All that leads to some goal over signed links and formulas alone."""
        edges = [(a, b) for a, b, own in self.graph.edges(data=True) if own["signed"]]
        kept: nx.DiGraph[str] = nx.DiGraph(edges)
        kept.add_nodes_from(self.plan.metric)
        found: set[str] = set()
        for metric in self.tree.goal_metrics:
            found |= {metric} | nx.ancestors(kept, metric)
        return frozenset(found)

    @cached_property
    def ends(self) -> Mapping[str, End]:
        """Where each metric's effort leads, split in equal parts wherever its ways part.

        A way ends at the first goal that it meets.
        """
        goals = frozenset(self.tree.goal_metrics)
        whole: nx.DiGraph[int] = nx.condensation(self.graph)
        found: dict[int, End] = {}
        for place in reversed(list(nx.topological_sort(whole))):
            members: set[str] = whole.nodes[place]["members"]
            if members & goals:
                found[place] = ARRIVED
            else:
                found[place] = mixed(
                    (1.0, found[whole.graph["mapping"][to]].passing(over_signed=own["signed"]))
                    for member in sorted(members)
                    for _, to, own in self.graph.out_edges(member, data=True)
                    if to not in members
                )
        place_of: dict[str, int] = whole.graph["mapping"]
        return {metric: found[place] for metric, place in place_of.items()}

    def waiting(self, metric: str) -> tuple[str, ...]:
        """The links on the ways from a metric to some goal that nobody of the business signed."""
        reached = {metric} | nx.descendants(self.graph, metric)
        return tuple(
            link.id
            for link in self.plan.links
            if link.counts
            and link.id not in self.signed
            and link.driver in reached
            and link.outcome in self.leading
        )
