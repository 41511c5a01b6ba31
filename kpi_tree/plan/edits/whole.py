"""Edits of a whole plan: its beginning, and another document in its place."""

from __future__ import annotations

from kpi_tree.plan.edits.draft import Draft, edit, refuse_incoherent
from kpi_tree.plan.events import Event, PlanCreated, PlanReplaced
from kpi_tree.plan.frozen import Frozen
from kpi_tree.plan.model import Plan
from kpi_tree.plan.writing import document


def create_plan(plan: Plan) -> tuple[Event, ...]:
    """Begin a plan's history with this plan."""
    refuse_incoherent(plan)
    return (PlanCreated(document=document(_tidy(plan))),)


@edit
def adopt(draft: Draft, plan: Plan) -> None:
    """Put another plan in the place of the whole plan: a file, or an older version of it."""
    now, was = document(_tidy(plan)), document(draft.plan)
    if now != was:
        draft.record(PlanReplaced(document=now, was=was))


def _tidy(plan: Plan) -> Plan:
    """The plan without metrics of which nothing was measured among its observations."""
    measured = {metric: series for metric, series in plan.observations.items() if series}
    kept = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_construct(**(kept | {"observations": Frozen(measured)}))
