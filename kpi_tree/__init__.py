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
        "EditRefused",
        "EnlaceError",
        "PlanError",
        "Problem",
        "Stopped",
        "StoreError",
        "quoted",
    ),
    "kpi_tree.layout": ("Layout", "Place", "Route", "beside", "board", "crossings", "places"),
    "kpi_tree.library.adopting": ("adopt_link", "adopt_metric", "take_link", "take_metric"),
    "kpi_tree.library.candidates": ("Candidate", "candidates"),
    "kpi_tree.locale": ("LANGUAGES", "choose", "closest", "language", "say", "speak"),
    "kpi_tree.locale.numbers": (
        "amount",
        "currency_name",
        "day",
        "long_month",
        "money",
        "month",
        "number",
        "percent",
    ),
    "kpi_tree.palette": ("LAYERS", "LAYER_COLOURS", "LAYER_MARKS", "SERIES"),
    "kpi_tree.plan.edits": (
        "add_evidence",
        "add_goal",
        "add_link",
        "add_metric",
        "add_person",
        "add_scenario",
        "adopt",
        "answer_maturity",
        "attach_evidence",
        "change_evidence",
        "change_goal",
        "change_link",
        "change_metric",
        "change_person",
        "clear_cost",
        "clear_layout",
        "clear_observations",
        "clear_target",
        "create_plan",
        "detach_evidence",
        "duplicate_scenario",
        "id_for",
        "paste",
        "remove_evidence",
        "remove_goal",
        "remove_link",
        "remove_links",
        "remove_metric",
        "remove_metrics",
        "remove_person",
        "remove_scenario",
        "rename_scenario",
        "set_ask",
        "set_budget",
        "set_calendar",
        "set_cost",
        "set_currency",
        "set_language",
        "set_layout",
        "set_money",
        "set_observations",
        "set_target",
        "set_title",
    ),
    "kpi_tree.plan.missing": ("missing",),
    "kpi_tree.plan.model": (
        "Cost",
        "Evidence",
        "Goal",
        "Link",
        "Metric",
        "Person",
        "Plan",
        "Scenario",
        "Target",
    ),
    "kpi_tree.plan.reading": ("plan_from", "plan_of", "read"),
    "kpi_tree.plan.typed": (
        "TypedError",
        "Understood",
        "blank",
        "explanation",
        "typed",
        "understood",
    ),
    "kpi_tree.plan.words": ("CURRENCIES", "months_after", "months_between"),
    "kpi_tree.plan.writing": ("document", "text", "write"),
    "kpi_tree.review": ("Finding", "check"),
    "kpi_tree.simulation": (
        "DO_NOTHING",
        "Forecast",
        "Memory",
        "Simulation",
        "Simulator",
        "simulate",
    ),
    "kpi_tree.tree": ("KpiTree", "graph"),
    "kpi_tree.workspace": ("Entry", "Summary", "Version", "Workspace"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

if TYPE_CHECKING:
    from kpi_tree import library
    from kpi_tree.errors import (
        BadArgument,
        CannotCompute,
        EditRefused,
        EnlaceError,
        PlanError,
        Problem,
        Stopped,
        StoreError,
        quoted,
    )
    from kpi_tree.layout import Layout, Place, Route, beside, board, crossings, places
    from kpi_tree.library.adopting import adopt_link, adopt_metric, take_link, take_metric
    from kpi_tree.library.candidates import Candidate, candidates
    from kpi_tree.locale import LANGUAGES, choose, closest, language, say, speak
    from kpi_tree.locale.numbers import (
        amount,
        currency_name,
        day,
        long_month,
        money,
        month,
        number,
        percent,
    )
    from kpi_tree.palette import LAYER_COLOURS, LAYER_MARKS, LAYERS, SERIES
    from kpi_tree.plan.edits import (
        add_evidence,
        add_goal,
        add_link,
        add_metric,
        add_person,
        add_scenario,
        adopt,
        answer_maturity,
        attach_evidence,
        change_evidence,
        change_goal,
        change_link,
        change_metric,
        change_person,
        clear_cost,
        clear_layout,
        clear_observations,
        clear_target,
        create_plan,
        detach_evidence,
        duplicate_scenario,
        id_for,
        paste,
        remove_evidence,
        remove_goal,
        remove_link,
        remove_links,
        remove_metric,
        remove_metrics,
        remove_person,
        remove_scenario,
        rename_scenario,
        set_ask,
        set_budget,
        set_calendar,
        set_cost,
        set_currency,
        set_language,
        set_layout,
        set_money,
        set_observations,
        set_target,
        set_title,
    )
    from kpi_tree.plan.missing import missing
    from kpi_tree.plan.model import (
        Cost,
        Evidence,
        Goal,
        Link,
        Metric,
        Person,
        Plan,
        Scenario,
        Target,
    )
    from kpi_tree.plan.reading import plan_from, plan_of, read
    from kpi_tree.plan.typed import TypedError, Understood, blank, explanation, typed, understood
    from kpi_tree.plan.words import CURRENCIES, months_after, months_between
    from kpi_tree.plan.writing import document, text, write
    from kpi_tree.review import Finding, check
    from kpi_tree.simulation import DO_NOTHING, Forecast, Memory, Simulation, Simulator, simulate
    from kpi_tree.tree import KpiTree, graph
    from kpi_tree.workspace import Entry, Summary, Version, Workspace

__all__ = [
    "CURRENCIES",
    "DO_NOTHING",
    "LANGUAGES",
    "LAYERS",
    "LAYER_COLOURS",
    "LAYER_MARKS",
    "SERIES",
    "BadArgument",
    "Candidate",
    "CannotCompute",
    "Cost",
    "EditRefused",
    "EnlaceError",
    "Entry",
    "Evidence",
    "Finding",
    "Forecast",
    "Goal",
    "KpiTree",
    "Layout",
    "Link",
    "Memory",
    "Metric",
    "Person",
    "Place",
    "Plan",
    "PlanError",
    "Problem",
    "Route",
    "Scenario",
    "Simulation",
    "Simulator",
    "Stopped",
    "StoreError",
    "Summary",
    "Target",
    "TypedError",
    "Understood",
    "Version",
    "Workspace",
    "add_evidence",
    "add_goal",
    "add_link",
    "add_metric",
    "add_person",
    "add_scenario",
    "adopt",
    "adopt_link",
    "adopt_metric",
    "amount",
    "answer_maturity",
    "attach_evidence",
    "beside",
    "blank",
    "board",
    "candidates",
    "change_evidence",
    "change_goal",
    "change_link",
    "change_metric",
    "change_person",
    "check",
    "choose",
    "clear_cost",
    "clear_layout",
    "clear_observations",
    "clear_target",
    "closest",
    "create_plan",
    "crossings",
    "currency_name",
    "day",
    "detach_evidence",
    "document",
    "duplicate_scenario",
    "explanation",
    "graph",
    "id_for",
    "language",
    "library",
    "long_month",
    "missing",
    "money",
    "month",
    "months_after",
    "months_between",
    "number",
    "paste",
    "percent",
    "places",
    "plan_from",
    "plan_of",
    "quoted",
    "read",
    "remove_evidence",
    "remove_goal",
    "remove_link",
    "remove_links",
    "remove_metric",
    "remove_metrics",
    "remove_person",
    "remove_scenario",
    "rename_scenario",
    "say",
    "set_ask",
    "set_budget",
    "set_calendar",
    "set_cost",
    "set_currency",
    "set_language",
    "set_layout",
    "set_money",
    "set_observations",
    "set_target",
    "set_title",
    "simulate",
    "speak",
    "take_link",
    "take_metric",
    "text",
    "typed",
    "understood",
    "write",
]


def __getattr__(name: str) -> object:
    """Load the room of a public name when it is first asked for."""
    if name == "library":
        return import_module("kpi_tree.library")
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
