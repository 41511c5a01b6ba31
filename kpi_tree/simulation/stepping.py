"""Groups of metrics that read their own past (stocks, growth loops): month after month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.simulation.influence import next_felt
from kpi_tree.simulation.months import Months
from kpi_tree.simulation.ramps import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi_tree.plan.model import Link
    from kpi_tree.simulation.engine import Engine, Felt, Run
    from kpi_tree.simulation.influence import Knobs
    from kpi_tree.simulation.streams import Floats


def stepped(engine: Engine, run: Run, members: tuple[str, ...]) -> dict[str, Floats]:
    """The paths of a group, each (months, draws or 1)."""
    plan = engine.plan
    arrays = {name: np.empty((plan.months, 1)) for name in members}

    def look(name: str) -> Floats:
        return arrays[name] if name in arrays else run.draws(name)

    steered = {
        name: engine.steered(run, plan.metric[name], run.targets[name])
        for name in members
        if name in run.targets
    }
    until = {name: span(run.targets[name], plan).until for name in steered}
    felt = _Felt(engine, look)
    for month in range(plan.months):
        engine.report(month / plan.months)
        now = Months(engine.sample, look, first=month, end=month + 1)
        for name in members:
            if month <= until.get(name, -1):
                row = now.cut(steered[name])
            else:
                row = engine.driven(run, plan.metric[name], now=now, felt=felt.at(month))
            if row.shape[1] > arrays[name].shape[1]:
                arrays[name] = np.repeat(arrays[name], row.shape[1], axis=1)
            arrays[name][month] = row
    return arrays


class _Felt:
    """What each link into a group feels, carried from month to month."""

    def __init__(self, engine: Engine, look: Callable[[str], Floats]) -> None:
        self._engine, self._look = engine, look
        self._last: dict[str, tuple[int, Floats]] = {}

    def at(self, month: int) -> Felt:
        """What links feel in a month; a target may have hidden the months before."""

        def felt(link: Link, knobs: Knobs) -> Floats:
            before = self._engine.past(link.driver)
            seen, last = self._last.get(link.id, (0, before))
            for step in range(seen, month + 1):
                last = next_felt(self._row(link, step - link.lag, before), last, knobs)
            self._last[link.id] = month + 1, np.array(last)
            return self._last[link.id][1]

        return felt

    def _row(self, link: Link, month: int, before: Floats) -> Floats:
        if month < 0:
            return before
        values = self._look(link.driver)
        return values[month : month + 1] if len(values) > 1 else values
