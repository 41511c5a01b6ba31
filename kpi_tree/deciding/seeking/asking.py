"""The search's door: a question in, a proposal that is checked on fresh draws out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.deciding.asking import Unanswered, can_be_judged
from kpi_tree.deciding.comparing import standard_error
from kpi_tree.deciding.pace import Pace
from kpi_tree.deciding.refusing import Unsought
from kpi_tree.deciding.seeking.answer import Answer, Proposal
from kpi_tree.deciding.seeking.beside import FELT, alone, frontier, stops, targets
from kpi_tree.deciding.seeking.held import locked_stops
from kpi_tree.deciding.seeking.hunt import Hunt
from kpi_tree.deciding.seeking.levers import board, bounds, locked_ends
from kpi_tree.deciding.seeking.search import Cheapest, Likeliest
from kpi_tree.deciding.seeking.settling import settled
from kpi_tree.deciding.seeking.trials import Trials
from kpi_tree.deciding.spending import cost_by_lever, spread
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.plan.model import Scenario
from kpi_tree.simulation.forecasting import Simulator
from kpi_tree.simulation.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kpi_tree.deciding.seeking.answer import Stop
    from kpi_tree.deciding.seeking.search import Aim
    from kpi_tree.deciding.seeking.trials import Levels, Trial
    from kpi_tree.plan.model import Goal, Plan
    from kpi_tree.simulation.engine import Progress

# Seeds of the larger samples, so far from those that people choose that they never meet.
_LARGER: Final = 1_000_003
_FRESH: Final = 2_000_003
_MOST_DRAWS: Final = 1 << 18
_MOST_VALUES: Final = 1 << 25
# By so much the odds may fall short on the larger sample, about a standard error of it.
_ENOUGH: Final = 0.002
_HOPELESS: Final = 0.02


@dataclass(frozen=True)
class Question:
    """What is looked for.

    Attributes:
        plan: where.
        goals: which goals, all in the same draw.
        probability: with which odds; what one lever alone has to reach where there is a budget.
        budget: for how much; None to look for the odds.
        base: the scenario whose other targets and costs stay.
        levers: asked bounds, or None for the usual ones.
        locked: what stays as it is.
    """

    plan: Plan
    goals: tuple[Goal, ...]
    probability: float
    budget: float | None
    base: Scenario | None
    levers: Mapping[str, tuple[float, float]] | None
    locked: Collection[str]

    @property
    def aim(self) -> Aim:
        """What the search is to do."""
        return Cheapest(self.probability) if self.budget is None else Likeliest(self.budget)


def seek(  # noqa: PLR0913 (a question has all these parts)
    plan: Plan,
    goals: str | Sequence[str] | None = None,
    *,
    probability: float = 0.8,
    budget: float | None = None,
    levers: Mapping[str, tuple[float, float]] | None = None,
    locked: Collection[str] = (),
    scenario: str | Scenario | None = None,
    draws: int = 4_096,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Answer:
    """The targets of least expected cost that reach the goals, or the best odds for a budget.

    Args:
        plan: where to search.
        goals: ids, all to be met in the same draw; by default every goal that can be judged.
        probability: the odds wanted, between 0 and 1.
        budget: the most that may be spent over all months; then the best odds are looked for.
        levers: by metric the lowest and the highest level of its target; by default what the
            scenario (or any of the plan's) moves, as far as is feasible or was observed.
        locked: metrics that keep the scenario's target, or have none.
        scenario: whose other targets and costs stay, and whose timing, delivery and costs the
            levers take; by default none, and each lever is as the first scenario has it.
        draws: of the sample that is searched; the proposal is checked on more and fresh ones.
        seed: which sample; the same answer for the same seed.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again; nothing is added to it.

    Raises:
        BadArgument: no such goal, scenario or lever; bounds, odds or a budget without sense.
        CannotCompute: do-nothing has no finite answer.
        Stopped: the progress function called it off.
    """
    Simulator(plan, draws=draws, seed=seed)  # refuses draws and seeds that are out of bounds
    question = Question(
        plan=plan,
        goals=_goals(plan, goals),
        probability=_share(probability),
        budget=_budget(budget),
        base=_scenario(plan, scenario),
        levers=levers,
        locked=frozenset((locked,) if isinstance(locked, str) else locked),
    )
    shared = Memory() if memory is None else memory
    return _Search(question, shared, draws=int(draws), seed=int(seed)).answer(progress)


# --- what is asked --------------------------------------------------------------------------------


def _goals(plan: Plan, names: str | Sequence[str] | None) -> tuple[Goal, ...]:
    if names is None:
        found = tuple(goal for goal in plan.goals if can_be_judged(plan, goal))
        if not found:
            raise BadArgument([Unsought("no_goal")])
        return found
    listed = {goal.id: goal for goal in plan.goals}
    chosen = [names] if isinstance(names, str) else list(dict.fromkeys(names))
    if not chosen:
        raise BadArgument([Unsought("no_goal")])
    for name in chosen:
        if name not in listed:
            values = {"id": quoted(name), "known": ", ".join(listed) or "–"}
            raise BadArgument([Unanswered("goal_unknown", "", values)])
        if not can_be_judged(plan, listed[name]):
            place = f"goals[{plan.goals.index(listed[name])}]"
            values = {"goal": quoted(listed[name].name)}
            raise BadArgument([Unanswered("goal_open", place, values)])
    return tuple(listed[name] for name in chosen)


def _share(probability: float) -> float:
    if not _is_number(probability) or not 0 < probability < 1:
        raise BadArgument([Unsought("bad_probability", "", {"found": quoted(probability)})])
    return float(probability)


def _budget(budget: float | None) -> float | None:
    if budget is not None and (not _is_number(budget) or not math.isfinite(budget)):
        raise BadArgument([Unsought("bad_budget", "", {"found": quoted(budget)})])
    return budget


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _scenario(plan: Plan, scenario: str | Scenario | None) -> Scenario | None:
    if scenario is None or isinstance(scenario, Scenario):
        return scenario
    if scenario not in plan.scenario:
        values = {"id": quoted(scenario), "known": ", ".join(plan.scenario) or "–"}
        raise BadArgument([Problem("unknown_scenario", "", values)])
    return plan.scenario[scenario]


# --- the search -----------------------------------------------------------------------------------


class _Search:
    """One question, from the first trial to the answer."""

    def __init__(self, question: Question, shared: Memory, *, draws: int, seed: int) -> None:
        self.question, self.plan, self.shared = question, question.plan, shared
        self.draws, self.seed = draws, seed
        base = question.base
        self.ends = bounds(self.plan, base, asked=question.levers, locked=question.locked)
        paid = () if base is None else base.costs
        self.metrics = [*self.ends, *(cost.metric for cost in paid)]

    def answer(self, progress: Progress | None) -> Answer:
        """Search, settle on a larger sample, check on a fresh one."""
        self.pace = Pace(progress, 60 + 26 * len(self.ends))
        trials = self._trials(self.draws, self.seed)
        paths = trials.engine.base.paths
        today = {name: float(paths[name].told(0).p50[0]) for name in self.ends}
        trials.board = board(self.plan, self.question.base, ends=self.ends, today=today)
        hunt = Hunt(trials)
        most = hunt.likeliest()
        found, chosen = self._chosen(hunt, most)
        best = self._checked(hunt, chosen.levels)
        wanted = self.question.probability
        wanted = wanted if self.question.budget is None else chosen.odds
        stopped = not found and self.question.budget is None
        return Answer(
            plan=self.plan,
            goals=tuple(goal.id for goal in self.question.goals),
            wanted=wanted if self.question.budget is None else None,
            budget=self.question.budget,
            levers=hunt.board.levers,
            kept=hunt.board.base.targets,
            found=found,
            best=best,
            frontier=frontier(hunt, most, chosen=chosen),
            alone=alone(hunt, wanted),
            stops=self._stops(hunt, most) if stopped else (),
            draws=self.draws,
            seed=self.seed,
            checked=self._large,
            trials=len(trials.tried),
        )

    def _stops(self, hunt: Hunt, most: Trial) -> tuple[Stop, ...]:
        """What stands in the way: goals, bounds, and levers that were locked."""
        asked, locked = self.question.levers, self.question.locked
        held = locked_stops(
            hunt.trials,
            hunt.board.scenario(most.levels),
            locked_ends(self.plan, asked, locked),
            least=most.odds + FELT,
        )
        return (*stops(hunt, most, self.question.probability), *held)

    def _trials(self, draws: int, seed: int) -> Trials:
        trials = Trials(self.plan, self.question.goals, draws=draws, seed=seed, shared=self.shared)
        trials.ready(self.metrics, self.pace)
        return trials

    @property
    def _large(self) -> int:
        """How many draws the larger samples have: as many as a fair share of memory takes."""
        room = _MOST_VALUES // (self.plan.months * len(self.plan.metrics))
        return max(self.draws, min(_MOST_DRAWS, room))

    def _chosen(self, hunt: Hunt, most: Trial) -> tuple[bool, Trial]:
        """Whether there is an answer, and the point that is proposed."""
        aim = self.question.aim
        if isinstance(aim, Cheapest) and most.odds < aim.wanted - _HOPELESS:
            return False, self._least_for(hunt, most)
        hunt.approached(aim, [most.levels, hunt.rest])
        large = self._trials(self._large, self.seed + _LARGER)
        large.board = hunt.board
        truth, chosen = settled(hunt, aim, most, large=large)
        if isinstance(aim, Cheapest):
            return truth.odds >= aim.wanted - _ENOUGH, chosen
        budget = aim.budget or 0.0
        return truth.cost <= budget + 1e-6 * max(1.0, abs(budget)), chosen

    def _least_for(self, hunt: Hunt, most: Trial) -> Trial:
        """The best odds that can be reached, for as little as they can be had."""
        if most.odds <= 0:
            return most  # it comes nearest; what costs least would be furthest from the goal
        aim = Cheapest(most.odds)
        return hunt.tidied(min(most, hunt.closer(most, aim), key=lambda at: (-at.odds, at.cost)))

    def _checked(self, hunt: Hunt, levels: Levels) -> Proposal:
        """The proposal on draws that the search has not seen."""
        fresh = self._trials(self._large, self.seed + _FRESH)
        fresh.board = hunt.board
        trial, scenario = fresh.at(levels), hunt.board.scenario(levels)
        run, base = fresh.run(scenario), fresh.engine.base
        by_lever = cost_by_lever(scenario, self.plan, base=base, run=run)
        moved = targets(hunt, levels)
        own = trial.met.mean(axis=1)
        return Proposal(
            targets=moved,
            resting=tuple(name for name in self.ends if name not in moved),
            probability=trial.odds,
            error=standard_error(trial.odds, self._large),
            goals={goal.id: float(each) for goal, each in zip(fresh.goals, own, strict=True)},
            cost=spread(fresh.costs(scenario, run).sum(axis=0)),
            by_lever={name: cost.mean for name, cost in by_lever.items()},
            scenario=scenario,
        )
