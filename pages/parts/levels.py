"""A metric's levels: how one is written, what it is counted in, what a field for it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts.quantity_field import Kind
from pages.parts.text import shown

if TYPE_CHECKING:
    from pages.parts.standing import Expected

UNITLESS: Final = frozenset({"count", "score"})


def amount(value: float, metric: kt.Metric, plan: kt.Plan) -> str:
    """A value in the metric's unit, the team's own units among them; safe in Markdown."""
    match metric.unit:
        case "currency" | "ratio" | "count" | "score":
            return shown(kt.amount(value, metric.unit, plan.currency))
        case "hours":
            return shown(kt.say("goals.hours", value=kt.number(value)))
        case own:
            return shown(f"{kt.number(value)}\u00a0{own}")


def between(expected: Expected, metric: kt.Metric, plan: kt.Plan) -> str:
    """A value that is to be expected, with its range where there is one."""
    middle = amount(expected.mid, metric, plan)
    if expected.certain:
        return middle
    low, high = (amount(end, metric, plan) for end in (expected.low, expected.high))
    return kt.say("goals.range", middle=middle, low=low, high=high)


def unit_name(metric: kt.Metric, plan: kt.Plan) -> str:
    """The metric's unit as a label names it."""
    match metric.unit:
        case "currency":
            return plan.currency
        case "ratio":
            return "%"
        case "hours":
            return kt.say("goals.unit_hours")
        case own:
            return shown(own)


def level_unit(metric: kt.Metric, plan: kt.Plan) -> str:
    """The unit of the metric's level, which is a month's where months are added up."""
    unit = "" if metric.unit in UNITLESS else unit_name(metric, plan)
    if metric.aggregation != "sum":
        return unit
    return kt.say("goals.per_month", unit=unit) if unit else kt.say("goals.a_month")


def kind_of(metric: kt.Metric, plan: kt.Plan, *, single: bool = False) -> Kind:
    """What a field for a level of the metric takes; `single` where a range makes no sense."""
    return Kind(
        unit=metric.unit,
        low=metric.min,
        high=metric.max,
        currency=plan.currency,
        single=single,
    )
