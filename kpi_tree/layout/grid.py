"""The columns with all that takes room in them: boxes, and the way of edges that pass by."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi_tree.layout.stacks import Stack

# How far boxes of a column are apart at least.
GAP: Final = 22.0


@dataclass
class Grid:
    """Vertices in columns; an edge joins vertices of neighbouring columns alone.

    The first vertices are the metrics, those that stand on one another together. An edge that is
    longer gets a vertex of its own in each column that it passes, so that nothing else stands
    there.

    Attributes:
        column: the column of each vertex.
        height: how much room it takes.
        before: for each vertex, its neighbours in the column to the left.
        after: likewise to the right.
        apart: whether it stands in the lane of the unlinked.
        ways: for each edge the vertices it runs through, from driver to outcome.
        stacks: the metrics of each of the first vertices, from above.
        tall: how high each metric's box is.
    """

    stacks: list[Stack]
    column: list[int]
    height: list[float]
    apart: list[bool]
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)
    ways: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    tall: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = [[] for _ in self.column]
        self.after = [[] for _ in self.column]

    @property
    def metrics(self) -> int:
        """How many of the vertices are stacks of metrics."""
        return len(self.stacks)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(self.column, default=-1) + 1

    def passes(self, vertex: int) -> bool:
        """Whether a vertex is an edge on its way."""
        return vertex >= self.metrics

    def within(self, vertex: int) -> dict[str, float]:
        """How far below its middle each metric of a vertex has its own."""
        found = {}
        y = -self.height[vertex] / 2
        for name in self.stacks[vertex] if vertex < self.metrics else ():
            found[name] = y + self.tall[name] / 2
            y += self.tall[name] + GAP
        return found

    def connect(self, driver: int, outcome: int) -> list[int]:
        """Join two vertices through the columns between them; from driver to outcome."""
        start, end = sorted((driver, outcome), key=self.column.__getitem__)
        apart = self.apart[start] and self.apart[end]
        passed = range(self.column[start] + 1, self.column[end])
        way = [start, *(self._add(column, apart=apart) for column in passed), end]
        if self.column[start] != self.column[end]:
            for left, right in itertools.pairwise(way):
                self.after[left].append(right)
                self.before[right].append(left)
        return way if start == driver else way[::-1]

    def _add(self, column: int, *, apart: bool) -> int:
        self.column.append(column)
        self.height.append(0.0)
        self.apart.append(apart)
        self.before.append([])
        self.after.append([])
        return len(self.column) - 1

    def in_columns(self) -> list[list[int]]:
        """The vertices of each column, as they came."""
        result: list[list[int]] = [[] for _ in range(self.width)]
        for vertex, column in enumerate(self.column):
            result[column].append(vertex)
        return result


def grid(
    stacks: Sequence[Stack],
    edges: Iterable[tuple[str, str]],
    *,
    column: Mapping[Stack, int],
    height: Mapping[str, float],
    apart: frozenset[str],
) -> Grid:
    """The grid of a tree whose stacks have their columns."""
    result = Grid(
        stacks=list(stacks),
        column=[column[stack] for stack in stacks],
        height=[sum(height[name] + GAP for name in stack) - GAP for stack in stacks],
        apart=[apart.issuperset(stack) for stack in stacks],
        tall=height,
    )
    index = {name: at for at, stack in enumerate(stacks) for name in stack}
    for driver, outcome in edges:
        result.ways[driver, outcome] = result.connect(index[driver], index[outcome])
    return result


def part(grid: Grid, *, apart: bool) -> tuple[Grid, list[int]]:
    """The part of a grid in the lane of the unlinked, or above it; and whose vertices these are."""
    vertices = [vertex for vertex, lies in enumerate(grid.apart) if lies == apart]
    at = {vertex: index for index, vertex in enumerate(vertices)}
    result = Grid(
        stacks=[grid.stacks[vertex] for vertex in vertices if vertex < grid.metrics],
        column=[grid.column[vertex] for vertex in vertices],
        height=[grid.height[vertex] for vertex in vertices],
        apart=[apart] * len(vertices),
        tall=grid.tall,
    )
    for vertex in vertices:
        result.before[at[vertex]] = [at[each] for each in grid.before[vertex] if each in at]
        result.after[at[vertex]] = [at[each] for each in grid.after[vertex] if each in at]
    for edge, way in grid.ways.items():
        if at.keys() >= set(way):
            result.ways[edge] = [at[vertex] for vertex in way]
    return result, vertices
