"""A formula without one of the metrics it reads: how it would read, and what would come of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import refusal_words
from pages.parts.picture_words import plain
from pages.parts.text import unmarked
from pages.parts.tree_editor.wishes import joining, rewriting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pages.parts.tree_editor.wishes import Change

_NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PART: Final = re.compile(rf"\s*({_NUMBER}|[^\W\d]\w*|\*\*|.)", re.DOTALL)


def without(formula: str, driver: str) -> str:
    """The formula without the summands that read a metric; empty where none would be left.

    >>> without("orders * 80 + visits - 2 * (calls + visits)", "visits")
    'orders * 80'
    >>> without("orders * 80", "orders")
    ''
    """
    kept = [(sign, text) for sign, text in _summands(formula) if driver not in _names(text)]
    written = "".join(f" {sign} {text}" for sign, text in kept).removeprefix(" + ")
    return f"-{written.removeprefix(' - ')}" if written.startswith(" - ") else written


def _summands(formula: str) -> list[tuple[str, str]]:
    """The parts that a formula adds up or takes away, with their signs."""
    parts: list[tuple[str, str]] = []
    sign, start, depth, before = "+", 0, 0, ""
    for found in _PART.finditer(formula):
        part = found[1]
        if depth == 0 and part in "+-" and (before == ")" or _ends(before)):
            parts.append((sign, formula[start : found.start(1)].strip()))
            sign, start = part, found.end()
        depth += {"(": 1, ")": -1}.get(part, 0)
        before = part
    return [*parts, (sign, formula[start:].strip())]


def _ends(part: str) -> bool:
    return bool(part) and (part[-1].isalnum() or part[-1] in "_.")


def _names(text: str) -> set[str]:
    return set(kt.formula_names(text))


def rewritten(
    plan: kt.Plan, outcome: str, driver: str, *, written: object = None
) -> dict[str, Any]:
    """A formula as somebody would leave it, or as it would stand without a driver.

    Args:
        plan: the plan.
        outcome: whose formula it is.
        driver: the metric that shall leave it.
        written: what the reader has typed; None before the first letter.

    Returns:
        dict: the formula, what comes of it in sentences, and whether the plan would take it.
    """
    metric = plan.metric.get(outcome)
    if metric is None or metric.formula is None:
        return {"formula": "", "words": [], "legal": False}
    short = without(metric.formula, driver)
    formula = str(written).strip() if written is not None else short or metric.formula
    told, legal = _told(plan, metric, formula, change=rewriting(outcome, formula))
    return {"formula": formula, "words": [unmarked(line) for line in told], "legal": legal}


def joined(plan: kt.Plan, outcome: str, driver: str, *, written: object = None) -> dict[str, Any]:
    """The same for a formula that shall read one more metric, or for the first one."""
    metric = plan.metric.get(outcome)
    if metric is None or driver not in plan.metric:
        return {"formula": "", "words": [], "legal": False}
    longer = f"{metric.formula} + {driver}" if metric.formula else driver
    formula = str(written).strip() if written is not None else longer
    told, legal = _told(plan, metric, formula, change=joining(driver, outcome, formula))
    return {"formula": formula, "words": [unmarked(line) for line in told], "legal": legal}


def _told(
    plan: kt.Plan, metric: kt.Metric, formula: str, *, change: Change
) -> tuple[list[str], bool]:
    """What comes of another formula, or why it is refused, by the edit that would be made."""
    if formula == metric.formula:
        return [kt.say("tree_editor.formula_as_is")], False
    try:
        tried = _tried(plan, change)
    except kt.EnlaceError as error:
        return [refusal_words.told(error)], False
    return consequences(plan, tried, metric.id), True


def _tried(plan: kt.Plan, change: Change) -> kt.Plan:
    """The plan after an edit; nothing is kept."""
    found: list[kt.Plan] = []

    def look(now: kt.Plan) -> Sequence[Any]:
        found.append(now)
        return ()

    kt.together(plan, [change, look])
    return found[0]


def consequences(plan: kt.Plan, tried: kt.Plan, outcome: str) -> list[str]:
    """What another formula changes in the tree, in sentences."""
    before, after = _read(plan, outcome), _read(tried, outcome)
    apart = kt.KpiTree(plan).linked - kt.KpiTree(tried).linked
    name = plain(plan.metric[outcome].name)
    told = [
        ("tree_editor.no_longer_reads", before - after),
        ("tree_editor.reads_too", after - before),
    ]
    lines = [kt.say(key, name=name, others=_listed(tried, some)) for key, some in told if some]
    lines += [kt.say("tree_editor.comes_apart", others=_listed(tried, apart))] if apart else []
    return [*lines, *([] if after else [kt.say("tree_editor.no_formula", name=name)])]


def _read(plan: kt.Plan, outcome: str) -> set[str]:
    expression = plan.metric[outcome].expression
    return set(expression.names) if expression else set()


def _listed(plan: kt.Plan, names: Collection[str]) -> str:
    return ", ".join(plain(metric.name) for metric in plan.metrics if metric.id in names)
