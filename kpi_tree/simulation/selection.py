"""Means and quantiles of many draws, exactly and without a full sort.

A row is counted into cells of equal width; only the few values in the cell that holds a wanted
rank are sorted. On 10,000 draws this takes a third of a sort where the processor sorts well and
an eighth where it does not; the result is the same order statistics.

Quantiles are Hyndman and Fan's type 7 (1996, The American Statistician 50(4)), numpy's `linear`.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpi_tree.simulation.streams import Floats

SHARES: Final = (0.1, 0.5, 0.9)
_CELLS: Final = 1_024
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
    """Interpolate as numpy does, symmetric in the ends."""
    gap = high - low
    if gap == math.inf:
        return low * (1 - share) + high * share
    return low + gap * share if share < 0.5 else high - gap * (1 - share)


def _neighbours(row: Floats, ranks: list[int]) -> list[tuple[float, float]]:
    """For each rank the value there and the one above it (the same at the end)."""
    if len(row) <= _FEW:
        return _looked_up(np.sort(row), ranks)
    low, high = float(np.minimum.reduce(row)), float(np.maximum.reduce(row))
    width = high - low
    if width == 0:
        return [(low, low)] * len(ranks)
    if not np.isfinite(_CELLS / width) or not np.isfinite(width):
        return _looked_up(np.sort(row), ranks)
    scaled = row - low
    scaled *= _CELLS / width
    cells = scaled.astype(np.int16)
    up_to = np.bincount(cells, minlength=_CELLS + 1).cumsum()
    return [_in_cell(row, cells, up_to, rank=rank) for rank in ranks]


def _in_cell(
    row: Floats, cells: NDArray[np.int16], up_to: NDArray[np.int64], *, rank: int
) -> tuple[float, float]:
    """Sort the few values of the cell that holds a rank."""
    above = min(rank + 1, len(row) - 1)
    first, second = up_to.searchsorted((rank, above), side="right").tolist()
    few = row[(cells == first).nonzero()[0]]
    few.sort()
    place = rank - (int(up_to[first - 1]) if first else 0)
    if first == second:
        return float(few[place]), float(few[place + above - rank])
    return float(few[place]), float(row[cells == second].min())


def _looked_up(rising: Floats, ranks: list[int]) -> list[tuple[float, float]]:
    last = len(rising) - 1
    return [(float(rising[rank]), float(rising[min(rank + 1, last)])) for rank in ranks]


class Summary(NamedTuple):
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

    def __init__(self, draws: Floats, months: int, *, like: Path | None = None) -> None:
        """Take over `draws`, which nobody changes any more; many rows may be those of `like`."""
        draws.flags.writeable = False
        self.draws = draws
        self.months = months
        self._like = like

    @cached_property
    def low(self) -> float:
        """The lowest value of all."""
        return float(self.draws.min())

    @cached_property
    def summary(self) -> Summary:
        """Mean, p10, p50 and p90 of each month."""
        return summarised(self.draws, self.months, like=self._like)

    def told(self, month: int) -> Summary:
        """The summary of one month alone, each part of shape (1,)."""
        return summarised(self.row(month), 1)

    def row(self, month: int) -> Floats:
        """The draws of one month, shape (1, draws) or (1, 1)."""
        return self.draws[month : month + 1] if len(self.draws) > 1 else self.draws

    def rows(self, first: int, last: int) -> Floats:
        """The draws of the months first…last, or one row where all months are alike."""
        return self.draws[first : last + 1] if len(self.draws) > 1 else self.draws


class Growing(Path):
    """A path whose months are one row of draws, each times a factor of its own.

    Its quantiles are those of the row times the factors, so only one row is ever counted.
    """

    def __init__(self, row: Floats, factors: Floats) -> None:
        """Take a row (1, draws) and factors of at least 0, (months, 1)."""
        with np.errstate(over="ignore"):  # who made it looks for what is not finite
            draws = np.asarray(row * factors)
        super().__init__(draws, len(factors))
        self._row, self._factors = row, factors[:, 0]

    @cached_property
    def summary(self) -> Summary:
        """Mean, p10, p50 and p90 of each month."""
        first = summarised(self._row, self.months)
        return Summary(*(part * self._factors for part in first))


def summarised(draws: Floats, months: int, *, like: Path | None = None) -> Summary:
    """The summary of draws of shape (1 or months, 1 or draws).

    Months that repeat the one before (a target is reached, its effects have settled) or the same
    month of `like` (no target has begun) are not counted again.
    """
    if draws.shape[1] == 1:
        flat = np.broadcast_to(draws[:, 0], (months,))
        return Summary(flat, flat, flat, flat)
    rows: list[list[float]] = []
    for month, row in enumerate(draws):
        if month > 0 and _same(row, draws[month - 1]):
            rows.append(rows[-1])
        elif like is not None and len(draws) == months and _same(row, like.row(month)[0]):
            known = like.summary
            rows.append([float(part[month]) for part in (known.p10, known.p50, known.p90)])
        else:
            rows.append(quantiles(row))
    p10, p50, p90 = np.broadcast_to(np.array(rows), (months, len(SHARES))).T
    return Summary(np.broadcast_to(means(draws), (months,)), p10, p50, p90)


def _same(row: Floats, other: Floats) -> bool:
    return bool(row[0] == other[0]) and np.array_equal(row, other)


def means(draws: Floats) -> Floats:
    """The mean of each row, (months,)."""
    count = draws.shape[1]
    with np.errstate(over="ignore"):
        means = np.asarray(np.add.reduce(draws, axis=1) / count)
    # A sum may overflow where the mean does not.
    return means if np.isfinite(means).all() else np.asarray((draws / count).sum(axis=1))
