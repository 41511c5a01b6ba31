"""How wide a quantity is: its 10 %, 50 % and 90 % quantiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kpi_tree.plan.quantity import LognormalRange, NormalRange, Range
from kpi_tree.simulation.drawing import drawn
from kpi_tree.simulation.selection import quantiles

if TYPE_CHECKING:
    from kpi_tree.plan.quantity import Spread

# The draws are stratified, so these many give a quantile to about a thousandth.
_DRAWS: Final = 1_001


@dataclass(frozen=True, slots=True)
class Breadth:
    """A quantity in three numbers."""

    p10: float
    p50: float
    p90: float

    @property
    def holds_zero(self) -> bool:
        """Whether an effect of nothing, or of the other sign, is within the range."""
        return self.p10 <= 0 <= self.p90

    @property
    def width(self) -> float:
        """p90 − p10 as a multiple of the median's size; infinite for a median of zero."""
        return (self.p90 - self.p10) / abs(self.p50) if self.p50 else float("inf")


@lru_cache(maxsize=4_096)
def breadth(quantity: float | Spread) -> Breadth:
    """A quantity's quantiles: those that were given, and otherwise those of its family.

    >>> breadth(2.0)
    Breadth(p10=2.0, p50=2.0, p90=2.0)
    """
    match quantity:
        case float() | int():
            return Breadth(float(quantity), float(quantity), float(quantity))
        case Range(p10=p10, p90=p90) | LognormalRange(p10=p10, p90=p90) if p10 > 0:
            return Breadth(p10, math.sqrt(p10) * math.sqrt(p90), p90)
        case Range(p10=p10, p90=p90) | NormalRange(p10=p10, p90=p90):
            return Breadth(p10, p10 / 2 + p90 / 2, p90)
        case _:
            drawn_row = drawn(quantity, "review", draws=_DRAWS, seed=0)[0]
            return Breadth(*quantiles(drawn_row))
