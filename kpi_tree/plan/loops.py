"""The loops of a graph, each named by one path, without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def loops(needs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """One shortest path round each knot (strongly connected part that closes on itself).

    Args:
        needs: for each node the nodes that it depends on; others than keys are ignored.

    Returns:
        Paths in the direction of the influence, from a node back to itself.

    >>> loops({"a": ["b"], "b": ["a"], "c": ["a"]})
    [('a', 'b', 'a')]
    """
    found = []
    for knot in knots(needs):
        first = min(knot)
        if len(knot) > 1 or first in needs[first]:
            found.append(_round(needs, first, knot))
    return sorted(found)


def _round(needs: Mapping[str, Sequence[str]], first: str, knot: frozenset[str]) -> tuple[str, ...]:
    """The shortest path from `first` back to itself inside its knot, breadth first."""
    came: dict[str, str] = {}
    waiting = [first]
    for node in waiting:
        for driver in needs[node]:
            if driver == first:
                path = [first, node]
                while path[-1] != first:
                    path.append(came[path[-1]])
                return tuple(path)
            if driver in knot and driver not in came:
                came[driver] = node
                waiting.append(driver)
    raise AssertionError(first)


def knots(needs: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """The strongly connected parts, what is needed before what needs it (Tarjan 1972)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    standing: set[str] = set()
    result: list[frozenset[str]] = []
    for root in needs:
        if root in order:
            continue
        work = [(root, iter(needs[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        standing.add(root)
        while work:
            node, drivers = work[-1]
            for driver in drivers:
                if driver not in needs:
                    continue
                if driver not in order:
                    order[driver] = low[driver] = len(order)
                    stack.append(driver)
                    standing.add(driver)
                    work.append((driver, iter(needs[driver])))
                    break
                if driver in standing:
                    low[node] = min(low[node], order[driver])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    result.append(_popped(stack, standing, node))
    return result


def _popped(stack: list[str], standing: set[str], root: str) -> frozenset[str]:
    members = set()
    while root not in members:
        member = stack.pop()
        standing.discard(member)
        members.add(member)
    return frozenset(members)
