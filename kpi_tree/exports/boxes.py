"""The boxes of a picture: a metric's name, its value, its goals and their odds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kpi_tree.exports.letters import measured
from kpi_tree.exports.marks import flag, layer_mark
from kpi_tree.exports.plain import plain
from kpi_tree.exports.shapes import Group, Rect, Shape, Words
from kpi_tree.layout.label import FLAG, NAME_LINE, NAME_SIZE, NOTE_LINE, NOTE_SIZE, STEP
from kpi_tree.locale import say
from kpi_tree.palette import LAYER_COLOURS

if TYPE_CHECKING:
    from kpi_tree.exports.ink import Ink
    from kpi_tree.layout import Layout, Place
    from kpi_tree.plan.model import Plan
    from kpi_tree.simulation import Forecast

CHIP: Final = 20.0
CHIP_SIZE: Final = 13.0
_LEFT: Final = 12.0
_GOAL: Final = "#B26206"


def box(
    place: Place, plan: Plan, *, layout: Layout, ink: Ink, forecast: Forecast | None = None
) -> Group:
    """A metric's box as shapes."""
    metric = plan.metric[place.metric]
    layer = ink.shade(LAYER_COLOURS[metric.layer])
    colour = ink.unlinked if place.apart else layer
    aimed = bool(place.label.aims)
    card = Rect(
        place.x,
        place.y,
        place.width,
        place.height,
        ink.paper if place.apart else ink.card,
        radius=9,
        stroke=ink.unlinked if place.apart else layer,
        thick=2.4 if aimed else 1.2,
        dash=(4, 4) if place.apart else (),
    )
    spine = Rect(place.x + 3.5, place.y + 7, 3.5, place.height - 14, colour, radius=1.75)
    shapes: list[Shape] = [card, spine, *_texts(place, ink)]
    if not layout.names_layer_of(place):
        shapes.append(layer_mark(metric.layer, (place.x + 2, place.y + 2), radius=5.5, fill=layer))
    odds = odds_told(place.metric, plan, forecast)
    if odds:
        shapes += chip(place, odds, ink, flagged=True)
    elif place.apart and layout.lane is None:
        shapes += chip(place, say("picture.unlinked"), ink)
    return Group(_told(place, plan, odds), tuple(shapes))


def _texts(place: Place, ink: Ink) -> list[Shape]:
    """Name, value and goals, from the top, the way the layout has made room for them."""
    label, left = place.label, place.x + _LEFT
    # Room that the map keeps below the texts is shared out above and below them.
    y = place.y + 25 + label.below / 2
    shapes: list[Shape] = []
    for line in label.name:
        fill, weight = (ink.faint, 500) if place.apart else (ink.text, 600)
        shapes.append(Words(left, y, plain(line), NAME_SIZE, fill, weight))
        y += NAME_LINE
    y += STEP if label.value else STEP - NOTE_LINE
    if label.value:
        shapes.append(Words(left, y, plain(label.value), NOTE_SIZE, ink.faint))
    for line in label.aims:
        y += NOTE_LINE
        shapes += flag((left, y - 11), ink.shade(_GOAL))
        shapes.append(Words(left + FLAG - 2, y, plain(line), NOTE_SIZE, ink.text, 600))
    return shapes


def chip(place: Place, text: str, ink: Ink, *, flagged: bool = False) -> list[Shape]:
    """A few words on the upper edge of a box, at its right end."""
    fill, paper = (ink.paper, ink.shade(_GOAL)) if flagged else (ink.faint, ink.paper)
    width = measured(text, CHIP_SIZE, 600) + 20
    right = place.x + place.width + 6
    y = place.y - CHIP / 2 - 2
    outline = paper if flagged else ink.unlinked
    return [
        Rect(right - width, y, width, CHIP, paper, radius=CHIP / 2, stroke=outline, thick=1.2),
        Words(right - width / 2, y + 14.6, text, CHIP_SIZE, fill, weight=600, anchor="middle"),
    ]


def odds_told(metric: str, plan: Plan, forecast: Forecast | None) -> str:
    """The odds of a metric's goals; empty where there are none."""
    if forecast is None:
        return ""
    goals = [goal.id for goal in plan.goals if goal.metric == metric]
    found = [forecast.goals[goal].probability for goal in goals if goal in forecast.goals]
    return " · ".join(_odds(share) for share in found if share is not None)


def _odds(share: float) -> str:
    if 0 < share < 0.005:
        return say("odds.below")
    if 0.995 <= share < 1:
        return say("odds.above")
    return say("odds.of", count=math.floor(100 * share + 0.5))


def _told(place: Place, plan: Plan, odds: str) -> str:
    metric = plan.metric[place.metric]
    parts = [metric.name, say(f"library.layer.{metric.layer}"), place.label.value]
    parts += [say("picture.aim", target=text) for text in place.label.aims]
    parts += [odds, say("picture.unlinked") if place.apart else ""]
    return plain(" · ".join(part for part in parts if part))
