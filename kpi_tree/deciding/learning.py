"""What to learn first: how much knowing each quantity would raise the best choice's payoff.

The choice is among the plan's scenarios and doing nothing, by expected payoff over the horizon. If
one knew a quantity one would choose anew for each of its values; what that gains on average is the
expected value of partial perfect information (EVPPI). It is read off curves of the payoffs against
the quantity (`curves`), each drawn in by as much of it as chance would make (James and Stein 1961),
since the best of several uncertain curves always looks too good. The error is that of repeated
curves within their own errors.

Without a `money` metric no payoff is defined; the gain in the goal's odds stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kpi_tree.deciding.asking import asked
from kpi_tree.deciding.curves import basis, curves
from kpi_tree.deciding.narrowed import Narrow
from kpi_tree.deciding.pace import Pace
from kpi_tree.deciding.sources import Source, uncertain
from kpi_tree.deciding.trials import Trials
from kpi_tree.errors import quoted
from kpi_tree.locale import say
from kpi_tree.locale.numbers import money as written_money
from kpi_tree.locale.numbers import number
from kpi_tree.simulation.forecasting import DO_NOTHING
from kpi_tree.simulation.judging import money
from kpi_tree.simulation.streams import stream

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.curves import Curves
    from kpi_tree.deciding.trials import Trial
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress, Run
    from kpi_tree.simulation.memory import Memory
    from kpi_tree.simulation.streams import Floats

DRAWS: Final = 4_096
_PLACES: Final = 4_096
_AGAIN: Final = 32
_PLACES_AGAIN: Final = 128
_TOLD: Final = 5
# What knowing a quantity is worth must be so much of what knowing everything is, and of what lies
# between the best choice and the worst, to be told.
_OF_ALL: Final = 0.005
_OF_THE_STAKE: Final = 0.001


@dataclass(frozen=True)
class Lesson:
    """What knowing one quantity would be worth.

    Attributes:
        source: the quantity.
        value, standard_error: over the plan's horizon, in currency or in odds.
        switches: the share of the quantity's range in which another choice would be better.
        test: what would show how large it is.
    """

    source: Source
    value: float
    standard_error: float
    switches: float
    test: Trial

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "source": self.source.to_dict(),
            "value": self.value,
            "standard_error": self.standard_error,
            "switches": self.switches,
            "test": self.test.to_dict(),
        }


@dataclass(frozen=True)
class Learning:
    """What to learn first.

    Attributes:
        plan: the plan.
        goal: a goal's id; its odds count where the plan names no money.
        in_money: whether values are in currency; else they are odds.
        names: what the scenarios among the choices are called.
        best: the best choice of today, a scenario's id or `do_nothing`.
        choices: the expected payoff, or odds, of each.
        perfect: what knowing everything would be worth; no lesson is worth more.
        items: the most valuable first.
        draws: how many.
    """

    plan: Plan
    goal: str
    in_money: bool
    names: Mapping[str, str]
    best: str
    choices: Mapping[str, float]
    perfect: float
    items: tuple[Lesson, ...]
    draws: int

    @property
    def telling(self) -> tuple[Lesson, ...]:
        """The lessons that are worth telling: first those that some test would teach."""
        stake = max(self.choices.values()) - min(self.choices.values())
        least = max(_OF_ALL * self.perfect, _OF_THE_STAKE * stake)
        told = (each for each in self.items if each.value > max(least, 2 * each.standard_error))
        return tuple(sorted(told, key=lambda each: not each.test.shows))

    @property
    def sentence(self) -> str:
        """What to learn first, in words."""
        return self.sentences[0]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The list in words, the most valuable first."""
        if not self.telling:
            return (say("deciding.nothing_to_learn", best=self._name(self.best)),)
        return tuple(
            self._told(each, first=index == 0) for index, each in enumerate(self.telling[:_TOLD])
        )

    def a_year(self, value: float) -> float:
        """A value over the plan's horizon as so much a year."""
        return value * 12 / self.plan.months

    def _told(self, each: Lesson, *, first: bool) -> str:
        values = {"quantity": each.source.name(self.plan), "value": self._worth(each)}
        if not each.test.shows:
            return say("deciding.cannot_measure", **values)
        test = each.test.sentence
        if self.in_money and each.test.cost is not None and each.test.cost > each.value:
            cost = written_money(_rounded(each.test.cost), self.plan.currency)
            test = say("deciding.dearer", test=test, cost=cost)
        if first:
            return say("deciding.measure_first", test=test, **values)
        return say("deciding.measure_next", test=test, **values)

    def _worth(self, each: Lesson) -> str:
        """What knowing it brings, as the rest of a sentence."""
        if self.in_money:
            value = written_money(_rounded(self.a_year(each.value)), self.plan.currency)
            return say("deciding.worth", value=value)
        return say("deciding.worth_odds", points=number(100 * each.value, digits=1))

    def _name(self, choice: str) -> str:
        if choice == DO_NOTHING:
            return say("deciding.do_nothing")
        return quoted(self.names[choice])

    @property
    def undefined(self) -> str:
        """Why the value is not counted in money; empty where it is."""
        return "" if self.in_money else say("deciding.no_money")

    @property
    def method_sentence(self) -> str:
        """How it was estimated."""
        return say("deciding.learning_method", draws=self.draws, n=len(self.choices))

    @property
    def misleads(self) -> str:
        """When the values mislead."""
        return say("deciding.learning_misleads")

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        plain: dict[str, Any] = {
            "goal": self.goal,
            "in_money": self.in_money,
            "best": self.best,
            "choices": dict(self.choices),
            "perfect": self.perfect,
            "draws": self.draws,
            "items": [each.to_dict() for each in self.items],
            "sentences": list(self.sentences),
            "undefined": self.undefined,
            "method": self.method_sentence,
            "misleads": self.misleads,
        }
        if self.in_money:
            for item in plain["items"]:
                item["a_year"] = self.a_year(item["value"])
        return plain


def _rounded(value: float) -> float:
    """Two figures: more would promise what the estimate does not hold."""
    return float(f"{value:.2g}")


def learning(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Learning:
    """What knowing each quantity would be worth for the choice among the plan's scenarios.

    Args:
        plan: the plan.
        goal: whose odds count where the plan names no money.
        scenario: whose targets say how far a test would move a driver; one that is only tried is
            among the choices.
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
    return learned(question, pace=Pace(progress, 1))


def learned(question: Question, *, pace: Pace) -> Learning:
    """What there is to learn for a question."""
    return _Choosing(question, pace).learning()


class _Choosing:
    """The choice among the scenarios of one question's plan."""

    def __init__(self, question: Question, pace: Pace) -> None:
        plan = question.plan
        self._question, self._pace = question, pace
        self._pace.steps = 2 + len(_choices(question))
        costs = (each.metric for scenario in plan.scenarios for each in scenario.costs)
        own = (each.metric for each in question.scenario.costs)
        in_money = [plan.money, *costs, *own] if plan.money else []
        wanted = [name for name in [*in_money, question.metric] if name]
        self._engine = Narrow(question.sample, wanted, progress=pace)
        self.in_money = plan.money in self._engine.base.paths
        self._engine.check_drivers()
        self._pace.step()
        self._runs: dict[str, tuple[Scenario, Run]] = {}
        for scenario in _choices(question):
            self._runs[scenario.id] = scenario, self._engine.run(scenario)
            self._pace.step()

    def learning(self) -> Learning:
        """The answer; what is costly in it is kept."""
        question = self._question
        made = question.kept(("learning", self._hangs_on()), self._values)
        best, choices, perfect, items = made
        trials = Trials(self._engine, self._runs, question.scenario.id)
        return Learning(
            plan=question.plan,
            goal=question.goal.id,
            in_money=self.in_money,
            names={name: scenario.name for name, (scenario, _) in self._runs.items()},
            best=best,
            choices=choices,
            perfect=perfect,
            items=tuple(
                Lesson(source, value, error, switches, trials.of(source))
                for source, value, error, switches in items
            ),
            draws=question.draws,
        )

    def _hangs_on(self) -> Hashable:
        question, engine = self._question, self._engine
        runs = tuple(
            (scenario.id, scenario.targets, scenario.costs, tuple(sorted(run.keys.items())))
            for scenario, run in self._runs.values()
        )
        base = tuple(sorted(engine.base.keys.items()))
        judging = question.hangs_on(engine, engine.base)
        return (question.sample.world, question.plan.money, judging, base, runs)

    def _payoffs(self) -> Floats:
        """What each choice is worth in each draw, doing nothing first: (choices, draws)."""
        question, base = self._question, self._engine.base
        rows = [np.zeros(question.draws)]
        if not self.in_money:
            rows = [_met(question, base)]
        for scenario, run in self._runs.values():
            if self.in_money:
                payoff = money(scenario, question.plan, base=base, run=run).payoff
                rows.append(question.wide(payoff if payoff is not None else np.zeros((1, 1))))
            else:
                rows.append(_met(question, run))
        return np.stack(rows)

    def _values(
        self,
    ) -> tuple[str, dict[str, float], float, tuple[tuple[Source, float, float, float], ...]]:
        payoffs = self._payoffs()
        names = (DO_NOTHING, *self._runs)
        means = payoffs.mean(axis=1)
        best = int(np.argmax(means))
        drawn = uncertain(self._engine, self._runs)
        made = curves(drawn, payoffs)
        found = worths(made, seed=self._question.seed)
        order = np.argsort(-found[:, 0], kind="stable")
        choices = dict(zip(names, means.tolist(), strict=True))
        perfect = max(0.0, float(payoffs.max(axis=0).mean() - means[best]))
        found[:, 0] = np.minimum(found[:, 0], perfect)
        items = tuple((drawn[at].source, *map(float, found[at])) for at in order)
        return names[best], choices, perfect, items


def _choices(question: Question) -> list[Scenario]:
    """The plan's scenarios; one that is tried takes the place of its own, or comes last."""
    tried = question.scenario
    of = [tried if each.id == tried.id else each for each in question.plan.scenarios]
    return of if tried in of or tried.id == DO_NOTHING else [*of, tried]


def _met(question: Question, run: Run) -> Floats:
    met = question.odds(run).met
    return question.wide(np.zeros((1, 1)) if met is None else met.astype(float))


def worths(made: Curves, *, seed: int = 0) -> Floats:
    """For each quantity the value of knowing it, its error, and where the choice would differ.

    Args:
        made: the curves of each choice's payoff against each quantity.
        seed: of the repetitions that tell the error.

    Returns:
        Shape (quantities, 3).
    """
    result = np.zeros((len(made.weights), 3))
    if not made.functions or len(made.mean) < 2:
        return result
    best = int(np.argmax(made.mean))
    raw = (made.weights**2).sum(axis=1)
    by_chance = made.functions * np.diag(made.noise)
    with np.errstate(all="ignore"):
        kept = np.where(raw > 0, np.maximum(0.0, 1.0 - by_chance / raw), 0.0)
    shrunk = made.weights * kept[:, np.newaxis, :]
    places, few = (
        basis(made.draws)[:, _spread(made.draws, most)] for most in (_PLACES, _PLACES_AGAIN)
    )
    shaken = _shaken(made, seed)
    for index, weights in enumerate(shrunk):
        values = made.mean[:, np.newaxis] + weights.T @ places
        result[index, 0] = _gain(values)
        result[index, 2] = float((values.max(axis=0) > values[best]).mean())
        again = made.mean[:, np.newaxis] + (weights + shaken).transpose(0, 2, 1) @ few
        result[index, 1] = float(np.std([_gain(each) for each in again]))
    return result


def _gain(values: Floats) -> float:
    """What choosing at each place gains over choosing once; values (choices, places)."""
    return float(values.max(axis=0).mean() - values.mean(axis=1).max())


def _spread(draws: int, most: int) -> np.ndarray:
    """So many ranks, evenly spread."""
    count = min(draws, most)
    return ((np.arange(count) + 0.5) * draws / count).astype(int)


def _shaken(made: Curves, seed: int) -> Floats:
    """Errors of a curve's weights, as they would be again: (times, functions, choices)."""
    values, vectors = np.linalg.eigh(made.noise)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    source = stream("learning/again", seed)
    normals = source.standard_normal((_AGAIN, made.functions, len(made.mean)))
    return np.asarray(normals @ root.T)
