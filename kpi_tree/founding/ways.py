"""Where each metric leads: to a goal over signed links alone, to a goal at all, or to nothing.

What something costs is no contribution. The effort of an investment goes on over its links and
where it makes a lever or a social metric by a formula (hours that become posts), not into the sums
and ratios that count it as a cost; nor does a lever lead anywhere by the cost that it causes. But
who lowers what is spent, saves: such a way passes through the investment. So an investment stands
twice in the graph: where its own effort begins, and where a change of it is felt. Everything else
follows the tree, growth loops as one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import networkx as nx

from kpi_tree.founding.lowering import lowers
from kpi_tree.founding.signing import signed
from kpi_tree.review.spreads import breadth
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.founding.signing import Sides
    from kpi_tree.plan.model import Link, Plan

_INVESTMENT: Final = "investment"
_MADE: Final = frozenset({"lever", "social"})
# No id holds a space.
_FELT: Final = " felt"


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
        """What leads on, each edge knowing its `links` and whether it is `signed`."""
        found: nx.DiGraph[str] = nx.DiGraph()
        found.add_nodes_from(self.plan.metric)
        waiting = list(self.plan.metric)
        begun = set(waiting)
        while waiting:
            start = waiting.pop()
            self._lead_on(found, start)
            fresh = [place for place in found[start] if place not in begun]
            begun.update(fresh)
            waiting += fresh
        return found

    def _lead_on(self, found: nx.DiGraph[str], start: str) -> None:
        """Add the ways on from a place of the graph."""
        driver = start.removesuffix(_FELT)
        for _, outcome, edge in self.tree.over_time.out_edges(driver, data=True):
            if edge["formula"] and (by_formula := self._by_formula(start, driver, outcome)):
                _join(found, start, by_formula, stands=True)
            for link in edge["links"]:
                if link.counts:
                    stands = link.id in self.signed
                    _join(found, start, self._by_link(start, link), stands=stands, link=link.id)

    def _invests(self, metric: str) -> bool:
        return self.plan.metric[metric].layer == _INVESTMENT

    def _felt(self, metric: str) -> bool:
        """Whether a metric is an investment by which a saving can reach a goal."""
        return self._invests(metric) and metric in self.tree.linked

    def _by_formula(self, start: str, driver: str, outcome: str) -> str | None:
        """Where a formula leads to; None where it does no more than count a cost."""
        if self._invests(driver) and start == driver:
            return outcome if self.plan.metric[outcome].layer in _MADE else None
        if not self._invests(outcome):
            return outcome
        expression = self.plan.metric[outcome].expression
        saves = self.plan.metric[driver].layer not in _MADE or (
            expression is not None and lowers(expression, driver)
        )
        return outcome + _FELT if saves and self._felt(outcome) else None

    def _by_link(self, start: str, link: Link) -> str:
        """Where a link leads to: more effort where that effort goes, less of it is a saving."""
        if not self._felt(link.outcome):
            return link.outcome
        own = self.plan.metric[link.driver].layer in {*_MADE, _INVESTMENT} and start == link.driver
        raises = link.size is None or breadth(link.size).p50 >= 0
        return link.outcome if own and raises else link.outcome + _FELT

    @cached_property
    def _ends_of_goals(self) -> Mapping[str, frozenset[str]]:
        """For each goal with a metric, the places of the graph that lead to it."""
        return {
            goal.id: frozenset(
                place
                for arrived in (goal.metric, goal.metric + _FELT)
                if arrived in self.graph
                for place in (arrived, *nx.ancestors(self.graph, arrived))
            )
            for goal in self.plan.goals
            if goal.metric
        }

    @cached_property
    def goals(self) -> Mapping[str, frozenset[str]]:
        """For each goal with a metric, all that leads to it, that metric among it."""
        return {goal: self._metrics(places) for goal, places in self._ends_of_goals.items()}

    def _metrics(self, places: Iterable[str]) -> frozenset[str]:
        return frozenset(place for place in places if place in self.plan.metric)

    @cached_property
    def leading(self) -> frozenset[str]:
        """All that leads to some goal."""
        return frozenset[str]().union(*self.goals.values())

    @cached_property
    def standing(self) -> frozenset[str]:
        """All that leads to some goal over signed links and formulas alone."""
        edges = [(a, b) for a, b, own in self.graph.edges(data=True) if own["signed"]]
        kept: nx.DiGraph[str] = nx.DiGraph(edges)
        kept.add_nodes_from(self.graph)
        found: set[str] = set()
        for arrived in self._arrived:
            found |= {arrived} | nx.ancestors(kept, arrived)
        return self._metrics(found)

    @cached_property
    def _arrived(self) -> frozenset[str]:
        """The places of the graph where a goal is met."""
        goals = self.tree.goal_metrics
        return frozenset(self.graph.nodes & {*goals, *(goal + _FELT for goal in goals)})

    @cached_property
    def ends(self) -> Mapping[str, End]:
        """Where each metric's effort leads, split in equal parts wherever its ways part.

        A way ends at the first goal that it meets.
        """
        whole: nx.DiGraph[int] = nx.condensation(self.graph)
        found: dict[int, End] = {}
        for place in reversed(list(nx.topological_sort(whole))):
            members: set[str] = whole.nodes[place]["members"]
            if members & self._arrived:
                found[place] = ARRIVED
            else:
                found[place] = mixed(
                    (1.0, found[whole.graph["mapping"][to]].passing(over_signed=own["signed"]))
                    for member in sorted(members)
                    for _, to, own in self.graph.out_edges(member, data=True)
                    if to not in members
                )
        place_of: dict[str, int] = whole.graph["mapping"]
        return {metric: found[place_of[metric]] for metric in self.plan.metric}

    def carriers(self, metric: str) -> tuple[str, ...]:
        """Where a metric's effort sets out.

        An investment that has no way of its own goes with those that it is made of.
        """
        if not self._invests(metric) or self.graph.out_degree(metric):
            return (metric,)
        return tuple(part for part in self.parts(metric) if self.graph.out_degree(part))

    def parts(self, metric: str) -> tuple[str, ...]:
        """The investments that an investment's formula is made of, however deep, by name."""
        found: set[str] = set()
        waiting = [metric]
        while waiting:
            expression = self.plan.metric[waiting.pop()].expression
            reads = expression.names if expression else ()
            fresh = {each for each in reads if self._invests(each)} - found - {metric}
            found |= fresh
            waiting += fresh
        return tuple(sorted(found))

    def links_to(self, goal: str) -> frozenset[str]:
        """The links on the ways to a goal."""
        return self._links(into=self._ends_of_goals.get(goal, frozenset()))

    def waiting(self, metric: str) -> tuple[str, ...]:
        """The links on the ways from a metric to some goal that nobody of the business signed."""
        begun = self.carriers(metric)
        reached = {*begun}.union(*(nx.descendants(self.graph, each) for each in begun))
        leading = frozenset[str]().union(*self._ends_of_goals.values())
        found = self._links(into=leading, out_of=reached) - self.signed
        return tuple(link.id for link in self.plan.links if link.id in found)

    def _links(
        self, *, into: frozenset[str], out_of: Iterable[str] | None = None
    ) -> frozenset[str]:
        edges: Iterable[tuple[str, str, list[str]]] = self.graph.out_edges(out_of, data="links")
        return frozenset(link for _, end, links in edges if end in into for link in links)


def _join(
    graph: nx.DiGraph[str], start: str, end: str, *, stands: bool, link: str | None = None
) -> None:
    """Add a way on; of several between the same two places, one that is signed is enough."""
    if not graph.has_edge(start, end):
        graph.add_edge(start, end, signed=False, links=[])
    edge = graph.edges[start, end]
    edge["signed"] = edge["signed"] or stands
    if link is not None:
        edge["links"].append(link)
