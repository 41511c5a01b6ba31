"""What a question is about: a link or a scenario of the plan, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.plan.model import Scenario
from kpi_tree.simulation.forecasting import DO_NOTHING

if TYPE_CHECKING:
    from kpi_tree.plan.model import Link, Plan


def link_of(plan: Plan, link: str) -> Link:
    """A link by its id.

    Raises:
        BadArgument: the plan has none such.
    """
    found = next((each for each in plan.links if each.id == link), None)
    if found is None:
        raise BadArgument([Problem("unknown_link", "", {"id": quoted(link)})])
    return found


def scenario_of(plan: Plan, scenario: str | Scenario) -> Scenario:
    """A scenario by its id, one that is only tried, or the empty one of doing nothing.

    Raises:
        BadArgument: the plan has none such.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if scenario == DO_NOTHING:
        return Scenario.model_construct(id=DO_NOTHING, name=DO_NOTHING)
    if scenario not in plan.scenario:
        known = ", ".join((DO_NOTHING, *plan.scenario))
        values = {"id": quoted(scenario), "known": known}
        raise BadArgument([Problem("unknown_scenario", "", values)])
    return plan.scenario[scenario]
