"""Keys: for each metric of a run one number that stands for all that its draws hang on.

Equal keys mean equal draws, so a path is computed once and shared by every run, scenario and
version of a plan that has the same key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from kpi_tree.plan.model import Metric, Target
    from kpi_tree.simulation.order import Order
    from kpi_tree.simulation.sample import Sample


class Keys:
    """Makes the keys of one sample's runs."""

    def __init__(self, sample: Sample, order: Order) -> None:
        """Count with the sample's memory, so that other samples of it agree."""
        self._sample, self._order = sample, order
        self._metric = sample.plan.metric

    def reads(self, name: str) -> tuple[str, ...]:
        """The metrics that one reads in any month, by formula or link."""
        expression = self._metric[name].expression
        drivers = tuple(link.driver for link in self._order.links_into.get(name, ()))
        return (*(expression.names if expression else ()), *drivers)

    def without_targets(self, members: tuple[str, ...], keys: Mapping[str, int]) -> dict[str, int]:
        """The keys of a group in do-nothing, where links do nothing."""
        own = tuple(_definition(self._metric[name]) for name in members)
        read = tuple(
            (name, keys.get(name))
            for member in members
            if (expression := self._metric[member].expression)
            for name in expression.names
        )
        return self._numbered(members, (own, read))

    def with_targets(
        self,
        members: tuple[str, ...],
        keys: Mapping[str, int],
        *,
        base: Mapping[str, int],
        targets: Mapping[str, Target],
        place: str,
    ) -> dict[str, int]:
        """The keys of a group under a scenario whose targets stand at `place`."""
        own = tuple(
            (base[name], self._links(name), targets.get(name), _uncertain(targets.get(name), place))
            for name in members
        )
        read = tuple(
            (name, keys.get(name), base[name]) for member in members for name in self.reads(member)
        )
        return self._numbered(members, (own, read))

    def _links(self, name: str) -> Hashable:
        return tuple(
            (
                link.id,
                link.effect,
                link.size,
                link.lag,
                link.carryover,
                link.saturation,
                link.cap,
            )
            for link in self._order.links_into.get(name, ())
        )

    def _numbered(self, members: tuple[str, ...], hangs_on: Hashable) -> dict[str, int]:
        number = self._sample.memory.number
        whole = number((self._sample.world, hangs_on))
        return {name: number((whole, name)) for name in members}


def _definition(metric: Metric) -> Hashable:
    return (
        metric.id,
        metric.baseline,
        metric.trend,
        metric.season,
        metric.noise,
        metric.min,
        metric.max,
        metric.formula,
    )


def _uncertain(target: Target | None, place: str) -> str | None:
    """Where an uncertain delivery is drawn; a sure one is the same in every scenario."""
    sure = target is None or isinstance(target.delivery, float | int)
    return None if sure else place
