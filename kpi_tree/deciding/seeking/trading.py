"""Trading on the stand-in: one lever goes a little further, another gives up what that allows.

A grid cannot see such a trade where the two levers' steps do not fit each other, so the second
lever's level is found by halving instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.deciding.seeking.search import Cheapest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.responses import Responses
    from kpi_tree.deciding.seeking.search import Aim
    from kpi_tree.deciding.seeking.trials import Levels
    from kpi_tree.simulation.streams import Floats

_SCALES: Final = (1 / 16, 1 / 64, 1 / 256, 1 / 1_024)
_TURNS: Final = 8
_WINDOW: Final = 8.0
_HALVINGS: Final = 9
_GAIN: Final = 1e-9


class Traders:
    """The stand-in at any levels, and the trades from a point of it."""

    def __init__(
        self, responses: Responses, levers: Sequence[Lever], aim: Aim, *, every: int
    ) -> None:
        """One draw of `every` counts."""
        self._responses, self._levers, self._aim, self._every = responses, levers, aim, every
        self._past = responses.past[:, ::every]

    def _moved(self, lever: int, level: float | None) -> tuple[Floats, float]:
        found = self._responses.options(lever, [level], every=self._every)
        return found.effects[0], float(found.costs[0])

    def whole(self, levels: Levels) -> tuple[Floats, float]:
        """Where the goals and the cost stand."""
        past, cost = self._past, self._responses.cost
        for lever, level in enumerate(levels):
            effect, paid = self._moved(lever, level)
            past, cost = past + effect, cost + paid
        return past, cost

    def key(self, past: Floats, cost: float) -> float:
        """How good that is; the lower the better."""
        return float(self._aim.keys(*map(np.asarray, (_odds(past), 0.0, cost))))

    def best(self, levels: Levels, scale: float) -> tuple[float, Levels]:
        """The best trade of this size, or the point itself."""
        past, cost = self.whole(levels)
        found = self.key(past, cost), levels
        for giver, level in self._further(levels, scale):
            effect, paid = self._moved(giver, level)
            before, was = self._moved(giver, levels[giver])
            now, spent = past + effect - before, cost + paid - was
            with_it = (*levels[:giver], level, *levels[giver + 1 :])
            found = min(found, (self.key(now, spent), with_it), key=lambda one: one[0])
            for taker in range(len(levels)):
                if taker != giver and levels[taker] is not None:
                    traded = self._given_up(with_it, taker, scale, at=(now, spent))
                    found = min(found, traded, key=lambda one: one[0])
        return found

    def _further(self, levels: Levels, scale: float) -> Iterator[tuple[int, float]]:
        for index, (lever, level) in enumerate(zip(self._levers, levels, strict=True)):
            middle = lever.today if level is None else level
            step = (lever.high - lever.low) * scale
            step = max(1.0, step) if lever.whole else step
            near = {lever.fitting(middle + sign * step) for sign in (-1, 1)} - {level}
            yield from ((index, each) for each in sorted(near))

    def _given_up(
        self, levels: Levels, taker: int, scale: float, *, at: tuple[Floats, float]
    ) -> tuple[float, Levels]:
        """Move a lever to where it saves, as far as the odds allow or the budget asks for."""
        lever, level = self._levers[taker], levels[taker]
        if level is None:
            raise AssertionError(taker)
        effect, paid = self._moved(taker, level)
        past, cost = at[0] - effect, at[1] - paid
        way = (lever.high - lever.low) * scale * _WINDOW
        ends = [lever.fitting(level - way), lever.fitting(level + way)]
        end = min(ends, key=lambda each: self._moved(taker, each)[1])
        held, beyond, best = level, end, (np.inf, levels)
        for turn in range(_HALVINGS):
            middle = beyond if turn == 0 else lever.fitting((held + beyond) / 2)
            effect, paid = self._moved(taker, middle)
            now, spent = past + effect, cost + paid
            here = self.key(now, spent), (*levels[:taker], middle, *levels[taker + 1 :])
            best = min(best, here, key=lambda one: one[0])
            if isinstance(self._aim, Cheapest):
                further = _odds(now) >= self._aim.least
            else:
                further = self._aim.budget is not None and spent > self._aim.budget
            if further:
                held = middle
            else:
                beyond = middle
            if middle == (held if turn == 0 else None):
                break
        return best


def _odds(past: Floats) -> float:
    worst = past[0] if len(past) == 1 else np.minimum.reduce(past, axis=0)
    return float(np.count_nonzero(worst >= -1e-12)) / float(worst.shape[-1])


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
    levels = start
    key = traders.key(*traders.whole(levels))
    for scale in _SCALES:
        for _ in range(_TURNS):
            tick()
            now, better = traders.best(levels, scale)
            if not now < key - _GAIN * max(1.0, abs(key)):
                break
            key, levels = now, better
    return levels
