"""Along which paths of the tree a lever's contribution flows.

The **response** of an outcome to one of its drivers is what the outcome changes when that driver
alone goes its way of the scenario, and what it falls short when that driver alone stays as in
do-nothing; the mean of the two, over all draws, summed over the months up to the goal's. Divided by
the driver's own change it is the edge's **slope**. A path carries the product of its slopes, and a
lever's contribution is shared out among its paths to the goal in proportion to what they carry. An
edge's flow is the sum over the paths that use it. So what leaves a lever, what enters the goal and
what passes any metric between them adds up.

Metrics that read one another's past (a growth loop) are one place: flow enters the member that
reads it, with all that the loop makes of it. Where a lever's paths all but cancel each other (what
they carry together is below 1 % of what they carry apart) its contribution is left unplaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.deciding.narrowed import MOVED
from kpi_tree.simulation.engine import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.narrowed import Narrow
    from kpi_tree.simulation.streams import Floats

Edge = tuple[str, str]

MOST_PATHS: Final = 10
_MOST_STEPS: Final = 2_000
_LEAST: Final = 0.01
_NOTHING: Final = 1e-12


@dataclass(frozen=True)
class Flows:
    """The slopes of all edges that carry something, drivers before outcomes.

    Attributes:
        goal: the metric in which all paths end.
        order: the metrics, drivers before outcomes.
        slopes: by edge, the outcome's response for each unit of the driver's change.
    """

    goal: str
    order: tuple[str, ...]
    slopes: Mapping[Edge, float]
    _out: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the edges by their drivers."""
        for driver, outcome in self.slopes:
            self._out.setdefault(driver, []).append(outcome)

    def carried(self, *, apart: bool = False) -> dict[str, float]:
        """What all paths from each metric to the goal carry together, or `apart` without sign."""
        found = {self.goal: 1.0}
        for name in reversed(self.order):
            if name != self.goal:
                terms = [self.slopes[name, to] * found[to] for to in self._out.get(name, ())]
                found[name] = sum(map(abs, terms) if apart else terms)
        return found

    def reached(self, lever: str) -> dict[str, float]:
        """What all paths from a lever to each metric carry together."""
        found = dict.fromkeys(self.order, 0.0) | {lever: 1.0}
        begun = False
        for name in self.order:
            begun = begun or name == lever
            if begun and name != self.goal:
                for to in self._out.get(name, ()):
                    found[to] += found[name] * self.slopes[name, to]
        return found

    def places(self, lever: str) -> bool:
        """Whether a lever's contribution can be laid on its paths."""
        together, apart = self.carried()[lever], self.carried(apart=True)[lever]
        return apart > 0 and abs(together) >= _LEAST * apart

    def along(self, lever: str, amount: float) -> dict[Edge, float]:
        """How much of a lever's contribution flows along each edge."""
        if not self.places(lever):
            return {}
        reached, carried = self.reached(lever), self.carried()
        found = {
            (driver, outcome): amount * reached[driver] * slope * carried[outcome] / carried[lever]
            for (driver, outcome), slope in self.slopes.items()
            if driver != self.goal
        }
        return {edge: flow for edge, flow in found.items() if flow}

    def paths(self, lever: str, amount: float) -> list[tuple[tuple[str, ...], float]]:
        """The paths of a lever that carry most, and how much of its contribution."""
        if not self.places(lever):
            return []
        whole = self.carried()[lever]
        return [(path, amount * product / whole) for path, product in self._leading(lever)]

    def _leading(self, lever: str) -> list[tuple[tuple[str, ...], float]]:
        """The best path first: the one whose beginning and whatever follows carry most."""
        carried, tie = self.carried(), count()
        waiting: list[tuple[float, int, tuple[str, ...], float]]
        waiting = [(0.0, next(tie), (lever,), 1.0)]
        found: list[tuple[tuple[str, ...], float]] = []
        for _ in range(_MOST_STEPS):
            if not waiting or len(found) == MOST_PATHS:
                break
            _, _, path, product = heappop(waiting)
            if path[-1] == self.goal:
                found.append((path, product))
                continue
            for to in self._out.get(path[-1], ()):
                longer = product * self.slopes[path[-1], to]
                if rank := abs(longer * carried[to]):
                    heappush(waiting, (-rank, next(tie), (*path, to), longer))
        return sorted(found, key=lambda each: -abs(each[1]))


def flows(question: Question, engine: Narrow, run: Run) -> Flows:
    """The slopes of a scenario's run."""
    slopes: dict[Edge, float] = {}
    local = _Local(question, engine, run)
    for members in engine.order.knots:
        slopes.update(local.slopes(members))
    order = tuple(name for members in engine.order.knots for name in members)
    return Flows(question.metric, order, slopes)


class _Local:
    """The responses of one group of metrics to what drives it."""

    def __init__(self, question: Question, engine: Narrow, run: Run) -> None:
        self._engine, self._run = engine, run
        self._months = question.plan.months
        self._last = question.plan.month_index(question.goal.by or question.plan.start)

    def slopes(self, members: tuple[str, ...]) -> Iterator[tuple[Edge, float]]:
        """The slopes of the edges into a group."""
        base = self._engine.base
        reads = {read: None for name in members for read in self._engine.keys.reads(name)}
        moved = [
            read
            for read in reads
            if read not in members and self._run.keys[read] != base.keys[read]
        ]
        changes = {driver: self._change(driver) for driver in moved}
        for driver, outcome, response in self._responses(members, moved):
            if changes[driver] and response:
                yield (driver, outcome), response / changes[driver]

    def _responses(
        self, members: tuple[str, ...], moved: list[str]
    ) -> Iterator[tuple[str, str, float]]:
        if not moved:
            return
        none, full = self._with(members, []), self._with(members, moved)
        for driver in moved:
            first, last = full, none
            if len(moved) > 1:
                first = self._with(members, [driver])
                last = self._with(members, [each for each in moved if each != driver])
            for name in members:
                yield driver, name, (first[name] - none[name] + full[name] - last[name]) / 2

    def _with(self, members: tuple[str, ...], moved: list[str]) -> dict[str, float]:
        """What the members add up to if these drivers alone go the scenario's way."""
        base, run = self._engine.base, self._run
        paths = base.paths | {name: run.paths[name] for name in moved}
        keys = base.keys | dict.fromkeys(moved, MOVED)
        targets = {name: run.targets[name] for name in members if name in run.targets}
        local = Run({}, run.place, paths, keys)
        made = self._engine.paths_of(local, members, targets=targets)
        return {name: self._sum(draws) for name, draws in made.items()}

    def _change(self, name: str) -> float:
        now, then = self._run.draws(name), self._engine.base.draws(name)
        gap = np.broadcast_to((now - then).mean(axis=1), (self._months,))[: self._last + 1]
        whole = float(gap.sum())
        return whole if abs(whole) > _NOTHING * float(np.abs(gap).sum()) else 0.0

    def _sum(self, draws: Floats) -> float:
        means = np.broadcast_to(draws.mean(axis=1), (self._months,))
        return float(means[: self._last + 1].sum())
