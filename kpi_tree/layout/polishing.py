"""An order is polished: single vertices are moved in their columns to where fewest edges cross.

Sifting (Matuszewski, Schönfeld & Molitor 1999, Using sifting for k-layer straightline crossing
minimization): each vertex of a column in turn to its best place; a long column by swaps alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kpi_tree.layout.grid import Grid

Orders = list[list[int]]
Near = tuple[list[int], list[int]]

_ROUNDS: Final = 6
# A column this long is polished by swaps of neighbours alone.
_SIFTED: Final = 90


def places(grid: Grid, orders: Orders) -> list[int]:
    """How far from above each vertex stands in its column."""
    place = [0] * len(grid.column)
    for column in orders:
        for index, vertex in enumerate(column):
            place[vertex] = index
    return place


def polish(grid: Grid, orders: Orders, touched: set[int] | None = None) -> int:
    """Move single vertices where they cause least crossings; how many that saved.

    Only columns near those `touched` need a look, None for all; then those near what has moved.
    """
    place = places(grid, orders)
    saved = 0
    look = set(range(len(orders))) if touched is None else _near(touched)
    for _ in range(_ROUNDS):
        moved = set()
        for at in sorted(look & set(range(len(orders)))):
            improve = _sift if len(orders[at]) <= _SIFTED else _swap
            won = improve(grid, orders[at], place)
            saved += won
            if won:
                moved.add(at)
        if not moved:
            break
        look = _near(moved)
    return saved


def _near(columns: set[int]) -> set[int]:
    return {column + step for column in columns for step in (-1, 0, 1)}


def _sift(grid: Grid, column: list[int], place: list[int]) -> int:
    """Give each vertex of a column its best place among the others."""
    near = {
        vertex: (
            sorted(place[each] for each in grid.before[vertex]),
            sorted(place[each] for each in grid.after[vertex]),
        )
        for vertex in column
    }
    saved = 0
    for vertex in list(column):
        now = column.index(vertex)
        change, best, where = 0, 0, now
        for at in range(now + 1, len(column)):
            if grid.apart[column[at]] != grid.apart[vertex]:
                break
            change += _gain(near[column[at]], near[vertex])
            if change < best:
                best, where = change, at
        change = 0
        for at in range(now - 1, -1, -1):
            if grid.apart[column[at]] != grid.apart[vertex]:
                break
            change += _gain(near[vertex], near[column[at]])
            if change < best:
                best, where = change, at
        if where != now:
            column.insert(where, column.pop(now))
            saved -= best
    for index, vertex in enumerate(column):
        place[vertex] = index
    return saved


def _swap(grid: Grid, column: list[int], place: list[int]) -> int:
    """Swap neighbours of a column where that saves crossings."""
    saved = 0
    for at in range(len(column) - 1):
        upper, lower = column[at], column[at + 1]
        if grid.apart[upper] != grid.apart[lower]:
            continue
        near = [
            tuple(
                sorted(place[each] for each in side[vertex]) for side in (grid.before, grid.after)
            )
            for vertex in (lower, upper)
        ]
        change = _gain((near[0][0], near[0][1]), (near[1][0], near[1][1]))
        if change < 0:
            column[at], column[at + 1] = lower, upper
            place[upper], place[lower] = at + 1, at
            saved -= change
    return saved


def _gain(upper: Near, lower: Near) -> int:
    """What a swap changes: crossings with `upper` above, less those with it below."""
    return sum(
        _crossed(above, below) - _crossed(below, above)
        for above, below in zip(upper, lower, strict=True)
    )


def _crossed(above: list[int], below: list[int]) -> int:
    """The crossings of two vertices whose neighbours stand at these places, in order."""
    count = at = 0
    for place in above:
        while at < len(below) and below[at] < place:
            at += 1
        count += at
    return count
