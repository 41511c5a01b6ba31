"""Where the reader is on the page of the tree: what is chosen, and what is open below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    import kpi_tree as kt

BELOW: Final = "tree.below"
METRICS, LINKS, NEW_METRIC, NEW_LINK = "metrics", "links", "new_metric", "new_link"
_CHOSEN: Final = "tree.chosen"
_PLACE: Final = re.compile(r"(metrics|links)\[(\d+)\]")


def choose(found: Clicked | None) -> None:
    """Make a metric or a link the one that the panel is about; None closes the panel."""
    st.session_state[_CHOSEN] = (found.kind, found.id) if found else None


def chosen(plan: kt.Plan) -> Clicked | None:
    """What the panel is about, as far as the plan still has it."""
    kind, name = st.session_state.get(_CHOSEN) or ("", "")
    if kind == "metric" and name in plan.metric:
        return Clicked("metric", name)
    if kind == "link" and any(link.id == name for link in plan.links):
        return Clicked("link", name)
    return None


def at(plan: kt.Plan, place: str) -> Clicked | None:
    """The metric or link at a place in the plan's own notation (`links[3].size`), if it is one."""
    found = _PLACE.match(place)
    if found is None:
        return None
    rows = plan.metrics if found[1] == "metrics" else plan.links
    index = int(found[2])
    if index >= len(rows):
        return None
    return Clicked("metric" if found[1] == "metrics" else "link", rows[index].id)


def open_below(name: str) -> None:
    """Open one of the parts below the drawing."""
    st.session_state[BELOW] = name


def link_from(*, driver: str | None = None, outcome: str | None = None) -> None:
    """Begin a link at a metric."""
    st.session_state["tree.link.driver"] = driver
    st.session_state["tree.link.outcome"] = outcome
    open_below(NEW_LINK)
