"""The edges of a picture: a curve, a tip, and the letter of the evidence."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kpi_tree.exports.marks import tip, tip_length
from kpi_tree.exports.plain import plain
from kpi_tree.exports.shapes import Curve, Disc, Group, Shape, Words
from kpi_tree.layout import stroke
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.exports.ink import Ink
    from kpi_tree.layout import Point, Route, Stroke
    from kpi_tree.plan.model import Plan

# By the grade of the evidence: the catalogue's word, and the letter that stands for it.
GRADES: Final = {
    "experiment": ("library.grade.experiment", "exports.letter_experiment"),
    "meta-analysis": ("library.grade.meta-analysis", "exports.letter_meta_analysis"),
    "observational": ("library.grade.observational", "exports.letter_observational"),
    "own-data": ("library.grade.own-data", "exports.letter_own_data"),
    "expert": ("library.grade.expert", "exports.letter_expert"),
    "practice": ("library.grade.practice", "exports.letter_practice"),
    "": ("exports.no_evidence", "exports.letter_none"),
}
STATUSES: Final = {
    "hypothesis": "exports.hypothesis",
    "agreed": "exports.agreed",
    "measured": "exports.measured",
}
RADIUS: Final = 8.0
_LETTER: Final = 10.0
_TRIED: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)
_STEPS: Final = 24


@dataclass
class Edges:
    """Draws the edges of a plan's picture, so that no letter covers another."""

    plan: Plan
    ink: Ink
    taken: list[Point] = field(default_factory=list)

    def drawn(self, route: Route) -> Group:
        """An edge as shapes."""
        look = stroke(route, self.plan)
        colour = self.ink.shade(look.colour) if look.status else self.ink.formula
        points = curve(route.points, look.width)
        to_right = points[-1][0] >= points[-2][0]
        shapes: list[Shape] = [
            Curve(points, colour, look.width, look.dash),
            tip(route.points[-1], to_right=to_right, thick=look.width, fill=colour),
        ]
        if look.status:
            shapes += letter(self._free(points), look.grade, colour, ink=self.ink)
        return Group(self._told(route, look), tuple(shapes))

    def _free(self, points: Sequence[Point]) -> Point:
        """A point on the way, about its middle, where no other letter stands."""
        line = along(points)
        spots = [line[round(share * (len(line) - 1))] for share in _TRIED]
        apart = (2 * RADIUS + 3) ** 2
        clear = (
            spot
            for spot in spots
            if all((spot[0] - x) ** 2 + (spot[1] - y) ** 2 > apart for x, y in self.taken)
        )
        chosen = next(clear, spots[0])
        self.taken.append(chosen)
        return chosen

    def _told(self, route: Route, look: Stroke) -> str:
        names = {end: self.plan.metric[getattr(route, end)].name for end in ("driver", "outcome")}
        parts = [say("picture.edge", **names)]
        if route.formula:
            parts.append(say("picture.formula"))
        if look.status:
            parts += [say(STATUSES[look.status]), say(GRADES[look.grade][0])]
        return plain(" · ".join(parts))


def letter(at: Point, grade: str, colour: str, *, ink: Ink) -> list[Shape]:
    """The letter of a grade in its disc."""
    mark = say(GRADES[grade][1])
    return [
        Disc(*at, RADIUS, ink.paper, stroke=colour, thick=1.6),
        Words(at[0], at[1] + 0.36 * _LETTER, mark, _LETTER, ink.text, weight=700, anchor="middle"),
    ]


def curve(points: Sequence[Point], thick: float) -> tuple[Point, ...]:
    """An edge's way as Bézier pieces that leave and arrive level, up to where its tip begins."""
    (left, up), (right, down) = points[0], points[-1]
    back = tip_length(thick)
    if len(points) == 2 and left == right:
        out = left + min(24 + abs(down - up) / 7, 62)
        return (left, up), (out, up), (out, down), (right + back, down)
    way = 1 if right >= points[-2][0] else -1
    line = [*points[:-1], (right - way * back, down)]
    found = [line[0]]
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        half = (x1 + x2) / 2
        found += [(half, y1), (half, y2), (x2, y2)]
    return tuple(found)


def along(points: Sequence[Point], steps: int = _STEPS) -> list[Point]:
    """Points along Bézier pieces, about equally far apart."""
    fine = [points[0]]
    for at in range(0, len(points) - 1, 3):
        piece = points[at : at + 4]
        fine += [_on(piece, (index + 1) / steps) for index in range(steps)]
    lengths = [0.0]
    for one, other in itertools.pairwise(fine):
        lengths.append(lengths[-1] + math.dist(one, other))
    found, at = [], 0
    count = len(fine) - 1
    for index in range(count + 1):
        wanted = lengths[-1] * index / count
        while at < count and lengths[at] < wanted:
            at += 1
        found.append(fine[at])
    return found


def _on(piece: Sequence[Point], t: float) -> Point:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(s * p[axis] for s, p in zip(shares, piece, strict=True)) for axis in (0, 1))
    return x, y
