"""What a link's driver still does where its effect saturates: a Hill curve, at one point."""

from __future__ import annotations

import math


def share(level: float, half: float, slope: float) -> float:
    """The share of the most that a level does.

    >>> share(30, 30, 2)
    0.5
    """
    if level <= 0:
        return 0.0
    with_power = max(-700.0, min(slope * math.log(level / half), 700.0))
    return 1 / (1 + math.exp(-with_power))


def felt(step: float, level: float, *, half: float, slope: float) -> float:
    """How much of a step from a level is felt, in the driver's own units."""
    return half * (share(level + step, half, slope) - share(level, half, slope))


def steeper(step: float, level: float, *, half: float, slope: float) -> float:
    """By what the driver as it is felt rises when it rises by a share of itself."""
    return share(level * (1 + step), half, slope) / share(level, half, slope)
