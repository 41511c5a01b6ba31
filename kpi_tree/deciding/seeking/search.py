"""The search on the stand-in: each lever, then each two levers, over all levels of a grid.

A pair is searched whole, so giving up one lever for another, or a jump over a fixed cost, is
found wherever it lies. The grid is wide first and then drawn in about the best point.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.deciding.seeking.responses import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.responses import Responses
    from kpi_tree.deciding.seeking.trials import Levels
    from kpi_tree.simulation.streams import Floats

_FORBIDDEN: Final = 1e12
_LARGEST: Final = 1e300
_SLACK: Final = 1e-12
# By so little of the currency better odds make up for a cost.
_LIKELIER: Final = 1e-6
_SWEEPS: Final = 12
_CELLS: Final = 24
_ZOOMS: Final = (6, 48, 384, 1_536)
_MOVES: Final = 6
_STEPS: Final = (1 / 16, 1 / 4, 1 / 2, 1.0, 2.0, 8.0)
_GAIN: Final = 1e-9
_THIN: Final = 1_024
_FEW: Final = 2_048


@dataclass(frozen=True)
class Cheapest:
    """As cheap as may be with these odds at the least."""

    wanted: float

    @property
    def least(self) -> float:
        """The odds wanted, rounding allowed for."""
        return self.wanted - _SLACK

    def keys(self, odds: Floats, soft: Floats, costs: Floats) -> Floats:
        """The lower the better; odds below those wanted are worse than any cost."""
        with np.errstate(all="ignore"):
            short = _FORBIDDEN * (1 + self.wanted - odds) - soft
            keys = np.where(odds >= self.least, costs - _LIKELIER * odds, short)
            return np.where(np.isfinite(keys) & np.isfinite(costs), keys, np.inf)

    def limit(self, key: float) -> float:
        """The most that a better point may cost."""
        return key + _LIKELIER if key < _FORBIDDEN else _LARGEST

    def may_better(self, key: float, odds: float) -> bool:
        """Whether a point with these odds at the most could be better."""
        return key >= _FORBIDDEN or odds >= self.least


@dataclass(frozen=True)
class Likeliest:
    """The best odds for this budget at the most, or for any."""

    budget: float | None = None

    def keys(self, odds: Floats, soft: Floats, costs: Floats) -> Floats:
        """The lower the better; where odds are alike, nearer to the goals and then cheaper."""
        with np.errstate(all="ignore"):
            keys = -odds - 1e-7 * np.arctan(soft) + 1e-9 * np.arctan(costs)
            if self.budget is not None:
                keys = np.where(costs <= self._most, keys, 1 + costs - self.budget)
            return np.where(np.isfinite(keys) & np.isfinite(costs), keys, np.inf)

    @property
    def _most(self) -> float:
        budget = self.budget or 0.0
        return budget + 1e-9 * max(1.0, abs(budget))

    def limit(self, key: float) -> float:
        """The most that a better point may cost."""
        return _LARGEST if self.budget is None or key > 1 - _SLACK else self._most

    def may_better(self, key: float, odds: float) -> bool:
        """Whether a point with these odds at the most could be better."""
        return key > -1e-6 or odds > -key - 1e-6


Aim = Cheapest | Likeliest


class Space:
    """What each lever may be set to, the cheapest first, and what that does to the goals.

    Attributes:
        options: a lever each.
    """

    def __init__(self, past: Floats, cost: float, options: Sequence[Options]) -> None:
        """`past` and `cost` are those of the centre, which the options' effects are added to."""
        with np.errstate(all="ignore"):
            spread = np.nanmean(np.abs(past), axis=1)[:, np.newaxis] + 1e-300
        self._past, self._cost = past / spread, cost
        self.options = [_by_cost(each, spread) for each in options]
        # The most that the first so many options could do together, draw by draw.
        self._most = [np.maximum.accumulate(each.effects, axis=0) for each in self.options]

    def rest(self, picks: Sequence[int], without: Sequence[int]) -> tuple[Floats, float]:
        """Where the goals and the cost stand with some levers left out."""
        past, cost = self._past, self._cost
        for lever, pick in enumerate(picks):
            if lever not in without:
                past = past + self.options[lever].effects[pick]
                cost += float(self.options[lever].costs[pick])
        return past, cost

    def key(self, picks: Sequence[int], aim: Aim) -> float:
        """How good a point is; the lower the better."""
        past, cost = self.rest(picks, ())
        return float(_ranked(past[np.newaxis], np.array([cost]), aim)[0])

    def single(
        self, picks: Sequence[int], lever: int, aim: Aim, *, key: float
    ) -> tuple[float, int]:
        """The best option of one lever, where it is better than `key`."""
        past, cost = self.rest(picks, (lever,))
        return self._best(lever, past, cost, aim=aim, found=(key, picks[lever]))

    def pair(
        self, picks: Sequence[int], levers: tuple[int, int], aim: Aim, *, key: float
    ) -> tuple[float, tuple[int, int]]:
        """The best options of two levers together, where they are better than `key`."""
        one, other = levers
        past, cost = self.rest(picks, levers)
        found = key, (picks[one], picks[other])
        first = self.options[one]
        for index, effect in enumerate(first.effects):
            paid = cost + float(first.costs[index])
            now, pick = self._best(other, past + effect, paid, aim=aim, found=(found[0], -1))
            if now < found[0]:
                found = now, (index, pick)
        return found

    def _best(
        self, lever: int, past: Floats, cost: float, *, aim: Aim, found: tuple[float, int]
    ) -> tuple[float, int]:
        """The best option of a lever beside all else, where it is better than what was found."""
        options = self.options[lever]
        count = int(np.searchsorted(options.costs, aim.limit(found[0]) - cost, side="right"))
        if not count or not aim.may_better(
            found[0], share_past(past + self._most[lever][count - 1])
        ):
            return found
        if isinstance(aim, Cheapest) and found[0] < _FORBIDDEN:
            return self._cheapest(lever, past, cost, aim=aim, found=found, count=count)
        keys = _ranked(past + options.effects[:count], cost + options.costs[:count], aim)
        best = int(np.argmin(keys))
        return (float(keys[best]), best) if keys[best] < found[0] else found

    def _cheapest(
        self,
        lever: int,
        past: Floats,
        cost: float,
        *,
        aim: Cheapest,
        found: tuple[float, int],
        count: int,
    ) -> tuple[float, int]:
        """The first option that reaches the odds; what even all before it cannot is passed over."""
        short, reaching = -1, count - 1
        while reaching - short > 1:
            middle = (short + reaching) // 2
            if share_past(past + self._most[lever][middle]) >= aim.least:
                reaching = middle
            else:
                short = middle
        options = self.options[lever]
        for index in range(reaching, count):
            odds = share_past(past + options.effects[index])
            if odds >= aim.least:
                key = cost + float(options.costs[index]) - _LIKELIER * odds
                return (key, index) if key < found[0] else found
        return found


def _by_cost(options: Options, spread: Floats) -> Options:
    order = np.argsort(options.costs, kind="stable")
    levels = tuple(options.levels[at] for at in order)
    return Options(levels, options.effects[order] / spread, options.costs[order])


def share_past(past: Floats) -> float:
    """The share of draws that are past all targets, of (goals, draws)."""
    worst = past[0] if len(past) == 1 else np.minimum.reduce(past, axis=0)
    return float(np.count_nonzero(worst >= -_SLACK)) / float(worst.shape[-1])


def _ranked(past: Floats, costs: Floats, aim: Aim) -> Floats:
    """How good points are whose goals are so far past their targets, (points, goals, draws)."""
    worst = past[:, 0] if past.shape[1] == 1 else np.minimum.reduce(past, axis=1)
    odds = np.count_nonzero(worst >= -_SLACK, axis=1) / worst.shape[1]
    return aim.keys(odds, np.asarray(worst.mean(axis=1)), costs)


def settled(space: Space, picks: list[int], aim: Aim, *, tick: Callable[[], None]) -> list[int]:
    """Move levers and pairs until none of them makes the point better."""
    key = space.key(picks, aim)
    count = len(picks)
    for _ in range(_SWEEPS):
        before = key
        for lever in range(count):
            tick()
            found, pick = space.single(picks, lever, aim, key=key)
            if found < key:
                key, picks[lever] = found, pick
        for one, other in combinations(range(count), 2):
            tick()
            found, pair = space.pair(picks, (one, other), aim, key=key)
            if found < key:
                key, (picks[one], picks[other]) = found, pair
        if not key < before - _GAIN * max(1.0, abs(before)):
            break
    return picks


def solved(
    responses: Responses,
    levers: Sequence[Lever],
    aim: Aim,
    *,
    starts: Sequence[Levels],
    tick: Callable[[], None],
) -> Levels:
    """The best levels that the stand-in knows of, over the whole range, from several starts."""
    every = max(1, responses.past.shape[1] // _THIN)
    grids = [wide(lever) for lever in levers]
    space = _space(responses, grids, every)
    found: dict[Levels, float] = {}
    for start in starts:
        picks = settled(space, _picks(space, start), aim, tick=tick)
        found[_levels(space, picks)] = space.key(picks, aim)
    return refined(responses, levers, aim, start=min(found, key=found.__getitem__), tick=tick)


def refined(
    responses: Responses,
    levers: Sequence[Lever],
    aim: Aim,
    *,
    start: Levels,
    tick: Callable[[], None],
    local: bool = False,
) -> Levels:
    """The best levels near some, on ever finer grids; all draws count on the finest.

    Where it is `local`, what moves goes on moving, what rests goes on resting.
    """
    levels = start
    every = max(1, responses.past.shape[1] // _FEW)
    for cells in _ZOOMS[1:] if local else _ZOOMS:
        part = 1 if cells == _ZOOMS[-1] else every
        for _ in range(_MOVES):
            grids = [
                near(lever, level, (lever.high - lever.low) / cells, local=local)
                for lever, level in zip(levers, levels, strict=True)
            ]
            space = _space(responses, grids, part)
            picks = settled(space, _picks(space, levels), aim, tick=tick)
            before, levels = levels, _levels(space, picks)
            if levels == before:
                break
    return levels


def _picks(space: Space, levels: Levels) -> list[int]:
    pairs = zip(space.options, levels, strict=True)
    return [_nearest(options.levels, level) for options, level in pairs]


def _levels(space: Space, picks: Sequence[int]) -> Levels:
    pairs = zip(space.options, picks, strict=True)
    return tuple(options.levels[pick] for options, pick in pairs)


def _space(responses: Responses, grids: Sequence[Sequence[float | None]], every: int) -> Space:
    options = [responses.options(index, grid, every=every) for index, grid in enumerate(grids)]
    return Space(responses.past[:, ::every], responses.cost, options)


def wide(lever: Lever, cells: int = _CELLS) -> list[float | None]:
    """Levels over the whole range of a lever, and leaving it as it is where it may."""
    levels = np.linspace(lever.low, lever.high, cells + 1)
    return _options(lever, levels.tolist())


def near(
    lever: Lever, level: float | None, cell: float, *, local: bool = False
) -> list[float | None]:
    """Levels about one; unless `local` the ends too, and leaving the lever as it is."""
    step = max(cell, 1.0) if lever.whole else cell
    if local and level is None:
        return [None]
    middle = lever.today if level is None else level
    parts = _STEPS if level is not None else _STEPS[-1:]
    levels = [middle + sign * part * step for part in parts for sign in (-1, 1)]
    if local:
        return [*sorted({lever.fitting(each) for each in (middle, *levels)})]
    return _options(lever, [middle, lever.low, lever.high, *levels])


def _options(lever: Lever, levels: Sequence[float]) -> list[float | None]:
    fitting = sorted({lever.fitting(level) for level in levels})
    return [*([None] if lever.may_rest else []), *fitting]


def _nearest(grid: Sequence[float | None], level: float | None) -> int:
    if level is None and None in grid:
        return grid.index(None)
    ranked = [
        (abs(each - (level or 0.0)), index) for index, each in enumerate(grid) if each is not None
    ]
    return min(ranked)[1] if ranked else 0
