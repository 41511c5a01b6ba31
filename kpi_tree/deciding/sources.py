"""The uncertain quantities that a question hangs on, with their draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kpi_tree.errors import quoted
from kpi_tree.locale import say
from kpi_tree.simulation.drawing import carried, drawn
from kpi_tree.simulation.influence import Knobs
from kpi_tree.simulation.memory import Memory
from kpi_tree.simulation.sample import Sample
from kpi_tree.simulation.selection import quantiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.deciding.narrowed import Narrow
    from kpi_tree.plan.model import Link, Metric, Plan, Scenario
    from kpi_tree.plan.quantity import Spread
    from kpi_tree.simulation.engine import Run
    from kpi_tree.simulation.streams import Floats

Kind = Literal["baseline", "trend", "size", "carryover", "half", "delivery"]


@dataclass(frozen=True)
class Source:
    """An uncertain quantity.

    Attributes:
        place: where it stands in the plan, by ids: `links/reviews_to_conversion/size`.
        kind: what it is.
        metric: whose baseline, trend or delivery; None for a link's.
        link: whose size, carry-over or half-saturation; None for a metric's.
        scenario: whose delivery; None for all else.
        p10, p50, p90: where it lies.
    """

    place: str
    kind: Kind
    metric: str | None
    link: str | None
    scenario: str | None
    p10: float
    p50: float
    p90: float

    def name(self, plan: Plan) -> str:
        """The quantity in the reader's words."""
        if self.link is not None:
            link = next(each for each in plan.links if each.id == self.link)
            path = f"{_named(plan, link.driver)} → {_named(plan, link.outcome)}"
            match self.kind:
                case "carryover":
                    return say("deciding.carryover_of", path=path)
                case "half":
                    return say("deciding.half_of", path=path)
                case _:
                    return path
        metric = _named(plan, self.metric or "")
        match self.kind:
            case "trend":
                return say("deciding.trend_of", metric=metric)
            case "delivery":
                return say("deciding.delivery_of", metric=metric)
            case _:
                return say("deciding.baseline_of", metric=metric)

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            name: value
            for name in ("place", "kind", "metric", "link", "scenario", "p10", "p50", "p90")
            if (value := getattr(self, name)) is not None
        }


def _named(plan: Plan, metric: str) -> str:
    return quoted(plan.metric[metric].name)


@dataclass(frozen=True)
class Drawn:
    """An uncertain quantity with its draws.

    Attributes:
        source: which.
        values: its draws, (draws,).
    """

    source: Source
    values: Floats

    @cached_property
    def order(self) -> np.ndarray:
        """The draws from the quantity's lowest value to its highest."""
        return np.argsort(self.values, kind="stable")


def uncertain(engine: Narrow, runs: dict[str, tuple[Scenario, Run]]) -> list[Drawn]:
    """The uncertain quantities that some of these runs hang on, in the plan's order."""
    sample, found = engine.sample, []
    for metric in engine.plan.metrics:
        if metric.id in engine.base.paths:
            found += list(_of_metric(sample, metric))
            for link in engine.links_into(metric.id):
                base = engine.base.keys[link.driver]
                if any(run.keys[link.driver] != base for _, run in runs.values()):
                    found += list(_of_link(sample, link))
    for name, (scenario, run) in runs.items():
        for target in scenario.targets:
            if target.metric in run.targets and not isinstance(target.delivery, float | int):
                place = f"{run.place}/{target.metric}/delivery"
                values = sample.quantity(target.delivery, place)
                found.append(_drawn(values, place, "delivery", metric=target.metric, scenario=name))
    return found


def _of_metric(sample: Sample, metric: Metric) -> Iterator[Drawn]:
    place = f"metrics/{metric.id}"
    if metric.baseline is not None and not isinstance(metric.baseline, float | int):
        yield _drawn(sample.baseline(metric), f"{place}/baseline", "baseline", metric=metric.id)
    if not isinstance(metric.trend, float | int):
        values = sample.quantity(metric.trend, f"{place}/trend")
        yield _drawn(values, f"{place}/trend", "trend", metric=metric.id)


def _of_link(sample: Sample, link: Link) -> Iterator[Drawn]:
    place, knobs = f"links/{link.id}", sample.knobs(link)
    if not isinstance(link.size, float | int):
        yield _drawn(knobs.size, f"{place}/size", "size", link=link.id)
    if not isinstance(link.carryover, float | int):
        yield _drawn(knobs.carryover, f"{place}/carryover", "carryover", link=link.id)
    if link.saturation and knobs.half is not None and knobs.half.shape[1] > 1:
        yield _drawn(knobs.half, f"{place}/saturation/half", "half", link=link.id)


def _drawn(
    values: Floats,
    place: str,
    kind: Kind,
    *,
    metric: str | None = None,
    link: str | None = None,
    scenario: str | None = None,
) -> Drawn:
    p10, p50, p90 = quantiles(values[0])
    return Drawn(Source(place, kind, metric, link, scenario, p10, p50, p90), values[0])


class Redrawn(Sample):
    """A sample in which one quantity is drawn anew and all others are as they were."""

    def __init__(self, sample: Sample, place: str) -> None:
        """Draw the quantity at `place` anew; what follows from it is kept apart, for a while."""
        super().__init__(sample.plan, Memory(), draws=sample.draws, seed=sample.seed)
        self._sample, self._place = sample, place

    @property
    def _fresh(self) -> str:
        return f"anew/{self._place}"

    def quantity(self, value: float | Spread, place: str) -> Floats:
        """The draws of the quantity at `place`."""
        if place != self._place:
            return self._sample.quantity(value, place)
        return self.remembered(
            ("drawn", self._fresh, value),
            lambda: drawn(value, self._fresh, draws=self.draws, seed=self.seed),
        )

    def knobs(self, link: Link) -> Knobs:
        """The draws of a link's quantities."""
        knobs = self._sample.knobs(link)
        place = f"links/{link.id}"
        if self._place == f"{place}/carryover":
            fresh = carried(link.carryover, self._fresh, draws=self.draws, seed=self.seed)
            return Knobs(knobs.size, fresh, knobs.half)
        if self._place == f"{place}/size":
            return Knobs(self.quantity(link.size or 0.0, self._place), knobs.carryover, knobs.half)
        if link.saturation and self._place == f"{place}/saturation/half":
            half = self.quantity(link.saturation.half, self._place)
            return Knobs(knobs.size, knobs.carryover, half)
        return knobs

    def noise(self, metric: Metric) -> Floats:
        """The factors of a metric's month-to-month variation."""
        return self._sample.noise(metric)
