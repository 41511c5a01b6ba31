"""What a goal's doubt comes from: the importance of each uncertain quantity, and the tornado.

**First order**: the share of the goal's variance that would go if the quantity were known, from a
curve of the goal against it, for all quantities from the same draws (`curves`). **Total**: the
share that would stay if all others were known, for those of the largest first order: the quantity
is drawn anew, all else left as it is (Jansen 1999, Computer Physics Communications 117).
**Tornado**: the goal's mean with the quantity at its p10 and at its p90, read off the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kpi_tree.deciding.asking import asked
from kpi_tree.deciding.curves import curves
from kpi_tree.deciding.pace import Pace
from kpi_tree.deciding.sources import Redrawn, Source, uncertain
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, percent

if TYPE_CHECKING:
    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.curves import Curves
    from kpi_tree.deciding.sources import Drawn
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.memory import Memory
    from kpi_tree.simulation.streams import Floats

TOTALS: Final = 10
DRAWS: Final = 4_096
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Weight:
    """How much of a goal's doubt comes from one quantity.

    Attributes:
        source: the quantity.
        first_order, first_order_error: the share of the variance that knowing it would take away.
        total, total_error: the share with all interactions; None beyond the leading ones.
        low, high: the goal's mean with the quantity at its p10 and its p90.
        error: the standard error of these two.
    """

    source: Source
    first_order: float
    first_order_error: float
    total: float | None
    total_error: float | None
    low: float
    high: float
    error: float

    @property
    def swing(self) -> float:
        """How far the goal's mean lies apart between the two."""
        return abs(self.high - self.low)

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "source": self.source.to_dict(),
            "first_order": self.first_order,
            "first_order_error": self.first_order_error,
            "total": self.total,
            "total_error": self.total_error,
            "low": self.low,
            "high": self.high,
            "error": self.error,
        }


@dataclass(frozen=True)
class Importance:
    """What a goal's doubt comes from.

    Attributes:
        plan: the plan.
        goal, scenario: ids.
        mean, variance: of the goal's value.
        quantities: the most important first.
        first_order_sum: what they explain one by one.
        draws: from how many draws.
    """

    plan: Plan
    goal: str
    scenario: str
    mean: float
    variance: float
    quantities: tuple[Weight, ...]
    first_order_sum: float
    draws: int

    @property
    def rest(self) -> float:
        """What no quantity explains by itself: interactions and month-to-month noise."""
        return 1.0 - self.first_order_sum if self.variance > 0 else 0.0

    @property
    def sentence(self) -> str:
        """What the doubt comes from, in words."""
        told = [each for each in self.quantities if each.first_order > 2 * each.first_order_error]
        if not told or self.variance <= 0:
            return say("deciding.no_doubt" if self.variance <= 0 else "deciding.doubt_spread")
        goal = next(each for each in self.plan.goals if each.id == self.goal)
        unit = self.plan.metric[goal.metric or ""].unit
        low, high = sorted((told[0].low, told[0].high))
        return say(
            "deciding.doubt_from",
            quantity=told[0].source.name(self.plan),
            share=percent(told[0].first_order, digits=0),
            low=amount(low, unit, self.plan.currency),
            high=amount(high, unit, self.plan.currency),
        )

    @property
    def method_sentence(self) -> str:
        """How it was estimated."""
        return say("deciding.importance_method", draws=self.draws)

    @property
    def misleads(self) -> str:
        """When the shares mislead."""
        return say("deciding.importance_misleads")

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "goal": self.goal,
            "scenario": self.scenario,
            "draws": self.draws,
            "mean": self.mean,
            "variance": self.variance,
            "quantities": [each.to_dict() for each in self.quantities],
            "first_order_sum": self.first_order_sum,
            "rest": self.rest,
            "sentence": self.sentence,
            "method": self.method_sentence,
            "misleads": self.misleads,
        }


def importance(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    totals: int = TOTALS,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Importance:
    """What the doubt about a goal comes from, under a scenario or in `do_nothing`.

    Args:
        plan: the plan.
        goal: a goal's id.
        scenario: a scenario's id, `do_nothing`, or a scenario that is only tried.
        totals: for how many of the leading quantities the total is computed.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such goal or scenario, or the goal cannot be judged yet.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    question = asked(plan, goal, scenario, draws=draws, seed=seed, memory=memory)
    return weighed(question, totals=totals, pace=Pace(progress, 1))


def weighed(question: Question, *, totals: int = TOTALS, pace: Pace) -> Importance:
    """The importance of all quantities for a question."""
    engine, run = question.begun(pace.part(0.0, 0.2, steps=2))
    made = question.kept(
        ("importance", totals, question.hangs_on(engine, run)),
        lambda: _Weighing(question, pace.part(0.2, 1.0, steps=totals)).all(totals),
    )
    mean, variance, weights, whole = made
    return Importance(
        question.plan,
        question.goal.id,
        question.scenario.id,
        mean,
        variance,
        weights,
        whole,
        question.draws,
    )


class _Weighing:
    """Weighs the quantities of one question."""

    def __init__(self, question: Question, pace: Pace) -> None:
        self._question, self._pace = question, pace
        self._engine = question.engine()
        run = self._engine.run(question.scenario)
        self._drawn = uncertain(self._engine, {question.scenario.id: (question.scenario, run)})
        self._value = question.value(run)

    def all(self, totals: int) -> tuple[float, float, tuple[Weight, ...], float]:
        """Mean and variance of the goal, the weights, and what they explain one by one."""
        made = curves(self._drawn, self._value[np.newaxis])
        share, error = made.explained()
        ranked = [int(at) for at in np.argsort(-share, kind="stable")]
        variance = made.variance
        if variance <= _least(made):
            return float(made.mean[0]), 0.0, (), 0.0
        told = {at: self._total(self._drawn[at], variance) for at in ranked[:totals]}
        low, high = made.at(_LOW), made.at(_HIGH)
        weights = tuple(
            Weight(
                self._drawn[at].source,
                max(0.0, float(share[at])),
                float(error[at]),
                told[at][0] if at in told else None,
                told[at][1] if at in told else None,
                float(low[0][at]),
                float(high[0][at]),
                float(max(low[1][at], high[1][at])),
            )
            for at in ranked
        )
        return float(made.mean[0]), variance, weights, float(share.sum())

    def _total(self, each: Drawn, variance: float) -> tuple[float, float]:
        """The total share of one quantity, and its standard error."""
        sample = Redrawn(self._question.sample, each.source.place)
        engine = self._question.engine(self._pace, sample=sample)
        gaps = (self._value - self._question.value(engine.run(self._question.scenario))) ** 2
        self._pace.step()
        half = gaps / 2 / variance
        return float(half.mean()), float(half.std() / np.sqrt(self._question.draws))


def _least(made: Curves) -> float:
    """A variance that rounding alone makes."""
    mean: Floats = made.mean
    return float((1e-13 * abs(mean[0])) ** 2)
