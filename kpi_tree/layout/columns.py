"""Which column each metric stands in: a layer after the other, formulas chained inside a layer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.stacks import FLOW, chains, depths, piled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from kpi_tree.layout.stacks import Stack, Stacks
    from kpi_tree.tree import KpiTree

_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a tree.

    Attributes:
        stacks: the metrics that stand on one another, from above; most by themselves.
        of: the column of each stack, 0 for the leftmost.
        layers: the layer of each column.
    """

    stacks: Stacks
    of: Mapping[Stack, int]
    layers: tuple[str, ...]


def columns(tree: KpiTree, stacks: Stacks, *, late: bool = True) -> Columns:
    """Columns in which each edge between stacks of a layer runs to the right, short as may be.

    Args:
        tree: the tree.
        stacks: each of metrics of one layer.
        late: of the columns in which a stack's edges are equally short, the last or the first.
    """
    home = {metric: stack for stack in stacks for metric in stack}
    inside = {name: piled(chain, home) for name, chain in chains(tree).items()}
    spans = {name: depths(graph) for name, graph in inside.items()}
    first: dict[str, int] = {}
    names: list[str] = []
    ends: dict[Stack, int] = {}
    for name in FLOW:
        before, after = spans[name]
        deep = max(before.values(), default=-1) + 1
        first[name] = len(names)
        names += [name] * deep
        ends |= {stack: len(names) - 1 - height for stack, height in after.items()}
    of = {stack: first[name] + depth for name in FLOW for stack, depth in spans[name][0].items()}
    _shorten(of, ends, _Pull(tree, home, inside), late=late)
    return Columns(tuple(of), of, tuple(names))


@dataclass(frozen=True)
class _Pull:
    """What draws stacks hither and thither: the ends of their edges."""

    tree: KpiTree
    home: Mapping[str, Stack]
    inside: Mapping[str, nx.DiGraph[Stack]]

    def beside(self) -> dict[Stack, list[Stack]]:
        """For each stack the others that its edges lead to or come from."""
        found: dict[Stack, list[Stack]] = {stack: [] for stack in self.home.values()}
        for driver, outcome in self.tree.over_time.edges:
            one, other = self.home[driver], self.home[outcome]
            if one != other:
                found[one].append(other)
                found[other].append(one)
        return found

    def order(self) -> list[Stack]:
        """The stacks, what is driven first."""
        return list(dict.fromkeys(self.home[metric] for metric in reversed(self.tree.order)))

    def aims(self) -> set[Stack]:
        """The stacks with a goal that lead to nothing some goal depends on."""
        tree = self.tree
        further = {
            self.home[driver]
            for driver, outcome in tree.graph.edges
            if outcome in tree.linked and self.home[driver] != self.home[outcome]
        }
        return {self.home[metric] for metric in tree.goal_metrics} - further

    def between(self, stack: Stack, of: Mapping[Stack, int]) -> tuple[int, int | None]:
        """After which column and before which a stack stands inside its layer."""
        chain = self.inside[self.tree.plan.metric[stack[0]].layer]
        low = max((of[each] + 1 for each in chain.predecessors(stack)), default=0)
        return low, min((of[each] - 1 for each in chain.successors(stack)), default=None)


def _shorten(of: dict[Stack, int], ends: Mapping[Stack, int], pull: _Pull, *, late: bool) -> None:
    """Move each stack where its edges are shortest together, until none moves any more."""
    starts = dict(of)
    beside, order, aims = pull.beside(), pull.order(), pull.aims()
    # In the lane of the unlinked columns are as short as they can be.
    apart = {stack for stack in order if stack[0] not in pull.tree.linked}
    full = Counter(of[stack] for stack in apart)
    for _ in range(_ROUNDS):
        moved = False
        for stack in order:
            low, most = pull.between(stack, of)
            low = max(low, starts[stack])
            high = ends[stack] if most is None else min(most, ends[stack])
            choice = range(high, low - 1, -1) if late else range(low, high + 1)
            near = [of[each] for each in beside[stack]]
            full[of[stack]] -= stack in apart
            crowd = full if stack in apart else {}
            best = high if stack in aims else min(choice, key=partial(_length, near, crowd))
            moved |= best != of[stack]
            of[stack] = best
            full[best] += stack in apart
        if not moved:
            return


def _length(near: Sequence[int], full: Mapping[int, int], column: int) -> int:
    """How many columns the edges to the columns `near` cross together, and how full this one is."""
    return sum(abs(column - each) for each in near) + full.get(column, 0)
