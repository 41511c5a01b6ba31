"""Edges that cross, counted and taken apart."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_tree.layout.crossing import crossing_count, untangled
from kpi_tree.layout.grid import Grid, grid
from kpi_tree.layout.heights import heights, room
from kpi_tree.layout.picture import Layout, Route, crossings
from kpi_tree.layout.polishing import _crossed


def of_edges(width, edges, apart=()):
    """Two columns of `width` vertices each, a0… and b0…."""
    names = [f"{side}{index}" for side in "ab" for index in range(width)]
    return grid(
        [(name,) for name in names],
        edges,
        column={(name,): "ab".index(name[0]) for name in names},
        height=dict.fromkeys(names, 10.0),
        apart=frozenset(apart),
    )


def test_two_edges_that_swap_sides_cross_once_and_are_untangled() -> None:
    field = of_edges(2, [("a0", "b1"), ("a1", "b0")])
    assert crossing_count(field, field.in_columns()) == 1
    orders, crossed = untangled(field)
    assert crossing_count(field, orders) == crossed == 0


def test_vertices_apart_stand_below_whatever_that_costs() -> None:
    field = of_edges(2, [("a0", "b1"), ("a1", "b0")], apart=("a0", "b0"))
    orders, _ = untangled(field)
    assert orders == [[1, 0], [3, 2]]


def test_edges_are_counted_where_they_cross_not_where_they_meet() -> None:
    def drawn(*lines):
        routes = tuple(
            Route(str(at), "", points, formula=True, past=False, links=())
            for at, points in enumerate(lines)
        )
        return crossings(Layout({}, routes, (), None, 1, 1))

    assert drawn(((0, 0), (1, 1)), ((0, 1), (1, 0))) == 1
    assert drawn(((0, 0), (1, 1)), ((0, 2), (1, 1))) == 0


@given(st.lists(st.integers(0, 9), max_size=8), st.lists(st.integers(0, 9), max_size=8))
def test_the_crossings_of_two_vertices_are_those_of_all_pairs(above, below) -> None:
    pairs = sum(upper > lower for upper, lower in product(above, below))
    assert _crossed(sorted(above), sorted(below)) == pairs


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=14))
@settings(deadline=None)
def test_vertices_of_a_column_keep_their_order_and_their_room(pairs) -> None:
    field: Grid = of_edges(5, [(f"a{one}", f"b{other}") for one, other in sorted(pairs)])
    orders, _ = untangled(field)
    levels = heights(field, orders)
    for column in orders:
        for upper, lower in pairwise(column):
            assert levels[lower] - levels[upper] >= room(field, upper, lower) - 1e-6
