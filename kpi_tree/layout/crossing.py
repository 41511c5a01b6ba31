"""The order inside each column in which edges cross least.

Sugiyama, Tagawa & Toda (1981), Methods for visual understanding of hierarchical system structures:
each vertex goes where its neighbours are, column by column, there and back. From several first
orders; the best is then polished by moving one vertex at a time to its best place (sifting). All
chance comes from fixed seeds: the same tree has the same picture.
"""

from __future__ import annotations

import random
from bisect import bisect_right, insort
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kpi_tree.layout.grid import Grid
from kpi_tree.layout.polishing import places, polish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi_tree.layout.polishing import Orders
    from kpi_tree.layout.stacks import Stack

Shape = tuple[int, tuple[int, ...], tuple[bool, ...], tuple[tuple[int, ...], ...]]

# How much work: vertices times starts, so that large trees make fewer starts.
_EFFORT: Final = 2_000
_MOST_STARTS: Final = 8
_PATIENCE: Final = 3
_SWEEPS: Final = 24
_POLISHED: Final = 2
_SHAKES: Final = 30
_MOVES: Final = 5


def untangled(grid: Grid, *, hasty: bool = False) -> tuple[Orders, int]:
    """The order in which the edges of a grid cross least, and how often they do then.

    Args:
        grid: the vertices; its stacks are turned the way that crosses less.
        hasty: whether a good order will do, not shaken.
    """
    shape = (
        grid.metrics,
        tuple(grid.column),
        tuple(grid.apart),
        tuple(tuple(ends) for ends in grid.after),
    )
    found, count = _remembered(shape, hasty=hasty)
    orders = [list(column) for column in found]
    return orders, count + _turned(grid, orders)


@lru_cache(maxsize=256)
def _remembered(shape: Shape, *, hasty: bool) -> tuple[tuple[tuple[int, ...], ...], int]:
    """The answer of `untangled`: the order hangs on the shape alone, and shapes seldom change."""
    metrics, column, apart, after = shape
    grid = Grid([()] * metrics, list(column), [0.0] * len(column), list(apart))
    for vertex, ends in enumerate(after):
        grid.after[vertex] = list(ends)
        for end in ends:
            grid.before[end].append(vertex)
    orders, count = ordered(grid)
    if not hasty:
        orders, count = shaken(grid, orders, count)
    return tuple(tuple(each) for each in orders), count


class _End(NamedTuple):
    """Where an edge of a box leads: to its right, to which place in the column there, upwards."""

    right: bool
    place: int
    up: bool


def _turned(grid: Grid, orders: Orders) -> int:
    """Turn each stack over where its own edges cross less then; how often they cross."""
    place = places(grid, orders)
    share = [place[at] / len(orders[column]) for at, column in enumerate(grid.column)]
    ends: dict[str, list[_End]] = {}
    for (driver, outcome), way in grid.ways.items():
        for metric, here, there in ((driver, way[0], way[1]), (outcome, way[-1], way[-2])):
            if grid.column[here] != grid.column[there]:
                right = grid.column[here] < grid.column[there]
                end = _End(right, place[there], share[there] < share[here])
                ends.setdefault(metric, []).append(end)
    count = 0
    for at, stack in enumerate(grid.stacks):
        if len(stack) > 1:
            tried = [(_inside(grid, names, ends), names) for names in (stack, stack[::-1])]
            (crossed, _), grid.stacks[at] = min(tried, key=lambda each: each[0])
            count += crossed
    return count


def _inside(grid: Grid, stack: Stack, ends: Mapping[str, list[_End]]) -> tuple[int, int]:
    """How often the edges of a stack's boxes cross in this order, and come near the bows."""
    crossed = sum(
        one.right == other.right and one.place > other.place
        for upper, lower in combinations(stack, 2)
        for one in ends.get(upper, ())
        for other in ends.get(lower, ())
    )
    near = sum(
        end.right and end.up == ((upper, lower) in grid.ways)
        for upper, lower in pairwise(stack)
        for end in ends.get(lower if (upper, lower) in grid.ways else upper, ())
    )
    return crossed, near


def ordered(grid: Grid) -> tuple[Orders, int]:
    """The vertices of each column from top to bottom, and how often edges cross then.

    Those apart stand below the others.
    """
    found: list[tuple[int, int, Orders]] = []
    for start in range(max(1, min(_MOST_STARTS, _EFFORT // (len(grid.column) + 1)))):
        orders = _shuffled(grid, start) if start else _walked(grid)
        count = _swept(grid, orders)
        found.append((count, start, orders))
        if not count:
            return orders, 0
    best = sorted(found, key=lambda each: each[:2])[:_POLISHED]
    polished = [(count - polish(grid, orders), start, orders) for count, start, orders in best]
    fewest, _, orders = min(polished, key=lambda each: each[:2])
    return orders, fewest


def shaken(grid: Grid, orders: Orders, fewest: int) -> tuple[Orders, int]:
    """Move a few vertices at random and polish again, several times; keep what is no worse."""
    chance = random.Random(0)  # noqa: S311 (chance for a picture, not for a secret)
    for _ in range(min(_SHAKES, _EFFORT // (len(grid.column) + 1))):
        if not fewest:
            break
        tried = [list(column) for column in orders]
        touched = {chance.randrange(len(tried)) for _ in range(_MOVES)}
        for at in sorted(touched):
            vertex = tried[at].pop(chance.randrange(len(tried[at])))
            tried[at].insert(chance.randrange(len(tried[at]) + 1), vertex)
            tried[at].sort(key=grid.apart.__getitem__)
        count = crossing_count(grid, tried) - polish(grid, tried, touched)
        if count <= fewest:
            orders, fewest = tried, count
    return orders, fewest


def crossing_count(grid: Grid, orders: Orders) -> int:
    """How often edges cross when the columns are ordered like this."""
    place = places(grid, orders)
    return sum(_between(grid, column, place) for column in orders)


def _swept(grid: Grid, orders: Orders) -> int:
    """Sweep there and back while it helps; leaves the best order and tells its crossings."""
    place = places(grid, orders)
    fewest = crossing_count(grid, orders)
    best = [list(column) for column in orders]
    stale = 0
    for sweep in range(_SWEEPS):
        if not fewest or stale > _PATIENCE:
            break
        key = _mean if sweep % 4 < 2 else _median
        _sweep(grid, orders, place, forth=sweep % 2 == 0, key=key)
        count = sum(_between(grid, column, place) for column in orders)
        stale += 1
        if count < fewest:
            best, fewest, stale = [list(column) for column in orders], count, 0
    orders[:] = best
    return fewest


def _sweep(
    grid: Grid,
    orders: Orders,
    place: list[int],
    *,
    forth: bool,
    key: Callable[[list[int]], float],
) -> None:
    """Order each column by where the neighbours of the column before it stand."""
    beside = grid.before if forth else grid.after
    for at in range(len(orders)) if forth else range(len(orders) - 1, -1, -1):
        column = orders[at]
        wish: dict[int, tuple[bool, float]] = {}
        for vertex in column:
            near = beside[vertex]
            if len(near) == 1:
                spot: float = place[near[0]]
            else:
                spot = key([place[each] for each in near]) if near else place[vertex]
            wish[vertex] = grid.apart[vertex], spot
        column.sort(key=wish.__getitem__)
        for index, vertex in enumerate(column):
            place[vertex] = index


def _mean(places: list[int]) -> float:
    return sum(places) / len(places)


def _median(places: list[int]) -> float:
    places.sort()
    half = len(places) // 2
    if len(places) % 2:
        return places[half]
    return (places[half - 1] + places[half]) / 2


def _between(grid: Grid, column: list[int], place: list[int]) -> int:
    """The crossings between a column and the next."""
    count = 0
    seen: list[int] = []
    for vertex in column:
        ends = grid.after[vertex]
        if len(ends) == 1:
            at = bisect_right(seen, place[ends[0]])
            count += len(seen) - at
            seen.insert(at, place[ends[0]])
            continue
        spots = sorted(place[each] for each in ends)
        for spot in spots:
            count += len(seen) - bisect_right(seen, spot)
        for spot in spots:
            insort(seen, spot)
    return count


def _walked(grid: Grid) -> Orders:
    """A first order: along the branches, from what the business gets to what we do."""
    orders: Orders = [[] for _ in range(grid.width)]
    seen: set[int] = set()
    ends = sorted(range(grid.metrics), key=lambda vertex: -grid.column[vertex])
    stack = ends[::-1]
    while stack:
        vertex = stack.pop()
        if vertex in seen:
            continue
        seen.add(vertex)
        orders[grid.column[vertex]].append(vertex)
        stack += reversed(grid.before[vertex] + grid.after[vertex])
    return [sorted(column, key=grid.apart.__getitem__) for column in orders]


def _shuffled(grid: Grid, seed: int) -> Orders:
    chance = random.Random(seed)  # noqa: S311 (chance for a picture, not for a secret)
    orders = grid.in_columns()
    for column in orders:
        chance.shuffle(column)
        column.sort(key=grid.apart.__getitem__)
    return orders
