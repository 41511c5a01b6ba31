"""What leads to what in a plan: each question is answered in one walk over its tree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import networkx as nx

from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.model import Link, Plan

SOCIAL: Final = frozenset({"social", "lever", "investment"})


class Walks:
    """The tree of a plan, walked in time that grows with its size alone.

    What is reached is held as one bit a metric: a plan may have so many ways from one metric to
    another that nobody could list them.
    """

    def __init__(self, plan: Plan) -> None:
        """Nothing is walked yet."""
        self._plan = plan
        self._tree = KpiTree(plan)

    @property
    def order(self) -> tuple[str, ...]:
        """The metrics, drivers before outcomes."""
        return self._tree.order

    @property
    def serving(self) -> frozenset[str]:
        """The metrics that some goal depends on, the goals' own among them."""
        return self._tree.linked

    def upstream(self, metric: str) -> frozenset[str]:
        """A metric and all that drives it, however far back."""
        return self._tree.ancestors(metric) | {metric}

    def downstream(self, metrics: Iterable[str]) -> frozenset[str]:
        """These metrics and all that they drive."""
        layers = nx.bfs_layers(self._tree.over_time, list(metrics))
        return frozenset(name for layer in layers for name in layer)

    @cached_property
    def _bit(self) -> dict[str, int]:
        return {name: 1 << index for index, name in enumerate(self.order)}

    @cached_property
    def _below(self) -> dict[str, int]:
        """What each metric drives at any distance."""
        below: dict[str, int] = {}
        for name in reversed(self.order):
            reached = 0
            for outcome in self._tree.graph.successors(name):
                reached |= self._bit[outcome] | below[outcome]
            below[name] = reached
        return below

    @cached_property
    def _at_second_hand(self) -> dict[str, int]:
        """What each metric drives through another one."""
        reached: dict[str, int] = {}
        for name in self.order:
            bits = 0
            for outcome in self._tree.graph.successors(name):
                bits |= self._below[outcome]
            reached[name] = bits
        return reached

    def drives(self, driver: str, outcome: str) -> bool:
        """Whether a metric drives another in the same month, at any distance."""
        return bool(self._below[driver] & self._bit[outcome])

    def mediator(self, driver: str, outcome: str) -> str | None:
        """A metric that the driver drives, and through which it reaches the outcome as well."""
        if not self._at_second_hand[driver] & self._bit[outcome]:
            return None
        driven = self._tree.graph.successors(driver)
        return next(name for name in driven if self.drives(name, outcome))

    def chains(self, weak: frozenset[str], length: int) -> list[tuple[Link, ...]]:
        """Runs of `length` weak links, one after the other, one run for each last outcome.

        Formulas pass a run on without adding to it; any other link ends it.

        Args:
            weak: the ids of the links that are weak.
            length: how many make a run.
        """
        runs: dict[str, tuple[Link, ...]] = {}
        found = []
        for name in self.order:
            expression = self._plan.metric[name].expression
            longest: tuple[Link, ...] = ()
            for read in expression.reads if expression else ():
                longest = max(longest, runs[read], key=len)
            for link in self._plan.links_into.get(name, ()):
                if link.id in weak:
                    longest = max(longest, (*runs[link.driver], link), key=len)
            if len(longest) == length:
                found.append(longest)
                longest = ()  # told once: what follows begins a new run
            runs[name] = longest
        return found
