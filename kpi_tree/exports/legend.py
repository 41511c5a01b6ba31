"""The legend of a picture: what its lines, letters, flags and signs mean, as far as it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kpi_tree.exports.edges import GRADES, RADIUS, STATUSES, letter
from kpi_tree.exports.letters import measured
from kpi_tree.exports.marks import flag, layer_mark, tip, tip_length
from kpi_tree.exports.shapes import Curve, Rect, Shape, Words, moved
from kpi_tree.layout import Stroke, stroke
from kpi_tree.layout.stroke import NARROWEST
from kpi_tree.locale import say
from kpi_tree.palette import EVIDENCE_COLOURS, LAYER_COLOURS

if TYPE_CHECKING:
    from kpi_tree.exports.ink import Ink
    from kpi_tree.layout import Layout
    from kpi_tree.plan.model import Plan

_SAMPLE: Final = 36.0
_GAP: Final = 8.0
_APART: Final = 26.0
_LINE: Final = 1.9
_GOAL: Final = "#B26206"


class Entry(NamedTuple):
    """A sign about the line y = 0 from x = 0, how wide it is, and what it means."""

    shapes: list[Shape]
    wide: float
    text: str


def legend(
    entries: list[Entry], *, room: float, size: float, ink: Ink
) -> tuple[list[Shape], float]:
    """The entries side by side in as many lines as they need; how high they are together."""
    step = max(_LINE * size, 2 * RADIUS + 8)
    shapes: list[Shape] = []
    x, y = 0.0, step / 2
    for entry in entries:
        wide = entry.wide + _GAP + measured(entry.text, size, 400)
        if x and x + wide > room:
            x, y = 0.0, y + step
        shapes += moved(entry.shapes, x=x, y=y)
        shapes.append(Words(x + entry.wide + _GAP, y + 0.36 * size, entry.text, size, ink.faint))
        x += wide + _APART
    return shapes, y + step / 2 if entries else 0.0


def entries(plan: Plan, layout: Layout, ink: Ink, *, judged: bool) -> list[Entry]:
    """What the picture of a plan has to explain."""
    looks = [stroke(route, plan) for route in layout.routes]
    found: list[Entry] = []
    if any(not look.status for look in looks):
        found.append(_line(Stroke(NARROWEST), ink.formula, say("picture.formula")))
    statuses = {look.status for look in looks}
    for status, word in STATUSES.items():
        if status in statuses:
            found.append(_line(Stroke(2.8, status), ink.text, say(word)))
    if statuses & set(STATUSES):
        found.append(_widths(ink))
    found += _grades(looks, ink)
    if plan.goals:
        shapes = list(flag((0.0, -6.0), ink.shade(_GOAL)))
        found.append(Entry(shapes, 11, say("picture.goal")))
    if judged:
        found.append(Entry([_chip(ink)], 30, say("exports.odds_mean")))
    return found + _places(layout, ink)


def _line(look: Stroke, colour: str, text: str) -> Entry:
    end = _SAMPLE - tip_length(look.width)
    points = ((0.0, 0.0), (end / 3, 0.0), (2 * end / 3, 0.0), (end, 0.0))
    head = tip((_SAMPLE, 0.0), to_right=True, thick=look.width, fill=colour)
    return Entry([Curve(points, colour, look.width, look.dash), head], _SAMPLE, text)


def _widths(ink: Ink) -> Entry:
    shapes: list[Shape] = [
        Curve(((x, 0.0), (x + 2, 0.0), (x + 8, 0.0), (x + 10, 0.0)), ink.text, thick)
        for x, thick in ((1, 1.6), (18, 3.2), (36, 5.6))
    ]
    return Entry(shapes, _SAMPLE + 13, say("exports.width"))


def _grades(looks: list[Stroke], ink: Ink) -> list[Entry]:
    seen = {look.grade for look in looks if look.status}
    return [
        Entry(
            letter((RADIUS, 0.0), grade, ink.shade(EVIDENCE_COLOURS[grade]), ink=ink),
            2 * RADIUS,
            say(GRADES[grade][0]),
        )
        for grade in EVIDENCE_COLOURS
        if grade in seen
    ]


def _chip(ink: Ink) -> Rect:
    colour = ink.shade(_GOAL)
    return Rect(0, -9, 30, 18, colour, radius=9, stroke=colour, thick=1.2)


def _places(layout: Layout, ink: Ink) -> list[Entry]:
    """The signs of the layers and of the unlinked, where no column and no lane says them."""
    found: list[Entry] = []
    boxes = layout.places.values()
    marked = {box.layer for box in boxes if not layout.names_layer_of(box)}
    found += [
        Entry(
            [layer_mark(layer, (6, 0), radius=5.5, fill=ink.shade(colour))],
            12,
            say(f"library.layer.{layer}"),
        )
        for layer, colour in LAYER_COLOURS.items()
        if layer in marked
    ]
    if layout.lane is None and any(box.apart for box in boxes):
        dashed = Rect(
            0, -8, 24, 16, ink.paper, radius=5, stroke=ink.unlinked, thick=1.2, dash=(4, 4)
        )
        found.append(Entry([dashed], 24, say("picture.unlinked_why")))
    return found
