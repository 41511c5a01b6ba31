"""Levers that were locked, and what the odds would be if they might move as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.deciding.seeking.answer import Stop
from kpi_tree.errors import CannotCompute
from kpi_tree.plan.model import Target
from kpi_tree.simulation.forecasting import Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi_tree.deciding.seeking.levers import Ends
    from kpi_tree.deciding.seeking.trials import Trials
    from kpi_tree.plan.model import Scenario


def locked_stops(
    trials: Trials, scenario: Scenario, ends: Mapping[str, Ends], *, least: float
) -> tuple[Stop, ...]:
    """The locked levers without whose lock the odds would reach `least`, the best first.

    Args:
        trials: of the search; the same draws are asked again.
        scenario: the best that can be reached while they are locked.
        ends: how far each of them could move.
        least: odds that are worth telling.
    """
    found = (
        Stop("lever", name, odds, "locked")
        for name, (low, high, _) in ends.items()
        if (odds := max(_odds(trials, each) for each in _moved(scenario, name, (low, high))))
        >= least
    )
    return tuple(sorted(found, key=lambda stop: -stop.probability))


def _moved(scenario: Scenario, metric: str, levels: tuple[float, float]) -> Iterator[Scenario]:
    """The scenario with a metric at either of its ends, in place of its own target."""
    own = next((each for each in scenario.targets if each.metric == metric), None)
    others = tuple(each for each in scenario.targets if each.metric != metric)
    for level in levels:
        base = own or Target(metric=metric, value=level)
        moved = base.model_copy(update={"value": level, "change": None})
        yield scenario.model_copy(update={"targets": (*others, moved)})


def _odds(trials: Trials, scenario: Scenario) -> float:
    """The odds that all goals are met in the same draw; none where there is no finite answer."""
    sample = trials.engine.sample
    simulator = Simulator(trials.plan, draws=sample.draws, seed=sample.seed)
    try:
        forecast = simulator.forecast(scenario)
    except CannotCompute:
        return 0.0
    met = [forecast.goals[goal.id].met for goal in trials.goals]
    rows = [each for each in met if each is not None]
    return float(np.mean(np.all(rows, axis=0))) if len(rows) == len(met) else 0.0
