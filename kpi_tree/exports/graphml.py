"""A plan's tree as GraphML, for yEd, Gephi, Cytoscape and networkx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import networkx as nx

from kpi_tree.exports.plain import plain
from kpi_tree.layout import places, stroke
from kpi_tree.layout.label import middle
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from kpi_tree.layout import Layout, Route
    from kpi_tree.plan.model import Plan


def graphml(plan: Plan) -> bytes:
    """The tree as GraphML: metrics with their places, edges with what is known of them."""
    layout, tree = places(plan), KpiTree(plan)
    found: nx.DiGraph[str] = nx.DiGraph(title=plain(plan.title))
    for metric in plan.metrics:
        place = layout.places[metric.id]
        node: dict[str, Any] = {
            "label": plain(metric.name),
            "layer": metric.layer,
            "unit": plain(metric.unit),
            "formula": plain(metric.formula or ""),
            "goal": metric.id in tree.goal_metrics,
            "linked": metric.id in tree.linked,
            "x": float(place.x),
            "y": float(place.y),
        }
        if metric.baseline is not None:
            node["baseline"] = float(middle(metric.baseline))
        found.add_node(metric.id, **node)
    for route in layout.routes:
        found.add_edge(route.driver, route.outcome, **_edge(plan, layout, route))
    file = io.BytesIO()
    nx.write_graphml(found, file)
    return file.getvalue()


def _edge(plan: Plan, layout: Layout, route: Route) -> dict[str, Any]:
    look = stroke(route, plan)
    edge: dict[str, Any] = {
        "formula": route.formula,
        "past": route.past,
        "status": look.status,
        "evidence": look.grade,
        "linked": not layout.places[route.outcome].apart,
    }
    links = [link for link in plan.links if link.id in route.links and link.size is not None]
    if len(links) == 1 and links[0].size is not None:
        edge |= {"effect": links[0].effect, "size": float(middle(links[0].size))}
    return edge
