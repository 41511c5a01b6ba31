"""Refusals of the simulation: which metric, in which month, in how many of the draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.errors import CannotCompute, Problem, quoted
from kpi_tree.locale.numbers import long_month, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpi_tree.plan.model import Link, Metric, Plan

    Flags = NDArray[np.bool_]


def formula_fails(
    plan: Plan, metric: Metric, *, step: str, bad: Flags, first: int
) -> CannotCompute:
    """A step of a formula that is not finite; the rows of `bad` are months from `first` on."""
    values = _when(plan, bad, first) | {"step": quoted(step)}
    return _refusal("formula_not_finite", f"{_place(plan, metric)}.formula", metric, values=values)


def path_fails(plan: Plan, metric: Metric, *, bad: Flags, first: int) -> CannotCompute:
    """A path that is not finite."""
    values = _when(plan, bad, first)
    return _refusal("path_not_finite", _place(plan, metric), metric, values=values)


def link_fails(plan: Plan, link: Link, *, code: str, bad: Flags, first: int) -> CannotCompute:
    """A driver for which a link is not defined."""
    values = _when(plan, bad, first) | {"path": path_of(link, plan)}
    return CannotCompute([Problem(code, f"links[{plan.links.index(link)}]", values)])


def path_of(link: Link, plan: Plan) -> str:
    """A link in words: the names of its driver and its outcome."""
    driver, outcome = plan.metric[link.driver].name, plan.metric[link.outcome].name
    return f"{quoted(driver)} → {quoted(outcome)}"


def _refusal(code: str, place: str, metric: Metric, *, values: dict[str, object]) -> CannotCompute:
    return CannotCompute([Problem(code, place, values | {"metric": quoted(metric.name)})])


def _place(plan: Plan, metric: Metric) -> str:
    return f"metrics[{plan.metrics.index(metric)}]"


def _when(plan: Plan, bad: Flags, first: int) -> dict[str, object]:
    month = int(np.argmax(bad.any(axis=1)))
    return {
        "month": long_month(plan.calendar[first + month]),
        "share": percent(float(bad[month].mean())),
    }
