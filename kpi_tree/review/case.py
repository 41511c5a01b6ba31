"""A plan under review: what several checks ask of it, each worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from kpi_tree.errors import CannotCompute, Problem, quoted
from kpi_tree.review.spreads import breadth
from kpi_tree.review.walks import Walks
from kpi_tree.simulation import Forecast, Memory, Simulator
from kpi_tree.simulation.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.model import Evidence, Link, Metric, Person, Plan, Scenario, Target
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.selection import Path

# Metrics × months × scenarios × draws: 120 MB of numbers at the most, a few hundredths of a
# second for a plan of thirty metrics with the 10,000 draws that `simulate` takes by default.
_MOST_CELLS: Final = 40_000_000
_DRAWS: Final = 10_000


class Standing(Protocol):
    """For which side somebody speaks, and whether that is confirmed."""

    @property
    def side(self) -> str:
        """Theirs."""

    @property
    def confirmed(self) -> bool:
        """Whether an owner agrees."""


class Sides(Protocol):
    """For which side the people of a plan speak, and which signatures are truly theirs."""

    def standing(self, person: str, /) -> Standing:
        """How somebody stands."""

    def vouched(self, link: str, person: str, /) -> bool:
        """Whether a signature is by whose name it bears."""


class Case:
    """A plan, its graph and its forecasts.

    A plan of ordinary size is simulated with the draws and the seed that `simulate` takes by
    default, so what ends that simulation is found here, and nothing else is called an error. A
    very large one is simulated with fewer draws.
    """

    def __init__(
        self,
        plan: Plan,
        memory: Memory | None = None,
        progress: Progress | None = None,
        *,
        sides: Sides | None = None,
    ) -> None:
        """Nothing is worked out yet; `memory` holds what was computed before.

        `progress` is told how far a forecast is, and may return False to call it off. `sides`
        tells for which side people speak; the plan's word unless told.
        """
        self.plan = plan
        self._sides = sides
        self._progress = progress
        self._memory = memory or Memory()
        self.walks = Walks(plan)
        cells = max(1, len(plan.metrics) * plan.months * (1 + len(plan.scenarios)))
        self.draws = max(1, min(_DRAWS, _MOST_CELLS // cells))

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.plan.people}

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """The evidence by id."""
        return {evidence.id: evidence for evidence in self.plan.evidence}

    @cached_property
    def links(self) -> tuple[tuple[int, Link], ...]:
        """The links that count, with their places in the plan."""
        return tuple((index, link) for index, link in enumerate(self.plan.links) if link.counts)

    @cached_property
    def sample(self) -> Sample:
        """The draws below the forecasts, for questions about a single link."""
        return Sample(self.plan, self._memory, draws=self.draws, seed=0)

    @cached_property
    def _simulated(self) -> tuple[Forecast | None, dict[str, Forecast], list[Problem]]:
        simulator = Simulator(
            self.plan, draws=self.draws, seed=0, memory=self._memory, progress=self._progress
        )
        forecasts: dict[str, Forecast] = {}
        problems: dict[tuple[str, str], Problem] = {}
        try:
            base = simulator.do_nothing
        except CannotCompute as refusal:
            return None, {}, list(refusal.problems)
        for scenario in self.plan.scenarios:
            try:
                forecasts[scenario.id] = simulator.forecast(scenario)
            except CannotCompute as refusal:
                for problem in refusal.problems:
                    problems.setdefault((problem.code, problem.place), problem)
        return base, forecasts, list(problems.values())

    @property
    def do_nothing(self) -> Forecast | None:
        """The forecast without any target; None where there is no answer."""
        return self._simulated[0]

    @property
    def forecasts(self) -> Mapping[str, Forecast]:
        """The forecasts of the scenarios that have an answer, by id."""
        return self._simulated[1]

    @property
    def refusals(self) -> list[Problem]:
        """Why some forecast has no answer, each reason once."""
        return self._simulated[2]

    def paths(self, metric: str) -> list[Path]:
        """A metric's paths in do-nothing and in all scenarios, equal ones once."""
        if self.do_nothing is None or metric not in self.known:
            return []
        every = [self.do_nothing, *self.forecasts.values()]
        return list({id(path): path for path in (each.path(metric) for each in every)}.values())

    @cached_property
    def known(self) -> frozenset[str]:
        """The metrics that could be computed."""
        return frozenset(self.do_nothing.metrics) if self.do_nothing else frozenset()

    def usual_level(self, metric: Metric, month: int) -> float | None:
        """A metric's likely level without targets and season in a month of the horizon."""
        if metric.formula is None and metric.baseline is not None:
            growth = min(0.5, max(-0.5, breadth(metric.trend).p50))
            level = breadth(metric.baseline).p50 * (1 + growth) ** month
            return float(level)
        if self.do_nothing is None or metric.id not in self.known:
            return None
        return float(self.do_nothing.fan(metric.id).p50[month])

    def aim(self, target: Target) -> float | None:
        """The level that a target is to reach."""
        if target.value is not None:
            return target.value
        last = target.by or target.until
        month = self.plan.month_index(last) if last else self.plan.months - 1
        level = self.usual_level(self.plan.metric[target.metric], month)
        return None if level is None or target.change is None else level * (1 + target.change)

    def moves(self, scenario: Scenario, metric: str) -> bool:
        """Whether a metric goes another way under a scenario than in do-nothing."""
        if self.do_nothing is None or metric not in self.known:
            return False
        path, base = self.forecasts[scenario.id].path(metric), self.do_nothing.path(metric)
        return path is not base and bool((path.draws != base.draws).any())

    def name(self, metric: str) -> str:
        """A metric's name, fit for a sentence."""
        return quoted(self.plan.metric[metric].name)

    def person(self, person: str) -> str:
        """A person's name, fit for a sentence."""
        return quoted(self.people[person].name)

    def side(self, person: str) -> str:
        """For which side somebody speaks."""
        if self._sides is None:
            return self.people[person].side
        return self._sides.standing(person).side

    def stands(self, link: Link, person: str) -> bool:
        """Whether somebody's own signature of a link is theirs, and their side confirmed."""
        if self._sides is None:
            return True
        return self._sides.standing(person).confirmed and self._sides.vouched(link.id, person)

    def arrow(self, link: Link) -> str:
        """A link in words."""
        return f"{self.name(link.driver)} → {self.name(link.outcome)}"
