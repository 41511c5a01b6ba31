"""What a plan has already of a row of the library, and what leads where in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.library.drafting import evidence_keys
from kpi_tree.library.shelves import all_metrics
from kpi_tree.locale import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kpi_tree.library.records import Link
    from kpi_tree.plan.model import Evidence, Plan


def holder(plan: Plan, catalogue_id: str) -> str | None:
    """The plan's metric taken from the catalogue under this id: the one of the same id first."""
    found = holders(plan, catalogue_id)
    if catalogue_id in found:
        return catalogue_id
    return found[0] if found else None


def holders(plan: Plan, catalogue_id: str) -> tuple[str, ...]:
    """Every metric of the plan that was taken from the catalogue under this id."""
    return tuple(metric.id for metric in plan.metrics if metric.catalogue == catalogue_id)


def leads_to(plan: Plan, driver: str, *, outcome: str) -> bool:
    """Whether `driver` is `outcome` or acts on it, by formulas and links."""

    def drivers(metric: str) -> Iterator[str]:
        yield from _read_by(plan, metric)
        yield from (link.driver for link in plan.links_into.get(metric, ()))

    return _reached(driver, outcome, drivers)


def leads_by_formula(plan: Plan, driver: str, *, outcome: str) -> bool:
    """Whether `outcome` is computed from `driver` by formulas alone."""
    return driver != outcome and _reached(driver, outcome, lambda metric: _read_by(plan, metric))


def clashing_units(plan: Plan, row: Link, ends: tuple[str, str]) -> Iterator[str]:
    """The ends whose unit in the plan is not the one in which a size per unit was suggested."""
    if row.suggested and row.suggested.effect == "per_unit":
        for metric, catalogue_id in zip(ends, (row.driver, row.outcome), strict=True):
            if plan.metric[metric].unit != all_metrics()[catalogue_id].unit:
                yield metric


def driver_can_leave_zero(plan: Plan, row: Link, driver: str) -> bool:
    """Whether an elasticity hangs on a driver that can be negative, where it has no meaning."""
    if row.suggested is None or row.suggested.effect != "elasticity":
        return False
    metric = plan.metric[driver]
    least = all_metrics()[row.driver].low if metric.min is None else metric.min
    return least is not None and least < 0


def is_founded_on(item: Evidence, row: Link) -> bool:
    """Whether a piece of evidence is the row's, as adopted in either language or as shipped.

    The worked trees name their evidence after the row and word it for their own case.
    """
    if item.id == row.id.lower() and (item.grade, item.doi) == (row.grade, row.published.doi):
        return True
    told = (evidence_keys(row, code) for code in LANGUAGES)
    same = ("grade", "cite", "published", "doi")
    return any(all(getattr(item, key) == keys[key] for key in same) for keys in told)


def _read_by(plan: Plan, metric: str) -> tuple[str, ...]:
    found = plan.metric.get(metric)
    return found.expression.reads if found and found.expression else ()


def _reached(driver: str, outcome: str, drivers: Callable[[str], Iterable[str]]) -> bool:
    waiting, seen = [outcome], {outcome}
    for metric in waiting:
        if metric == driver:
            return True
        new = [one for one in drivers(metric) if one not in seen]
        seen.update(new)
        waiting.extend(new)
    return False
