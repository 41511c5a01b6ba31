"""A formula as a small, frozen tree that knows what it depends on and prints itself back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Constant:
    """A decimal number."""

    value: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's value in the same month."""

    metric: str


@dataclass(frozen=True, slots=True)
class Previous:
    """A metric's value of the month before; in month 0 its baseline."""

    metric: str


@dataclass(frozen=True, slots=True)
class Cumulative:
    """The sum of a metric's months from 0 to this one."""

    metric: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus something."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """A run of one precedence, worked from the left: `a + b - c` or `a * b / c`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Power:
    """A base raised to an exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or several arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Constant | Reading | Previous | Cumulative | Negative | Chain | Power | Call


@dataclass(frozen=True)
class Expression:
    """A formula as a tree that knows what it depends on.

    >>> from kpi_tree.plan.formula import parsed
    >>> formula = parsed("stock + -2 ** 2 * previous(orders)")
    >>> formula.reads, formula.recalls, str(formula)
    (('stock',), ('orders',), 'stock + -2 ** 2 * previous(orders)')
    """

    root: Node

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The metrics that it needs in the same month, in the order of their mention."""
        return self._mentioned(Reading, Cumulative)

    @cached_property
    def recalls(self) -> tuple[str, ...]:
        """The metrics that it needs from the month before."""
        return self._mentioned(Previous)

    @cached_property
    def accumulates(self) -> tuple[str, ...]:
        """The metrics whose months it adds up."""
        return self._mentioned(Cumulative)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every metric that it names."""
        return self._mentioned(Reading, Cumulative, Previous)

    def _mentioned(self, *kinds: type[Node]) -> tuple[str, ...]:
        found = (
            node.metric
            for node in nodes(self.root)
            if isinstance(node, Reading | Previous | Cumulative) and isinstance(node, kinds)
        )
        return tuple(dict.fromkeys(found))

    def __str__(self) -> str:
        """The formula written back, with the fewest parentheses."""
        return _text(self.root)


def nodes(root: Node) -> Iterator[Node]:
    """Every node of a tree, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(_children(node)))


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Negative(operand):
            return (operand,)
        case Chain(first, rest):
            return (first, *(term for _, term in rest))
        case Power(base, exponent):
            return (base, exponent)
        case Call(_, arguments):
            return arguments
        case Constant() | Reading() | Previous() | Cumulative():
            return ()
        case _:
            assert_never(node)


_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def _rank(node: Node) -> int:
    match node:
        case Chain(rest=((mark, _), *_)):
            return _SUM if mark in "+-" else _PRODUCT
        case Negative():
            return _SIGN
        case Power():
            return _POWER
        case _:
            return _ATOM


def _text(node: Node, rank: int = _SUM) -> str:
    written = _bare(node)
    return f"({written})" if _rank(node) < rank else written


def _bare(node: Node) -> str:
    match node:
        case Constant(value):
            return f"{value:.0f}" if value == int(value) and value < 1e15 else repr(value)
        case Reading(metric):
            return metric
        case Previous(metric):
            return f"previous({metric})"
        case Cumulative(metric):
            return f"cumulative({metric})"
        case Negative(operand):
            return "-" + _text(operand, _SIGN)
        case Power(base, exponent):
            return f"{_text(base, _ATOM)} ** {_text(exponent, _SIGN)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(_text, arguments))})"
        case Chain(first, rest):
            inner = _rank(node) + 1
            words = [_text(first, inner)]
            words += [f"{mark} {_text(term, inner)}" for mark, term in rest]
            return " ".join(words)
        case _:
            assert_never(node)
