"""A link in words and small curves: how strong, how soon, how long, and where it bends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, number, percent
from kpi_tree.plan.saturation import felt, share, steeper
from kpi_tree.review.spreads import Breadth, breadth
from kpi_tree.simulation.drawing import carried
from kpi_tree.simulation.selection import quantiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi_tree.plan.model import Link, Plan

    Told = Callable[[float], str]

_STEP: Final = 0.1
"""The sentence tells what a tenth more of the driver does."""
_MONTHS: Final = 12
_POINTS: Final = 40
_FAR: Final = 3.0
_DRAWS: Final = 1_001
_LEFT: Final = 0.1
"""An effect lasts until nine tenths of it are gone."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How strong a link is.

    Attributes:
        p10, p50, p90: of its size, as the plan means it.
        low, likely, high: what it does to the outcome: for an elasticity the relative change at
            10 % more of the driver than today, else the outcome's units for `unit` more; with
            saturation and cap.
        unit: the step of the driver that a size per unit is told for: 1, or 0.01 of a share.
    """

    p10: float
    p50: float
    p90: float
    low: float
    likely: float
    high: float
    unit: float = 1.0


@dataclass(frozen=True, slots=True)
class Fading:
    """How long an effect lasts, from its carry-over.

    Attributes:
        carryover: the share carried into the next month, most likely.
        half_life: after how many months half of it is gone; None where nothing is carried over.
        lasting: after how many months nine tenths are gone; None likewise.
        curve: the share that is left 0, 1, … 12 months after.
    """

    carryover: float
    half_life: float | None
    lasting: float | None
    curve: tuple[float, ...]

    @property
    def sentence(self) -> str:
        """How long it lasts, in words."""
        if self.half_life is None:
            return say("founding.fades_at_once")
        half, last = (number(round(each, 1)) for each in (self.half_life, self.lasting or 0.0))
        return say("founding.fades", half=half, lasting=last)


@dataclass(frozen=True, slots=True)
class Bending:
    """Where an effect saturates.

    Attributes:
        half: the driver's level that does half of the most it can do, most likely.
        level: where the driver stands today; None where that is not known.
        used: the share of the most that it does there; None likewise.
        doubled: the share that twice as much of it would do; None likewise.
        curve: driver levels, with the share of the most that each does.
    """

    half: float
    level: float | None
    used: float | None
    doubled: float | None
    curve: tuple[tuple[float, float], ...]
    unit: str
    currency: str

    @property
    def sentence(self) -> str:
        """Where it bends, in words."""
        half = amount(self.half, self.unit, self.currency)
        if self.used is None or self.doubled is None:
            return say("founding.bends", half=half)
        used, doubled = (percent(each, digits=0) for each in (self.used, self.doubled))
        return say("founding.bends_here", half=half, used=used, doubled=doubled)


def effect(
    link: Link, plan: Plan, *, level: float | None = None, outcome_level: float | None = None
) -> Effect | None:
    """How strong a link is; None while it has no size.

    Args:
        link: the link.
        plan: its plan.
        level: where the driver stands, where its baseline does not tell.
        outcome_level: where the outcome stands, likewise.
    """
    if link.size is None:
        return None
    size = breadth(link.size)
    if link.effect == "per_unit":
        unit = 0.01 if plan.metric[link.driver].unit == "ratio" else 1.0
        felt = _felt(link, unit, _stands(link.driver, plan, level=level))
        most = _most(link, _stands(link.outcome, plan, level=outcome_level))
        low, likely, high = (max(-most, min(most, each * felt)) for each in _of(size))
        return Effect(size.p10, size.p50, size.p90, low, likely, high, unit=unit)
    steeper = _steeper(link, plan, level=level)
    low, likely, high = (_tenth_more(each, steeper, link.cap) for each in _of(size))
    return Effect(size.p10, size.p50, size.p90, low, likely, high)


def _of(size: Breadth) -> tuple[float, float, float]:
    return size.p10, size.p50, size.p90


def _steeper(link: Link, plan: Plan, *, level: float | None) -> float:
    """By what the driver as it is felt rises when the driver rises by a tenth."""
    bending = bends(link, plan, level=level)
    if bending is None or not bending.level or link.saturation is None:
        return 1 + _STEP
    return steeper(_STEP, bending.level, half=bending.half, slope=link.saturation.slope)


def _felt(link: Link, step: float, level: float | None) -> float:
    """How much of a step of the driver is felt, in its own units: less where it saturates."""
    if link.saturation is None or level is None:
        return step
    half, slope = breadth(link.saturation.half).p50, float(link.saturation.slope)
    return felt(step, level, half=half, slope=slope)


def _most(link: Link, level: float | None) -> float:
    """By how much the link can move its outcome at most, in the outcome's units."""
    return math.inf if link.cap is None or level is None else link.cap * abs(level)


def _tenth_more(size: float, factor: float, cap: float | None) -> float:
    """What a rise by `factor` makes of the outcome, as a relative change."""
    change = math.expm1(min(size * math.log(factor), 700.0))
    return change if cap is None else max(-min(cap, 1.0), min(cap, change))


def fades(link: Link) -> Fading:
    """How long the effect of a link lasts."""
    share = link.carryover
    if isinstance(share, float | int):
        kept = float(share)
    else:
        kept = float(quantiles(carried(share, "card", draws=_DRAWS, seed=0)[0])[1])
    curve = tuple(kept**month for month in range(_MONTHS + 1))
    if kept <= 0:
        return Fading(0.0, None, None, curve)
    gone = math.log(kept)
    return Fading(kept, math.log(0.5) / gone, math.log(_LEFT) / gone, curve)


def carryover_of(half_life: float) -> float:
    """The carry-over with which half of an effect is gone after so many months.

    >>> carryover_of(1), carryover_of(0)
    (0.5, 0.0)
    """
    return round(0.5 ** (1 / half_life), 3) if half_life > 0 else 0.0


def half_where(plan: Plan, link: str, *, used: float, level: float | None = None) -> float | None:
    """The half-saturation at which today's driver does this share of the most that it can.

    None where it is not known where the driver stands today.

    Args:
        plan: the plan.
        link: the link's id.
        used: the share, above 0 and below 1.
        level: where the driver stands, where its baseline does not tell.

    Raises:
        BadArgument: the plan has no such link.
    """
    found = link_of(plan, link)
    level = _level(found, plan, level=level)
    if level is None:
        return None
    slope = float(found.saturation.slope) if found.saturation else 1.0
    return float(f"{level * ((1 - used) / used) ** (1 / slope):.4g}")


def _level(link: Link, plan: Plan, *, level: float | None) -> float | None:
    """Where the driver stands today; None where that is not known or nothing."""
    level = _stands(link.driver, plan, level=level)
    return None if level is None or level <= 0 else level


def _stands(name: str, plan: Plan, *, level: float | None) -> float | None:
    """Where a metric stands today: at its baseline, else where it is told to."""
    metric = plan.metric[name]
    if metric.baseline is not None and not metric.formula:
        return breadth(metric.baseline).p50
    return level


def bends(link: Link, plan: Plan, *, level: float | None = None) -> Bending | None:
    """Where the effect of a link saturates; None where it does not.

    Args:
        link: the link.
        plan: its plan.
        level: where the driver stands, where its baseline does not tell.
    """
    if link.saturation is None:
        return None
    half, slope = breadth(link.saturation.half).p50, float(link.saturation.slope)
    driver = plan.metric[link.driver]
    level = _level(link, plan, level=level)
    most = max(_FAR * half, 2 * (level or 0.0))
    levels = [most * step / _POINTS for step in range(_POINTS + 1)]
    return Bending(
        half,
        level,
        None if level is None else share(level, half, slope),
        None if level is None else share(2 * level, half, slope),
        tuple((each, share(each, half, slope)) for each in levels),
        driver.unit,
        plan.currency,
    )


def strength(
    link: Link, plan: Plan, *, level: float | None = None, outcome_level: float | None = None
) -> str:
    """How strong a link is, in words: “10 % more reviews → 0.2 to 2.4 % more conversion”."""
    found = effect(link, plan, level=level, outcome_level=outcome_level)
    names = {
        "driver": quoted(plan.metric[link.driver].name),
        "outcome": quoted(plan.metric[link.outcome].name),
    }
    if found is None:
        return say("founding.strength_unknown", **names)
    if link.effect == "elasticity":
        step = percent(_STEP, digits=0)
        return say("founding.strength_relative", step=step, range=_relative(found), **names)
    unit = plan.metric[link.driver].unit
    step = amount(found.unit, unit, plan.currency)
    return say("founding.strength_per_unit", step=step, range=_absolute(found, link, plan), **names)


def _relative(found: Effect) -> str:
    """The range of a relative change: “0.2 to 2.4 % more”."""
    return _ranged(found, percent, lambda share: number(100 * share))


def _absolute(found: Effect, link: Link, plan: Plan) -> str:
    """The range of a change in the outcome's own units."""
    unit = plan.metric[link.outcome].unit

    def told(value: float) -> str:
        return amount(value, unit, plan.currency)

    return _ranged(found, told, told)


def _ranged(found: Effect, told: Told, first: Told) -> str:
    """A range with its sign in words; `first` writes the nearer end where both have one sign."""
    low, high = _rough(found.low), _rough(found.high)
    if low == high:
        return _signed(told(abs(low)), low)
    if low * high < 0:
        return say("founding.less_to_more", less=told(abs(low)), more=told(high))
    near, far = sorted((abs(low), abs(high)))
    return _signed(say("founding.span", low=first(near), high=told(far)), low + high)


def _rough(value: float) -> float:
    """Two significant figures: more would claim to be known."""
    return float(f"{value:.2g}")


def _signed(told: str, sign: float) -> str:
    if sign < 0:
        return say("founding.less", amount=told)
    return say("founding.more", amount=told)


def timing(link: Link) -> str:
    """How soon and how long, in words: “after 1 month, lasting about 3”."""
    soon = say("founding.after", n=link.lag) if link.lag else say("founding.at_once")
    lasting = fades(link).lasting
    if lasting is None:
        return soon
    months = max(1, round(lasting))
    return say("founding.soon_and_lasting", soon=soon, n=months)


def sentence(
    link: Link, plan: Plan, *, level: float | None = None, outcome_level: float | None = None
) -> str:
    """A link in a sentence."""
    told = strength(link, plan, level=level, outcome_level=outcome_level)
    return say("founding.link", strength=told, timing=timing(link))
