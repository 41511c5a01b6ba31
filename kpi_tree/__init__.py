"""Enlace: link social networks to the business.

    import kpi_tree as kt

    plan = kt.read("plan.json")
    for finding in kt.check(plan):
        print(finding.place, finding.sentence, finding.remedy)
    result = kt.simulate(plan, draws=10_000, seed=0)
    result.frame()

A room is loaded when one of its names is asked for, so a simulation brings neither a database
nor a chart library along.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

_ROOMS = {
    "kpi_tree.errors": (
        "BadArgument",
        "CannotCompute",
        "EnlaceError",
        "PlanError",
        "Problem",
        "Stopped",
    ),
    "kpi_tree.locale": ("LANGUAGES", "choose", "closest", "language", "say", "speak"),
    "kpi_tree.locale.numbers": ("day", "long_month", "money", "month", "number", "percent"),
    "kpi_tree.palette": ("LAYERS", "LAYER_COLOURS", "LAYER_MARKS", "SERIES"),
    "kpi_tree.plan.model": ("Plan",),
    "kpi_tree.plan.reading": ("plan_from", "plan_of", "read"),
    "kpi_tree.plan.typed": ("TypedError", "Understood", "blank", "typed", "understood"),
    "kpi_tree.plan.writing": ("document", "text", "write"),
    "kpi_tree.review": ("Finding", "check"),
    "kpi_tree.simulate": ("Forecast", "Simulation", "Simulator", "simulate"),
    "kpi_tree.tree": ("graph",),
    "kpi_tree.workspace": ("Version", "Workspace"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

if TYPE_CHECKING:
    from kpi_tree.errors import (
        BadArgument,
        CannotCompute,
        EnlaceError,
        PlanError,
        Problem,
        Stopped,
    )
    from kpi_tree.locale import LANGUAGES, choose, closest, language, say, speak
    from kpi_tree.locale.numbers import day, long_month, money, month, number, percent
    from kpi_tree.palette import LAYER_COLOURS, LAYER_MARKS, LAYERS, SERIES
    from kpi_tree.plan.model import Plan
    from kpi_tree.plan.reading import plan_from, plan_of, read
    from kpi_tree.plan.typed import TypedError, Understood, blank, typed, understood
    from kpi_tree.plan.writing import document, text, write
    from kpi_tree.review import Finding, check
    from kpi_tree.simulate import Forecast, Simulation, Simulator, simulate
    from kpi_tree.tree import graph
    from kpi_tree.workspace import Version, Workspace

__all__ = [
    "LANGUAGES",
    "LAYERS",
    "LAYER_COLOURS",
    "LAYER_MARKS",
    "SERIES",
    "BadArgument",
    "CannotCompute",
    "EnlaceError",
    "Finding",
    "Forecast",
    "Plan",
    "PlanError",
    "Problem",
    "Simulation",
    "Simulator",
    "Stopped",
    "TypedError",
    "Understood",
    "Version",
    "Workspace",
    "blank",
    "check",
    "choose",
    "closest",
    "day",
    "document",
    "graph",
    "language",
    "long_month",
    "money",
    "month",
    "number",
    "percent",
    "plan_from",
    "plan_of",
    "read",
    "say",
    "simulate",
    "speak",
    "text",
    "typed",
    "understood",
    "write",
]


def __getattr__(name: str) -> object:
    """Load the room of a public name when it is first asked for."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
