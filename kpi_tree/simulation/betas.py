"""The beta distribution's quantiles by a table, without scipy.

The density is integrated over panels that are narrow where the mass is and at both ends
(Gauss-Legendre, 8 points a panel); between the panels' ends the inverse is a cubic that has the
right slope at both; in the outermost panels it is the power law that the beta follows there.
Against scipy the quantiles agree to better than 1e-7 of a standard deviation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from kpi_tree.simulation.streams import Floats, Order

_PANELS: Final = 1_024
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True)
class BetaTable:
    """A beta distribution on [0, 1], tabulated.

    Attributes:
        alpha, beta: the two shapes.
        edges: the panels' ends, ascending, shape (n,).
        below: the probability below each edge, shape (n,), from 0 to 1.
        slopes: the density at each edge.
    """

    alpha: float
    beta: float
    edges: Floats
    below: Floats
    slopes: Floats

    def quantiles(self, rising: Floats) -> Floats:
        """The quantiles at ascending points of (0, 1)."""
        panel = np.searchsorted(self.below, rising, side="right") - 1
        panel = np.clip(panel, 0, len(self.edges) - 2)
        left, right = self.edges[panel], self.edges[panel + 1]
        low, high = self.below[panel], self.below[panel + 1]
        with np.errstate(all="ignore"):
            result = _hermite(
                (rising - low) / (high - low),
                (left, right),
                ((high - low) / self.slopes[panel], (high - low) / self.slopes[panel + 1]),
            )
            self._ends(result, rising, panel)
        return np.clip(result, left, right)

    def _ends(self, result: Floats, rising: Floats, panel: Order) -> None:
        """In the outermost panels the beta is a power of the distance from its end."""
        first, last = panel == 0, panel == len(self.edges) - 2
        if self.edges[0] == 0:
            share = rising[first] / self.below[1]
            result[first] = self.edges[1] * share ** (1 / self.alpha)
        if self.edges[-1] == 1:
            share = (1 - rising[last]) / (1 - self.below[-2])
            result[last] = 1 - (1 - self.edges[-2]) * share ** (1 / self.beta)

    def share_below(self, x: float) -> float:
        """The probability below `x`."""
        if x <= self.edges[0]:
            return 0.0
        if x >= self.edges[-1]:
            return 1.0
        panel = int(np.searchsorted(self.edges, x, side="right")) - 1
        left, low, high = self.edges[panel], self.below[panel], self.below[panel + 1]
        if left == 0:
            return float(high * (x / self.edges[1]) ** self.alpha)
        if self.edges[panel + 1] == 1:
            return float(1 - (1 - low) * ((1 - x) / (1 - left)) ** self.beta)
        half = (x - left) / 2
        inner = _density(self.alpha, self.beta, left + half * (1 + _NODES)) @ _WEIGHTS * half
        width = self.edges[panel + 1] - left
        full = (
            _density(self.alpha, self.beta, left + width / 2 * (1 + _NODES)) @ _WEIGHTS * width / 2
        )
        return float(low + (high - low) * inner / full) if full > 0 else float(low)


def _hermite(t: Floats, ends: tuple[Floats, Floats], slopes: tuple[Floats, Floats]) -> Floats:
    (left, right), (rise, fall) = ends, slopes
    gap = right - left
    result = (rise + fall - 2 * gap) * t + (3 * gap - 2 * rise - fall)
    return np.where(np.isfinite(result), left + t * (rise + t * result), left + t * gap)


def _density(alpha: float, beta: float, x: Floats) -> Floats:
    """The density but for a constant: 1 at its largest inside (0, 1) where it has a peak."""
    peak = _peak(alpha, beta)
    top = (alpha - 1) * math.log(peak) + (beta - 1) * math.log1p(-peak)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.exp((alpha - 1) * np.log(x) + (beta - 1) * np.log1p(-x) - top)


def _peak(alpha: float, beta: float) -> float:
    mean = alpha / (alpha + beta)
    if alpha > 1 and beta > 1:
        return (alpha - 1) / (alpha + beta - 2)
    return min(max(mean, 1e-12), 1 - 1e-12)


@lru_cache(maxsize=512)
def beta_table(alpha: float, beta: float) -> BetaTable:
    """The table of the beta with these shapes (both above 0)."""
    mean = alpha / (alpha + beta)
    spread = math.sqrt(mean * (1 - mean) / (alpha + beta + 1))
    # So many standard deviations to either side hold all the mass that counts; a skewed beta,
    # which falls like an exponential, needs more of them than one that is nearly normal.
    reach = 9 + 40 / math.sqrt(min(alpha, beta))
    low, high = max(0.0, mean - reach * spread), min(1.0, mean + reach * spread)
    angles = np.linspace(0, math.pi, _PANELS + 1)
    edges = low + (high - low) * (1 - np.cos(angles)) / 2
    edges[0], edges[-1] = low, high
    centres, halves = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    inside = _density(alpha, beta, centres[:, None] + halves[:, None] * _NODES)
    mass = inside @ _WEIGHTS * halves
    slopes = _density(alpha, beta, edges)
    if low == 0:
        mass[0] = slopes[1] * edges[1] / alpha * _correction(alpha, beta, edges[1])
    if high == 1:
        mass[-1] = slopes[-2] * (1 - edges[-2]) / beta * _correction(beta, alpha, 1 - edges[-2])
    below = np.concatenate(([0.0], np.cumsum(mass)))
    total = below[-1]
    table = below / total, slopes / total
    return BetaTable(alpha, beta, edges, *table)


def _correction(alpha: float, beta: float, x: float) -> float:
    """The first panel's mass over that of the pure power law through the density at its end."""
    return 1 + (beta - 1) * x * (1 - alpha / (alpha + 1))


@lru_cache(maxsize=512)
def shapes_between(p10: float, p90: float) -> tuple[float, float]:
    """The shapes of the beta with these 10 % and 90 % quantiles.

    Newton's method on the logarithms of the shapes, begun at the normal with these quantiles.
    """
    ends = (p10, p90)
    middle, spread = (p10 + p90) / 2, (p90 - p10) / 2.563
    size = max(middle * (1 - middle) / spread**2 - 1, 0.02)
    at = np.log([max(middle * size, 1e-3), max((1 - middle) * size, 1e-3)])
    error = _misses(at, ends)
    for _ in range(100):
        # Beyond this only rounding is left.
        if np.abs(error).max() < 1e-13:
            break
        step = np.linalg.lstsq(_slopes(at, ends), -error, rcond=None)[0]
        found = _improved(at, np.clip(step, -2, 2), ends)
        if found is None:
            break
        at, error = found
    return float(math.exp(at[0])), float(math.exp(at[1]))


def _improved(at: Floats, step: Floats, ends: tuple[float, float]) -> tuple[Floats, Floats] | None:
    """The longest part of a step that comes nearer, by halving."""
    error = np.abs(_misses(at, ends)).max()
    for halvings in range(30):
        tried = at + step * 0.5**halvings
        missed = _misses(tried, ends)
        if np.abs(missed).max() < error:
            return tried, missed
    return None


def _misses(at: Floats, ends: tuple[float, float]) -> Floats:
    """How far the shares below the two ends are from 10 % and 90 %, in logits."""
    table = beta_table(float(math.exp(at[0])), float(math.exp(at[1])))
    low, high = (table.share_below(end) for end in ends)
    return np.array([_logit(low) - _logit(0.1), _logit(high) - _logit(0.9)])


def _logit(p: float) -> float:
    inside = min(max(p, 1e-300), 1 - 1e-16)
    return math.log(inside) - math.log1p(-inside)


def _slopes(at: Floats, ends: tuple[float, float]) -> Floats:
    nudge = 1e-6
    error = _misses(at, ends)
    return np.array([(_misses(at + nudge * unit, ends) - error) / nudge for unit in np.eye(2)]).T
