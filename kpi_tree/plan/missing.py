"""What an unfinished plan still waits for, and what can be computed without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Metric, Plan


def known(plan: Plan) -> frozenset[str]:
    """The ids of the metrics that can be computed.

    Unknown is a metric without baseline and formula, and one whose formula names an unknown
    metric or reads the past of one that has no baseline.
    """
    readers: dict[str, list[str]] = {}
    unknown = set()
    for metric in plan.metrics:
        expression = metric.expression
        if expression is None:
            if metric.baseline is None:
                unknown.add(metric.id)
            continue
        for name in expression.names:
            readers.setdefault(name, []).append(metric.id)
        if any(plan.metric[name].baseline is None for name in expression.recalls):
            unknown.add(metric.id)
    waiting = list(unknown)
    for metric_id in waiting:
        for reader in readers.get(metric_id, ()):
            if reader not in unknown:
                unknown.add(reader)
                waiting.append(reader)
    return frozenset(plan.metric.keys() - unknown)


def missing(plan: Plan) -> list[Problem]:
    """Every place that waits for a value, in the plan's order."""
    recalled = {
        name for metric in plan.metrics if metric.expression for name in metric.expression.recalls
    }
    found = [
        problem
        for index, metric in enumerate(plan.metrics)
        for problem in _baseline(metric, index, recalled)
    ]
    found += _sizes(plan)
    for index, goal in enumerate(plan.goals):
        for key in ("metric", "target", "by"):
            if getattr(goal, key) is None:
                values = {"goal": quoted(goal.name)}
                found.append(Problem(f"missing_goal_{key}", f"goals[{index}].{key}", values))
    return found


def _baseline(metric: Metric, index: int, recalled: set[str]) -> Iterator[Problem]:
    if metric.baseline is not None:
        return
    values = {"metric": quoted(metric.name)}
    if metric.formula is None:
        yield Problem("missing_baseline", f"metrics[{index}].baseline", values)
    elif metric.id in recalled:
        yield Problem("missing_previous", f"metrics[{index}].baseline", values)


def _sizes(plan: Plan) -> Iterator[Problem]:
    for index, link in enumerate(plan.links):
        if link.counts and link.size is None:
            ends = (plan.metric[name].name for name in (link.driver, link.outcome))
            values = {"path": " → ".join(map(quoted, ends))}
            yield Problem("missing_size", f"links[{index}].size", values)
