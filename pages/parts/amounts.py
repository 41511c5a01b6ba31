"""Differences as people write them: signed, in the unit of what they are about."""

from __future__ import annotations

from typing import Final

import kpi_tree as kt
from pages.parts import dials

_FINE: Final = 0.02  # below so much a whole case is too coarse


def signed(plan: kt.Plan, metric: str, value: float) -> str:
    """A difference in a metric's unit, its sign before it."""
    return _signed(dials.amount(plan, metric, value), value)


def signed_money(plan: kt.Plan, value: float) -> str:
    """A difference of money."""
    return _signed(dials.money(plan, value), value)


def relative(share: float) -> str:
    """A relative change in percent, its sign before it."""
    return _signed(kt.percent(share), share)


def points(share: float) -> str:
    """A difference of odds, in cases of a hundred.

    >>> from kpi_tree.locale import speak
    >>> with speak("en"): points(0.123)
    '+12 of 100'
    """
    written = kt.number(100 * share, digits=0 if abs(share) >= _FINE else 1)
    return kt.say("comparison.points", points=_signed(written, share))


def _signed(written: str, value: float) -> str:
    return f"+{written}" if value > 0 else written
