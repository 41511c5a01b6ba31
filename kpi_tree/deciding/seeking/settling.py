"""Settling: the few best points of a search, on a larger sample than it searched on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kpi_tree.deciding.comparing import standard_error
from kpi_tree.deciding.seeking.hunt import efficient, holds, key_of, rounded
from kpi_tree.deciding.seeking.search import Cheapest, Likeliest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.deciding.seeking.hunt import Hunt
    from kpi_tree.deciding.seeking.levers import Lever
    from kpi_tree.deciding.seeking.search import Aim
    from kpi_tree.deciding.seeking.trials import Levels, Trial, Trials

_CORRECTIONS: Final = 7
_HALVINGS: Final = 5
_REACHES: Final = (0.06, 0.02)
# Odds count as met where they lie this close above: a sixth of a standard error, no closer.
_CLOSEST: Final = 2e-4
_CLOSE: Final = 1 / 6
# Candidates: how many, how near in cost (a share) or odds, and how far in odds they may fall short.
_FEW: Final = 3
_NEAR: Final = 0.02
_SHORT: Final = 0.03
_SIGHT: Final = 0.1
# Beyond so much more than is wanted nothing is to be had by aiming higher.
_PUSHED: Final = 0.02


def settled(hunt: Hunt, aim: Aim, most: Trial, *, large: Trials) -> tuple[Trial, Trial]:
    """The best point by a larger sample: the trial there, and the one searched on.

    The few best points that move different levers are each settled; `most` has the best odds.
    """
    found = [_settled(hunt, aim, start, large=large) for start in candidates(hunt, aim)]
    if not any(holds(truth, aim) for truth, _ in found):
        found.append((large.at(most.levels), most))
    truth, at = min(found, key=lambda both: key_of(both[0], aim))
    less = hunt.tidied(at)
    return (truth, at) if less is at else (large.at(less.levels), less)


def candidates(hunt: Hunt, aim: Aim) -> list[Trial]:
    """The best of all trials so far that move different levers, short ones at a fair price."""
    tried = [trial for trial in hunt.trials.tried if math.isfinite(trial.cost)]
    price = _price(tried, aim)
    ranked = sorted(tried, key=lambda trial: _fair(trial, aim, price))
    chosen: dict[tuple[bool, ...], Trial] = {}
    for trial in ranked:
        chosen.setdefault(tuple(level is None for level in trial.levels), trial)
    best = _fair(ranked[0], aim, price)
    near = _NEAR * max(1.0, abs(best)) if isinstance(aim, Cheapest) else _NEAR
    return [trial for trial in chosen.values() if _fair(trial, aim, price) <= best + near][:_FEW]


def _settled(hunt: Hunt, aim: Aim, start: Trial, *, large: Trials) -> tuple[Trial, Trial]:
    """A point whose moving levers stay the same, by the larger sample."""
    stand_in = hunt.centred(start.levels, _REACHES[0])
    tried: dict[Levels, tuple[Trial, Trial]] = {}
    at, push, centres = start, _CLOSEST / 4, {start.levels}
    for _ in range(_CORRECTIONS):
        if at.levels not in tried:
            tried[at.levels] = large.at(at.levels), at
        elif any(holds(truth, aim) for truth, _ in tried.values()):
            if at.levels in centres:
                break
            centres.add(at.levels)
            stand_in = hunt.centred(at.levels, _REACHES[-1])
        elif push > _PUSHED:
            break
        else:
            push *= 4
        if _met_closely(tried[at.levels][0], aim):
            break
        wanted = _shifted(aim, [*tried.values()], push)
        at = hunt.refine(stand_in, wanted, at.levels, local=True)
    return _halved(hunt, aim, [*tried.values()], large=large)


def _halved(
    hunt: Hunt, aim: Aim, tried: list[tuple[Trial, Trial]], *, large: Trials
) -> tuple[Trial, Trial]:
    """The best of some trials, its odds brought down to those wanted where they are above.

    Halves the way to a cheaper point that fell short; both lie near the best.
    """
    truth, at = min(tried, key=lambda both: key_of(both[0], aim))
    short = [both for both in tried if both[0].odds < truth.odds and both[0].cost < truth.cost]
    if not short or isinstance(aim, Likeliest) or not holds(truth, aim):
        return truth, at
    below = max(short, key=lambda both: both[0].odds)[1].levels
    for _ in range(_HALVINGS):
        if _met_closely(truth, aim):
            break
        levels = tuple(map(_middle, hunt.board.levers, at.levels, below))
        if levels in {at.levels, below}:
            break
        middle = large.at(levels)
        if holds(middle, aim) and middle.cost <= truth.cost:
            truth, at = middle, hunt.trials.at(levels)
        else:
            below = levels
    return truth, at


def _price(tried: Sequence[Trial], aim: Aim) -> float:
    """What a point of odds costs about where the aim lies, by the trials that are efficient."""
    rising = efficient(tried)
    if isinstance(aim, Cheapest):
        here = aim.wanted
    else:
        paid = [trial for trial in rising if holds(trial, aim)]
        here = paid[-1].odds if paid else rising[0].odds
    close = [trial for trial in rising if abs(trial.odds - here) <= _SIGHT] or rising
    if len(close) < 2:
        close = rising
    odds = close[-1].odds - close[0].odds
    return (close[-1].cost - close[0].cost) / odds if odds > 0 else 0.0


def _fair(trial: Trial, aim: Aim, price: float) -> float:
    """How good a trial would be if what it lacks were bought; the lower the better."""
    if isinstance(aim, Cheapest):
        short = aim.wanted - trial.odds
        return trial.cost + price * max(0.0, short) if short < _SHORT else math.inf
    over = max(0.0, trial.cost - aim.budget) if aim.budget is not None else 0.0
    bought = over / price if price > 0 else math.copysign(math.inf, over) if over else 0.0
    return bought - trial.odds if bought < _SHORT else math.inf


def _met_closely(trial: Trial, aim: Aim) -> bool:
    if isinstance(aim, Cheapest):
        error = standard_error(trial.odds, trial.met.shape[1])
        return 0 <= trial.odds - aim.wanted < max(_CLOSEST, _CLOSE * error)
    return aim.budget is None or -_CLOSEST * abs(aim.budget) <= trial.cost - aim.budget <= 0


def _shifted(aim: Aim, tried: Sequence[tuple[Trial, Trial]], push: float) -> Aim:
    """The aim on the smaller sample that should meet the given one on the larger."""
    truth, at = tried[-1]
    if isinstance(aim, Likeliest):
        if aim.budget is None:
            return aim
        return Likeliest(at.cost + aim.budget - truth.cost - push * abs(aim.budget) / 100)
    above = [both for both in tried if both[0].odds >= aim.wanted]
    below = [both for both in tried if both[0].odds < aim.wanted]
    wanted = at.odds + aim.wanted - truth.odds
    if above and below:
        high = min(above, key=lambda both: both[0].odds)
        low = max(below, key=lambda both: both[0].odds)
        share = (aim.wanted - low[0].odds) / (high[0].odds - low[0].odds)
        wanted = low[1].odds + share * (high[1].odds - low[1].odds)
    return Cheapest(min(1.0, wanted + push))


def _middle(lever: Lever, one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one
    return rounded(lever, lever.fitting((one + other) / 2))
