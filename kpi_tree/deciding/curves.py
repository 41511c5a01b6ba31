"""Smooth curves of results against one quantity, fitted to draws that are there already.

A result's conditional mean, given a quantity, is a curve over the quantity's rank. It is fitted by
least squares on eight functions: the first five Legendre polynomials of the rank and the first
three powers of its normal score, made orthogonal. What the leading quantities explain together is
taken out of the others' way first, so that each curve is read against what is really left.

Sources: given-data estimation (Plischke, Borgonovo and Smith 2013, EJOR 226(3)); polynomial chaos
(Sudret 2008, RESS 93(7)); regression for the value of information (Strong, Oakley and Brennan 2014,
Medical Decision Making 34(3)).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.simulation.normals import normal_quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.deciding.sources import Drawn
    from kpi_tree.simulation.streams import Floats

_LEGENDRE: Final = 5
_SCORES: Final = 3
_TOGETHER: Final = 16
# With fewer draws for each function than this, fewer functions are fitted.
_FEWEST: Final = 8


@lru_cache(maxsize=4)
def basis(draws: int) -> Floats:
    """Functions of the rank: orthonormal, each of mean 0; (functions, draws), ranks ascending."""
    rank = (np.arange(draws) + 0.5) / draws
    score = normal_quantiles(rank)
    legendre = np.polynomial.legendre.legvander(2 * rank - 1, _LEGENDRE)[:, 1:]
    scores = np.stack([score**power for power in range(1, 1 + _SCORES)], axis=1)
    # What people draw is mostly near a straight line of its score or its rank: these come first.
    columns = np.stack(
        [scores[:, 0], legendre[:, 0], scores[:, 1], legendre[:, 1], scores[:, 2]]
        + [legendre[:, at] for at in range(2, _LEGENDRE)],
        axis=1,
    )
    functions = max(0, min(columns.shape[1], draws // _FEWEST))
    centred = columns[:, :functions] - columns[:, :functions].mean(axis=0)
    made = np.ascontiguousarray(np.linalg.qr(centred)[0].T)
    made.flags.writeable = False
    return made


@dataclass(frozen=True)
class Curves:
    """The curves of some results against each quantity.

    Attributes:
        mean: of each result, (results,).
        squares: the sum of squares of each result about its mean, (results,).
        weights: of each function in each curve, (quantities, functions, results).
        noise: what is left when the leading quantities are taken out, as a covariance of the
            results, (results, results).
        draws: how many draws they stand on.
        lead: the leading quantities.
    """

    mean: Floats
    squares: Floats
    weights: Floats
    noise: Floats
    draws: int
    lead: tuple[int, ...] = ()

    @property
    def functions(self) -> int:
        """How many functions make a curve."""
        return int(self.weights.shape[1])

    @property
    def variance(self) -> float:
        """The first result's variance, put together from what is independent by design.

        What the leading quantities explain one by one and what they leave; that two of them
        happen to go together in these draws does not count.
        """
        if not self.lead or self.squares[0] <= 0:
            return float(self.squares[0] / self.draws)
        return float(self._signals()[list(self.lead)].sum() / self.draws + self.noise[0, 0])

    def _signals(self) -> Floats:
        """What each curve explains beyond chance, as a sum of squares."""
        raw = (self.weights[:, :, 0] ** 2).sum(axis=1)
        return np.asarray(raw - self.functions * self.noise[0, 0])

    def explained(self) -> tuple[Floats, Floats]:
        """First-order shares of the first result's variance, and their standard errors."""
        whole = self.variance * self.draws
        if whole <= 0:
            return np.zeros(len(self.weights)), np.zeros(len(self.weights))
        signal, left = self._signals(), self.noise[0, 0]
        error = np.sqrt(4 * left * np.maximum(signal, 0.0) + 2 * self.functions * left**2) / whole
        return signal / whole, error

    def at(self, share: float) -> tuple[Floats, Floats]:
        """Each curve of the first result at a share of the ranks, and the standard errors."""
        place = share * self.draws - 0.5
        low = int(np.clip(np.floor(place), 0, self.draws - 1))
        high = min(low + 1, self.draws - 1)
        row = basis(self.draws)[: self.functions]
        function = row[:, low] + (row[:, high] - row[:, low]) * np.clip(place - low, 0, 1)
        error = np.sqrt(self.noise[0, 0] * ((function**2).sum() + 1 / self.draws))
        values = self.mean[0] + self.weights[:, :, 0] @ function
        return values, np.full(len(values), error)


def curves(quantities: Sequence[Drawn], results: Floats) -> Curves:
    """Fit the curves of results, (results, draws), against each quantity."""
    draws = results.shape[1]
    functions = basis(draws)
    mean = results.mean(axis=1)
    centred = results - mean[:, np.newaxis]
    squares = (centred**2).sum(axis=1)
    weights = np.zeros((len(quantities), len(functions), len(results)))
    for index, each in enumerate(quantities):
        weights[index] = functions @ centred[:, each.order].T
    if not len(functions) or not quantities:
        return Curves(mean, squares, weights, np.atleast_2d(np.cov(results, bias=True)), draws)
    lead = _leading(weights, squares, draws)
    fitted, left = _together(quantities, lead, functions=functions, centred=centred)
    for index, each in enumerate(quantities):
        own = fitted.get(index)
        seen = left if own is None else left + own
        weights[index] = functions @ seen[:, each.order].T
    spent = 1 + len(functions) * max(1, len(lead))
    noise = left @ left.T / max(1, draws - spent)
    return Curves(mean, squares, weights, noise, draws, tuple(lead))


def _leading(weights: Floats, squares: Floats, draws: int) -> list[int]:
    """The quantities that explain most of some result."""
    held = np.where(squares > 0, squares, 1.0)
    shares = ((weights**2).sum(axis=1) / held).max(axis=1)
    most = min(_TOGETHER, draws // (_FEWEST * weights.shape[1]))
    return [int(at) for at in np.argsort(-shares, kind="stable")[:most]]


def _together(
    quantities: Sequence[Drawn], lead: list[int], *, functions: Floats, centred: Floats
) -> tuple[dict[int, Floats], Floats]:
    """What each leading quantity explains beside the others, and what all of them leave."""
    if not lead:
        return {}, centred
    count, draws = functions.shape
    columns = np.empty((len(lead) * count, draws))
    for row, index in enumerate(lead):
        columns[row * count : (row + 1) * count, quantities[index].order] = functions
    both = columns @ columns.T
    # Columns are near orthogonal; the touch on the diagonal keeps a copy of a quantity harmless.
    both[np.diag_indices_from(both)] += 1e-9
    solved = np.linalg.solve(both, columns @ centred.T)
    fitted = {
        index: solved[row * count : (row + 1) * count].T @ columns[row * count : (row + 1) * count]
        for row, index in enumerate(lead)
    }
    return fitted, centred - solved.T @ columns
