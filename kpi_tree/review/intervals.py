"""Where a plan's numbers can lie: interval arithmetic (Moore 1966) over its formulas.

An input lies between what its draws reach and what the team says is feasible. An interval may be
wider than the truth, never narrower, up to draws rarer than those of the simulation.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final, assert_never

from kpi_tree.errors import quoted
from kpi_tree.plan.expression import (
    Call,
    Chain,
    Constant,
    Cumulative,
    Expression,
    Negative,
    Node,
    Power,
    Previous,
    Reading,
    nodes,
)
from kpi_tree.review.finding import Finding, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Metric
    from kpi_tree.review.case import Case

# None: nothing is known.
Interval = tuple[float, float] | None


def division_findings(case: Case) -> Iterator[Finding]:
    """Formulas that divide by what can be zero, one finding a formula."""
    refused = {problem.place for problem in case.refusals}
    reach = Reach(case)
    for index, metric in enumerate(case.plan.metrics):
        place = f"metrics[{index}].formula"
        if metric.expression is None or metric.id not in case.known or place in refused:
            continue
        for divisor in _divisors(metric.expression):
            span = reach.of(divisor)
            if span and span[0] <= 0 <= span[1]:
                name = quoted(_told(divisor, case))
                yield found("may_divide_by_zero", place, metric=case.name(metric.id), divisor=name)
                break


def _divisors(expression: Expression) -> Iterator[Node]:
    for node in nodes(expression.root):
        match node:
            case Chain(rest=rest):
                yield from (term for mark, term in rest if mark == "/")
            case Power(base, Negative(Constant())):
                yield base
            case _:
                pass


def _told(divisor: Node, case: Case) -> str:
    return case.name(divisor.metric) if isinstance(divisor, Reading) else str(Expression(divisor))


class Reach:
    """The intervals of a plan's metrics."""

    def __init__(self, case: Case) -> None:
        """Nothing is worked out yet."""
        self._case = case

    @cached_property
    def _metrics(self) -> dict[str, Interval]:
        reach: dict[str, Interval] = {}
        for name in self._case.walks.order:
            metric = self._case.plan.metric[name]
            spans = [self._drawn(metric)]
            if metric.expression and all(read in reach for read in metric.expression.reads):
                spans.append(self.of(metric.expression.root, reach))
            reach[name] = _clipped(_hull(spans), metric)
        return reach

    def _drawn(self, metric: Metric) -> Interval:
        paths = self._case.paths(metric.id)
        if not paths:
            return None
        ends = [end for path in paths for end in (path.low, float(path.draws.max()))]
        if metric.feasible:
            ends += [metric.feasible.low, metric.feasible.high]
        return min(ends), max(ends)

    def of(self, node: Node, known: dict[str, Interval] | None = None) -> Interval:
        """Where a part of a formula can lie."""
        metrics = self._metrics if known is None else known
        match node:
            case Constant(value):
                return value, value
            case Reading(metric):
                return metrics.get(metric)
            case Previous(metric):
                return self._drawn(self._case.plan.metric[metric])
            case Cumulative(metric):
                return _summed(metrics.get(metric), self._case.plan.months)
            case Negative(operand):
                return _times(self.of(operand, metrics), (-1.0, -1.0))
            case Chain(first, rest):
                result = self.of(first, metrics)
                for mark, term in rest:
                    result = _STEPS[mark](result, self.of(term, metrics))
                return result
            case Call(function, arguments):
                return _called(function, [self.of(each, metrics) for each in arguments])
            case Power():
                return None
            case _:
                assert_never(node)


def _sound(low: float, high: float) -> Interval:
    return None if math.isnan(low) or math.isnan(high) else (low, high)


def _hull(spans: list[Interval]) -> Interval:
    known = [span for span in spans if span]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _clipped(span: Interval, metric: Metric) -> Interval:
    if span is None:
        return None
    low = -math.inf if metric.min is None else metric.min
    high = math.inf if metric.max is None else metric.max
    return min(max(span[0], low), high), min(max(span[1], low), high)


def _summed(span: Interval, months: int) -> Interval:
    return span and (min(span[0], span[0] * months), max(span[1], span[1] * months))


def _plus(one: Interval, other: Interval) -> Interval:
    return _sound(one[0] + other[0], one[1] + other[1]) if one and other else None


def _minus(one: Interval, other: Interval) -> Interval:
    return _sound(one[0] - other[1], one[1] - other[0]) if one and other else None


def _times(one: Interval, other: Interval) -> Interval:
    if not one or not other:
        return None
    corners = [a * b for a in one for b in other]
    return None if any(map(math.isnan, corners)) else (min(corners), max(corners))


def _over(one: Interval, other: Interval) -> Interval:
    if not one or not other or other[0] <= 0 <= other[1]:
        return None
    return _times(one, (1 / other[1], 1 / other[0]))


def _called(function: str, spans: list[Interval]) -> Interval:
    known = [span for span in spans if span]
    if len(known) < len(spans):
        return None
    lows, highs = [low for low, _ in known], [high for _, high in known]
    match function:
        case "min":
            return min(lows), min(highs)
        case "max":
            return max(lows), max(highs)
        case "abs":
            ends = abs(lows[0]), abs(highs[0])
            return (0.0 if lows[0] <= 0 <= highs[0] else min(ends)), max(ends)
        case "sqrt" if lows[0] >= 0:
            return math.sqrt(lows[0]), math.sqrt(highs[0])
        case _:
            return None


_STEPS: Final = {"+": _plus, "-": _minus, "*": _times, "/": _over}
