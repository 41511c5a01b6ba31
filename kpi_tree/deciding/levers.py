"""What each lever contributes to a goal's change, and along which paths of the tree it flows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_tree.deciding.asking import Unanswered, asked
from kpi_tree.deciding.contributing import evaluations, shares, worth
from kpi_tree.deciding.flowing import flows
from kpi_tree.deciding.pace import Pace
from kpi_tree.errors import BadArgument, quoted
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, long_month, percent
from kpi_tree.simulation.forecasting import DO_NOTHING
from kpi_tree.simulation.selection import quantiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.contributing import Method, Shares
    from kpi_tree.deciding.flowing import Flows
    from kpi_tree.deciding.narrowed import Narrow
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress, Run
    from kpi_tree.simulation.memory import Memory
    from kpi_tree.simulation.streams import Floats

DRAWS = 4_096
_TENTHS = (0.1, 0.9)


@dataclass(frozen=True)
class FlowPath:
    """A way from a lever to the goal, and how much of the lever's contribution takes it."""

    metrics: tuple[str, ...]
    amount: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {"metrics": list(self.metrics), "amount": self.amount}


@dataclass(frozen=True)
class FlowEdge:
    """How much of the goal's change flows from a driver to an outcome.

    Attributes:
        driver, outcome: metrics.
        formula: whether the outcome's formula names the driver.
        links: the links between them.
        amount: in the goal's units, all levers together.
        by_lever: the same lever by lever.
    """

    driver: str
    outcome: str
    formula: bool
    links: tuple[str, ...]
    amount: float
    by_lever: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "from": self.driver,
            "to": self.outcome,
            "formula": self.formula,
            "links": list(self.links),
            "amount": self.amount,
            "by_lever": dict(self.by_lever),
        }


@dataclass(frozen=True)
class Contribution:
    """What one lever contributes.

    Attributes:
        lever: the metric that a target moves.
        mean, p10, p90: to the goal's value, over the draws.
        standard_error: of the mean: of so many draws, and of the estimator.
        estimator_error: of the estimator alone; 0 where all sets of levers were counted.
        odds, odds_error: to the goal's odds, and the same error.
        monthly, monthly_p10, monthly_p90: to the goal's metric, month by month.
        paths: the ways that carry most of it.
        other_paths: what all other ways carry.
        unplaced: what cannot be laid on paths, because they all but cancel each other.
    """

    lever: str
    mean: float
    p10: float
    p90: float
    standard_error: float
    estimator_error: float
    odds: float
    odds_error: float
    monthly: tuple[float, ...]
    monthly_p10: tuple[float, ...]
    monthly_p90: tuple[float, ...]
    paths: tuple[FlowPath, ...]
    other_paths: float
    unplaced: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        plain = {
            name: getattr(self, name)
            for name in (
                "lever mean p10 p90 standard_error estimator_error odds odds_error"
            ).split()
        }
        series = {
            name: list(getattr(self, name)) for name in ("monthly", "monthly_p10", "monthly_p90")
        }
        paths = [each.to_dict() for each in self.paths]
        rest = {"paths": paths, "other_paths": self.other_paths, "unplaced": self.unplaced}
        return plain | series | rest


@dataclass(frozen=True)
class Contributions:
    """Why a goal moves from do-nothing to a scenario.

    Attributes:
        plan: the plan.
        goal, scenario, metric: ids; the metric is the goal's.
        before, after, change: means of the goal's value; the levers' means add up to the change.
        change_p10, change_p90: over the draws.
        odds_before, odds_after: the levers' odds add up to their difference.
        levers: the largest contribution first; one that leads nowhere near the goal has 0.
        edges: what flows along each edge of the tree.
        monthly_change: of the goal's metric, month by month.
        method: whether all sets of levers were counted, or orders were drawn.
        evaluations: how many sets were computed.
        draws: how many.
    """

    plan: Plan
    goal: str
    scenario: str
    metric: str
    before: float
    after: float
    change: float
    change_p10: float
    change_p90: float
    odds_before: float
    odds_after: float
    levers: tuple[Contribution, ...]
    edges: tuple[FlowEdge, ...]
    monthly_change: tuple[float, ...]
    method: Method
    evaluations: int
    draws: int

    @property
    def months(self) -> tuple[str, ...]:
        """The months of the series."""
        return self.plan.calendar

    @property
    def sentence(self) -> str:
        """Why the goal moves, in words."""
        goal = next(each for each in self.plan.goals if each.id == self.goal)
        unit, currency = self.plan.metric[self.metric].unit, self.plan.currency
        if not self.levers or abs(self.change) <= 1e-12 * max(1.0, abs(self.before)):
            return say("deciding.goal_stays", goal=quoted(goal.name))
        first = self.levers[0]
        told = {
            "goal": quoted(goal.name),
            "before": amount(self.before, unit, currency),
            "after": amount(self.after, unit, currency),
            "month": long_month(goal.by or self.plan.start),
            "lever": quoted(self.plan.metric[first.lever].name),
            "part": _signed(amount(first.mean, unit, currency), first.mean),
        }
        if len(self.levers) == 1:
            return say("deciding.goal_moves_by_one", **told)
        if first.mean * self.change > 0 and abs(first.mean) <= abs(self.change):
            share = percent(first.mean / self.change, digits=0)
            return say("deciding.goal_moves", share=share, **told)
        return say("deciding.goal_moves_mixed", **told)

    @property
    def method_sentence(self) -> str:
        """How it was computed, and how sure it is."""
        if self.method == "exact":
            return say("deciding.exact", n=self.evaluations + 2)
        unit = self.plan.metric[self.metric].unit
        error = max((each.estimator_error for each in self.levers), default=0.0)
        written = amount(error, unit, self.plan.currency)
        return say("deciding.antithetic", n=self.evaluations + 2, error=written)

    @property
    def misleads(self) -> str:
        """When the contributions mislead."""
        return say("deciding.contributions_mislead")

    @property
    def paths_mislead(self) -> str:
        """When the paths mislead."""
        return say("deciding.paths_mislead")

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        names = (
            "goal scenario metric before after change change_p10 change_p90 odds_before odds_after"
        ).split()
        return {name: getattr(self, name) for name in names} | {
            "levers": [each.to_dict() for each in self.levers],
            "edges": [each.to_dict() for each in self.edges],
            "months": list(self.months),
            "monthly_change": list(self.monthly_change),
            "draws": self.draws,
            "estimator": self.method,
            "evaluations": self.evaluations,
            "sentence": self.sentence,
            "method": self.method_sentence,
            "misleads": self.misleads,
            "paths_mislead": self.paths_mislead,
        }


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 else text


def contributions(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Contributions:
    """What each lever of a scenario contributes to a goal's change from do-nothing.

    Args:
        plan: the plan.
        goal: a goal's id.
        scenario: a scenario's id, or a scenario that is only tried.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such goal or scenario, or the goal cannot be judged yet.
        CannotCompute: some draw has no finite answer with some of the targets set.
        Stopped: the progress function called it off.
    """
    question = asked(plan, goal, scenario, draws=draws, seed=seed, memory=memory)
    return contributed(question, pace=Pace(progress, 1))


def contributed(question: Question, *, pace: Pace) -> Contributions:
    """The contributions of a question's levers."""
    if question.scenario.id == DO_NOTHING:
        raise BadArgument([Unanswered("do_nothing")])
    engine, run = question.begun(pace.part(0.0, 0.2, steps=2))
    key = ("contributions", question.hangs_on(engine, run))
    made = question.kept(key, lambda: _Counting(question, pace.part(0.2, 1.0)).all())
    return replace(made, plan=question.plan)


class _Counting:
    """Counts the contributions of one question."""

    def __init__(self, question: Question, pace: Pace) -> None:
        self._question, self._engine = question, question.engine(pace)
        self._run: Run = self._engine.run(question.scenario)
        self._names = tuple(each.metric for each in question.levers(self._engine))
        self._pace = pace
        self._pace.steps = evaluations(len(self._names)) + 2

    def all(self) -> Contributions:
        """Levers, edges, months."""
        question, engine = self._question, self._engine
        found = shares(question, engine, self._names, pace=self._pace)
        flowing = flows(question, engine, self._run)
        before, after = worth(question, engine.base), worth(question, self._run)
        gap = after.value - before.value
        p10, p90 = quantiles(gap, _TENTHS)
        levers = [_lever(found, at, flowing) for at in range(len(self._names))]
        levers += [_idle(question, name) for name in _others(question, self._names)]
        levers.sort(key=lambda each: -abs(each.mean))
        return Contributions(
            plan=question.plan,
            goal=question.goal.id,
            scenario=question.scenario.id,
            metric=question.metric,
            before=float(before.value.mean()),
            after=float(after.value.mean()),
            change=float(gap.mean()),
            change_p10=p10,
            change_p90=p90,
            odds_before=float(before.met.mean()),
            odds_after=float(after.met.mean()),
            levers=tuple(levers),
            edges=_edges(engine, flowing, levers),
            monthly_change=tuple((after.path - before.path).mean(axis=1).tolist()),
            method=found.method,
            evaluations=found.evaluations,
            draws=question.draws,
        )


def _lever(found: Shares, at: int, flowing: Flows) -> Contribution:
    name, value = found.names[at], found.value[at]
    mean, (p10, p90) = float(value.mean()), quantiles(value, _TENTHS)
    paths = tuple(FlowPath(*each) for each in flowing.paths(name, mean))
    placed = mean if flowing.places(name) else 0.0
    months = np.array([quantiles(row, _TENTHS) for row in found.path[at]])
    return Contribution(
        lever=name,
        mean=mean,
        p10=p10,
        p90=p90,
        standard_error=_error(value, found.value_error[at]),
        estimator_error=float(found.value_error[at]),
        odds=float(found.met[at].mean()),
        odds_error=_error(found.met[at], found.met_error[at]),
        monthly=tuple(found.path[at].mean(axis=1).tolist()),
        monthly_p10=tuple(months[:, 0].tolist()),
        monthly_p90=tuple(months[:, 1].tolist()),
        paths=paths,
        other_paths=placed - sum(each.amount for each in paths),
        unplaced=mean - placed,
    )


def _error(values: Floats, estimator: float) -> float:
    """The draws' error, as if they were drawn without a plan of their own, and the estimator's."""
    return float(np.hypot(values.std() / np.sqrt(len(values)), estimator))


def _others(question: Question, names: tuple[str, ...]) -> list[str]:
    return [each.metric for each in question.scenario.targets if each.metric not in names]


def _idle(question: Question, name: str) -> Contribution:
    """A lever that does not lead to the goal."""
    flat = (0.0,) * question.plan.months
    return Contribution(
        name, *(0.0,) * 7, monthly=flat, monthly_p10=flat, monthly_p90=flat, paths=(),
        other_paths=0.0, unplaced=0.0,
    )  # fmt: skip


def _edges(engine: Narrow, flowing: Flows, levers: list[Contribution]) -> tuple[FlowEdge, ...]:
    """The flow along each edge, drivers before outcomes."""
    along = {each.lever: flowing.along(each.lever, each.mean) for each in levers if each.mean}
    made = []
    for driver, outcome in flowing.slopes:
        own = {
            lever: flow[driver, outcome]
            for lever, flow in along.items()
            if (driver, outcome) in flow
        }
        if own:
            expression = engine.plan.metric[outcome].expression
            links = tuple(at.id for at in engine.links_into(outcome) if at.driver == driver)
            made.append(
                FlowEdge(
                    driver,
                    outcome,
                    expression is not None and driver in expression.names,
                    links,
                    sum(own.values()),
                    own,
                )
            )
    return tuple(made)
