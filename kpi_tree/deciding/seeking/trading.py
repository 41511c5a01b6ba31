"""Trading on the stand-in: one lever goes a little further, another gives up what that allows.

A grid cannot see such a trade where the two levers' steps do not fit each other, so the second
lever's level is found by halving instead.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kpi_tree.deciding.seeking.search import Cheapest, share_past

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.responses import Responses
    from kpi_tree.deciding.seeking.search import Aim
    from kpi_tree.deciding.seeking.trials import Levels
    from kpi_tree.simulation.streams import Floats

_SCALES: Final = (1 / 16, 1 / 64, 1 / 256, 1 / 1_024)
_FINE: Final = _SCALES[1:]
_TURNS: Final = 8
_WINDOW: Final = 6.0
_HALVINGS: Final = 6
_GAIN: Final = 1e-6
_WORST: Final = 1e18


class Line:
    """What one lever does at any level: a straight line between the levels that were tried."""

    def __init__(self, responses: Responses, lever: int, *, every: int) -> None:
        """One draw of `every` counts."""
        known = responses.moved[lever]
        at = [index for index, level in enumerate(known.levels) if level is not None]
        self._marks = [float(known.levels[index] or 0.0) for index in at]
        self._effects = np.ascontiguousarray(known.effects[at][:, :, ::every])
        self._costs = [float(known.costs[index]) for index in at]
        rest = known.levels.index(None) if None in known.levels else at[0]
        self._rest = known.effects[rest][:, ::every], float(known.costs[rest])

    def _between(self, level: float) -> tuple[int, float]:
        """The mark below a level, and how far towards the next it lies."""
        marks = self._marks
        if len(marks) == 1:
            return 0, 0.0
        low = min(max(bisect_left(marks, level) - 1, 0), len(marks) - 2)
        return low, (level - marks[low]) / (marks[low + 1] - marks[low])

    def effect(self, level: float | None) -> Floats:
        """On how far the goals are past their targets."""
        if level is None:
            return np.asarray(self._rest[0])
        low, share = self._between(level)
        if share == 0:
            return np.asarray(self._effects[low])
        gap = self._effects[low + 1] - self._effects[low]
        gap *= share
        gap += self._effects[low]
        return np.asarray(gap)

    def cost(self, level: float | None) -> float:
        """On the mean cost."""
        if level is None:
            return self._rest[1]
        low, share = self._between(level)
        if share == 0:
            return self._costs[low]
        return self._costs[low] + share * (self._costs[low + 1] - self._costs[low])


class Point(NamedTuple):
    """Levels, and where they lead by the stand-in; the lower its key the better."""

    key: float
    levels: Levels
    past: Floats
    cost: float
    odds: float


class Traders:
    """The trades from a point of the stand-in."""

    def __init__(
        self, responses: Responses, levers: Sequence[Lever], aim: Aim, *, every: int
    ) -> None:
        """One draw of `every` counts."""
        self._levers, self._aim = levers, aim
        self._start = responses.past[:, ::every], responses.cost
        self._lines = [Line(responses, lever, every=every) for lever in range(len(levers))]

    def at(self, levels: Levels) -> Point:
        """Where levels lead."""
        past, cost = self._start
        for line, level in zip(self._lines, levels, strict=True):
            past, cost = past + line.effect(level), cost + line.cost(level)
        return self._point(levels, past, cost)

    def _point(self, levels: Levels, past: Floats, cost: float) -> Point:
        odds = share_past(past)
        return Point(self._key(odds, cost), levels, past, cost, odds)

    def _key(self, odds: float, cost: float) -> float:
        if isinstance(self._aim, Cheapest):
            short = odds < self._aim.least
            return _WORST * (1 + self._aim.wanted - odds) if short else cost
        over = 0.0 if self._aim.budget is None else cost - self._aim.budget
        return _WORST * (1 + over) if over > 0 else -odds

    def _moved(self, point: Point, lever: int, level: float) -> Point:
        line, before = self._lines[lever], point.levels[lever]
        past = line.effect(level) - line.effect(before)
        past += point.past
        cost = point.cost + line.cost(level) - line.cost(before)
        levels = (*point.levels[:lever], level, *point.levels[lever + 1 :])
        return self._point(levels, past, cost)

    def best(self, start: Point, scale: float) -> Point:
        """The best trade of this size, or the point itself."""
        found = start
        for giver, level in self._further(start.levels, scale):
            given = self._moved(start, giver, level)
            found = min(found, given, key=_key_of)
            if given.odds <= start.odds:
                continue
            for taker, at in enumerate(given.levels):
                if taker != giver and at is not None:
                    traded = self._given_up(given, taker, scale, below=found)
                    found = min(found, traded, key=_key_of)
        return found

    def _further(self, levels: Levels, scale: float) -> Iterator[tuple[int, float]]:
        for index, (lever, level) in enumerate(zip(self._levers, levels, strict=True)):
            middle = lever.today if level is None else level
            step = (lever.high - lever.low) * scale
            step = max(1.0, step) if lever.whole else step
            near = {lever.fitting(middle + sign * step) for sign in (-1, 1)} - {level}
            yield from ((index, each) for each in sorted(near))

    def _given_up(self, point: Point, taker: int, scale: float, *, below: Point) -> Point:
        """Move a lever to where it saves, as far as the odds allow or the budget asks for."""
        lever, line = self._levers[taker], self._lines[taker]
        held = point.levels[taker] or 0.0
        way = (lever.high - lever.low) * scale * _WINDOW
        ends = (lever.fitting(held - way), lever.fitting(held + way))
        beyond = min(ends, key=line.cost)
        least = point.cost + line.cost(beyond) - line.cost(held)
        limit = below.cost if isinstance(self._aim, Cheapest) else self._aim.budget
        if limit is None or (least >= limit and below.key < _WORST):
            return below
        best = below
        for turn in range(_HALVINGS + 1):
            middle = beyond if turn == 0 else lever.fitting((held + beyond) / 2)
            if turn and middle in {held, beyond}:
                break
            now = self._moved(point, taker, middle)
            best = min(best, now, key=_key_of)
            if self._goes_on(now):
                held = middle
            else:
                beyond = middle
            if held == beyond:
                break
        return best

    def _goes_on(self, point: Point) -> bool:
        """Whether there is more to be given up."""
        if isinstance(self._aim, Cheapest):
            return point.odds >= self._aim.least
        return self._aim.budget is not None and point.cost > self._aim.budget


def _key_of(point: Point) -> float:
    return point.key


def traded(
    responses: Responses,
    levers: Sequence[Lever],
    aim: Aim,
    *,
    start: Levels,
    tick: Callable[[], None],
    every: int,
) -> Levels:
    """The best levels that trades lead to, the large ones first."""
    traders = Traders(responses, levers, aim, every=every)
    point = traders.at(start)
    for scale in _SCALES if every > 1 else _FINE:
        for _ in range(_TURNS):
            tick()
            better = traders.best(point, scale)
            if not better.key < point.key - _GAIN * max(1.0, abs(point.key)):
                break
            point = better
    return point.levels
