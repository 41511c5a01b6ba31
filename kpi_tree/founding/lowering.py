"""Whether more of a metric can make less of what a formula works out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.plan.expression import (
    Call,
    Chain,
    Constant,
    Cumulative,
    Negative,
    Node,
    Power,
    Previous,
    Reading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.expression import Expression


def lowers(expression: Expression, metric: str) -> bool:
    """Whether more of `metric` can make less of the whole, where all else is above zero.

    >>> from kpi_tree.plan.formula import parsed
    >>> saved = parsed("contacts * (1 - answered) * cost")
    >>> lowers(saved, "answered"), lowers(saved, "contacts")
    (True, False)
    """
    waiting: list[tuple[Node, int]] = [(expression.root, 1)]
    while waiting:
        node, sign = waiting.pop()
        if isinstance(node, Reading | Previous | Cumulative):
            if node.metric == metric and sign < 0:
                return True
        else:
            waiting += _parts(node, sign)
    return False


def _parts(node: Node, sign: int) -> Iterator[tuple[Node, int]]:
    """What a node is made of, each with the sign by which it moves the whole."""
    match node:
        case Negative(operand):
            yield operand, -sign
        case Chain(first, rest):
            below = sum(map(_is_below_zero, (first, *(term for _, term in rest))))
            product = rest[0][0] in "*/"
            for mark, term in (("", first), *rest):
                flips = (mark in {"-", "/"}) + product * (below - _is_below_zero(term))
                yield term, -sign if flips % 2 else sign
        case Power(base, exponent):
            yield base, -sign if _is_below_zero(exponent) else sign
            yield exponent, sign
        case Call(_, arguments):
            yield from ((part, sign) for part in arguments)


def _is_below_zero(node: Node) -> bool:
    return isinstance(node, Negative) or (isinstance(node, Constant) and node.value < 0)
