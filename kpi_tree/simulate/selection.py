"""Means and quantiles of many draws, exactly and without a full sort.

A row is counted into cells of equal width; only the few values in the cell that holds a wanted
rank are sorted. On 10,000 draws this takes a third of a sort where the processor sorts well and
an eighth where it does not; the result is the same order statistics.

Quantiles are Hyndman and Fan's type 7 (1996, The American Statistician 50(4)), numpy's `linear`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from kpi_tree.simulate.streams import Floats

SHARES: Final = (0.1, 0.5, 0.9)
_CELLS: Final = 4_096
_FEW: Final = 1_024


def quantiles(row: Floats, shares: tuple[float, ...] = SHARES) -> list[float]:
    """The quantiles of one row of draws, shape (draws,)."""
    places = [share * (len(row) - 1) for share in shares]
    pairs = _neighbours(row, [int(place) for place in places])
    return [
        _between(low, high, place - int(place))
        for (low, high), place in zip(pairs, places, strict=True)
    ]


def _between(low: float, high: float, share: float) -> float:
    """Numpy's interpolation, symmetric in its ends."""
    gap = high - low
    return low + gap * share if share < 0.5 else high - gap * (1 - share)


def _neighbours(row: Floats, ranks: list[int]) -> list[tuple[float, float]]:
    """For each rank the value there and the one above it (the same at the end)."""
    last = len(row) - 1
    if len(row) <= _FEW:
        return _looked_up(np.sort(row), ranks, last)
    low, high = row.min(), row.max()
    with np.errstate(over="ignore"):
        width = high - low
    if width == 0:
        return [(float(low), float(low))] * len(ranks)
    with np.errstate(over="ignore"):
        scale = _CELLS / width
    if not 0 < scale < np.inf:  # wider than all numbers, or as narrow as the smallest
        return _looked_up(np.sort(row), ranks, last)
    cells = ((row - low) * scale).astype(np.int32)
    up_to = np.cumsum(np.bincount(cells, minlength=_CELLS + 1))
    found = []
    for rank in ranks:
        above = min(rank + 1, last)
        first, second = np.searchsorted(up_to, (rank, above), side="right")
        inside = cells == first
        if second != first:
            inside |= cells == second
        few = np.sort(row[inside])
        skipped = int(up_to[first - 1]) if first else 0
        found.append((float(few[rank - skipped]), float(few[above - skipped])))
    return found


def _looked_up(rising: Floats, ranks: list[int], last: int) -> list[tuple[float, float]]:
    return [(float(rising[rank]), float(rising[min(rank + 1, last)])) for rank in ranks]


@dataclass(frozen=True)
class Summary:
    """What is told of a path: four numbers a month, each of shape (months,)."""

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats


class Path:
    """The draws of one metric over the months, and what is told of them once it is asked for.

    Attributes:
        draws: shape (months, draws); one row where all months are alike, one column where all
            draws are.
        months: the horizon.
    """

    def __init__(self, draws: Floats, months: int) -> None:
        """Take over `draws`, which nobody changes any more."""
        self.draws = draws
        self.months = months

    @cached_property
    def low(self) -> float:
        """The lowest value of all."""
        return float(self.draws.min())

    @cached_property
    def summary(self) -> Summary:
        """Mean, p10, p50 and p90 of each month."""
        return summarised(self.draws, self.months)

    def row(self, month: int) -> Floats:
        """The draws of one month, shape (1, draws) or (1, 1)."""
        return self.draws[month : month + 1] if len(self.draws) > 1 else self.draws

    def rows(self, first: int, last: int) -> Floats:
        """The draws of the months first…last, or one row where all months are alike."""
        return self.draws[first : last + 1] if len(self.draws) > 1 else self.draws


def summarised(draws: Floats, months: int) -> Summary:
    """The summary of draws of shape (1 or months, 1 or draws)."""
    if draws.shape[1] == 1:
        flat = np.broadcast_to(draws[:, 0], (months,))
        return Summary(flat, flat, flat, flat)
    told = np.array([(_mean(row), *quantiles(row)) for row in draws])
    mean, p10, p50, p90 = np.broadcast_to(told, (months, 4)).T
    return Summary(mean, p10, p50, p90)


def _mean(row: Floats) -> float:
    with np.errstate(over="ignore"):
        mean = float(row.mean())
    return mean if np.isfinite(mean) else float((row / len(row)).sum())
