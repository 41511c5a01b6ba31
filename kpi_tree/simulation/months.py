"""A formula's view of some months of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi_tree.simulation.sample import Sample
    from kpi_tree.simulation.streams import Floats


class Months:
    """The months from `first` up to but not including `end`, as a formula reads them."""

    def __init__(
        self, sample: Sample, look: Callable[[str], Floats], *, first: int, end: int
    ) -> None:
        """`look` gives a metric's draws of all months, or the one row that all months share."""
        self._sample, self._look = sample, look
        self.first, self.end = first, end

    def cut(self, values: Floats) -> Floats:
        """These months of an array, or its only row."""
        return values[self.first : self.end] if len(values) > 1 else values

    def now(self, metric: str) -> Floats:
        """A metric in these months."""
        return self.cut(self._look(metric))

    def before(self, metric: str) -> Floats:
        """A metric in the month before each; before month 0 stands its baseline."""
        if self.first > 0:
            values = self._look(metric)
            return values[self.first - 1 : self.end - 1] if len(values) > 1 else values
        start = self._sample.baseline(self._sample.plan.metric[metric])
        if self.end == 1:
            return start
        values = self._look(metric)
        rest = values[: self.end - 1] if len(values) > 1 else np.repeat(values, self.end - 1, 0)
        width = max(start.shape[1], rest.shape[1])
        return np.concatenate([np.broadcast_to(part, (len(part), width)) for part in (start, rest)])

    def so_far(self, metric: str) -> Floats:
        """A metric's sums of all months up to each."""
        values = self._look(metric)
        if len(values) == 1:
            return np.asarray(values * np.arange(self.first + 1.0, self.end + 1.0)[:, np.newaxis])
        if self.end - self.first == 1:
            return np.add.reduce(values[: self.end], axis=0, keepdims=True)
        return np.asarray(np.cumsum(values[: self.end], axis=0)[self.first :])
