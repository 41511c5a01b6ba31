"""What stands in a metric's box, and how large the box is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.lettering import narrowest, width, wrapped
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, month
from kpi_tree.plan.quantity import (
    LognormalRange,
    Mixture,
    Normal,
    Pert,
    Range,
    Triangular,
    Uniform,
)

if TYPE_CHECKING:
    from kpi_tree.plan.model import Metric, Plan
    from kpi_tree.plan.quantity import Quantity

NAME_SIZE: Final = 16.0
NAME_LINE: Final = 20.0
NOTE_SIZE: Final = 14.0
NOTE_LINE: Final = 20.0
PADDING: Final = 10.0
# Between the name and what stands below it.
STEP: Final = 3.0
LINES: Final = 3
# Before a goal's target stands a flag.
FLAG: Final = 17.0
_LEAST: Final = 88.0
_WIDEST: Final = 220.0


@dataclass(frozen=True, slots=True)
class Label:
    """The texts of a box, in the reader's language, broken into lines.

    Attributes:
        name: the metric's name, a text a line.
        value: its baseline with its unit, or that it is computed, or what is missing.
        aims: a line for each goal that it is measured by.
        least: how wide the texts' room is at least.
        below: how much room is kept free below the texts.
    """

    name: tuple[str, ...]
    value: str
    aims: tuple[str, ...]
    least: float = _LEAST
    below: float = 0.0

    @property
    def width(self) -> float:
        """How wide the box must be at least."""
        texts = [width(line, size=NAME_SIZE) for line in self.name]
        texts += [_note(self.value), *(_note(line) + FLAG for line in self.aims)]
        return round(max(*texts, self.least) + 2 * PADDING)

    @property
    def height(self) -> float:
        """How high the box must be."""
        notes = (bool(self.value) + len(self.aims)) * NOTE_LINE
        texts = len(self.name) * NAME_LINE + (STEP + notes if notes else 0.0)
        return texts + self.below + 2 * PADDING


def label(metric: Metric, plan: Plan, *, room: float = 0.0, below: float = 0.0) -> Label:
    """The texts of a metric's box, as narrow as they may be.

    With a room given they fill that, and what is computed is not said to be.
    """
    close = room > 0
    least = room or _LEAST
    value = "" if close and metric.formula else _short(value_text(metric, plan))
    targets = tuple(_short(text) for text in aims(metric.id, plan))
    # Where a note is long, the name may be as long.
    least = max([least, *(_note(text) + FLAG for text in targets)])
    room = room or narrowest(metric.name, size=NAME_SIZE, most=LINES, least=least, widest=_WIDEST)
    return Label(
        name=wrapped(metric.name, room=room, size=NAME_SIZE, most=LINES),
        value=value,
        aims=targets,
        least=least,
        below=below,
    )


def value_text(metric: Metric, plan: Plan) -> str:
    """A metric's baseline with its unit; of a computed one, that it is computed."""
    if metric.formula is not None:
        return say("picture.computed")
    if metric.baseline is None:
        return say("picture.no_baseline")
    return amount_text(middle(metric.baseline), metric, plan)


def amount_text(value: float, metric: Metric, plan: Plan) -> str:
    """A value of a metric with its unit."""
    text = amount(value, metric.unit, plan.currency)
    if metric.unit in {"currency", "ratio", "count", "score"}:
        return text
    return say("picture.hours", value=text) if metric.unit == "hours" else f"{text} {metric.unit}"


def middle(quantity: Quantity) -> float:
    """The median of a quantity, as half of its draws lie below it; a good guess for rare shapes.

    >>> from kpi_tree.plan.quantity import Range
    >>> round(middle(Range(p10=3900, p90=4300)))
    4095
    """
    match quantity:
        case int() | float():
            return float(quantity)
        case Normal(mean=mean):
            return mean
        case Uniform(low=low, high=high):
            return (low + high) / 2
        case Triangular():
            return _of_triangle(quantity)
        case Pert(low=low, mode=mode, high=high):
            return (low + 6 * mode + high) / 8
        case Mixture():
            parts = zip(quantity.shares, quantity.of, strict=True)
            return sum(share * middle(part) for share, part in parts)
        case Range(p10=p10, p90=p90) | LognormalRange(p10=p10, p90=p90) if p10 > 0:
            return math.sqrt(p10) * math.sqrt(p90)
    return quantity.p10 / 2 + quantity.p90 / 2


def _of_triangle(shape: Triangular) -> float:
    """Where half of a triangle's area lies to the left."""
    low, mode, high = shape.low, shape.mode, shape.high
    if mode - low >= high - mode:
        return low + math.sqrt((high - low) * (mode - low) / 2)
    return high - math.sqrt((high - low) * (high - mode) / 2)


def aims(metric: str, plan: Plan) -> list[str]:
    """A text for each goal of a metric: what to reach, and by when."""
    found = []
    for goal in plan.goals:
        if goal.metric != metric:
            continue
        if goal.target is None:
            found.append(say("picture.aim_open"))
        else:
            value = amount_text(goal.target, plan.metric[metric], plan)
            found.append(f"{value} · {month(goal.by)}" if goal.by else value)
    return found


def _note(text: str) -> float:
    """How wide a note will be, whose figures are all as wide as a zero."""
    return width("".join("0" if mark.isdigit() else mark for mark in text), size=NOTE_SIZE)


def _short(text: str) -> str:
    """A note of one line."""
    return wrapped(text, room=_WIDEST, size=NOTE_SIZE, most=1)[0] if text else ""
