"""One sample of a plan: the draws of its quantities, each made once and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.simulation.drawing import carried, drawn, jitter
from kpi_tree.simulation.influence import Knobs
from kpi_tree.simulation.selection import Growing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from kpi_tree.plan.model import Link, Metric, Plan
    from kpi_tree.plan.quantity import Spread
    from kpi_tree.simulation.memory import Memory
    from kpi_tree.simulation.streams import Floats

_STEEPEST_TREND = 0.5


class Sample:
    """The draws of every quantity of a plan, for one number of draws and one seed."""

    def __init__(self, plan: Plan, memory: Memory, *, draws: int, seed: int) -> None:
        """Nothing is drawn yet."""
        self.plan, self.memory = plan, memory
        self.draws, self.seed = draws, seed

    @property
    def world(self) -> Hashable:
        """What every number of the sample hangs on beside the plan's own parts."""
        return (self.draws, self.seed, self.plan.months, self.plan.start)

    def remembered(self, key: Hashable, make: Callable[[], Floats]) -> Floats:
        """An array that is made once for this key and sample."""

        def made() -> tuple[Floats, int]:
            values = make()
            values.flags.writeable = False
            return values, values.nbytes

        return self.memory.kept((self.world, key), made)

    def quantity(self, value: float | Spread, place: str) -> Floats:
        """The draws of the quantity at `place`, (1, draws) or (1, 1)."""
        return self.remembered(
            ("drawn", place, value),
            lambda: drawn(value, place, draws=self.draws, seed=self.seed),
        )

    def knobs(self, link: Link) -> Knobs:
        """The draws of a link's quantities."""
        place = f"links/{link.id}"
        carry = self.remembered(
            ("carried", place, link.carryover),
            lambda: carried(link.carryover, f"{place}/carryover", draws=self.draws, seed=self.seed),
        )
        half = None
        if link.saturation is not None:
            half = self.quantity(link.saturation.half, f"{place}/saturation/half")
        return Knobs(self.quantity(link.size or 0.0, f"{place}/size"), carry, half)

    def noise(self, metric: Metric) -> Floats:
        """The factors of a metric's month-to-month variation, (months, draws)."""
        place = f"metrics/{metric.id}/noise"
        return self.remembered(
            ("noise", place, metric.noise),
            lambda: jitter(
                metric.noise, place, months=self.plan.months, draws=self.draws, seed=self.seed
            ),
        )

    def baseline(self, metric: Metric) -> Floats:
        """The draws of a metric's baseline."""
        return self.quantity(metric.baseline or 0.0, f"metrics/{metric.id}/baseline")

    def level(self, metric: Metric) -> Floats:
        """The do-nothing path of a baseline, before season and noise."""
        baseline = self.baseline(metric)
        if metric.trend == 0:
            return baseline
        growth = self._growth(metric)
        if growth.shape[1] == 1:
            with np.errstate(all="ignore"):
                return np.asarray(baseline * self._powers(growth))
        level = np.empty((self.plan.months, growth.shape[1]))
        level[0] = baseline
        with np.errstate(all="ignore"):
            for month in range(1, self.plan.months):
                np.multiply(level[month - 1], growth[0], out=level[month])
        return level

    def first(self, metric: Metric) -> Floats:
        """Month 0 of the do-nothing path of a baseline, with its season, before noise."""
        baseline = self.baseline(metric)
        if metric.season is None:
            return baseline
        with np.errstate(all="ignore"):
            return np.asarray(baseline * metric.season[int(self.plan.start[-2:]) - 1])

    def _growth(self, metric: Metric) -> Floats:
        trend = self.quantity(metric.trend, f"metrics/{metric.id}/trend")
        return np.asarray(1.0 + np.clip(trend, -_STEEPEST_TREND, _STEEPEST_TREND))

    def _powers(self, growth: Floats) -> Floats:
        return np.asarray(growth ** np.arange(float(self.plan.months))[:, np.newaxis])

    def growing(self, metric: Metric) -> Growing | None:
        """A metric's path without target, where it is its baseline times a sure factor a month."""
        sure = isinstance(metric.trend, float | int) and not isinstance(
            metric.baseline, float | int | None
        )
        if not sure or metric.noise > 0 or metric.min is not None or metric.max is not None:
            return None
        factors = self.seasonal(metric, self._powers(self._growth(metric)))
        row = self.baseline(metric)
        return Growing(row, factors) if len(np.unique(factors)) > 1 else None

    def seasonal(self, metric: Metric, values: Floats) -> Floats:
        """Values of all months times the factors of their calendar months."""
        if metric.season is None:
            return values
        first = int(self.plan.start[-2:]) - 1
        calendar = (first + np.arange(self.plan.months)) % 12
        with np.errstate(all="ignore"):
            return np.asarray(values * np.array(metric.season)[calendar, np.newaxis])
