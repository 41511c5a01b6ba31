"""How each lever moves the goals, draw by draw, about a point: a stand-in for the engine.

One lever at a time is set to a few levels while the others stay. What that does to a goal's value
in each draw is put together as a sum, or as a product where that foretells a trial of all levers
better; between two levels it is read off a straight line. About its centre, and along each lever,
the stand-in is the engine itself; elsewhere it leaves out how levers work together, so whatever it
proposes is tried on the engine and the centre moved there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.deciding.seeking.trials import Levels, Trial, Trials
    from kpi_tree.plan.model import Goal, Plan
    from kpi_tree.simulation.streams import Floats

_TOLERANCE: Final = 1e-9
_SMALLEST: Final = 1e-300


@dataclass(frozen=True)
class Yardstick:
    """How far a goal's value is past its target: above zero where the goal is met.

    Attributes:
        bounds: the value from which on a goal is met, a goal each, (goals, 1).
        signs: 1 where more is better, −1 where less is, (goals, 1).
        ratios: whether effects on a goal multiply, (goals, 1).
    """

    bounds: Floats
    signs: Floats
    ratios: np.ndarray

    def past(self, values: Floats) -> Floats:
        """How far values of shape (goals, draws) are past their targets."""
        with np.errstate(all="ignore"):
            ratio = np.log(np.maximum(values, _SMALLEST) / self.bounds)
            return np.where(self.ratios, ratio, values - self.bounds) * self.signs


def yardsticks(plan: Plan, goals: Sequence[Goal], trials: Sequence[Trial]) -> tuple[Yardstick, ...]:
    """Sums for all goals, and products where all values that were seen allow it."""
    signs = np.array([[1.0 if _more(plan, goal) else -1.0] for goal in goals])
    targets = np.array([[goal.target or 0.0] for goal in goals])
    bounds = targets - signs * _TOLERANCE * np.maximum(1.0, np.abs(targets))
    seen = np.array([trial.values for trial in trials])
    lowest = np.where(np.isnan(seen), np.inf, seen).min(axis=(0, 2))
    above = (lowest[:, np.newaxis] > 0) & (bounds > 0)
    return Yardstick(bounds, signs, np.zeros_like(above)), Yardstick(bounds, signs, above)


def _more(plan: Plan, goal: Goal) -> bool:
    return plan.metric[goal.metric or ""].better == "higher"


class Options(NamedTuple):
    """What one lever may be set to, and what that does beside the centre.

    Attributes:
        levels: the levels.
        effects: on how far the goals are past their targets, (levels, goals, draws).
        costs: on the mean cost, (levels,).
    """

    levels: tuple[float | None, ...]
    effects: Floats
    costs: Floats


@dataclass(frozen=True)
class Responses:
    """The stand-in about a centre.

    Attributes:
        centre: the levels there.
        past: how far the goals are past their targets there, (goals, draws).
        cost: the mean cost there.
        moved: a lever each: what it does at the levels that were tried.
    """

    centre: Levels
    past: Floats
    cost: float
    moved: tuple[Options, ...]

    def options(self, lever: int, levels: Sequence[float | None], *, every: int = 1) -> Options:
        """What a lever does at other levels, on one draw of `every`."""
        known = self.moved[lever]
        at = [index for index, level in enumerate(known.levels) if level is not None]
        marks = np.array([known.levels[index] for index in at], dtype=float)
        effects, costs = [], []
        for level in levels:
            if level is None:
                one = known.levels.index(None)
                effects.append(known.effects[one, :, ::every])
                costs.append(known.costs[one])
                continue
            high = int(
                np.clip(np.searchsorted(marks, level), min(1, len(marks) - 1), len(marks) - 1)
            )
            low = max(0, high - 1)
            width = marks[high] - marks[low]
            share = 0.0 if width == 0 else (level - marks[low]) / width
            first, second = at[low], at[high]
            effects.append(_between(known.effects[:, :, ::every], first, second, share=share))
            costs.append(_between(known.costs, first, second, share=share))
        return Options(tuple(levels), np.array(effects), np.array(costs))


def _between(values: Floats, first: int, second: int, *, share: float) -> Floats:
    if share in {0.0, 1.0}:
        return np.asarray(values[second if share else first])
    return np.asarray(values[first] * (1 - share) + values[second] * share)


def about(trials: Trials, centre: Levels, grids: Sequence[Sequence[float | None]]) -> list[Trial]:
    """All trials of one lever at one level of its grid, the others at the centre."""
    return [
        trials.at((*centre[:lever], level, *centre[lever + 1 :]))
        for lever, grid in enumerate(grids)
        for level in grid
    ]


def responses(
    trials: Trials, centre: Levels, grids: Sequence[Sequence[float | None]], *, measure: Yardstick
) -> Responses:
    """The stand-in about a centre, from the levels of each lever's grid."""
    middle = trials.at(centre)
    past = measure.past(middle.values)
    moved = []
    for lever, grid in enumerate(grids):
        tried = [trials.at((*centre[:lever], level, *centre[lever + 1 :])) for level in grid]
        with np.errstate(all="ignore"):
            effects = np.array([measure.past(trial.values) - past for trial in tried])
            costs = np.array([trial.cost - middle.cost for trial in tried])
        moved.append(Options(tuple(grid), effects, costs))
    return Responses(centre, past, middle.cost, tuple(moved))
