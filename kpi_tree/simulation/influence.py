"""What a link makes of its driver: lag, carry-over, saturation, and the push on the outcome.

Carry-over is geometric adstock in its normalised form (Broadbent 1979), saturation a Hill curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.simulation.formulas import finite
from kpi_tree.simulation.refusals import link_fails

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi_tree.plan.model import Link, Plan
    from kpi_tree.simulation.refusals import Flags
    from kpi_tree.simulation.streams import Floats


@dataclass(frozen=True)
class Knobs:
    """A link's drawn quantities, each of shape (1, draws) or (1, 1)."""

    size: Floats
    carryover: Floats
    half: Floats | None

    @property
    def carries(self) -> bool:
        """Whether anything is carried over."""
        return bool(self.carryover.any())


def adstock(
    source: Callable[[int], Floats], before: Floats, *, link: Link, knobs: Knobs, months: int
) -> Floats:
    """The driver as it is felt each month: (months, draws).

    Args:
        source: the driver's draws of a month.
        before: its draws in all months before the plan.
        link: whose lag counts.
        knobs: whose carry-over counts.
        months: the horizon.
    """
    rows = [before if month < link.lag else source(month - link.lag) for month in range(months)]
    width = max(row.shape[1] for row in (*rows, knobs.carryover))
    felt = np.empty((months, width))
    last = before
    for month, row in enumerate(rows):
        felt[month : month + 1] = next_felt(row, last, knobs)
        last = felt[month : month + 1]
    return felt


def next_felt(row: Floats, last: Floats, knobs: Knobs) -> Floats:
    """One step of the carry-over: this month's driver and what was felt the month before.

    Written so that a driver that does not move is felt as it is, to the last bit.
    """
    if not knobs.carries:
        return row
    return np.asarray(row + knobs.carryover * (last - row))


def response(link: Link, felt: Floats, knobs: Knobs) -> Floats:
    """The felt driver after saturation: itself, or the share of the most that it can do."""
    if link.saturation is None or knobs.half is None:
        return felt
    with np.errstate(all="ignore"):
        rising = np.asarray(felt / knobs.half)
        if (slope := link.saturation.slope) != 1:
            np.log(rising, out=rising)
            rising *= slope
            np.exp(rising, out=rising)
        share = rising / (1.0 + rising)
    # A high power of a large ratio overflows where the share itself is just short of one.
    return share if finite(share) else np.where(np.isinf(rising), 1.0, share)


def pushed(link: Link, knobs: Knobs, *, then: Floats, now: Floats, start: Floats) -> Floats:
    """What the link adds to its outcome: a logarithm of a factor, or a term.

    Args:
        link: an elasticity gives the logarithm, a per-unit link the term.
        knobs: the link's draws.
        then: the response in do-nothing.
        now: the response in the scenario.
        start: the outcome before any link, for the cap of a term.
    """
    with np.errstate(all="ignore"):
        if link.effect == "per_unit":
            unit = 1.0 if knobs.half is None else knobs.half
            term = np.asarray(knobs.size * unit * (now - then))
            if link.cap is None:
                return term
            most = link.cap * np.abs(start)
            return np.clip(term, -most, most)
        ratio = np.asarray(now / then)
        np.log(ratio, out=ratio)
        factor = np.asarray(knobs.size * ratio)
        if (knobs.size == 0).any():
            factor = np.where(knobs.size == 0, 0.0, factor)
        if link.cap is None:
            return factor
        floor = np.log1p(-link.cap) if link.cap < 1 else -np.inf
        return np.clip(factor, floor, np.log1p(link.cap), out=factor)


class Doubt:
    """Refuses drivers for which a link is not defined, naming link, month and remedy."""

    def __init__(self, plan: Plan, first: int = 0) -> None:
        """Months are counted from `first`."""
        self._plan, self._first = plan, first

    def start(self, link: Link, felt: Floats) -> None:
        """An elasticity needs a driver above zero in do-nothing, a saturated link none below."""
        if link.saturation is not None:
            self._refuse(link, felt < 0, code="saturation_negative")
        if link.effect == "elasticity":
            self._refuse(link, felt <= 0, code="driver_not_positive")

    def now(self, link: Link, felt: Floats, knobs: Knobs) -> None:
        """In a scenario the driver may fall to zero, not below."""
        if felt.min() > 0:
            return
        if link.saturation is not None:
            self._refuse(link, felt < 0, code="saturation_negative")
        if link.effect == "elasticity":
            self._refuse(link, felt < 0, code="driver_negative")
            if link.cap is None:
                self._refuse(link, (felt == 0) & (knobs.size < 0), code="driver_zero_negative_size")

    def _refuse(self, link: Link, bad: Flags, *, code: str) -> None:
        if bad.any():
            raise link_fails(self._plan, link, code=code, bad=bad, first=self._first)
