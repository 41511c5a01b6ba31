"""The tree as a picture: the metrics by layer, what moves what, where something is missing.

One SVG with the places of `kpi_tree.layout`; the browser places nothing and formats nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

import kpi_tree as kt
from kpi_tree import places
from pages.parts.component import component
from pages.parts.picture_words import (
    PlanView,
    badges,
    box_words,
    edge_lines,
    layer_words,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree import Layout, Route

__all__ = ["Clicked", "PlanView", "clicked", "tree_picture"]

MARGIN: Final = 16.0


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a reader has chosen in a picture: a metric or a link, by its id."""

    kind: Literal["metric", "link"]
    id: str


def tree_picture(view: PlanView, *, selected: Clicked | None = None, key: str) -> Clicked | None:
    """Draw the tree of a plan; what the reader has just chosen in it, else None.

    chosen = tree_picture(PlanView(plan, findings=kt.check(plan)), key="tree")
    if chosen:
        st.session_state["tree.chosen"] = chosen

    Args:
        view: the plan and what is to be said about it.
        selected: what stands out when the picture is drawn.
        key: the picture's name on its page; with the same key it is redrawn in place.
    """
    result = component("tree_picture")(
        key=key,
        data={**drawn(view, places(view.plan)), "selected": asdict_of(selected)},
        on_chosen_change=lambda: None,
    )
    return clicked(view.plan, result.chosen, key=key)


def clicked(plan: kt.Plan, told: object, *, key: str) -> Clicked | None:
    """What a component tells of a click, once, and only where the plan has it."""
    if not isinstance(told, dict) or told == st.session_state.get(f"{key}.seen"):
        return None
    st.session_state[f"{key}.seen"] = told
    name = str(told.get("id"))
    if told.get("kind") == "metric" and name in plan.metric:
        return Clicked("metric", name)
    if told.get("kind") == "link" and any(link.id == name for link in plan.links):
        return Clicked("link", name)
    return None


def asdict_of(selected: Clicked | None) -> dict[str, str] | None:
    """A choice as JSON."""
    return {"kind": selected.kind, "id": selected.id} if selected else None


def drawn(view: PlanView, layout: Layout) -> dict[str, Any]:
    """A picture as JSON: places, routes, finished words."""
    on_metrics, on_links = badges(view)
    return {
        "title": plain(view.plan.title),
        "view": _reach(layout),
        "bands": _bands(layout),
        "lane": layout.lane and {"y": layout.lane.y, "height": layout.lane.height},
        "boxes": [_box(view, layout, name, badge=on_metrics.get(name)) for name in layout.places],
        "edges": [_edge(view, layout, route, on_links=on_links) for route in layout.routes],
        "words": _words(),
    }


def _reach(layout: Layout) -> dict[str, float]:
    """What the picture covers, with a margin; people may put boxes left of 0."""
    left = min([box.x for box in layout.places.values()], default=0.0)
    top = min([box.y for box in layout.places.values()], default=0.0)
    return {
        "x": left - MARGIN,
        "y": top - MARGIN,
        "width": layout.width + 2 * MARGIN,
        "height": layout.height + 2 * MARGIN,
    }


def _bands(layout: Layout) -> list[dict[str, Any]]:
    words = layer_words()
    return [
        {
            "x": band.x,
            "width": band.width,
            "word": words[band.layer],
            "mark": kt.LAYER_MARKS[band.layer],
            "colour": kt.LAYER_COLOURS[band.layer],
        }
        for band in layout.bands
    ]


def _box(
    view: PlanView, layout: Layout, name: str, *, badge: Mapping[str, Any] | None
) -> dict[str, Any]:
    metric, place = view.plan.metric[name], layout.places[name]
    return {
        "id": name,
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "column": place.column,
        "mark": kt.LAYER_MARKS[metric.layer],
        "colour": kt.LAYER_COLOURS[metric.layer],
        "layer": kt.say(f"library.layer.{metric.layer}"),
        "apart": place.apart,
        "badge": badge,
        **box_words(metric, place, view=view, badge=badge),
    }


def _edge(
    view: PlanView, layout: Layout, route: Route, *, on_links: Mapping[str, Any]
) -> dict[str, Any]:
    names = {
        "driver": view.plan.metric[route.driver].name,
        "outcome": view.plan.metric[route.outcome].name,
    }
    lines = edge_lines(view, route)
    marked = [on_links[name] for name in route.links if name in on_links]
    title = plain(kt.say("picture.edge", **names))
    kind = kt.say("picture.formula") if route.formula else kt.say("picture.influence")
    return {
        "from": route.driver,
        "to": route.outcome,
        "points": route.points,
        "formula": route.formula,
        "past": route.past,
        "inside": layout.places[route.driver].column == layout.places[route.outcome].column,
        "link": route.links[0] if route.links else None,
        "badge": marked[0] if marked else None,
        "title": title,
        "lines": [*lines, *(line for badge in marked for line in badge["sentences"])],
        "aria": f"{kind}: {title}. {' '.join(lines)}",
    }


def _words() -> dict[str, str]:
    return {
        "formula": kt.say("picture.formula"),
        "influence": kt.say("picture.influence"),
        "goal": kt.say("picture.goal"),
        "unlinked": kt.say("picture.unlinked"),
        "unlinkedWhy": kt.say("picture.unlinked_why"),
        "closer": kt.say("picture.closer"),
        "farther": kt.say("picture.farther"),
        "fit": kt.say("picture.fit"),
        "full": kt.say("picture.full"),
        "how": kt.say("picture.how"),
        "empty": kt.say("picture.empty"),
    }
