"""Units of a formula's parts: what is added to what.

A small calculus that would rather know nothing than be wrong: a part whose unit is not certain
fits everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

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
    nodes,
)
from kpi_tree.review.finding import Finding, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Plan
    from kpi_tree.review.case import Case

# Units that are no number of things. A team's own word counts things, like `count`.
_OWN_KIND: Final = frozenset({"currency", "ratio", "hours", "score"})
_THINGS: Final = "count"


def unit_findings(case: Case) -> Iterator[Finding]:
    """Sums of what cannot be summed, one finding a formula."""
    for index, metric in enumerate(case.plan.metrics):
        for node in nodes(metric.expression.root) if metric.expression else ():
            if clash := _clash(node, case.plan):
                first, second = clash
                names = {"first": case.name(first), "second": case.name(second)}
                place = f"metrics[{index}].formula"
                yield found("units_do_not_fit", place, metric=case.name(metric.id), **names)
                break


def _clash(node: Node, plan: Plan) -> tuple[str, str] | None:
    """Two metrics in terms of a sum whose units differ."""
    if not (isinstance(node, Chain) and node.rest[0][0] in "+-"):
        return None
    seen: dict[str, Node] = {}
    for term in (node.first, *(term for _, term in node.rest)):
        if kind := kind_of(term, plan):
            seen.setdefault(kind, term)
    if len(seen) < 2:
        return None
    first, second = list(seen.items())[:2]
    return _speaker(*first, plan), _speaker(*second, plan)


def _speaker(kind: str, term: Node, plan: Plan) -> str:
    """The metric that gives a term its unit."""
    named = [
        node.metric for node in nodes(term) if isinstance(node, Reading | Previous | Cumulative)
    ]
    return next((name for name in named if _kind(plan, name) == kind), named[0])


def _kind(plan: Plan, metric: str) -> str:
    unit = plan.metric[metric].unit
    return unit if unit in _OWN_KIND else _THINGS


def kind_of(node: Node, plan: Plan) -> str | None:
    """The kind of unit of a part of a formula; None where it is not certain."""
    match node:
        case Reading(metric) | Previous(metric) | Cumulative(metric):
            return _kind(plan, metric)
        case Negative(operand):
            return kind_of(operand, plan)
        case Call("min" | "max" | "abs", arguments):
            return _common([kind_of(each, plan) for each in arguments])
        case Chain(first, rest) if rest[0][0] in "+-":
            return _common([kind_of(each, plan) for each in (first, *(term for _, term in rest))])
        case Chain():
            return _product(node, plan)
        case Constant() | Power() | Call():
            return None
        case _:
            assert_never(node)


def _common(kinds: list[str | None]) -> str | None:
    known = {kind for kind in kinds if kind}
    return known.pop() if len(known) == 1 else None


def _product(chain: Chain, plan: Plan) -> str | None:
    """Shares of something are that something; things at a price are money."""
    factors = [("*", chain.first), *chain.rest]
    kinds = [(mark, kind_of(term, plan)) for mark, term in factors]
    if any(kind is None for _, kind in kinds):
        return None
    above = [kind for mark, kind in kinds if mark == "*" and kind != "ratio"]
    below = [kind for mark, kind in kinds if mark == "/"]
    if below:
        return None
    if not above:
        return "ratio"
    if len(above) == 1:
        return above[0]
    return (
        "currency" if above.count("currency") == 1 and set(above) <= {"currency", _THINGS} else None
    )
