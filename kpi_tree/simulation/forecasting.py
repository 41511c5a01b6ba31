"""The simulation's door: a plan in, forecasts for do-nothing and each scenario out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.plan.missing import missing
from kpi_tree.plan.model import Scenario
from kpi_tree.simulation.engine import Engine
from kpi_tree.simulation.judging import Money, Odds, all_met, judged, money
from kpi_tree.simulation.memory import Memory
from kpi_tree.simulation.sample import Sample
from kpi_tree.simulation.selection import Path, Summary, summarised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from kpi_tree.plan.model import Plan
    from kpi_tree.simulation.engine import Progress, Run
    from kpi_tree.simulation.streams import Floats

DO_NOTHING: Final = "do_nothing"
MOST_DRAWS: Final = 1_000_000
_LARGEST: Final = float(np.finfo(np.float64).max)
# Draws, noise, differences and what is held for a moment, as a multiple of the paths themselves.
_ROOM: Final = 3


class Forecast:
    """What one scenario does to every metric, goal and euro."""

    def __init__(self, plan: Plan, scenario: Scenario | None, *, base: Run, run: Run) -> None:
        """Judge a run; raises CannotCompute where a goal or an amount has no finite value."""
        self.plan, self.scenario = plan, scenario
        self._base, self._run = base, run
        self.goals: Mapping[str, Odds] = {goal.id: judged(goal, plan, run) for goal in plan.goals}
        self.money: Money = money(scenario, plan, base=base, run=run)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that could be computed, in the plan's order."""
        return tuple(metric.id for metric in self.plan.metrics if metric.id in self._run.paths)

    def path(self, metric: str) -> Path:
        """A metric's draws, (months, draws)."""
        return self._run.paths[metric]

    def fan(self, metric: str) -> Summary:
        """Mean, p10, p50 and p90 of a metric in each month."""
        return self._run.paths[metric].summary

    def at(self, metric: str, month: int) -> Summary:
        """The same of one month alone, each of shape (1,)."""
        return self._run.paths[metric].told(month)

    def change(self, metric: str) -> Summary:
        """The same of its difference from do-nothing, draw by draw."""
        if metric not in self._changes:
            path, base = self._run.paths[metric], self._base.paths[metric]
            self._changes[metric] = summarised(_gap(path, base), self.plan.months)
        return self._changes[metric]

    @cached_property
    def _changes(self) -> dict[str, Summary]:
        return {}

    @cached_property
    def all_goals(self) -> float | None:
        """How often all goals are met in the same draw; None without goals."""
        return all_met(list(self.goals.values()))

    def to_dict(self) -> dict[str, Any]:
        """The scenario's part of the JSON result."""
        result: dict[str, Any] = {
            "metrics": {
                metric: _listed(self.fan(metric)) | {"change": _listed(self.change(metric))}
                for metric in self.metrics
            },
            "goals": {goal: _told(odds) for goal, odds in self.goals.items()},
            "all_goals": self.all_goals,
            "cost": self.money.mean_cost.tolist(),
        }
        if (payoff := self.money.payoff_summary) and (payback := self.money.payback):
            listed = _listed(payoff)
            del listed["mean"]
            result["payoff"] = listed
            result["payback"] = {"probability": payback[0], "p50_month": payback[1]}
        return result


def _gap(path: Path, base: Path) -> Floats:
    """The difference of two paths, at the most what a number can hold."""
    if path is base:
        return np.zeros((1, 1))
    with np.errstate(over="ignore"):
        return np.asarray(np.clip(path.draws - base.draws, -_LARGEST, _LARGEST))


def _listed(summary: Summary) -> dict[str, Any]:
    return {name: getattr(summary, name).tolist() for name in ("mean", "p10", "p50", "p90")}


def _told(odds: Odds) -> dict[str, Any]:
    p10, p50, p90 = odds.quantiles
    return {
        "probability": odds.probability,
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "target": odds.target,
    }


@dataclass(frozen=True)
class Simulation:
    """The forecasts of a plan, `do_nothing` first.

    Attributes:
        plan: what was simulated.
        draws: how many draws.
        seed: of which sample.
        forecasts: by scenario id.
    """

    plan: Plan
    draws: int
    seed: int
    forecasts: Mapping[str, Forecast]

    def __getitem__(self, scenario: str) -> Forecast:
        """The forecast of a scenario."""
        return self.forecasts[scenario]

    @property
    def missing(self) -> list[Problem]:
        """Every place of the plan that waits for a value."""
        return missing(self.plan)

    def frame(self) -> pd.DataFrame:
        """A tidy table: scenario, metric, month, mean, p10, p50, p90."""
        import pandas as pd  # noqa: PLC0415 (a second of import that only a table needs)

        pieces: dict[str, list[Any]] = {
            name: [] for name in ("scenario", "metric", "month", "mean", "p10", "p50", "p90")
        }
        for name, forecast in self.forecasts.items():
            for metric in forecast.metrics:
                fan = forecast.fan(metric)
                pieces["scenario"] += [name] * self.plan.months
                pieces["metric"] += [metric] * self.plan.months
                pieces["month"] += self.plan.calendar
                for column in ("mean", "p10", "p50", "p90"):
                    pieces[column] += getattr(fan, column).tolist()
        return pd.DataFrame(pieces)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain lists and dictionaries, ready for JSON."""
        return {
            "plan": self.plan.title,
            "draws": self.draws,
            "seed": self.seed,
            "months": list(self.plan.calendar),
            "missing": [{"place": at.place, "sentence": at.sentence} for at in self.missing],
            "scenarios": {name: each.to_dict() for name, each in self.forecasts.items()},
        }


class Simulator:
    """One plan, one sample: forecasts of any scenario, its own or one that is only tried."""

    def __init__(
        self,
        plan: Plan,
        *,
        draws: int = 10_000,
        seed: int = 0,
        memory: Memory | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Check the arguments; nothing is computed yet.

        Args:
            plan: what to simulate; it may be unfinished.
            draws: 1 to 1,000,000.
            seed: which sample; the same numbers for the same seed.
            memory: what was computed before, to be used again and added to.
            progress: told the share of a run that is done; it may return False to stop.

        Raises:
            BadArgument: draws or seed are out of bounds.
        """
        _check_sample(draws, seed)
        _check_size(plan, draws, 2)
        self.plan, self.draws, self.seed = plan, int(draws), int(seed)
        sample = Sample(plan, memory or Memory(), draws=draws, seed=seed)
        self._engine = Engine(sample, progress=progress)

    @cached_property
    def do_nothing(self) -> Forecast:
        """The forecast without any target."""
        base = self._engine.base
        self._engine.check_drivers()
        return Forecast(self.plan, None, base=base, run=base)

    def forecast(self, scenario: Scenario) -> Forecast:
        """The forecast of a scenario, which need not be one of the plan's own.

        Raises:
            CannotCompute: some draw has no finite answer.
            Stopped: the progress function called it off.
        """
        self.do_nothing  # noqa: B018 (refuses what do-nothing refuses before anything else)
        base = self._engine.base
        return Forecast(self.plan, scenario, base=base, run=self._engine.run(scenario))


def simulate(  # noqa: PLR0917 (the library's contract lets all four be given in order)
    plan: Plan,
    scenarios: Iterable[str] | None = None,
    draws: int = 10_000,
    seed: int = 0,
    *,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Simulation:
    """Simulate a plan: do-nothing and all scenarios, or those named.

    Args:
        plan: what to simulate; it may be unfinished.
        scenarios: ids; by default all of the plan's.
        draws: 1 to 1,000,000.
        seed: the same numbers for the same seed.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: an unknown scenario, draws or seed out of bounds, too much for the memory.
        CannotCompute: some draw has no finite answer; place, month and remedy are named.
        Stopped: the progress function called it off.
    """
    chosen = _chosen(plan, scenarios)
    _check_sample(draws, seed)
    _check_size(plan, draws, 1 + len(chosen))
    part = _Part(progress, 1 + len(chosen))
    simulator = Simulator(plan, draws=draws, seed=seed, memory=memory, progress=part)
    forecasts = {DO_NOTHING: simulator.do_nothing}
    for index, scenario in enumerate(chosen):
        part.done = index + 1
        forecasts[scenario.id] = simulator.forecast(scenario)
    return Simulation(plan, int(draws), int(seed), forecasts)


@dataclass
class _Part:
    """Progress of one run as a share of several."""

    progress: Progress | None
    runs: int
    done: int = 0

    def __call__(self, share: float) -> bool | None:
        return self.progress((self.done + share) / self.runs) if self.progress else None


def scenario_of(plan: Plan, scenario: str | Scenario) -> Scenario:
    """A scenario by its id, one that is only tried, or the empty one of doing nothing.

    Raises:
        BadArgument: the plan has none such.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if scenario == DO_NOTHING:
        return Scenario.model_construct(id=DO_NOTHING, name=DO_NOTHING)
    if scenario not in plan.scenario:
        known = ", ".join((DO_NOTHING, *plan.scenario))
        values = {"id": quoted(scenario), "known": known}
        raise BadArgument([Problem("unknown_scenario", "", values)])
    return plan.scenario[scenario]


def _chosen(plan: Plan, scenarios: Iterable[str] | None) -> list[Scenario]:
    if scenarios is None:
        return list(plan.scenarios)
    names = [scenarios] if isinstance(scenarios, str) else list(scenarios)
    return [scenario_of(plan, name) for name in dict.fromkeys(names) if name != DO_NOTHING]


def _check_sample(draws: int, seed: int) -> None:
    if not _is_whole(draws) or not 1 <= draws <= MOST_DRAWS:
        raise BadArgument([Problem("bad_draws", "", {"found": quoted(draws)})])
    if not _is_whole(seed) or seed < 0:
        raise BadArgument([Problem("bad_seed", "", {"found": quoted(seed)})])


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _check_size(plan: Plan, draws: int, runs: int) -> None:
    needed = len(plan.metrics) * plan.months * draws * 8 * runs * _ROOM
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        there = 8 << 30
    if needed > there:
        size = max(1, round(needed / 2**30))
        raise BadArgument([Problem("too_large", "", {"size": str(size)})])
