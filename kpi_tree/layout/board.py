"""The picture on one page: social on one side, the business on the other, the bridge between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.layout.columns import Columns
from kpi_tree.layout.drawing import drawn, in_order
from kpi_tree.layout.label import label
from kpi_tree.layout.stacks import FLOW
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from kpi_tree.layout.picture import Layout
    from kpi_tree.plan.model import Plan

# All boxes are as wide, and the bridges between them long.
_ROOM: Final = 206.0
_GAP: Final = 116.0
_SIDE: Final = {name: "lever" if name == "investment" else name for name in FLOW}


def board(plan: Plan) -> Layout:
    """The picture in four columns at most; what we do is one of them, named `lever`.

    Formulas inside a column leave and enter their boxes at the right.
    """
    tree = KpiTree(plan)
    labels = {metric.id: label(metric, plan, room=_ROOM) for metric in plan.metrics}
    side = {(metric.id,): _SIDE[metric.layer] for metric in plan.metrics}
    used = [name for name in dict.fromkeys(_SIDE.values()) if name in side.values()]
    columns = Columns(
        tuple(side), {stack: used.index(name) for stack, name in side.items()}, tuple(used)
    )
    return drawn(tree, labels, in_order(tree, labels, columns, least=_GAP, close=True))
