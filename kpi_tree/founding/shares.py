"""How much of a goal's forecast change rests on signed links, on evidence, on opinion.

What a scenario changes enters the tree where targets move metrics, and reaches the goal along
paths. A metric's **own push** is its change less what its drivers carry into it; a path carries
that push times the **slopes** of its edges (`kpi_tree.deciding.flowing`). A path is as strong as
its weakest link. The share of a grade is what the paths of that strength carry, without their
signs, over what all paths carry: so it is never negative, all shares add up to one, and two paths
that cancel each other count both, since the forecast needs both to be right. Paths are not listed:
what runs over links of some strength or better is carried by these edges alone.

Links between the same two metrics count as the weakest of them, and a growth loop as one place
whose links lie on every path through it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kpi_tree.deciding.asking import Unanswered, asked
from kpi_tree.deciding.flowing import flows
from kpi_tree.deciding.pace import Pace
from kpi_tree.errors import BadArgument, quoted
from kpi_tree.founding.grading import OPINION, STRONGEST_FIRST, grade_of
from kpi_tree.founding.signing import signed
from kpi_tree.locale import say
from kpi_tree.locale.numbers import percent
from kpi_tree.simulation.forecasting import DO_NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.flowing import Edge, Flows
    from kpi_tree.deciding.narrowed import Narrow
    from kpi_tree.founding.signing import Sides
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress, Run
    from kpi_tree.simulation.memory import Memory

DRAWS: Final = 4_096
FORMULA: Final = "formula"
_SIGNED: Final = ("signed", "unconfirmed", "unsigned")
_NOTHING: Final = 1e-12


@dataclass(frozen=True)
class ForecastShares:
    """What the forecast change of a goal rests on, in shares that add up to one.

    Attributes:
        plan: the plan.
        goal, scenario: ids.
        signed: by `signed`, `unconfirmed`, `unsigned`, and `formula` for what passes no link.
        grades: by grade, `none` for a link without evidence, and `formula`.
        links: for each link the share of the change that passes over it; these overlap.
        moves: whether the goal moves at all; all shares are 0 where it does not.
        draws: from how many draws.
    """

    plan: Plan
    goal: str
    scenario: str
    signed: Mapping[str, float]
    grades: Mapping[str, float]
    links: Mapping[str, float]
    moves: bool
    draws: int

    @property
    def opinion(self) -> float:
        """What rests on nothing but what somebody thinks, or on less."""
        return sum(self.grades[each] for each in OPINION)

    @property
    def sentence(self) -> str:
        """How much of the forecast is opinion, in words."""
        if not self.moves:
            return self.undefined
        if self.grades[FORMULA] >= 1 - _NOTHING:
            return say("founding.all_arithmetic")
        return say("founding.is_opinion", share=percent(self.opinion, digits=0))

    @property
    def signed_sentence(self) -> str:
        """How much of the forecast the business stands behind, in words."""
        if not self.moves:
            return ""
        told = {name: percent(self.signed[name], digits=0) for name in _SIGNED}
        return say("founding.is_signed_for", **told)

    @property
    def undefined(self) -> str:
        """Why there are no shares; empty where there are."""
        goal = next(each for each in self.plan.goals if each.id == self.goal)
        return "" if self.moves else say("founding.goal_stays", goal=quoted(goal.name))

    @property
    def method_sentence(self) -> str:
        """How the shares are defined."""
        return say("founding.shares_method", draws=self.draws)

    @property
    def misleads(self) -> str:
        """When they mislead."""
        return say("founding.shares_mislead")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "goal": self.goal,
            "scenario": self.scenario,
            "draws": self.draws,
            "signed": dict(self.signed),
            "grades": dict(self.grades),
            "opinion": self.opinion,
            "links": dict(self.links),
            "sentence": self.sentence,
        }


def forecast_shares(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    sides: Sides | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> ForecastShares:
    """What a goal's forecast change under a scenario rests on.

    Args:
        plan: the plan; it may be unfinished elsewhere.
        goal: a goal's id.
        scenario: a scenario's id, or a scenario that is only tried.
        sides: for which side people speak; the plan's word unless told.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such goal or scenario, the goal cannot be judged yet, or nothing is done.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    question = asked(plan, goal, scenario, draws=draws, seed=seed, memory=memory)
    if question.scenario.id == DO_NOTHING:
        raise BadArgument([Unanswered("do_nothing", "scenario")])
    pace = Pace(progress, 3)
    engine, run = question.begun(pace)
    carried = question.kept(
        ("founding", question.hangs_on(engine, run)), lambda: Carried.of(question, engine, run)
    )
    pace.step()
    return _Reading(plan, carried, sides).all(question)


@dataclass(frozen=True)
class Carried:
    """What a scenario's pushes carry to a goal.

    Attributes:
        slopes: by edge, drivers before outcomes.
        order: the metrics, drivers before outcomes.
        goal: the metric where all paths end.
        pushes: each metric's own push, without sign.
        links: the links that lie on each edge, those of a growth loop among them.
        inside: the links of the growth loop to which a metric belongs.
    """

    slopes: Mapping[Edge, float]
    order: tuple[str, ...]
    goal: str
    pushes: Mapping[str, float]
    links: Mapping[Edge, tuple[str, ...]]
    inside: Mapping[str, tuple[str, ...]]
    _out: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the edges by their drivers."""
        for driver, outcome in self.slopes:
            self._out.setdefault(driver, []).append(outcome)

    @classmethod
    def of(cls, question: Question, engine: Narrow, run: Run) -> Carried:
        """Those of a scenario's run."""
        flowing = flows(question, engine, run)
        inside = _inside(engine)
        loop = {name: members for members in engine.order.knots for name in members}
        links = {
            (driver, outcome): (*_between(engine, driver, loop[outcome]), *inside[outcome])
            for driver, outcome in flowing.slopes
        }
        pushes = _pushes(question, engine, run, flowing=flowing)
        return cls(flowing.slopes, flowing.order, question.metric, pushes, links, inside)

    def over(self, fits: Callable[[str], bool]) -> float:
        """What all paths carry on which every link fits, signs left out."""
        onward = self._onward(fits)
        return sum(
            push * onward[name]
            for name, push in self.pushes.items()
            if all(map(fits, self.inside[name]))
        )

    def _onward(self, fits: Callable[[str], bool]) -> dict[str, float]:
        """What the paths from each metric to the goal carry of one unit."""
        onward = {self.goal: 1.0}
        for name in reversed(self.order):
            if name != self.goal:
                onward[name] = sum(
                    abs(self.slopes[name, to]) * onward[to]
                    for to in self._out.get(name, ())
                    if all(map(fits, self.links[name, to]))
                )
        return onward

    def through(self) -> dict[str, float]:
        """What passes over each link; no path passes one twice."""
        onward = self._onward(lambda _: True)
        arrived = dict.fromkeys(self.order, 0.0) | dict(self.pushes)
        found: dict[str, float] = {}
        for name, push in self.pushes.items():
            for link in self.inside[name]:
                found[link] = found.get(link, 0.0) + push * onward[name]
        for name in self.order:
            for to in self._out.get(name, ()) if name != self.goal else ():
                passed = arrived[name] * abs(self.slopes[name, to])
                arrived[to] += passed
                for link in dict.fromkeys(self.links[name, to]):
                    found[link] = found.get(link, 0.0) + passed * onward[to]
        return found


def _between(engine: Narrow, driver: str, loop: tuple[str, ...]) -> tuple[str, ...]:
    """The links from a driver into a metric, or into the growth loop that it is part of."""
    return tuple(at.id for name in loop for at in engine.links_into(name) if at.driver == driver)


def _inside(engine: Narrow) -> dict[str, tuple[str, ...]]:
    """For each metric of a growth loop the links that run inside it."""
    found: dict[str, tuple[str, ...]] = {}
    for members in engine.order.knots:
        own = tuple(
            link.id
            for name in members
            for link in engine.links_into(name)
            if link.driver in members
        )
        found |= dict.fromkeys(members, own)
    return found


def _pushes(question: Question, engine: Narrow, run: Run, *, flowing: Flows) -> dict[str, float]:
    """What each target adds to its metric beyond what the metric's drivers carry into it."""
    last = question.plan.month_index(question.goal.by or question.plan.start)
    changes: dict[str, float] = {}
    for name in flowing.order:
        gap = (run.draws(name) - engine.base.draws(name)).mean(axis=1)
        changes[name] = float(np.broadcast_to(gap, (question.plan.months,))[: last + 1].sum())
    found = {}
    for name in run.targets:
        if name in changes:
            carried = [
                changes[driver] * slope
                for (driver, outcome), slope in flowing.slopes.items()
                if outcome == name
            ]
            push = abs(changes[name] - sum(carried))
            if push > _NOTHING * max(map(abs, (changes[name], *carried))):
                found[name] = push
    return found


class _Reading:
    """Reads the shares off what is carried."""

    def __init__(self, plan: Plan, carried: Carried, sides: Sides | None) -> None:
        self._plan, self._carried = plan, carried
        evidence = {each.id: each for each in plan.evidence}
        links = [each for each in plan.links if each.counts]
        self._grade = {each.id: grade_of(each, evidence) for each in links}
        states = {each.id: signed(plan, each, sides=sides).state for each in links}
        self._signed = {
            name: "unsigned" if state == "outdated" else state for name, state in states.items()
        }

    def all(self, question: Question) -> ForecastShares:
        """All shares."""
        whole = self._carried.over(lambda _: True)
        return ForecastShares(
            self._plan,
            question.goal.id,
            question.scenario.id,
            signed=self._by(_SIGNED, self._signed, whole),
            grades=self._by(STRONGEST_FIRST, self._grade, whole),
            links=self._through(whole),
            moves=whole > 0,
            draws=question.draws,
        )

    def _by(
        self, strongest_first: Sequence[str], strength: Mapping[str, str], whole: float
    ) -> dict[str, float]:
        """The share of each strength: what it and all stronger carry, less what these do."""
        found, before = {}, 0.0
        ranks = (FORMULA, *strongest_first)
        for at, name in enumerate(ranks):
            allowed = frozenset(ranks[: at + 1])
            reached = self._carried.over(lambda link: strength[link] in allowed)  # noqa: B023 (asked at once)
            found[name] = (reached - before) / whole if whole > 0 else 0.0
            before = reached
        return {name: max(0.0, share) for name, share in found.items()}

    def _through(self, whole: float) -> dict[str, float]:
        """The share of the change that passes over each link."""
        passed = self._carried.through()
        links = (each.id for each in self._plan.links if each.counts)
        return {link: passed.get(link, 0.0) / whole if whole > 0 else 0.0 for link in links}
