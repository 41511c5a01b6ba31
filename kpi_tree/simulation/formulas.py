"""Formulas on arrays: each step is checked, so nothing that is not finite passes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, assert_never

import numpy as np

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
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi_tree.simulation.streams import Floats


class Source(Protocol):
    """Where a formula finds the metrics that it names, each as (months, draws)."""

    def now(self, metric: str) -> Floats:
        """The values of these months."""
        ...

    def before(self, metric: str) -> Floats:
        """The values of the month before each of these."""
        ...

    def so_far(self, metric: str) -> Floats:
        """The sums of all months up to each of these."""
        ...


class NotFinite(ArithmeticError):
    """A step whose result is not finite: which step, and where (months, draws)."""

    def __init__(self, step: str, bad: np.ndarray) -> None:
        """Name the step; `bad` is true where its result is not finite."""
        super().__init__(step)
        self.step = step
        self.bad = bad


_FUNCTIONS: Final[dict[str, Callable[..., Floats]]] = {
    "min": np.minimum,
    "max": np.maximum,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
}
_MARKS: Final[dict[str, np.ufunc]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}


def finite(values: Floats) -> bool:
    """Whether every value is finite; one pass when they are."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(np.add.reduce(values, axis=None))) or bool(
            np.isfinite(values).all()
        )


def evaluated(expression: Expression, source: Source) -> Floats:
    """A formula's values: the shape that its metrics broadcast to.

    Raises:
        NotFinite: some step divides by zero, leaves a function's domain or overflows.
    """
    with np.errstate(all="ignore"):
        return _value(expression.root, source)


def _value(node: Node, source: Source) -> Floats:
    match node:
        case Constant(value):
            return np.array([[value]])
        case Reading(metric):
            return source.now(metric)
        case Previous(metric):
            return _sound(source.before(metric), node)
        case Cumulative(metric):
            return _sound(source.so_far(metric), node)
        case Negative(operand):
            return np.negative(_value(operand, source))
        case Power(base, exponent):
            return _sound(np.power(_value(base, source), _value(exponent, source)), node)
        case Chain(first, rest):
            return _chain(first, rest, source)
        case Call(function, arguments):
            return _called(node, function, [_value(part, source) for part in arguments])
        case _:
            assert_never(node)


def _chain(first: Node, rest: tuple[tuple[str, Node], ...], source: Source) -> Floats:
    """A run of one precedence, in place once there is a result of its own.

    What is not finite stays so to the chain's end, so it is looked for there, and the step that
    brought it only when it is found.
    """
    start = _value(first, source)
    terms = [(_MARKS[mark], _value(term, source)) for mark, term in rest]
    operation, term = terms[0]
    result: Floats = operation(start, term)
    for operation, term in terms[1:]:
        fits = np.broadcast_shapes(result.shape, term.shape) == result.shape
        result = operation(result, term, out=result if fits else None)
    if not finite(result):
        raise _failed_step(first, rest, start=start, terms=terms)
    return result


def _failed_step(
    first: Node,
    rest: tuple[tuple[str, Node], ...],
    *,
    start: Floats,
    terms: list[tuple[np.ufunc, Floats]],
) -> NotFinite:
    result = start
    for index, (operation, term) in enumerate(terms):
        result = operation(result, term)
        if not finite(result):
            step = str(Expression(Chain(first, rest[: index + 1])))
            return NotFinite(step, ~np.isfinite(result))
    raise AssertionError(rest)


def _called(node: Call, function: str, values: list[Floats]) -> Floats:
    operation = _FUNCTIONS[function]
    result = operation(*values[:2])
    for value in values[2:]:
        result = operation(result, value)
    return _sound(result, node)


def _sound(result: Floats, node: Node) -> Floats:
    if not finite(result):
        raise NotFinite(str(Expression(node)), ~np.isfinite(result))
    return result
