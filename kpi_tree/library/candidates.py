"""What the library could add to a metric that a plan has, the best evidence first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_tree import library
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.library.hindrances import hindrance
from kpi_tree.library.shelves import all_metrics
from kpi_tree.library.standing import holders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.library.evidence import Neighbours
    from kpi_tree.library.hindrances import Hindrance
    from kpi_tree.library.records import Link, Metric
    from kpi_tree.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link of the library beside a metric of a plan.

    Attributes:
        link: the library's row.
        other: the metric of the catalogue at its other end.
        ends: ids of the plan's metrics that are of that kind; none where it would be added.
        held: ids of the plan's links that were taken from this row between these metrics.
        hindrance: why it cannot be adopted, so that it is reading only.
    """

    link: Link
    other: Metric
    ends: tuple[str, ...]
    held: tuple[str, ...]
    hindrance: Hindrance | None

    @property
    def adoptable(self) -> bool:
        """Whether it can still become part of the plan."""
        return self.hindrance is None and not self.held


@dataclass(frozen=True, slots=True)
class Side:
    """Candidates on one side of a metric: with an end in the plan, and with a metric to add."""

    here: tuple[Candidate, ...] = ()
    adding: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """What could drive a metric of a plan, and what it could drive."""

    drivers: Side = Side()
    outcomes: Side = Side()


def candidates(plan: Plan, metric_id: str) -> Candidates:
    """The library's links at a metric of a plan; none for a metric of the team's own.

    Within each part the best evidence comes first, definitions last.

    Raises:
        BadArgument: the plan has no such metric.
    """
    if metric_id not in plan.metric:
        raise BadArgument([Problem("unknown_metric", values={"id": quoted(metric_id)})])
    kind = plan.metric[metric_id].catalogue
    if kind not in all_metrics():
        return Candidates()
    return Candidates(
        drivers=_side(plan, metric_id, library.drivers_of(kind)),
        outcomes=_side(plan, metric_id, library.outcomes_of(kind)),
    )


def _side(plan: Plan, metric_id: str, neighbours: Neighbours) -> Side:
    found = _all(plan, metric_id, (*neighbours.links, *neighbours.definitions))
    return Side(
        here=tuple(one for one in found if one.ends),
        adding=tuple(one for one in found if not one.ends),
    )


def _all(plan: Plan, metric_id: str, links: Iterable[Link]) -> list[Candidate]:
    kind = plan.metric[metric_id].catalogue
    found = []
    for link in links:
        other = link.driver if link.outcome == kind else link.outcome
        held = (
            one.id
            for one in plan.links
            if one.catalogue == link.id and metric_id in (one.driver, one.outcome)
        )
        found.append(
            Candidate(
                link=link,
                other=all_metrics()[other],
                ends=tuple(one for one in holders(plan, other) if one != metric_id),
                held=tuple(held),
                hindrance=hindrance(link),
            )
        )
    return found
