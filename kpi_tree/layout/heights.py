"""How high each vertex stands, so that edges run straight and boxes near their neighbours.

An edge is level on its way past other columns. All else moves towards the middle of its neighbours,
again and again, as far as order, room and the picture's height let it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.grid import GAP

if TYPE_CHECKING:
    from kpi_tree.layout.grid import Grid
    from kpi_tree.layout.polishing import Orders

# Edges that pass by need less room: among themselves, and beside a box.
PASSING: Final = 14.0
BESIDE: Final = 16.0
# On the board boxes stand close.
CLOSE: Final = 12.0
# How often all move; less often where there are many.
_ROUNDS: Final = 60
_EFFORT: Final = 10_000

Levels = dict[int, float]


@dataclass(frozen=True)
class _Blocks:
    """What moves as one: a stack of boxes, or an edge on its level way.

    Attributes:
        root: the block of each vertex, named by one of its vertices.
        ahead: for each block those below it, and how far away they must be.
        behind: likewise those above it.
        order: the blocks, each after those above it.
        half: half of each block's height.
        pulls: for each block where its neighbours would have it: a block and how far below that.
    """

    root: list[int]
    ahead: dict[int, dict[int, float]]
    behind: dict[int, dict[int, float]]
    order: list[int]
    half: Levels
    pulls: dict[int, list[tuple[int, float]]]

    def pushed_down(self, wish: Levels) -> Levels:
        """Each where it wishes to be, or lower where those above it need that."""
        level: Levels = {}
        for block in self.order:
            needs = [level[each] + need for each, need in self.behind[block].items()]
            level[block] = max(wish[block], *needs) if needs else wish[block]
        return level

    def pushed_up(self, wish: Levels) -> Levels:
        """Each where it wishes to be, or higher where those below it need that."""
        level: Levels = {}
        for block in reversed(self.order):
            needs = [level[each] - need for each, need in self.ahead[block].items()]
            level[block] = min(wish[block], *needs) if needs else wish[block]
        return level

    def settled(self, high: float) -> Levels:
        """Each as near the middle of its neighbours as has been found, in a picture so high."""
        top = self.pushed_down(self.half)
        high = max(high, *(top[block] + half for block, half in self.half.items()))
        low = self.pushed_up({block: high - half for block, half in self.half.items()})
        level = {block: (top[block] + low[block]) / 2 for block in self.order}
        best, least = level, self._strain(level)
        for _ in range(max(4, min(_ROUNDS, _EFFORT // len(self.order)))):
            wish = {
                block: min(max(self._wish(block, level), top[block]), low[block])
                for block in self.order
            }
            down, up = self.pushed_down(wish), self.pushed_up(wish)
            # Both keep all apart, and so does what lies halfway.
            level = {
                block: (min(down[block], low[block]) + max(up[block], top[block])) / 2
                for block in self.order
            }
            strain = self._strain(level)
            if strain < least:
                best, least = level, strain
        return best

    def _wish(self, block: int, level: Levels) -> float:
        """The middle one of the places where its neighbours would have a block."""
        pulls = sorted(level[other] + below for other, below in self.pulls[block])
        half = len(pulls) // 2
        if not pulls:
            return level[block]
        return pulls[half] if len(pulls) % 2 else (pulls[half - 1] + pulls[half]) / 2

    def _strain(self, level: Levels) -> float:
        """How far all are from where their neighbours would have them, together."""
        return sum(
            abs(level[other] + below - level[block])
            for block, pulls in self.pulls.items()
            for other, below in pulls
        )


def heights(grid: Grid, orders: Orders, *, high: float = 0.0) -> list[float]:
    """The middle of each vertex, 0 at the upper edge of the picture's boxes.

    Args:
        grid: the vertices.
        orders: how they stand in each column from above.
        high: how high the picture may be, even where less would do.
    """
    if not grid.column:
        return []
    blocks = _blocks(grid, orders)
    level = blocks.settled(high)
    found = [level[block] for block in blocks.root]
    top = min(y - grid.height[at] / 2 for at, y in enumerate(found))
    return [y - top for y in found]


def packed(grid: Grid, orders: Orders) -> list[float]:
    """The middle of each vertex where columns are as short as they can be, around one line.

    In the lane of the unlinked they hang from its upper edge.
    """
    levels = [0.0] * len(grid.column)
    spans = []
    for column in orders:
        y = 0.0
        for at, vertex in enumerate(column):
            gap = CLOSE / 2 if grid.passes(vertex) else CLOSE
            y += (gap if at else 0.0) + grid.height[vertex] / 2
            levels[vertex] = y
            y += grid.height[vertex] / 2
        spans.append(y)
    tallest = max(spans, default=0.0)
    for column, span in zip(orders, spans, strict=True):
        for vertex in column:
            levels[vertex] += 0.0 if grid.apart[vertex] else (tallest - span) / 2
    return levels


def room(grid: Grid, upper: int, lower: int) -> float:
    """How far the middles of two neighbours in a column must be apart."""
    gap = (GAP, BESIDE, PASSING)[grid.passes(upper) + grid.passes(lower)]
    return (grid.height[upper] + grid.height[lower]) / 2 + gap


def _blocks(grid: Grid, orders: Orders) -> _Blocks:
    root = _lines(grid, orders)
    ahead: dict[int, dict[int, float]] = {each: {} for each in dict.fromkeys(root)}
    behind: dict[int, dict[int, float]] = {each: {} for each in ahead}
    half = dict.fromkeys(ahead, 0.0)
    for column in orders:
        for upper, lower in pairwise(column):
            first, last = root[upper], root[lower]
            need = max(ahead[first].get(last, 0.0), room(grid, upper, lower))
            ahead[first][last] = behind[last][first] = need
    for vertex, block in enumerate(root):
        half[block] = max(half[block], grid.height[vertex] / 2)
    return _Blocks(root, ahead, behind, _sorted(ahead, behind), half, _pulls(grid, root))


def _lines(grid: Grid, orders: Orders) -> list[int]:
    """The block of each vertex: an edge's way past columns is one as far as it crosses none."""
    place = {vertex: index for column in orders for index, vertex in enumerate(column)}
    root = list(range(len(grid.column)))
    for column in orders:
        last = -1
        for vertex in column:
            other = grid.before[vertex][0] if grid.before[vertex] else -1
            if grid.passes(vertex) and grid.passes(other) and place[other] > last:
                root[vertex] = root[other]
                last = place[other]
    return root


def _pulls(grid: Grid, root: list[int]) -> dict[int, list[tuple[int, float]]]:
    """For each block the ends of its edges: whose they are, and how far below its own middle."""
    found: dict[int, list[tuple[int, float]]] = {block: [] for block in root}
    own = {name: y for vertex in range(grid.metrics) for name, y in grid.within(vertex).items()}
    for (driver, outcome), way in grid.ways.items():
        shifts = [own[driver], *[0.0] * (len(way) - 2), own[outcome]]
        for (one, shift), (other, back) in pairwise(zip(way, shifts, strict=True)):
            if root[one] != root[other]:
                found[root[one]].append((root[other], back - shift))
                found[root[other]].append((root[one], shift - back))
    return found


def _sorted(ahead: dict[int, dict[int, float]], behind: dict[int, dict[int, float]]) -> list[int]:
    """The blocks, each after those above it."""
    waiting = {block: len(above) for block, above in behind.items()}
    ready = [block for block, count in waiting.items() if not count]
    order = []
    while ready:
        block = ready.pop()
        order.append(block)
        for each in ahead[block]:
            waiting[each] -= 1
            if not waiting[each]:
                ready.append(each)
    return order
