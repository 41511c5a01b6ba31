"""Boxes that stand on one another: a chain of formulas takes fewer columns, and no more height.

Where a metric moves one other alone, of its own layer, its box can stand right above or below that
one's, and the edge between them is a short bow beside both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kpi_tree.tree import KpiTree

Stack = tuple[str, ...]
Stacks = tuple[Stack, ...]
# From what we do to what the business gets.
FLOW: Final = ("investment", "lever", "social", "bridge", "business")
# How many boxes stand on one another at most.
_MOST: Final = 3
# How many ways with as many columns are followed.
_KEPT: Final = 4


@dataclass(frozen=True)
class _Pile:
    """The stacks of a layer, and the edges between them that may be drawn as bows."""

    chain: nx.DiGraph[str]
    fits: frozenset[tuple[str, str]]
    of: Mapping[str, Stack]

    @cached_property
    def spans(self) -> tuple[dict[Stack, int], dict[Stack, int]]:
        """How many columns each stack needs before it, and how many after it."""
        return depths(piled(self.chain, self.of))

    @property
    def deep(self) -> int:
        """How many columns the layer takes."""
        return max(self.spans[0].values(), default=-1) + 1

    def joined(self) -> list[_Pile]:
        """The same with two stacks of a longest chain as one, each way that there is."""
        before, after = self.spans
        found = []
        for driver, outcome in self.chain.edges:
            one, other = self.of[driver], self.of[outcome]
            step = before[one] + 1
            if step != before[other] or step + after[other] + 1 != self.deep:
                continue
            stack = _joined(one, other, edge=(driver, outcome))
            if stack and (driver, outcome) in self.fits:
                found.append(replace(self, of={**self.of, **dict.fromkeys(stack, stack)}))
        return found

    def shorter(self) -> list[_Pile]:
        """Ways to take one column fewer."""
        found = []
        for joined in self.joined():
            pile, further = joined, joined.joined()
            while pile.deep == self.deep and further:
                pile, further = further[0], further[0].joined()
            if pile.deep < self.deep:
                found.append(pile)
        return found


def _joined(above: Stack, below: Stack, *, edge: tuple[str, str]) -> Stack:
    """Two stacks as one in which the edge's ends are neighbours; () where they cannot be."""
    if len(above) + len(below) > _MOST:
        return ()
    above = above[::-1] if above[0] == edge[0] else above
    below = below[::-1] if below[-1] == edge[1] else below
    return (*above, *below) if (above[-1], below[0]) == edge else ()


def stackings(
    tree: KpiTree, *, cost: Callable[[Stacks], tuple[float, ...]]
) -> Iterator[list[Stacks]]:
    """A few ways to stack boxes, those in a list with one column fewer than those before them.

    In the first no box stands on another.

    Args:
        tree: the tree.
        cost: of the ways with as many columns, those with the lowest are followed.
    """
    aims = set(tree.goal_metrics)
    fits = frozenset(
        (driver, outcome)
        for driver, outcome in tree.graph.edges
        if tree.over_time.out_degree(driver) == 1 and driver not in aims
    )
    level = [
        {name: _Pile(chain, fits, {x: (x,) for x in chain}) for name, chain in chains(tree).items()}
    ]
    while level:
        yield [_all(piles) for piles in level]
        further = {_all(piles): piles for before in level for piles in _shorter(before)}
        level = [further[stacks] for stacks in sorted(further, key=cost)[:_KEPT]]


def _shorter(piles: Mapping[str, _Pile]) -> Iterator[dict[str, _Pile]]:
    """The ways to take one column fewer, in one of the layers."""
    for name, pile in piles.items():
        for shorter in pile.shorter():
            yield {**piles, name: shorter}


def _all(piles: Mapping[str, _Pile]) -> Stacks:
    return tuple(dict.fromkeys(stack for pile in piles.values() for stack in pile.of.values()))


def chains(tree: KpiTree) -> dict[str, nx.DiGraph[str]]:
    """For each layer the edges inside it that can all run to the right."""
    return {name: _chain(tree, name) for name in FLOW}


def _chain(tree: KpiTree, name: str) -> nx.DiGraph[str]:
    """The edges inside a layer that can all run to the right: the past where it closes no loop."""
    within = {metric.id for metric in tree.plan.metrics if metric.layer == name}
    result: nx.DiGraph[str] = nx.DiGraph()
    result.add_nodes_from(metric.id for metric in tree.plan.metrics if metric.id in within)
    result.add_edges_from(edge for edge in tree.graph.edges if within.issuperset(edge))
    for driver, outcome in tree.over_time.edges:
        if not within.issuperset((driver, outcome)) or result.has_edge(driver, outcome):
            continue
        if not nx.has_path(result, outcome, driver):
            result.add_edge(driver, outcome)
    return result


def piled(chain: nx.DiGraph[str], home: Mapping[str, Stack]) -> nx.DiGraph[Stack]:
    """The edges between the stacks of a layer."""
    result: nx.DiGraph[Stack] = nx.DiGraph()
    result.add_nodes_from(home[metric] for metric in chain)
    result.add_edges_from(
        (home[driver], home[outcome])
        for driver, outcome in chain.edges
        if home[driver] != home[outcome]
    )
    return result


def depths(graph: nx.DiGraph[Stack]) -> tuple[dict[Stack, int], dict[Stack, int]]:
    """How many columns each needs before it, and how many after it."""
    before: dict[Stack, int] = dict.fromkeys(graph, 0)
    after: dict[Stack, int] = dict.fromkeys(graph, 0)
    order = list(nx.topological_sort(graph))
    for each in order:
        for outcome in graph.successors(each):
            before[outcome] = max(before[outcome], before[each] + 1)
    for each in reversed(order):
        for driver in graph.predecessors(each):
            after[driver] = max(after[driver], after[each] + 1)
    return before, after
