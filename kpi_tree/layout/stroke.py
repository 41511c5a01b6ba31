"""How an edge is drawn: as wide as its effect, as solid as it is settled, coloured by evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.label import middle
from kpi_tree.palette import EVIDENCE_COLOURS
from kpi_tree.plan.saturation import felt, steeper

if TYPE_CHECKING:
    from kpi_tree.layout.picture import Route
    from kpi_tree.plan.model import Link, Plan

NARROWEST: Final = 1.6
_WIDER: Final = 4.0
# An effect that is not said, or cannot be compared, is drawn like one of a tenth.
_USUAL: Final = 0.1
# An effect is told by what a tenth more of the driver does.
_STEP: Final = 0.1
_SETTLED: Final = ("hypothesis", "agreed", "measured")


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an edge is drawn.

    Attributes:
        width: in pixels; what a formula says exactly is narrow.
        status: the status of the link that is settled best; "" where there is a formula alone.
        grade: the grade of the best evidence; "" without evidence or link.
    """

    width: float
    status: str = ""
    grade: str = ""

    @property
    def colour(self) -> str:
        """The colour of the evidence."""
        return EVIDENCE_COLOURS[self.grade]

    @property
    def dash(self) -> tuple[float, ...]:
        """Line and gap by turns, drawn with round ends: dotted, dashed; solid: nothing."""
        match self.status:
            case "hypothesis":
                return 0.1, round(2.4 * self.width, 1)
            case "agreed":
                return round(4 * self.width, 1), round(2.6 * self.width, 1)
        return ()


def stroke(route: Route, plan: Plan) -> Stroke:
    """How a route of a picture is drawn."""
    links = [link for link in plan.links if link.id in route.links]
    if not links:
        return Stroke(NARROWEST)
    share = min(sum(effect(link, plan) for link in links), 1.0)
    grades = {each.id: each.grade for each in plan.evidence}
    found = {grades[name] for link in links for name in link.evidence if name in grades}
    return Stroke(
        round(NARROWEST + _WIDER * math.sqrt(share), 2),
        status=max((link.status for link in links), key=_SETTLED.index),
        grade=next((grade for grade in EVIDENCE_COLOURS if grade in found), ""),
    )


def effect(link: Link, plan: Plan) -> float:
    """By which share of itself the outcome changes for each share by which the driver does.

    As far as it goes from where the driver stands today: less where the effect saturates, and no
    more for a tenth of the driver than the link's cap. An effect a unit is compared by the
    baselines of both ends.

    >>> from kpi_tree.plan.reading import plan_of
    >>> plan = plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", "metrics": [
    ...     {"id": "a", "name": "A", "layer": "social", "baseline": 50},
    ...     {"id": "b", "name": "B", "layer": "business", "baseline": 200}],
    ...     "links": [{"id": "l", "from": "a", "to": "b", "effect": "per_unit", "size": 2}]})
    >>> effect(plan.links[0], plan)
    0.5
    """
    if link.size is None:
        return _USUAL
    size = abs(middle(link.size))
    driver, outcome = (_stands(end, plan) for end in (link.driver, link.outcome))
    bend = link.saturation if driver else None
    half, slope = (middle(bend.half), bend.slope) if bend else (0.0, 1.0)
    cap = math.inf if link.cap is None else link.cap
    if link.effect == "elasticity":
        rise = steeper(_STEP, driver, half=half, slope=slope) if bend else 1 + _STEP
        return min(size * math.log(rise), math.log1p(cap)) / math.log1p(_STEP)
    if not driver or not outcome:
        return _USUAL
    step = felt(_STEP * driver, driver, half=half, slope=slope) if bend else _STEP * driver
    return min(size * step / outcome, cap) / _STEP


def _stands(metric: str, plan: Plan) -> float:
    """The size of a metric's baseline; 0 where it has none."""
    baseline = plan.metric[metric].baseline
    return 0.0 if baseline is None else abs(middle(baseline))
