"""The engine on a part of a plan: what some metrics need, and in which draws each target counts.

Numbers and keys are those of the whole plan, so what was computed for it is used again.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.simulation.engine import Engine, Run
from kpi_tree.simulation.keys import Keys
from kpi_tree.simulation.order import Order
from kpi_tree.simulation.selection import Path
from kpi_tree.simulation.stepping import stepped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray

    from kpi_tree.plan.model import Link, Scenario, Target
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.sample import Sample
    from kpi_tree.simulation.streams import Floats

    Flags = NDArray[np.bool_]
    Takes = Mapping[str, Flags]

# Stands for “moved in a way that nobody will ask for again”; keys of the memory are 0 or more.
MOVED = -1


class Narrow(Engine):
    """Computes what `wanted` needs of a plan, and nothing beside it."""

    def __init__(
        self, sample: Sample, wanted: Iterable[str], *, progress: Progress | None = None
    ) -> None:
        """Prepare; nothing is computed yet."""
        super().__init__(sample, progress=progress)
        self.needed = self._all_needed(wanted)
        self.order = _kept_of(self.order, self.needed)
        self.keys = Keys(sample, self.order)
        self._steady: dict[Hashable, dict[str, Floats]] = {}

    def _all_needed(self, wanted: Iterable[str]) -> frozenset[str]:
        known = {name for members in self.order.knots for name in members}
        found = known.intersection(wanted)
        waiting = list(found)
        while waiting:
            fresh = known.intersection(self.keys.reads(waiting.pop())) - found
            found |= fresh
            waiting += fresh
        return frozenset(found)

    def links_into(self, name: str) -> tuple[Link, ...]:
        """The links that act on a metric."""
        return self.order.links_into.get(name, ())

    def mixed(self, scenario: Scenario, takes: Takes) -> Run:
        """A run in which a target counts in some draws only; nothing of it is remembered.

        Args:
            scenario: whose targets.
            takes: by metric, in which draws its target counts, shape (draws,); a target that is
                not named counts in none.
        """
        base = self.base
        targets = {each.metric: each for each in scenario.targets if each.metric in takes}
        targets = {name: each for name, each in targets.items() if name in base.paths}
        run = Run(targets, f"scenarios/{scenario.id}/targets")
        for members in self._groups():
            if any(self._moved(run, name) for name in members):
                run.keys.update(dict.fromkeys(members, MOVED))
                run.paths.update(self._mixed_group(run, members, takes))
            else:
                run.keys.update({name: base.keys[name] for name in members})
                run.paths.update({name: base.paths[name] for name in members})
        return run

    def _mixed_group(self, run: Run, members: tuple[str, ...], takes: Takes) -> dict[str, Path]:
        """The paths of a group for each set of its own targets, chosen draw by draw."""
        held = [name for name in members if name in run.targets]
        result: dict[str, Floats] = {}
        for on in product((False, True), repeat=len(held)):
            chosen = _chosen(held, on, takes)
            if held and not chosen.any():
                continue
            given = {name: run.targets[name] for name, is_on in zip(held, on, strict=True) if is_on}
            paths = self.paths_of(run, members, targets=given)
            for name, draws in paths.items():
                result[name] = (
                    draws if name not in result else np.where(chosen, draws, result[name])
                )
        return {name: Path(draws, self.plan.months) for name, draws in result.items()}

    def paths_of(
        self, run: Run, members: tuple[str, ...], *, targets: Mapping[str, Target]
    ) -> dict[str, Floats]:
        """The paths of a group as its drivers in `run` and these targets make them."""
        alone = Run({}, run.place, dict(run.paths), run.keys)
        driven = any(self._moved(alone, name) for name in members)
        if not targets and not driven:
            return {name: self.base.draws(name) for name in members}
        alone.targets.update(targets)
        if driven:
            return self._made(alone, members)
        # Nothing drives the group but its own targets: it goes the same way in every mixture.
        key = (members, run.place, tuple(targets.values()))
        if key not in self._steady:
            self._steady[key] = self._made(alone, members)
        return self._steady[key]

    def reach(self, driver: str) -> frozenset[str]:
        """All that a metric leads to, itself among it."""
        found = {driver}
        for members in self.order.knots:
            reads = {read for name in members for read in self.keys.reads(name)}
            if reads & found:
                found.update(members)
        return frozenset(found)

    def _made(self, run: Run, members: tuple[str, ...]) -> dict[str, Floats]:
        if members in self.order.stepped:
            return stepped(self, run, members)
        return {name: self._whole(run, self.plan.metric[name]) for name in members}


def _chosen(held: list[str], on: tuple[bool, ...], takes: Takes) -> Flags:
    """The draws in which exactly these targets count."""
    chosen = np.ones(1, dtype=bool)
    for name, is_on in zip(held, on, strict=True):
        chosen = chosen & (takes[name] if is_on else ~takes[name])
    return chosen


def _kept_of(order: Order, needed: frozenset[str]) -> Order:
    """The part of an order that leads to what is needed; a group is needed as a whole."""
    knots = tuple(members for members in order.knots if needed.intersection(members))
    links = {outcome: links for outcome, links in order.links_into.items() if outcome in needed}
    return Order(knots, order.stepped, links)
