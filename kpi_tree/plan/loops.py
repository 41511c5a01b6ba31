"""The loops of a graph, each named by one path, without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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
    """The strongly connected parts, what is needed before what needs it."""
    walk = _Walk(needs)
    for root in needs:
        walk.begin(root)
    return walk.found


class _Walk:
    """A depth-first walk that cuts off each part when it is complete (Tarjan 1972)."""

    def __init__(self, needs: Mapping[str, Iterable[str]]) -> None:
        self._needs = needs
        self._order: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._standing: dict[str, None] = {}
        self._work: list[tuple[str, Iterator[str]]] = []
        self.found: list[frozenset[str]] = []

    def begin(self, root: str) -> None:
        """Walk from a node that was not met yet, and everywhere that it leads."""
        if root in self._order:
            return
        self._enter(root)
        while self._work:
            node, drivers = self._work[-1]
            if (fresh := self._next(node, drivers)) is not None:
                self._enter(fresh)
            else:
                self._leave(node)

    def _enter(self, node: str) -> None:
        self._order[node] = self._low[node] = len(self._order)
        self._standing[node] = None
        self._work.append((node, iter(self._needs[node])))

    def _next(self, node: str, drivers: Iterator[str]) -> str | None:
        """The next driver that was not met; those met on the way here are noted."""
        for driver in drivers:
            if driver in self._needs and driver not in self._order:
                return driver
            if driver in self._standing:
                self._low[node] = min(self._low[node], self._order[driver])
        return None

    def _leave(self, node: str) -> None:
        self._work.pop()
        if self._work:
            above = self._work[-1][0]
            self._low[above] = min(self._low[above], self._low[node])
        if self._low[node] == self._order[node]:
            part = set()
            while node not in part:
                part.add(self._standing.popitem()[0])
            self.found.append(frozenset(part))
