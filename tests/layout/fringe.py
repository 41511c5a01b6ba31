"""A worked tree made smaller from its fringe inwards."""

from __future__ import annotations

import kpi_tree as kt
from kpi_tree.tree import KpiTree

# What a plan can be without; it may name metrics that are gone.
_LEFT_OUT = {"scenarios", "money", "assessment", "notes", "comments", "proposals", "measured"}


def trimmed(plan: kt.Plan, count: int) -> kt.Plan:
    """The plan with so many metrics: unlinked ends go first, then what nothing drives."""
    while len(plan.metrics) > count:
        plan = _without(_outermost(KpiTree(plan)), plan)
    return plan


def _outermost(tree: KpiTree) -> str:
    graph = tree.over_time
    ends = [name for name in tree.order if not graph.out_degree(name) and name not in tree.linked]
    return ends[-1] if ends else next(name for name in tree.order if not graph.in_degree(name))


def _without(gone: str, plan: kt.Plan) -> kt.Plan:
    """The plan without a metric; formulas that read it multiply what else they read."""
    drivers = KpiTree(plan).over_time.predecessors
    document = {key: each for key, each in kt.document(plan).items() if key not in _LEFT_OUT}
    kept = [metric for metric in document["metrics"] if metric["id"] != gone]
    for metric in kept:
        rest = [name for name in drivers(metric["id"]) if name != gone]
        if "formula" in metric and gone in drivers(metric["id"]):
            del metric["formula"]
            metric.update({"formula": " * ".join(rest)} if rest else {"baseline": 100})
    links = [link for link in document.get("links", ()) if gone not in {link["from"], link["to"]}]
    return kt.plan_of(document | {"metrics": kept, "links": links})
