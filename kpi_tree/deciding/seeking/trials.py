"""Trials: what the goals and the costs come to when the levers stand at certain levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kpi_tree.deciding.narrowed import Narrow
from kpi_tree.deciding.spending import without_money
from kpi_tree.errors import CannotCompute, Stopped
from kpi_tree.simulation.judging import judged, money
from kpi_tree.simulation.memory import Memory
from kpi_tree.simulation.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from kpi_tree.deciding.pace import Pace
    from kpi_tree.deciding.seeking.levers import Board
    from kpi_tree.plan.model import Goal, Plan, Scenario
    from kpi_tree.simulation.engine import Run
    from kpi_tree.simulation.streams import Floats

Levels = tuple[float | None, ...]
_Kept = TypeVar("_Kept")


class Scratch(Memory):
    """A memory of its own for a long search: it reads another one and leaves it as it is."""

    def __init__(self, shared: Memory, limit: int) -> None:
        """Keep at most `limit` bytes."""
        super().__init__(limit)
        self._shared = shared

    def number(self, key: Hashable) -> int:
        """The other memory's number, so that both mean the same by it."""
        return self._shared.number(key)

    def kept(self, key: Hashable, make: Callable[[], tuple[_Kept, int]]) -> _Kept:
        """What either of them keeps, made where neither does."""
        shared: tuple[_Kept, int] | None = self._shared.held(key)
        return super().kept(key, make if shared is None else lambda: shared)


@dataclass(frozen=True)
class Trial:
    """The levers at certain levels.

    Attributes:
        levels: a lever's level each; None where it stays as it is.
        values: the goals' values, (goals, draws); not a number where they cannot be computed.
        met: whether each draw meets each goal, (goals, draws).
        cost: the mean cost over all months.
    """

    levels: Levels
    values: Floats
    met: np.ndarray
    cost: float

    @property
    def odds(self) -> float:
        """The share of draws that meet all goals."""
        return float(self.met.all(axis=0).mean())


class Trials:
    """Tries levels on one sample, each once."""

    def __init__(
        self, plan: Plan, goals: tuple[Goal, ...], *, draws: int, seed: int, shared: Memory
    ) -> None:
        """Nothing is computed yet; what is, is read from `shared` and not added to it."""
        self.plan, self.goals, self.draws, self.seed = plan, goals, draws, seed
        self.sample = Sample(plan, Scratch(shared, 1 << 28), draws=draws, seed=seed)
        self._known: dict[Levels, Trial] = {}
        self._engine: Narrow | None = None
        self._board: Board | None = None
        self._payless = without_money(plan)

    def ready(self, metrics: Iterable[str], pace: Pace) -> None:
        """Compute do-nothing for what the goals and these metrics need.

        Raises:
            CannotCompute: do-nothing has no finite answer.
        """
        wanted = [goal.metric for goal in self.goals if goal.metric]
        self.pace = pace
        self._engine = Narrow(self.sample, [*wanted, *metrics], progress=pace)
        self._engine.base  # noqa: B018 (makes it now, so that it is refused before all else)
        self._engine.check_drivers()
        pace.step()

    @property
    def board(self) -> Board:
        """The levers, once they are set up."""
        if self._board is None:
            raise AssertionError
        return self._board

    @board.setter
    def board(self, board: Board) -> None:
        self._board = board

    def at(self, levels: Levels) -> Trial:
        """The trial at these levels."""
        if levels not in self._known:
            self._known[levels] = self._tried(levels)
        return self._known[levels]

    def _tried(self, levels: Levels) -> Trial:
        scenario = self.board.scenario(levels)
        try:
            run = self.run(scenario)
            values, met = self._judged(run)
            cost = float(self.costs(scenario, run).sum(axis=0).mean())
        except CannotCompute:
            shape = (len(self.goals), self.draws)
            return Trial(levels, np.full(shape, np.nan), np.zeros(shape, dtype=bool), np.inf)
        finally:
            self.pace.step()
        return Trial(levels, values, met, cost)

    @property
    def tried(self) -> tuple[Trial, ...]:
        """All trials so far."""
        return tuple(self._known.values())

    def tick(self) -> None:
        """Let whoever listens call the search off between two trials."""
        if self.pace(0.0) is False:
            raise Stopped

    def run(self, scenario: Scenario) -> Run:
        """The paths of a scenario."""
        return self.engine.run(scenario)

    @property
    def engine(self) -> Narrow:
        """The engine, once `ready` has made it."""
        if self._engine is None:
            raise AssertionError
        return self._engine

    def costs(self, scenario: Scenario, run: Run) -> Floats:
        """What a scenario costs each month, (months, draws or 1)."""
        return money(scenario, self._payless, base=self.engine.base, run=run).cost

    def _judged(self, run: Run) -> tuple[Floats, np.ndarray]:
        odds = [judged(goal, self.plan, run) for goal in self.goals]
        shape = (self.draws,)
        values = [
            np.broadcast_to(each.values[0], shape) for each in odds if each.values is not None
        ]
        met = [np.broadcast_to(each.met[0], shape) for each in odds if each.met is not None]
        return np.array(values), np.array(met)
