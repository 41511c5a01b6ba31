"""The hunt: from the stand-in to the engine and back, until both agree.

1. Each lever alone, at levels over its whole range, from where nothing is done.
2. The point of the best odds: proposed by the stand-in, tried, the stand-in drawn anew about it.
3. The cheapest point (or the likeliest for a budget), from several centres and starts likewise,
   each time with finer levels about the best.
4. The same point on a larger sample; by what its odds differ there the search aims higher or lower.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.deciding.seeking.responses import Responses, about, responses, yardsticks
from kpi_tree.deciding.seeking.search import Cheapest, Likeliest, refined, solved
from kpi_tree.deciding.seeking.trading import traded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.responses import Yardstick
    from kpi_tree.deciding.seeking.search import Aim
    from kpi_tree.deciding.seeking.trials import Levels, Trial, Trials

_REACHES: Final = (0.2, 0.06, 0.02)
_ROUNDS: Final = 6
_WORTH: Final = 0.01
_HALVINGS: Final = 5
_CORNERS: Final = 16
# How far a lever is moved alone, as shares of the way from where it is to its ends.
_WAYS: Final = (0.08, 0.25, 0.55, 1.0)
_FEW_DRAWS: Final = 2_048


class Hunt:
    """A search in progress on one sample.

    Attributes:
        trials: the sample.
        board: the levers.
        rest: every lever as it is, or as near to it as it may be.
        measure: how the goals are measured.
        known: the stand-ins so far, that about `rest` first.
    """

    def __init__(self, trials: Trials) -> None:
        """Set every lever to each of a few levels, alone."""
        self.trials, self.board = trials, trials.board
        levers = self.board.levers
        self.rest: Levels = tuple(
            None if lever.may_rest else lever.fitting(lever.today) for lever in levers
        )
        self.grids = [outward(lever) for lever in levers]
        alone = about(self.trials, self.rest, self.grids)
        self.measure = self._measured(alone)
        self.known: list[Responses] = [self._drawn(self.rest, self.grids)]

    def _measured(self, alone: list[Trial]) -> Yardstick:
        """Whether effects add or multiply: what foretells all levers' middles together better."""
        levels = tuple(
            (grid[1:] if grid[0] is None else grid)[len(grid) // 2 - 1] for grid in self.grids
        )
        together = self.trials.at(levels)
        start = self.trials.at(self.rest)
        both = yardsticks(self.trials.plan, self.trials.goals, [*alone, together])
        errors, picked = [], both[0]
        for measure in both:
            foretold = measure.past(start.values)
            for index, level in enumerate(levels):
                one = (*self.rest[:index], level, *self.rest[index + 1 :])
                foretold = foretold + measure.past(self.trials.at(one).values)
                foretold = foretold - measure.past(start.values)
            truth = measure.past(together.values)
            spread = np.abs(truth - measure.past(start.values)).mean(axis=1) + 1e-300
            errors.append(np.abs(foretold - truth).mean(axis=1) / spread)
        better = (errors[1] < errors[0])[:, np.newaxis] & both[1].ratios
        return replace(picked, ratios=better)

    def _drawn(self, centre: Levels, grids: Sequence[Sequence[float | None]]) -> Responses:
        return responses(self.trials, centre, grids, measure=self.measure)

    def centred(self, centre: Levels, reach: float) -> Responses:
        """The stand-in about a point, with levels near it."""
        grids = [
            _about(lever, level, reach)
            for lever, level in zip(self.board.levers, centre, strict=True)
        ]
        found = self._drawn(centre, grids)
        self.known.append(found)
        return found

    def nearest(self, odds: float) -> Responses:
        """The stand-in whose centre has the odds nearest to these."""
        return min(self.known, key=lambda known: abs(self.trials.at(known.centre).odds - odds))

    def propose(
        self, stand_in: Responses, aim: Aim, starts: Iterable[Levels], *, trade: bool = True
    ) -> Trial:
        """What the stand-in thinks best over the whole range, tried."""
        levers, tick = self.board.levers, self.trials.tick
        levels = solved(stand_in, levers, aim, starts=list(starts), tick=tick)
        return self._tried(self._traded(stand_in, aim, levels) if trade else levels)

    def refine(self, stand_in: Responses, aim: Aim, start: Levels, *, local: bool = False) -> Trial:
        """What the stand-in thinks best near a point, tried."""
        levers, tick = self.board.levers, self.trials.tick
        levels = refined(stand_in, levers, aim, start=start, tick=tick, local=local)
        return self._tried(self._traded(stand_in, aim, levels))

    def _traded(self, stand_in: Responses, aim: Aim, levels: Levels) -> Levels:
        if isinstance(aim, Likeliest) and aim.budget is None:
            return levels
        every = max(1, self.trials.draws // _FEW_DRAWS)
        levers, tick = self.board.levers, self.trials.tick
        levels = traded(stand_in, levers, aim, start=levels, tick=tick, every=every)
        return (
            traded(stand_in, levers, aim, start=levels, tick=tick, every=1) if every > 1 else levels
        )

    def _tried(self, levels: Levels) -> Trial:
        return self.trials.at(tuple(map(rounded, self.board.levers, levels)))

    # --- the best odds ----------------------------------------------------------------------

    def likeliest(self) -> Trial:
        """The best odds that the levers can reach at any cost."""
        aim = Likeliest()
        best = min(self.propose(self.known[0], aim, [self.rest]), self._corner(), key=self._short)
        for reach in _REACHES[:2]:
            found = self.propose(self.centred(best.levels, reach), aim, [best.levels])
            if not self._short(found) < self._short(best):
                break
            best = found
        return best

    def _corner(self) -> Trial:
        """The best of some points at which every lever stands at an end.

        Where levers work only together, one at a time shows nothing.
        """
        count = len(self.board.levers)
        ends = [(lever.low, lever.high) for lever in self.board.levers]
        if 2**count <= _CORNERS:
            sides = np.array(list(product((0, 1), repeat=count)))
        else:
            dice = np.random.default_rng(count)
            sides = dice.integers(0, 2, size=(_CORNERS, count))
            sides[0], sides[1] = 1, 0
        points = {tuple(end[at] for end, at in zip(ends, side, strict=True)) for side in sides}
        return min(map(self.trials.at, sorted(points)), key=self._short)

    def _short(self, trial: Trial) -> float:
        """How far a trial is from the goals: by its odds, then by how much is lacking."""
        past = self.measure.past(trial.values)
        with np.errstate(all="ignore"):
            spread = np.abs(self.known[0].past).mean(axis=1)[:, np.newaxis] + 1e-300
            soft = (past / spread).min(axis=0).mean()
        return float(Likeliest().keys(*map(np.asarray, (trial.odds, soft, trial.cost))))

    # --- the aim ----------------------------------------------------------------------------

    def approached(self, aim: Aim, starts: Sequence[Levels]) -> Trial:
        """The best point for an aim, from the stand-ins about rest and about the best odds."""
        first = [self.propose(centre, aim, starts) for centre in (self.known[0], self.known[-1])]
        if isinstance(aim, Likeliest) and aim.budget is not None:
            first.append(self._afforded(aim, starts))
        best = min(first, key=lambda trial: key_of(trial, aim))
        for at in {trial.levels: trial for trial in first}.values():
            best = min(best, self.closer(at, aim, best), key=lambda trial: key_of(trial, aim))
        return best

    def _afforded(self, aim: Likeliest, starts: Sequence[Levels]) -> Trial:
        """The best odds for a budget, by the cheapest points of ever nearer odds."""
        found = self.trials.at(self.rest)
        low, high = found.odds, max(trial.odds for trial in self.trials.tried)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            stand_in = self.nearest(middle)
            now = self.propose(stand_in, Cheapest(middle), [found.levels, *starts])
            if holds(now, aim):
                low = max(middle, now.odds)
            else:
                high = middle
            found = min(found, now, key=lambda trial: key_of(trial, aim))
        return found

    def closer(self, at: Trial, aim: Aim, best: Trial | None = None) -> Trial:
        """Draw the stand-in about a point and propose again, finer when that gains no more."""
        found = best or at
        for reach in _REACHES:
            for _ in range(_ROUNDS):
                stand_in = self.centred(at.levels, reach)
                if reach == _REACHES[0]:
                    now = self.propose(stand_in, aim, [at.levels, found.levels])
                else:
                    now = self.refine(stand_in, aim, at.levels)
                gains = key_of(now, aim) < key_of(at, aim) - self._worth(now, aim)
                found = min(found, now, key=lambda trial: key_of(trial, aim))
                at = now
                if not gains:
                    break
        return found

    def _worth(self, now: Trial, aim: Aim) -> float:
        """What a gain must come to for another round as wide as the last."""
        if isinstance(aim, Likeliest):
            return _WORTH / 5
        costs = [trial.cost for trial in efficient(self.trials.tried)]
        return _WORTH * max(abs(now.cost), (costs[-1] - costs[0]) / 10)

    def tidied(self, at: Trial) -> Trial:
        """The same without what it can do without: no dearer and no less likely."""
        for index, lever in enumerate(self.board.levers):
            if lever.may_rest and at.levels[index] is not None:
                less = self.trials.at((*at.levels[:index], None, *at.levels[index + 1 :]))
                if less.odds >= at.odds and less.cost <= at.cost:
                    at = less
        return at


def key_of(trial: Trial, aim: Aim) -> float:
    """How good a trial is for an aim; the lower the better."""
    return float(aim.keys(*map(np.asarray, (trial.odds, 0.0, trial.cost))))


def efficient(trials: Iterable[Trial]) -> list[Trial]:
    """The trials than which none has better odds for as little, the cheapest first."""
    found: list[Trial] = []
    for trial in sorted(trials, key=lambda each: (each.cost, -each.odds)):
        if math.isfinite(trial.cost) and (not found or trial.odds > found[-1].odds):
            found.append(trial)
    return found


def outward(lever: Lever) -> list[float | None]:
    """Levels over the whole range, closer to each other near where the lever is."""
    start = lever.fitting(lever.today)
    levels = {start, lever.low, lever.high}
    for end in (lever.low, lever.high):
        levels |= {lever.fitting(start + way * (end - start)) for way in _WAYS}
    return [*([None] if lever.may_rest else []), *sorted(levels)]


def _about(lever: Lever, level: float | None, reach: float) -> list[float | None]:
    """A few levels about one, the ends of the range among them."""
    middle = lever.today if level is None else level
    step = max((lever.high - lever.low) * reach, 1.0 if lever.whole else 0.0)
    levels = {lever.low, lever.high, *map(lever.fitting, (middle - step, middle, middle + step))}
    return [*([None] if lever.may_rest else []), *sorted(levels)]


def rounded(lever: Lever, level: float | None) -> float | None:
    """A level that a person would write: a thousandth of the way more or less.

    >>> from types import SimpleNamespace
    >>> rounded(SimpleNamespace(whole=False, today=1500.0, fitting=lambda at: at), 2731.4857)
    2731.0
    """
    if level is None or lever.whole:
        return level
    way = abs(level - lever.today)
    if way == 0:
        return level
    power = 10.0 ** math.floor(math.log10(way / 1_000))
    step = next(part * power for part in (5, 2, 1) if part * power <= way / 1_000)
    return lever.fitting(float(f"{round(level / step) * step:.12g}"))


def holds(trial: Trial, aim: Aim) -> bool:
    """Whether a trial has the odds wanted, or keeps to the budget."""
    if isinstance(aim, Cheapest):
        return trial.odds >= aim.wanted
    return aim.budget is None or trial.cost <= aim.budget + 1e-9 * max(1.0, abs(aim.budget))
