"""Draws of quantities: each family's quantile function at the points of its own stream."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, assert_never

import numpy as np

from kpi_tree.plan.quantity import (
    BetaRange,
    LognormalRange,
    Mixture,
    Normal,
    NormalRange,
    Pert,
    Range,
    Spread,
    Triangular,
    Uniform,
)
from kpi_tree.simulation.betas import beta_table, shapes_between
from kpi_tree.simulation.normals import Z90, normal_quantiles
from kpi_tree.simulation.streams import points, stream

if TYPE_CHECKING:
    from kpi_tree.simulation.streams import Floats

_PERT_SHAPE: Final = 4.0
_BELOW_ONE: Final = 1 - 2.0**-53


def drawn(quantity: float | Spread, place: str, *, draws: int, seed: int) -> Floats:
    """A quantity's draws.

    Args:
        quantity: a number or a distribution.
        place: where it stands in the plan, by ids: `links/reviews_to_conversion/size`.
        draws: how many.
        seed: which of the many samples.

    Returns:
        Shape (1, draws), or (1, 1) for a number.
    """
    if isinstance(quantity, float | int):
        return np.array([[float(quantity)]])
    rising, order = points(stream(place, seed), draws)
    return _quantiles(quantity, rising)[order][np.newaxis]


def carried(quantity: float | Spread, place: str, *, draws: int, seed: int) -> Floats:
    """Draws of a carry-over: a bare p10–p90 is a beta, and one month never carries all."""
    result = drawn(_as_beta(quantity), place, draws=draws, seed=seed)
    return np.minimum(result, _BELOW_ONE)


def jitter(sigma: float, place: str, *, months: int, draws: int, seed: int) -> Floats:
    """Noise factors of mean 1 and relative standard deviation `sigma`: (months, draws)."""
    source = stream(place, seed)
    spread = math.sqrt(math.log1p(sigma * sigma))
    result = np.empty((months, draws))
    for row in result:
        rising, order = points(source, draws)
        np.take(normal_quantiles(rising), order, out=row)
    result *= spread
    result -= spread * spread / 2
    return np.exp(result, out=result)


def _as_beta(quantity: float | Spread) -> float | Spread:
    match quantity:
        case Range(p10=p10, p90=p90):
            return BetaRange(shape="beta", p10=p10, p90=p90)
        case Mixture(of=of, weights=weights):
            return Mixture(shape="mixture", of=tuple(map(_as_beta, of)), weights=weights)
        case _:
            return quantity


def _quantiles(quantity: float | Spread, rising: Floats) -> Floats:
    """A quantity's quantiles at ascending points of (0, 1)."""
    match quantity:
        case float() | int():
            return np.full_like(rising, quantity)
        case Range(p10=p10, p90=p90):
            return _lognormal(p10, p90, rising) if p10 > 0 else _normal(p10, p90, rising)
        case LognormalRange(p10=p10, p90=p90):
            return _lognormal(p10, p90, rising)
        case NormalRange(p10=p10, p90=p90):
            return _normal(p10, p90, rising)
        case Normal(mean=mean, sd=sd):
            return mean + sd * normal_quantiles(rising)
        case BetaRange(p10=p10, p90=p90):
            return beta_table(*shapes_between(p10, p90)).quantiles(rising)
        case Uniform(low=low, high=high):
            return low * (1 - rising) + high * rising
        case Triangular():
            return _triangular(quantity, rising)
        case Pert():
            return _pert(quantity, rising)
        case Mixture():
            return _mixture(quantity, rising)
        case _:
            assert_never(quantity)


def _normal(p10: float, p90: float, rising: Floats) -> Floats:
    return p10 / 2 + p90 / 2 + (p90 / Z90 / 2 - p10 / Z90 / 2) * normal_quantiles(rising)


def _lognormal(p10: float, p90: float, rising: Floats) -> Floats:
    return np.exp(_normal(math.log(p10), math.log(p90), rising))


def _triangular(shape: Triangular, rising: Floats) -> Floats:
    low, mode, high = shape.low, shape.mode, shape.high
    split = (mode - low) / (high - low)
    turn = int(np.searchsorted(rising, split))
    result = np.empty_like(rising)
    result[:turn] = low + np.sqrt(rising[:turn] * (high - low) * (mode - low))
    result[turn:] = high - np.sqrt((1 - rising[turn:]) * (high - low) * (high - mode))
    return result


def _pert(shape: Pert, rising: Floats) -> Floats:
    width = shape.high - shape.low
    peak = (shape.mode - shape.low) / width
    table = beta_table(1 + _PERT_SHAPE * peak, 1 + _PERT_SHAPE * (1 - peak))
    return shape.low + width * table.quantiles(rising)


def _mixture(mixture: Mixture, rising: Floats) -> Floats:
    """One part for each stretch of (0, 1) as long as its weight: the stream stays stratified."""
    result = np.empty_like(rising)
    begin, from_ = 0.0, 0
    for index, (part, share) in enumerate(zip(mixture.of, mixture.shares, strict=True)):
        last = index == len(mixture.of) - 1
        end = 1.0 if last else begin + share
        to = len(rising) if last else int(np.searchsorted(rising, end))
        if to > from_ and share > 0:
            inner = np.clip((rising[from_:to] - begin) / share, 2.0**-54, _BELOW_ONE)
            result[from_:to] = _quantiles(part, inner)
            from_ = to
        begin = end
    if from_ < len(rising):
        result[from_:] = result[from_ - 1]
    return result
