"""What may drive a metric and what it may drive, the best evidence first.

The order of the grades follows what they are worth for a cause: an experiment before a
meta-analysis of mostly observational work, that before a single study, that before judgement.
Among equals, what was read comes before what was only heard of, and many studies before one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.library.shelves import all_links, all_metrics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.library.records import Grade, Link, Metric

STRENGTH: Final[tuple[Grade, ...]] = (
    "experiment",
    "meta-analysis",
    "observational",
    "expert",
    "practice",
    "definition",
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One side of a metric: its drivers or its outcomes.

    Attributes:
        links: candidate links, the best evidence first; some may be reading only.
        definitions: links that are true by definition.
        by_formula: metrics joined to this one by a formula of the catalogue.
    """

    links: tuple[Link, ...]
    definitions: tuple[Link, ...]
    by_formula: tuple[Metric, ...]


def drivers_of(metric_id: str) -> Neighbours:
    """What may drive a metric."""
    ingredients = all_metrics()[metric_id].ingredients
    return _neighbours(
        (link for link in all_links().values() if link.outcome == metric_id), ingredients
    )


def outcomes_of(metric_id: str) -> Neighbours:
    """What a metric may drive."""
    uses = [one.id for one in all_metrics().values() if metric_id in one.ingredients]
    return _neighbours((link for link in all_links().values() if link.driver == metric_id), uses)


def strength(link: Link) -> tuple[int, int, int]:
    """The place of a link in the order of evidence; the least is the strongest."""
    published = link.published
    return STRENGTH.index(link.grade), published.verified.rank, -(published.studies or 0)


def _neighbours(links: Iterable[Link], formula_ids: Iterable[str]) -> Neighbours:
    ranked = sorted(links, key=strength)
    return Neighbours(
        links=tuple(link for link in ranked if not link.is_definition),
        definitions=tuple(link for link in ranked if link.is_definition),
        by_formula=tuple(all_metrics()[one] for one in formula_ids),
    )
