"""How high each vertex stands, so that edges run straight and boxes near their neighbours.

Brandes & Köpf (2002), Fast and simple horizontal coordinate assignment, turned by a quarter; the
blocks are compacted as dagre does it, and of four pictures the middle one is taken.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kpi_tree.layout.crossing import Orders
    from kpi_tree.layout.grid import Grid

GAP: Final = 22.0
# Edges that pass by need less room among themselves.
PASSING: Final = 14.0
# On the board boxes stand close.
CLOSE: Final = 12.0


def heights(grid: Grid, orders: Orders) -> list[float]:
    """The middle of each vertex, 0 at the upper edge of the picture's boxes."""
    barred = _conflicts(grid, orders)
    found = []
    for down in (True, False):
        for forth in (True, False):
            columns = [column if down else column[::-1] for column in orders]
            roots = _blocks(grid, columns, barred, forth=forth)
            levels = _compact(grid, columns, roots)
            found.append(levels if down else [-level for level in levels])
    _side_by_side(found, grid)
    middles = [sum(sorted(levels)[1:3]) / 2 for levels in zip(*found, strict=True)]
    top = min((y - grid.height[at] / 2 for at, y in enumerate(middles)), default=0.0)
    return [y - top for y in middles]


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
    gap = PASSING if grid.passes(upper) and grid.passes(lower) else GAP
    return (grid.height[upper] + grid.height[lower]) / 2 + gap


def _conflicts(grid: Grid, orders: Orders) -> set[tuple[int, int]]:
    """The edges that give way: those that cross a long edge on its way."""
    place = {vertex: index for column in orders for index, vertex in enumerate(column)}
    barred: set[tuple[int, int]] = set()
    for column in orders[1:]:
        inner = [
            (place[grid.before[vertex][0]], place[vertex])
            for vertex in column
            if grid.passes(vertex) and any(grid.passes(each) for each in grid.before[vertex])
        ]
        if not inner:
            continue
        for vertex in column:
            for other in grid.before[vertex]:
                if grid.passes(vertex) and grid.passes(other):
                    continue
                start, end = place[other], place[vertex]
                if any((start - first) * (end - last) < 0 for first, last in inner):
                    barred.add((other, vertex))
    return barred


def _blocks(grid: Grid, columns: Orders, barred: set[tuple[int, int]], *, forth: bool) -> list[int]:
    """Align each vertex with the middle one of its neighbours; the root of each vertex's block."""
    place = {vertex: index for column in columns for index, vertex in enumerate(column)}
    root = list(range(len(grid.column)))
    taken: set[int] = set()
    beside = grid.before if forth else grid.after
    for column in columns if forth else columns[::-1]:
        last = -1
        for vertex in column:
            near = sorted(beside[vertex], key=place.__getitem__)
            if not near:
                continue
            half = (len(near) - 1) / 2
            for at in dict.fromkeys((int(half), int(half + 0.5))):
                other = near[at]
                edge = (other, vertex) if forth else (vertex, other)
                if place[other] > last and edge not in barred and other not in taken:
                    root[vertex] = root[other]
                    taken.add(other)
                    last = place[other]
                    break
    return root


def _compact(grid: Grid, columns: Orders, root: list[int]) -> list[float]:
    """Put blocks as near as their room allows, then drop each onto those below it."""
    ahead: dict[int, dict[int, float]] = {each: {} for each in dict.fromkeys(root)}
    behind: dict[int, dict[int, float]] = {each: {} for each in ahead}
    for column in columns:
        for upper, lower in pairwise(column):
            first, last = root[upper], root[lower]
            need = max(ahead[first].get(last, 0.0), room(grid, upper, lower))
            ahead[first][last] = behind[last][first] = need
    order = _sorted(ahead, behind)
    level: dict[int, float] = {}
    for block in order:
        level[block] = max((level[each] + need for each, need in behind[block].items()), default=0)
    for block in reversed(order):
        if ahead[block]:
            lowest = min(level[each] - need for each, need in ahead[block].items())
            level[block] = max(level[block], lowest)
    return [level[each] for each in root]


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


def _side_by_side(found: list[list[float]], grid: Grid) -> None:
    """Shift the four pictures onto the smallest of them, at its upper or its lower edge."""
    if not grid.column:
        return
    edges = [_reach(levels, grid) for levels in found]
    low, high = min(edges, key=lambda edge: edge[1] - edge[0])
    for index, levels in enumerate(found):
        shift = low - edges[index][0] if index < 2 else high - edges[index][1]
        found[index] = [level + shift for level in levels]


def _reach(levels: list[float], grid: Grid) -> tuple[float, float]:
    halves = [height / 2 for height in grid.height]
    return (
        min(level - half for level, half in zip(levels, halves, strict=True)),
        max(level + half for level, half in zip(levels, halves, strict=True)),
    )
