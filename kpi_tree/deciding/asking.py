"""A question about a goal under a scenario, and the part of the plan that it hangs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kpi_tree.deciding.narrowed import Narrow
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.locale import say
from kpi_tree.plan.missing import known
from kpi_tree.simulation.forecasting import Simulator, scenario_of
from kpi_tree.simulation.judging import judged
from kpi_tree.simulation.memory import Memory
from kpi_tree.simulation.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from kpi_tree.deciding.pace import Pace
    from kpi_tree.plan.model import Goal, Plan, Scenario, Target
    from kpi_tree.simulation.engine import Progress, Run
    from kpi_tree.simulation.judging import Odds
    from kpi_tree.simulation.streams import Floats

_Answer = TypeVar("_Answer")


class Unanswered(Problem):
    """Why a question has no answer."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        match self.code:
            case "goal_unknown":
                return say("deciding.goal_unknown_sentence", **self.values)
            case "goal_open":
                return say("deciding.goal_open_sentence", **self.values)
        return say("deciding.do_nothing_sentence")

    @property
    def remedy(self) -> str:
        """What to do about it."""
        match self.code:
            case "goal_unknown":
                return say("deciding.goal_unknown_remedy", **self.values)
            case "goal_open":
                return say("deciding.goal_open_remedy")
        return say("deciding.do_nothing_remedy")


@dataclass(frozen=True)
class Question:
    """Why, how surely and at what cost a goal is reached under a scenario.

    Attributes:
        plan: the plan.
        goal: the goal, which can be judged.
        scenario: one of the plan's, one that is only tried, or an empty one (`do_nothing`).
        draws: how many draws.
        seed: of which sample.
        memory: what was computed before, to be used again and added to.
    """

    plan: Plan
    goal: Goal
    scenario: Scenario
    draws: int
    seed: int
    memory: Memory = field(default_factory=Memory)

    @property
    def metric(self) -> str:
        """The metric that the goal is measured by."""
        return self.goal.metric or ""

    @cached_property
    def sample(self) -> Sample:
        """The draws."""
        return Sample(self.plan, self.memory, draws=self.draws, seed=self.seed)

    def engine(self, progress: Progress | None = None, *, sample: Sample | None = None) -> Narrow:
        """An engine for what the goal needs."""
        return Narrow(sample or self.sample, [self.metric], progress=progress)

    def begun(self, pace: Pace) -> tuple[Narrow, Run]:
        """An engine with do-nothing and the scenario computed, in two steps of `pace`."""
        engine = self.engine(pace)
        engine.base  # noqa: B018 (refuses what do-nothing refuses before anything else)
        engine.check_drivers()
        pace.step()
        run = engine.run(self.scenario)
        pace.step()
        return engine, run

    def odds(self, run: Run) -> Odds:
        """The goal in one run."""
        return judged(self.goal, self.plan, run)

    def value(self, run: Run) -> Floats:
        """The goal's value in each draw, (draws,)."""
        values = self.odds(run).values
        return self.wide(values if values is not None else np.zeros((1, 1)))

    def wide(self, values: Floats) -> Floats:
        """One row of values, one for each draw."""
        return np.broadcast_to(np.asarray(values, dtype=float)[-1], (self.draws,))

    def levers(self, engine: Narrow) -> tuple[Target, ...]:
        """The targets that lead to the goal, in the scenario's order."""
        return tuple(
            target
            for target in self.scenario.targets
            if target.metric in engine.base.paths and self.metric in engine.reach(target.metric)
        )

    def hangs_on(self, engine: Narrow, run: Run) -> Hashable:
        """All that an answer about this run hangs on, beside what is asked."""
        judging = tuple(
            (metric.id, metric.aggregation, metric.better)
            for metric in self.plan.metrics
            if metric.id in engine.needed
        )
        own = (self.goal, self.scenario.id, self.scenario.targets)
        return (self.sample.world, own, judging, run.keys[self.metric])

    def kept(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """An answer, made once for all that it hangs on."""
        return self.memory.kept(key, lambda: (make(), 1 << 16))


def asked(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    draws: int,
    seed: int,
    memory: Memory | None,
) -> Question:
    """The question, its parts looked up and checked.

    Raises:
        BadArgument: no such goal or scenario, a goal that cannot be judged yet, draws or seed out
            of bounds.
    """
    Simulator(plan, draws=draws, seed=seed, memory=memory)
    found = next((each for each in plan.goals if each.id == goal), None)
    if found is None:
        values = {"id": quoted(goal), "known": ", ".join(each.id for each in plan.goals) or "–"}
        raise BadArgument([Unanswered("goal_unknown", "", values)])
    question = Question(
        plan, found, scenario_of(plan, scenario), int(draws), int(seed), memory or Memory()
    )
    _refuse_open(question)
    return question


def can_be_judged(plan: Plan, goal: Goal) -> bool:
    """Whether a goal says all that it needs, about a metric that is known."""
    whole = goal.metric is not None and goal.target is not None and goal.by is not None
    return whole and goal.metric in known(plan)


def _refuse_open(question: Question) -> None:
    goal = question.goal
    if not can_be_judged(question.plan, goal):
        index = question.plan.goals.index(goal)
        raise BadArgument([Unanswered("goal_open", f"goals[{index}]", {"goal": quoted(goal.name)})])
