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
    "kpi_tree.errors": ("BadArgument", "CannotCompute", "EnlaceError", "PlanError", "Problem", "Stopped"),
    "kpi_tree.plan.model": ("Plan",),
    "kpi_tree.plan.reading": ("plan_from", "plan_of", "read"),
    "kpi_tree.plan.writing": ("document", "text", "write"),
    "kpi_tree.review": ("Finding", "check"),
    "kpi_tree.simulate": ("Forecast", "Simulation", "Simulator", "simulate"),
    "kpi_tree.tree": ("graph",),
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
    from kpi_tree.plan.model import Plan
    from kpi_tree.plan.reading import plan_from, plan_of, read
    from kpi_tree.plan.writing import document, text, write
    from kpi_tree.review import Finding, check
    from kpi_tree.simulate import Forecast, Simulation, Simulator, simulate
    from kpi_tree.tree import graph

__all__ = [
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
    "check",
    "document",
    "graph",
    "plan_from",
    "plan_of",
    "read",
    "simulate",
    "text",
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
