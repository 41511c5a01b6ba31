"""Which column each metric stands in: a layer after the other, formulas chained inside a layer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree.tree import KpiTree

# From what we do to what the business gets.
FLOW: Final = ("investment", "lever", "social", "bridge", "business")
SIDES: Final = ("lever", "social", "bridge", "business")
_SIDE: Final = {name: "lever" if name == "investment" else name for name in FLOW}
_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a tree.

    Attributes:
        of: the column of each metric, 0 for the leftmost.
        layers: the layer of each column.
    """

    of: Mapping[str, int]
    layers: tuple[str, ...]


def columns(tree: KpiTree, *, late: bool = True) -> Columns:
    """Columns in which each edge inside a layer runs to the right, as short as may be.

    Args:
        tree: the tree.
        late: of the columns in which a metric's edges are equally short, the last or the first.
    """
    layer = {metric.id: metric.layer for metric in tree.plan.metrics}
    edges = list(tree.over_time.edges)
    inside = {name: _chains(tree, layer, name) for name in FLOW}
    spans = {name: _depths(graph) for name, graph in inside.items()}
    deep = {name: max(spans[name][0].values(), default=-1) + 1 for name in FLOW}
    first: dict[str, int] = {}
    names: list[str] = []
    for name in FLOW:
        first[name] = len(names)
        names += [name] * deep[name]
    of = {metric: first[name] + depth for name in FLOW for metric, depth in spans[name][0].items()}
    ends = {
        metric: first[name] + deep[name] - 1 - height
        for name in FLOW
        for metric, height in spans[name][1].items()
    }
    _shorten(of, ends, edges, inside=inside, tree=tree, late=late)
    return Columns(of, tuple(names))


def sides(tree: KpiTree) -> Columns:
    """Four columns at most: what we do, what happens on social, the bridge, the business."""
    layer = {metric.id: metric.layer for metric in tree.plan.metrics}
    used = [name for name in SIDES if any(_SIDE[each] == name for each in layer.values())]
    return Columns({name: used.index(_SIDE[each]) for name, each in layer.items()}, tuple(used))


def _chains(tree: KpiTree, layer: Mapping[str, str], name: str) -> nx.DiGraph[str]:
    """The edges inside a layer that can all run to the right: the past where it closes no loop."""
    within = [metric.id for metric in tree.plan.metrics if layer[metric.id] == name]
    result: nx.DiGraph[str] = nx.DiGraph()
    result.add_nodes_from(within)
    result.add_edges_from(
        (driver, outcome)
        for driver, outcome in tree.graph.edges
        if layer[driver] == layer[outcome] == name
    )
    for driver, outcome in tree.over_time.edges:
        if layer[driver] != name or layer[outcome] != name or result.has_edge(driver, outcome):
            continue
        if not nx.has_path(result, outcome, driver):
            result.add_edge(driver, outcome)
    return result


def _depths(graph: nx.DiGraph[str]) -> tuple[dict[str, int], dict[str, int]]:
    """How many columns each metric needs before it, and how many after it."""
    before: dict[str, int] = dict.fromkeys(graph, 0)
    after: dict[str, int] = dict.fromkeys(graph, 0)
    order = list(nx.topological_sort(graph))
    for metric in order:
        for outcome in graph.successors(metric):
            before[outcome] = max(before[outcome], before[metric] + 1)
    for metric in reversed(order):
        for driver in graph.predecessors(metric):
            after[driver] = max(after[driver], after[metric] + 1)
    return before, after


def _shorten(
    of: dict[str, int],
    ends: Mapping[str, int],
    edges: Sequence[tuple[str, str]],
    *,
    inside: Mapping[str, nx.DiGraph[str]],
    tree: KpiTree,
    late: bool,
) -> None:
    """Move each metric where its edges are shortest together, until none moves any more."""
    beside: dict[str, list[str]] = {metric: [] for metric in of}
    for driver, outcome in edges:
        beside[driver].append(outcome)
        beside[outcome].append(driver)
    starts = dict(of)
    aims = {
        metric for metric in tree.goal_metrics if not set(beside[metric]) & _after(metric, tree)
    }
    for _ in range(_ROUNDS):
        moved = False
        for metric in reversed(tree.order):
            chain = inside[tree.plan.metric[metric].layer]
            low = max((of[each] + 1 for each in chain.predecessors(metric)), default=0)
            high = min((of[each] - 1 for each in chain.successors(metric)), default=ends[metric])
            low, high = max(low, starts[metric]), min(high, ends[metric])
            choice = range(high, low - 1, -1) if late else range(low, high + 1)
            near = [of[each] for each in beside[metric]]
            best = high if metric in aims else min(choice, key=partial(_length, near))
            moved |= best != of[metric]
            of[metric] = best
        if not moved:
            return


def _after(metric: str, tree: KpiTree) -> set[str]:
    """What a metric leads to and some goal depends on."""
    return set(tree.graph.successors(metric)) & tree.linked


def _length(near: Sequence[int], column: int) -> int:
    """How many columns the edges to the columns `near` cross together."""
    return sum(abs(column - each) for each in near)
