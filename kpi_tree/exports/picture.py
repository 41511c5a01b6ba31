"""The map of a plan as a picture to show: title, columns, boxes, edges, what they mean, the day.

The places are those of `kpi_tree.layout`, which the pages draw too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kpi_tree.exports.boxes import box
from kpi_tree.exports.edges import Edges
from kpi_tree.exports.ink import DARK, LIGHT
from kpi_tree.exports.legend import entries, legend
from kpi_tree.exports.letters import measured
from kpi_tree.exports.marks import layer_mark
from kpi_tree.exports.plain import plain
from kpi_tree.exports.shapes import Curve, Group, Picture, Rect, Shape, Words, moved
from kpi_tree.layout import places
from kpi_tree.layout.lettering import wrapped
from kpi_tree.locale import language, say
from kpi_tree.locale.numbers import day
from kpi_tree.palette import LAYER_COLOURS

if TYPE_CHECKING:
    from kpi_tree.exports.ink import Ink
    from kpi_tree.layout import Layout
    from kpi_tree.plan.model import Plan
    from kpi_tree.simulation import Forecast

_MARGIN: Final = 18.0
# How far a column reaches beyond its boxes.
_REACH: Final = 14.0
_ABOVE: Final = 18.0
_NARROWEST: Final = 960.0
# A picture so wide is shown about as wide as a screen: its titles grow with it.
_SCREEN: Final = 1_700.0
_LARGEST: Final = 2.0
_SMALLEST: Final = 10.0


@dataclass(frozen=True)
class _Frame:
    """What is drawn, and how large letters around the map are."""

    plan: Plan
    layout: Layout
    ink: Ink
    forecast: Forecast | None

    @property
    def left(self) -> float:
        """The left edge of the map, in the layout's own places."""
        return min((each.x for each in self.layout.places.values()), default=0.0)

    @property
    def top(self) -> float:
        """The upper edge of the map, in the layout's own places."""
        return min([*(each.y for each in self.layout.places.values()), *self._turns], default=0.0)

    @property
    def wide(self) -> float:
        """How wide the map is."""
        ends = [each.x + each.width for each in self.layout.places.values()]
        return max(ends, default=0.0) - self.left

    @property
    def high(self) -> float:
        """How high the map is."""
        ends = [each.y + each.height for each in self.layout.places.values()]
        return max([*ends, *self._turns], default=0.0) - self.top

    @property
    def width(self) -> float:
        """How wide the picture is."""
        return round(max(self.wide + 2 * (_MARGIN + _REACH), _NARROWEST))

    @property
    def grown(self) -> float:
        """How much larger than usual titles are."""
        return min(max(self.width / _SCREEN, 1.0), _LARGEST)

    @property
    def _turns(self) -> list[float]:
        return [y for route in self.layout.routes for _, y in route.points]


def picture(
    plan: Plan,
    *,
    layout: Layout | None = None,
    forecast: Forecast | None = None,
    dark: bool = False,
    on: date | None = None,
) -> Picture:
    """The picture of a plan, in the reader's language.

    Args:
        plan: the plan.
        layout: where its boxes stand; that of `places` where none is given.
        forecast: of the scenario whose odds stand at the goals.
        dark: light letters on dark paper.
        on: the day that is written on it; today where none is given.
    """
    frame = _Frame(plan, layout or places(plan), DARK if dark else LIGHT, forecast)
    head, y = _head(frame, on or date.today())  # noqa: DTZ011 (the reader's own day)
    shapes = list(moved(head, x=_MARGIN, y=_MARGIN))
    body, high = _body(frame)
    shapes += moved(body, x=(frame.width - frame.wide) / 2, y=_MARGIN + y)
    y += _MARGIN + high + 10
    known = entries(plan, frame.layout, frame.ink, judged=_judged(forecast))
    room = frame.width - 2 * _MARGIN
    below, more = legend(known, room=room, size=13 * frame.grown, ink=frame.ink)
    shapes += moved(below, x=_MARGIN, y=y)
    return Picture(
        width=frame.width,
        height=round(y + more + 12),
        title=plain(plan.title),
        about=_counts(plan),
        language=language(),
        paper=frame.ink.paper,
        shapes=tuple(shapes),
    )


def _judged(forecast: Forecast | None) -> bool:
    return forecast is not None and any(
        odds.probability is not None for odds in forecast.goals.values()
    )


def _counts(plan: Plan) -> str:
    links = sum(link.counts for link in plan.links)
    counts = [
        say("exports.metrics", n=len(plan.metrics)),
        say("exports.links", n=links),
        say("exports.goals", n=len(plan.goals)),
    ]
    return " · ".join(counts)


def _head(frame: _Frame, on: date) -> tuple[list[Shape], float]:
    """Title, day, counts and scenario, from (0, 0); how high they are together."""
    room, grown = frame.width - 2 * _MARGIN, frame.grown
    size, small = 24 * grown, 14 * grown
    y = 0.0
    shapes: list[Shape] = []
    for line in wrapped(plain(frame.plan.title), room=room, size=size, most=2):
        y += 1.15 * size
        shapes.append(Words(0, y, line, size, frame.ink.text, 650))
    told = [day(on), _counts(frame.plan)]
    if frame.forecast is not None:
        chosen = frame.forecast.scenario
        name = plain(chosen.name) if chosen else say("odds.nothing")
        told.append(say("exports.under", scenario=name))
    for line in wrapped(" · ".join(told), room=room, size=small, most=2):
        y += 1.5 * small
        shapes.append(Words(0, y, line, small, frame.ink.faint))
    return shapes, y + 14 * grown


def _body(frame: _Frame) -> tuple[list[Shape], float]:
    """Columns with their names, edges, boxes; from (0, 0), and how high they are."""
    if not frame.plan.metrics:
        size = 16.0
        words = Words(0, 40, say("picture.empty"), size, frame.ink.faint, anchor="middle")
        return [words], 80.0
    heading = 34 * frame.grown if frame.layout.bands else 0.0
    above = heading + _ABOVE
    high = above + frame.high + _REACH
    shapes = _columns(frame, heading=heading, high=high)
    edges = Edges(frame.plan, frame.ink)
    inner: list[Shape] = _lane(frame)
    inner += [edges.drawn(route) for route in frame.layout.routes]
    inner += [
        box(place, frame.plan, layout=frame.layout, ink=frame.ink, forecast=frame.forecast)
        for place in frame.layout.places.values()
    ]
    shapes += moved(inner, x=-frame.left, y=above - frame.top)
    return shapes, high


def _columns(frame: _Frame, *, heading: float, high: float) -> list[Shape]:
    """The layers as tinted columns, each with its sign and its name."""
    shapes: list[Shape] = []
    bands = frame.layout.bands
    for at, band in enumerate(bands):
        before = bands[at - 1] if at else None
        after = bands[at + 1] if at + 1 < len(bands) else None
        gaps = [band.x - before.x - before.width] if before else []
        gaps += [after.x - band.x - band.width] if after else []
        reach = min([_REACH, *(gap / 2 - 1 for gap in gaps)])
        colour, x = LAYER_COLOURS[band.layer], band.x - frame.left
        word = say(f"library.layer.{band.layer}")
        sign = 5.5 * frame.grown
        size = _fitting(word, 15 * frame.grown, room=band.width + reach - 2 * sign - 6)
        middle = heading / 2 + 3
        shapes += [
            Rect(x - reach, 0, band.width + 2 * reach, high, frame.ink.tint(colour), radius=10),
            Group(
                word,
                (
                    layer_mark(
                        band.layer,
                        (x + sign, middle),
                        radius=sign,
                        fill=frame.ink.shade(colour),
                    ),
                    Words(x + 2 * sign + 6, middle + 0.36 * size, word, size, frame.ink.text, 600),
                ),
            ),
        ]
    return shapes


def _fitting(text: str, size: float, *, room: float) -> float:
    """The size at which a text fits, at most the one given."""
    return max(_SMALLEST, min(size, size * room / measured(text, size, 600)))


def _lane(frame: _Frame) -> list[Shape]:
    """The line above the unlinked, with the words."""
    lane, ink = frame.layout.lane, frame.ink
    if lane is None:
        return []
    y, right = lane.y + 16, frame.left + frame.wide
    ends = (frame.left - _REACH, right + _REACH)
    points = ((ends[0], y), (ends[0], y), (ends[1], y), (ends[1], y))
    word = say("picture.unlinked")
    x = frame.left + measured(word, 15, 650) + 10
    return [
        Curve(points, ink.rule, 1.5),
        Words(frame.left, y + 26, word, 15, ink.text, 650),
        Words(x, y + 26, say("picture.unlinked_why"), 15, ink.faint),
    ]
