"""Beside the proposal: the frontier, what one lever alone would have to reach, what stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from kpi_tree.deciding.seeking.answer import Alone, Point, Stop
from kpi_tree.deciding.seeking.hunt import efficient
from kpi_tree.deciding.seeking.search import Cheapest, wide

if TYPE_CHECKING:
    from kpi_tree.deciding.seeking.hunt import Hunt
    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.trials import Levels, Trial

_POINTS: Final = 7
_SHOWN: Final = 12
_HALVINGS: Final = 6
_FURTHER: Final = 0.1
FELT: Final = 0.002


# --- the frontier ---------------------------------------------------------------------------------


def frontier(hunt: Hunt, best: Trial, *, chosen: Trial) -> tuple[Point, ...]:
    """Odds and cost, both rising, from the cheapest point to that of the best odds."""
    start = hunt.trials.at(hunt.rest)
    at = chosen
    for wanted in np.linspace(best.odds, start.odds, _POINTS + 1, endpoint=False)[1:].tolist():
        stand_in = hunt.nearest(wanted)
        at = hunt.propose(stand_in, Cheapest(wanted), [at.levels], trade=False)
    rising = _with(efficient(hunt.trials.tried), chosen)
    return tuple(_point(hunt, trial) for trial in _thinned(rising, chosen))


def _with(rising: list[Trial], chosen: Trial) -> list[Trial]:
    """The efficient trials with the chosen one among them, odds and cost still rising."""
    below = [each for each in rising if each.cost < chosen.cost and each.odds < chosen.odds]
    above = [each for each in rising if each.cost > chosen.cost and each.odds > chosen.odds]
    return [*below, chosen, *above]


def _thinned(rising: list[Trial], chosen: Trial) -> list[Trial]:
    """At most a dozen, about equally far apart in odds, both ends and the chosen one kept."""
    if len(rising) <= _SHOWN:
        return rising
    marks = np.linspace(rising[0].odds, rising[-1].odds, _SHOWN - 1)
    picked = {min(range(len(rising)), key=lambda at: abs(rising[at].odds - mark)) for mark in marks}
    picked |= {0, len(rising) - 1, rising.index(chosen)}
    return [rising[at] for at in sorted(picked)]


def _point(hunt: Hunt, trial: Trial) -> Point:
    return Point(
        probability=trial.odds,
        cost=trial.cost,
        targets=targets(hunt, trial.levels),
        scenario=hunt.board.scenario(trial.levels),
    )


def targets(hunt: Hunt, levels: Levels) -> dict[str, float]:
    """The levels of the levers that move."""
    pairs = zip(hunt.board.levers, levels, strict=True)
    return {lever.metric: level for lever, level in pairs if level is not None}


# --- one lever alone ------------------------------------------------------------------------------


def alone(hunt: Hunt, wanted: float) -> tuple[Alone, ...]:
    """For each lever the level nearest to today's that reaches the odds without the others."""
    return tuple(_alone(hunt, index, wanted) for index in range(len(hunt.board.levers)))


def _alone(hunt: Hunt, index: int, wanted: float) -> Alone:
    lever = hunt.board.levers[index]
    levels = [level for level in wide(lever) if level is not None]
    foretold = _foretold(hunt, index, levels)
    order = sorted(range(len(levels)), key=lambda at: abs(levels[at] - lever.today))
    for at in order:
        if foretold[at] >= wanted - 0.02 and _at(hunt, index, levels[at]).odds >= wanted:
            nearer = [levels[each] for each in order[: order.index(at)]]
            same = [each for each in nearer if (each < lever.today) == (levels[at] < lever.today)]
            known = max(same, key=lambda each: abs(each - lever.today), default=lever.today)
            return _reached(hunt, index, _nearest(hunt, index, wanted, ends=(known, levels[at])))
    best = max(
        [hunt.trials.at(hunt.rest), _at(hunt, index, levels[int(np.argmax(foretold))])],
        key=lambda trial: trial.odds,
    )
    return Alone(lever.metric, None, best.odds, best.levels[index], None)


def _foretold(hunt: Hunt, index: int, levels: list[float]) -> list[float]:
    """The odds at a lever's levels, the others as they are, by the stand-in."""
    options = hunt.known[0].options(index, levels)
    past = hunt.known[0].past + options.effects
    return [float(odds) for odds in (past >= -1e-12).all(axis=1).mean(axis=1)]


def _at(hunt: Hunt, index: int, level: float) -> Trial:
    return hunt.trials.at((*hunt.rest[:index], level, *hunt.rest[index + 1 :]))


def _nearest(hunt: Hunt, index: int, wanted: float, *, ends: tuple[float, float]) -> float:
    """Halve the way between a level that does not reach the odds and one that does."""
    lever = hunt.board.levers[index]
    short, reaching = ends
    for _ in range(_HALVINGS):
        middle = lever.fitting((short + reaching) / 2)
        if middle in {short, reaching}:
            break
        if _at(hunt, index, middle).odds >= wanted:
            reaching = middle
        else:
            short = middle
    return reaching


def _reached(hunt: Hunt, index: int, level: float) -> Alone:
    trial = _at(hunt, index, level)
    return Alone(hunt.board.levers[index].metric, level, trial.odds, level, trial.cost)


# --- what stops it --------------------------------------------------------------------------------


def stops(hunt: Hunt, best: Trial, wanted: float) -> tuple[Stop, ...]:
    """The goals that are hard to meet even at the best, and the bounds that stand in the way."""
    goals = [
        Stop("goal", goal.id, float(met.mean()))
        for goal, met in zip(hunt.trials.goals, best.met, strict=True)
    ]
    hard = [goal for goal in goals if goal.probability < wanted] or goals
    bounds = filter(None, (_bound(hunt, best, index) for index in range(len(best.levels))))
    return (
        *sorted(hard, key=lambda stop: stop.probability),
        *sorted(bounds, key=lambda stop: -stop.probability),
    )


def _bound(hunt: Hunt, best: Trial, index: int) -> Stop | None:
    """Whether a lever at its bound would raise the odds if it might go further."""
    lever, level = hunt.board.levers[index], best.levels[index]
    bound: Literal["low", "high"] = "high" if level == lever.high else "low"
    if level not in {lever.low, lever.high}:
        return None
    further = _beyond(hunt, lever, bound)
    if further == level:
        return None
    trial = hunt.trials.at((*best.levels[:index], further, *best.levels[index + 1 :]))
    if trial.odds - best.odds < FELT:
        return None
    return Stop("lever", lever.metric, trial.odds, bound)


def _beyond(hunt: Hunt, lever: Lever, bound: Literal["low", "high"]) -> float:
    metric = hunt.trials.plan.metric[lever.metric]
    way = (lever.high - lever.low or abs(lever.high) or 1.0) * _FURTHER
    way = max(1.0, float(round(way))) if lever.whole else way
    level = lever.high + way if bound == "high" else lever.low - way
    level = level if metric.max is None else min(level, metric.max)
    return level if metric.min is None else max(level, metric.min)
