"""Where each metric of a plan stands: one layered picture for the page, the editor, the exports.

Columns run from what we do (investments, levers) to what the business gets; edges run through
them with as few crossings as can be found, long ones level. Where that makes the picture larger on
a screen, boxes of one formula stand on one another. What no goal depends on stands in a lane of its
own. The same plan has the same picture, and where people have put boxes they stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.layout.arrangement import arranged
from kpi_tree.layout.board import board
from kpi_tree.layout.kept import after, beside, settled, shifted
from kpi_tree.layout.label import Label
from kpi_tree.layout.picture import Band, Lane, Layout, Place, Point, Route, crossings
from kpi_tree.layout.stroke import Stroke, stroke
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan

__all__ = ["Band", "Label", "Lane", "Layout", "Place", "Point", "Route", "Stroke"]
__all__ += ["after", "beside", "board", "crossings", "places", "shifted", "stroke"]


def places(plan: Plan, *, below: float = 0.0) -> Layout:
    """The picture of a plan.

    Args:
        plan: the plan.
        below: how much room each box keeps free below its texts.

    >>> from kpi_tree.plan.reading import plan_of
    >>> plan = plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", "metrics": [
    ...     {"id": "orders", "name": "Orders", "layer": "business", "formula": "visits * 0.02"},
    ...     {"id": "visits", "name": "Visits", "layer": "bridge"}],
    ...     "goals": [{"id": "more", "name": "More orders", "metric": "orders"}]})
    >>> found = places(plan).places
    >>> found["visits"].x < found["orders"].x, found["visits"].y == found["orders"].y
    (True, False)
    """
    tree = KpiTree(plan)
    found = arranged(tree, below=below)
    return settled(tree, found, below=below) if plan.layout else found
