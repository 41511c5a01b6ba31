"""Along which ways a goal's change flows: the part of the tree that carries it, drawn by width.

Drawn by the front end of the tree's picture.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from kpi_tree import places
from pages.parts import amounts
from pages.parts.component import component
from pages.parts.picture_words import PlanView, plain
from pages.parts.tree_picture import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi_tree import Contributions, FlowEdge

THINNEST: Final = 1.5
THICKEST: Final = 20.0
_NAME: Final = re.compile(r"[^\W\d]\w*")
_LEAST: Final = 1e-4  # of the widest: what carries less is left out


def flow_picture(plan: kt.Plan, found: Contributions, *, key: str) -> None:
    """Draw what flows to the goal; nothing where nothing does."""
    if carrying(found):
        component("tree_picture")(key=key, data=flowing(plan, found), on_chosen_change=_nothing)


def carrying(found: Contributions) -> tuple[FlowEdge, ...]:
    """The edges along which anything worth a line flows."""
    widest = max((abs(edge.amount) for edge in found.edges), default=0.0)
    return tuple(edge for edge in found.edges if abs(edge.amount) > _LEAST * widest)


def flowing(plan: kt.Plan, found: Contributions) -> dict[str, Any]:
    """The picture as JSON: the tree's own, narrowed to what carries, with a width an edge."""
    edges = {(edge.driver, edge.outcome): edge for edge in carrying(found)}
    part = _carried(plan, frozenset(name for ends in edges for name in ends))
    values = {each.lever: _gain(plan, found, each.mean) for each in found.levers}
    picture = drawn(PlanView(part, values=values), places(part))
    widest = max(abs(edge.amount) for edge in edges.values())
    lines = [
        {**line, **_wide(plan, found, edge, widest=widest)}
        for line in picture["edges"]
        if (edge := edges.get((line["from"], line["to"])))
    ]
    words = {
        "how": kt.say("why.flow_how"),
        "flow": kt.say("why.flow_legend"),
        "against": kt.say("why.flow_against"),
    }
    return {
        **picture,
        "edges": lines,
        "selected": None,
        "title": kt.say("why.flow_title", goal=plain(plan.metric[found.metric].name)),
        "words": {**picture["words"], **words},
    }


def _carried(plan: kt.Plan, kept: frozenset[str]) -> kt.Plan:
    """The metrics that carry, with the links between them."""
    fields = {name: getattr(plan, name) for name in kt.Plan.model_fields}
    fields["metrics"] = tuple(_alone(metric, kept) for metric in plan.metrics if metric.id in kept)
    fields["links"] = tuple(
        link for link in plan.links if link.outcome in kept and link.driver in kept
    )
    fields["goals"] = tuple(goal for goal in plan.goals if goal.metric in kept)
    fields["layout"] = {name: at for name, at in plan.layout.items() if name in kept}
    return kt.Plan.model_construct(**fields)


def _alone(metric: kt.Metric, kept: frozenset[str]) -> kt.Metric:
    """A metric whose formula names nothing but what carries; only the names in it are drawn."""
    if not metric.formula:
        return metric
    named = sorted(kept.intersection(_NAME.findall(metric.formula)))
    fields = {name: getattr(metric, name) for name in kt.Metric.model_fields}
    return kt.Metric.model_construct(**{**fields, "formula": " + ".join(named) or None})


def _wide(
    plan: kt.Plan, found: Contributions, edge: FlowEdge, *, widest: float
) -> Mapping[str, Any]:
    """An edge's width and what it says: how much flows, and from which lever."""
    share = abs(edge.amount) / widest
    write = partial(_gain, plan, found)
    lines = [kt.say("why.flow_amount", amount=write(edge.amount))]
    lines += _from_levers(plan, edge, write)
    title = plain(
        kt.say(
            "picture.edge",
            driver=plan.metric[edge.driver].name,
            outcome=plan.metric[edge.outcome].name,
        )
    )
    return {
        "flow": round(THINNEST + (THICKEST - THINNEST) * share, 2),
        "against": edge.amount < 0,
        "lines": [plain(line) for line in lines],
        "aria": plain(f"{title}. {' '.join(lines)}"),
    }


def _from_levers(plan: kt.Plan, edge: FlowEdge, write: Callable[[float], str]) -> list[str]:
    parts = sorted(edge.by_lever.items(), key=lambda pair: -abs(pair[1]))
    told = [
        kt.say("why.flow_part", lever=plan.metric[lever].name, amount=write(amount))
        for lever, amount in parts
        if abs(amount) > _LEAST * abs(edge.amount)
    ]
    return told if len(told) > 1 else []


def _gain(plan: kt.Plan, found: Contributions, value: float) -> str:
    return amounts.signed(plan, found.metric, value)


def _nothing() -> None:
    """The reader's click stays in the browser."""
