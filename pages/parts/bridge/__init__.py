"""The bridge: the picture on one page with which a workshop starts.

What a team does on its networks stands on one side, what the business gets on the other, between
them the outcomes that join the two; what no goal depends on is grey. Drawn by the front end of
the tree's picture, from places of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from kpi_tree import board
from pages.parts.component import component
from pages.parts.picture_words import PlanView, plain
from pages.parts.tree_picture import Clicked, asdict_of, clicked, drawn

if TYPE_CHECKING:
    from kpi_tree import Layout

__all__ = ["Clicked", "PlanView", "bridge"]

# Room for what runs inside the last side.
_BESIDE: Final = 44
_SIDES: Final = {
    "lever": "picture.we_do",
    "social": "picture.in_networks",
    "bridge": "picture.between",
    "business": "picture.business_gets",
}


def bridge(view: PlanView, *, selected: Clicked | None = None, key: str) -> Clicked | None:
    """Draw the bridge of a plan; what the reader has just chosen in it, else None.

    Args:
        view: the plan and what is to be said about it.
        selected: what stands out when the picture is drawn.
        key: the picture's name on its page; with the same key it is redrawn in place.
    """
    result = component("tree_picture")(
        key=key,
        data={**spanned(view), "selected": asdict_of(selected)},
        on_chosen_change=lambda: None,
    )
    return clicked(view.plan, result.chosen, key=key)


def spanned(view: PlanView) -> dict[str, Any]:
    """The bridge as JSON: the tree's picture in four columns, with a title and a summary."""
    layout = board(view.plan)
    picture = drawn(view, layout)
    picture["view"] = {**picture["view"], "width": picture["view"]["width"] + _BESIDE}
    for shown, band in zip(picture["bands"], layout.bands, strict=True):
        shown["word"] = kt.say(_SIDES[band.layer])
    words = {"how": kt.say("picture.board_how"), "print": kt.say("picture.print")}
    return {
        **picture,
        "title": plain(view.plan.title),
        "words": {**picture["words"], **words},
        "board": {"over": kt.say("picture.board_title"), "summary": _summary(layout)},
    }


def _summary(layout: Layout) -> str:
    count, apart = len(layout.places), sum(box.apart for box in layout.places.values())
    if not apart:
        return kt.say("picture.board_all", n=count)
    return kt.say("picture.board_summary", n=apart, of=count)
