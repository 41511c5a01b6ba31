"""Metrics: whether they lead to a goal, and whether their numbers are what they claim to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.errors import BadArgument
from kpi_tree.library import metric as catalogued
from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import Share, amount
from kpi_tree.review.spreads import breadth
from kpi_tree.review.usual import beyond, observed
from kpi_tree.review.walks import SOCIAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Metric
    from kpi_tree.review.case import Case

_ROUNDING: Final = 1e-9


def metric_findings(case: Case) -> Iterator[Finding]:
    """All that is doubtful about the metrics, their formulas aside."""
    serving = case.walks.serving
    paying = case.walks.upstream(case.plan.money) if case.plan.money else frozenset[str]()
    for index, metric in enumerate(case.plan.metrics):
        place = f"metrics[{index}]"
        name = case.name(metric.id)
        if metric.id not in serving:
            if serving and metric.layer in SOCIAL:
                yield found("unlinked", place, metric=name)
            elif serving and metric.id not in paying:
                yield found("metric_without_goal", place, metric=name)
        if metric.unit in {"ratio", "score"} and metric.aggregation == "sum":
            yield found("shares_summed", f"{place}.over_time", metric=name)
        yield from _measured(case, metric, place)
        if metric.unit == "ratio":
            yield from _shared(case, metric, place)


def _measured(case: Case, metric: Metric, place: str) -> Iterator[Finding]:
    """A baseline against what was measured in the last year."""
    seen = observed(case, metric.id)
    if seen is None or metric.formula is not None or metric.baseline is None:
        return
    level = breadth(metric.baseline).p50
    if beyond(level, seen):
        yield found(
            "baseline_far_from_observed",
            f"{place}.baseline",
            metric=case.name(metric.id),
            baseline=amount(level, metric, case.plan),
            low=amount(seen.low, metric, case.plan),
            high=amount(seen.high, metric, case.plan),
        )


def _shared(case: Case, metric: Metric, place: str) -> Iterator[Finding]:
    """A share that some forecast takes below zero or above one."""
    low, high = _open_sides(metric)
    worst: tuple[float, float] | None = None
    for path in case.paths(metric.id) if low or high else []:
        draws = path.draws
        outside = np.zeros_like(draws, dtype=bool)
        if low:
            outside |= draws < -_ROUNDING
        if high:
            outside |= draws > 1 + _ROUNDING
        share = float(outside.any(axis=0).mean())
        if share and (worst is None or share > worst[0]):
            out = draws[outside]
            worst = share, float(out[np.argmax(np.abs(out - 0.5))])
    if worst:
        values = {"share": Share(worst[0]), "value": Share(worst[1])}
        yield found("ratio_leaves_unit", place, metric=case.name(metric.id), **values)


def _open_sides(metric: Metric) -> tuple[bool, bool]:
    """Whether a share should, and yet is not kept to, stay above zero and below one.

    A return on investment or an interaction rate per follower is written as a share and may well
    be negative or more than one: where the catalogue knows no bound, none is asked for.
    """
    low = metric.min is None
    high = metric.max is None
    if metric.catalogue:
        try:
            known = catalogued(metric.catalogue)
        except BadArgument:
            return low, high
        if known.unit == "ratio":
            low = low and known.low == 0
            high = high and known.high == 1
    return low, high
