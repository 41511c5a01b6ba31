"""A target over the months: from when, by when, until when, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan, Target
    from kpi_tree.simulation.streams import Floats


@dataclass(frozen=True)
class Span:
    """The months of a target: it begins to move after `first`, is reached at `by`.

    Attributes:
        first, by: months of the horizon.
        until: the last month in which it holds.
    """

    first: int
    by: int
    until: int


def span(target: Target, plan: Plan) -> Span:
    """A target's months, defaults filled in."""
    last = plan.months - 1
    until = last if target.until is None else plan.month_index(target.until)
    by = until if target.by is None else plan.month_index(target.by)
    first = 0 if target.start is None else plan.month_index(target.start)
    return Span(first, by, until)


def ramp(at: Span, months: int) -> Floats:
    """The share of the way that is planned to be gone, shape (months, 1)."""
    month = np.arange(months)
    if at.first == at.by:
        risen = (month >= at.first).astype(float)
    else:
        risen = np.clip((month - at.first) / (at.by - at.first), 0.0, 1.0)
    risen[month > at.until] = 0.0
    return risen[:, np.newaxis]


def aimed(level: Floats, target: Target, *, risen: Floats, delivery: Floats) -> Floats:
    """The path to a target from `level`: (months, draws)."""
    way = delivery * risen
    if target.value is not None:
        return np.asarray(level + way * (target.value - level))
    return np.asarray(level * (1.0 + way * (target.change or 0.0)))
