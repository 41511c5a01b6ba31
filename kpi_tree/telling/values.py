"""A value of a plan in words: a range, a month, a metric's name, a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kpi_tree.errors import quoted
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, money, month, number
from kpi_tree.plan.reading import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.model import Metric, Plan

_MONTHS: Final = frozenset({"start", "by", "from", "until"})
_CODES: Final = frozenset(
    {
        "layer",
        "area",
        "better",
        "over_time",
        "status",
        "effect",
        "grade",
        "verified",
        "window",
        "side",
        "language",
    }
)
_NAMED: Final = frozenset({"owner", "metric", "money", "by", "to"})
_TOO_MUCH: Final = frozenset(
    {
        "season",
        "formula",
        "feasible",
        "saturation",
        "evidence",
        "agreed_by",
        "opinions",
        "budget",
        "why",
        "ask",
        "note",
        "definition",
        "cite",
        "catalogue",
    }
)
"""What a sentence has no room for: that it changed is enough."""
_HYPHENED: Final = {
    "meta-analysis": "history.code.meta-analysis",
    "own-data": "history.code.own-data",
    "second-hand": "history.code.second-hand",
}
_OWN_UNIT: Final = frozenset({"baseline", "min", "max", "target", "value", "change"})


def in_words(plan: Plan, key: str, value: Any, *, metric: str = "") -> str | None:  # noqa: ANN401
    """A value that stands under a key, as a sentence says it; None where it has no room for it.

    Args:
        plan: whose metrics and people are named.
        key: what the value is of something.
        value: as in the plan file.
        metric: whose unit a number is in.
    """
    if key in _TOO_MUCH:
        return None
    unit = plan.metric.get(metric) if key in _OWN_UNIT else None
    match value:
        case bool():
            return None
        case int() | float():
            return _number(plan, value, unit)
        case dict():
            return _spread(plan, value, unit)
        case str() if key in _CODES:
            worded = _HYPHENED.get(value)
            return say(worded) if worded else say(f"history.code.{value}")
        case str() if key in _MONTHS and _is_month(value):
            return month(value)
        case str() if key in _NAMED:
            return say("history.name", name=called(plan, value))
        case str():
            return say("history.name", name=quoted(value))
    return None


def called(plan: Plan, thing: str) -> str:
    """What something in the plan is called; its id where it is gone."""
    items = (item for kind in LISTS for item in getattr(plan, kind) if item.id == thing)
    return quoted(getattr(next(items, None), "name", thing))


def target_in_words(plan: Plan, target: Mapping[str, Any]) -> str:
    """A target of a scenario in words: what it reaches, or how far it goes."""
    metric = str(target["metric"])
    if (value := target.get("value")) is not None:
        return in_words(plan, "value", value, metric=metric) or ""
    change = float(target.get("change") or 0.0)
    said = in_words(plan, "change", abs(change), metric=metric) or ""
    return f"{'−' if change < 0 else '+'}{said}"


def cost_in_words(plan: Plan, cost: Mapping[str, Any]) -> str:
    """What moving a metric costs, in words."""
    parts = [
        say(f"history.cost.{key}", amount=money(float(cost[key]), plan.currency))
        for key in ("per_unit", "fixed", "monthly")
        if cost.get(key)
    ]
    return ", ".join(parts) or money(0.0, plan.currency)


def _number(plan: Plan, value: float, unit: Metric | None) -> str:
    return number(value) if unit is None else amount(value, unit.unit, plan.currency)


def _spread(plan: Plan, value: Mapping[str, Any], unit: Metric | None) -> str | None:
    for low, high in (("p10", "p90"), ("low", "high")):
        if low in value and high in value:
            return f"{_number(plan, value[low], unit)}–{_number(plan, value[high], unit)}"
    if "mean" in value:
        return f"{_number(plan, value['mean'], unit)} ± {_number(plan, value['sd'], unit)}"
    return say("history.pooled", count=len(value.get("of", ())))


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[4] == "-"
