"""Why a goal moves: what each lever contributes to the change, by Shapley's value.

A lever is a target of the scenario. In each draw the game is the goal's value with some of the
targets set; a lever's contribution is what it adds, averaged over all orders in which the levers
could be set one after the other (Shapley 1953). So the contributions add up to the change, draw
by draw, month by month, and in the odds.

Up to six levers are counted exactly, every set of them once. Beyond that each draw takes two
orders of its own and their reverses (antithetic permutations: Mitchell, Cooper, Frank and Holmes
2022, JMLR 23(43)), balanced over the draws so that every lever stands in every place equally often.
An order and its reverse are exact as far as levers interact by pairs; what is left is told as the
estimator's error, from the difference of the two pairs within each draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import factorial
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from kpi_tree.simulation.streams import stream

if TYPE_CHECKING:
    from kpi_tree.deciding.asking import Question
    from kpi_tree.deciding.narrowed import Flags, Narrow
    from kpi_tree.deciding.pace import Pace
    from kpi_tree.simulation.engine import Run
    from kpi_tree.simulation.streams import Floats, Order

Method = Literal["exact", "antithetic"]
MOST_EXACT: Final = 6
_PAIRS: Final = 2


@dataclass(frozen=True)
class Worth:
    """What a set of levers makes of the goal.

    Attributes:
        value: of each draw, (draws,).
        met: whether each draw meets the target, as 0 and 1, (draws,).
        path: the goal's metric, (months, draws).
    """

    value: Floats
    met: Floats
    path: Floats


@dataclass(frozen=True)
class Shares:
    """The contributions of `names` in each draw.

    Attributes:
        names: the levers.
        value, met: (levers, draws).
        path: (levers, months, draws).
        value_error, met_error: the estimator's standard error of each mean, (levers,).
        method: how they were found.
        evaluations: how many sets of levers were computed beside none and all.
    """

    names: tuple[str, ...]
    value: Floats
    met: Floats
    path: Floats
    value_error: Floats
    met_error: Floats
    method: Method
    evaluations: int


def worth(question: Question, run: Run) -> Worth:
    """What a run is worth for the goal."""
    odds = question.odds(run)
    if odds.values is None or odds.met is None:
        raise AssertionError(question.goal.id)
    shape = (question.plan.months, question.draws)
    path = np.broadcast_to(run.draws(question.metric), shape)
    return Worth(question.wide(odds.values), question.wide(odds.met.astype(float)), path)


def evaluations(levers: int) -> int:
    """How many sets of levers are computed beside none and all."""
    return max(0, 2**levers - 2 if levers <= MOST_EXACT else 2 * _PAIRS * (levers - 1))


def shares(question: Question, engine: Narrow, names: tuple[str, ...], *, pace: Pace) -> Shares:
    """The contributions of the levers `names`."""
    none = worth(question, engine.base)
    full = worth(question, engine.run(question.scenario))
    game = _Game(question, engine, names, none, full, pace)
    if len(names) <= MOST_EXACT:
        return game.exactly()
    return game.by_orders()


class _Game:
    """Evaluates sets of levers and gathers what each adds."""

    def __init__(  # noqa: PLR0917 (a game is all of this)
        self,
        question: Question,
        engine: Narrow,
        names: tuple[str, ...],
        none: Worth,
        full: Worth,
        pace: Pace,
    ) -> None:
        self._question, self._engine, self._names = question, engine, names
        self._none, self._full, self._pace = none, full, pace
        count, months, draws = len(names), question.plan.months, question.draws
        self._value, self._met = np.zeros((count, draws)), np.zeros((count, draws))
        self._path = np.zeros((count, months, draws))

    def _of(self, takes: dict[str, Flags]) -> Worth:
        found = worth(self._question, self._engine.mixed(self._question.scenario, takes))
        self._pace.step()
        return found

    def exactly(self) -> Shares:
        """Every set of levers once, each weighed by the orders in which it comes about."""
        count = len(self._names)
        every = np.ones(1, dtype=bool)
        for on in product((False, True), repeat=count):
            if all(on):
                at = self._full
            elif not any(on):
                at = self._none
            else:
                at = self._of({n: every for n, is_on in zip(self._names, on, strict=True) if is_on})
            size = sum(on)
            for index, is_on in enumerate(on):
                weight = _weight(count, size - 1) if is_on else -_weight(count, size)
                self._value[index] += weight * at.value
                self._met[index] += weight * at.met
                self._path[index] += weight * at.path
        return self._result(np.zeros(count), np.zeros(count), method="exact")

    def by_orders(self) -> Shares:
        """Two orders a draw, each with its reverse."""
        source = stream(f"orders/{'/'.join(self._names)}", self._question.seed)
        pairs = []
        # Draw by draw, so that what is added to one draw lies together.
        path = np.zeros((self._question.draws, *self._path.shape[:2]))
        for _ in range(_PAIRS):
            before = self._value.copy(), self._met.copy()
            order = orders(len(self._names), self._question.draws, source=source)
            for each in (order, order[::-1]):
                self._walk(each, path, weight=0.5 / _PAIRS)
            pairs.append((self._value - before[0], self._met - before[1]))
        self._path = np.ascontiguousarray(np.moveaxis(path, 0, 2))
        errors = [_PAIRS * (one - other) for one, other in zip(*pairs, strict=True)]
        value, met = (np.sqrt((gap**2).mean(axis=1) / 4 / gap.shape[1]) for gap in errors)
        return self._result(value, met, method="antithetic")

    def _walk(self, order: Order, path: Floats, *, weight: float) -> None:
        """Set one lever after the other in each draw's own order, (levers, draws).

        What each adds to the goal's metric goes into `path`, (draws, levers, months).
        """
        place = np.argsort(order, axis=0)
        draw = np.arange(order.shape[1])
        last = self._none
        for step in range(len(order)):
            if step + 1 < len(order):
                now = self._of({name: place[at] <= step for at, name in enumerate(self._names)})
            else:
                now = self._full
            lever = order[step]
            self._value[lever, draw] += weight * (now.value - last.value)
            self._met[lever, draw] += weight * (now.met - last.met)
            path[draw, lever] += weight * (now.path - last.path).T
            last = now

    def _result(self, value_error: Floats, met_error: Floats, *, method: Method) -> Shares:
        for part, name in ((self._value, "value"), (self._met, "met"), (self._path, "path")):
            _close(part, getattr(self._full, name) - getattr(self._none, name))
        return Shares(
            self._names,
            self._value,
            self._met,
            self._path,
            value_error,
            met_error,
            method,
            evaluations(len(self._names)),
        )


def _weight(count: int, before: int) -> float:
    """The share of all orders in which exactly these `before` come before one lever."""
    return factorial(before) * factorial(count - before - 1) / factorial(count)


def _close(parts: Floats, whole: Floats) -> None:
    """What rounding has lost goes to all alike, so that the parts make up the whole."""
    if len(parts):
        parts += (whole - parts.sum(axis=0)) / len(parts)


def orders(count: int, draws: int, *, source: np.random.Generator) -> Order:
    """An order of the levers for each draw, (levers, draws).

    Each block of `count` draws holds one order and all its rotations, so that every lever stands
    in every place equally often.
    """
    blocks = -(-draws // count)
    first = source.permuted(np.tile(np.arange(count), (blocks, 1)), axis=1)
    turns = (np.arange(count)[:, np.newaxis] + np.arange(count)) % count
    every = first[:, turns].reshape(blocks * count, count)
    return np.asarray(every[source.permutation(len(every))[:draws]].T)
