"""What only the parts of a plan together can tell: references, roles, bounds, loops.

The same checks serve a file that is being read (some of its parts may be broken and missing
here) and a plan that has been edited.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kpi_tree.errors import Problem, quoted
from kpi_tree.plan.loops import loops
from kpi_tree.plan.quantity import Range, can_reach_zero, leaves_unit, parts
from kpi_tree.plan.words import months_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kpi_tree.plan.model import (
        Evidence,
        Goal,
        Link,
        Metric,
        Person,
        Plan,
        Scenario,
        Target,
    )

_KINDS = ("people", "metrics", "links", "evidence", "goals", "scenarios")


@dataclass(frozen=True)
class Parts:
    """The sound parts of a plan, each list by the place that an item has in the file."""

    head: Mapping[str, Any]
    written: Mapping[str, Any]
    people: Mapping[int, Person]
    metrics: Mapping[int, Metric]
    links: Mapping[int, Link]
    evidence: Mapping[int, Evidence]
    goals: Mapping[int, Goal]
    scenarios: Mapping[int, Scenario]

    @classmethod
    def of(cls, plan: Plan) -> Parts:
        """The parts of a whole plan."""
        lists: dict[str, Any] = {name: dict(enumerate(getattr(plan, name))) for name in _KINDS}
        head = {name: getattr(plan, name) for name in type(plan).model_fields}
        return cls(head=head, written={}, **lists)

    def ids(self, kind: str) -> frozenset[str]:
        """The ids of a kind, those of broken items too, so that one mistake is told once."""
        sound: set[str] = {item.id for item in getattr(self, kind).values()}
        raw = self.written.get(kind, ())
        items = raw if isinstance(raw, list) else ()
        broken = {item["id"] for item in items if isinstance(item, dict) and _has_id(item)}
        return frozenset(sound | broken)

    @cached_property
    def metric_ids(self) -> frozenset[str]:
        """The ids of the metrics."""
        return self.ids("metrics")

    @cached_property
    def person_ids(self) -> frozenset[str]:
        """The ids of the people."""
        return self.ids("people")

    @cached_property
    def metric(self) -> dict[str, Metric]:
        """The sound metrics by id."""
        return {metric.id: metric for metric in self.metrics.values()}

    def in_horizon(self, month: str) -> bool:
        """Whether a month lies within the horizon (true while the horizon is unknown)."""
        if "start" not in self.head or "months" not in self.head:
            return True
        months: int = self.head["months"]
        return 0 <= months_between(self.head["start"], month) < months


def _has_id(item: Mapping[str, object]) -> bool:
    return isinstance(item.get("id"), str)


def problems(found: Parts) -> Iterator[Problem]:
    """Every problem that the parts have together."""
    yield from _ids(found)
    yield from _head(found)
    yield from _metrics(found)
    yield from _aggregates(found)
    yield from _links(found)
    yield from _goals(found)
    for index, scenario in found.scenarios.items():
        yield from _scenario(found, scenario, f"scenarios[{index}]")
    yield from _loops(found)


def _ids(found: Parts) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for kind in _KINDS:
        for index, item in getattr(found, kind).items():
            seen[item.id] += 1
            if seen[item.id] > 1:
                yield Problem("duplicate_id", f"{kind}[{index}].id", {"id": item.id})


def _unknown(known: Iterable[str], used: str | None, *, at: str, kind: str) -> Iterator[Problem]:
    if used and used not in known:
        yield Problem(f"unknown_{kind}", at, {"id": used})


def _head(found: Parts) -> Iterator[Problem]:
    money = found.head.get("money")
    yield from _unknown(found.metric_ids, money, at="money", kind="metric")
    metric = found.metric.get(money or "")
    if metric and (metric.unit, metric.aggregation, metric.better) != ("currency", "sum", "higher"):
        yield Problem("money_not_money", "money", {"metric": quoted(metric.name)})
    for key in ("observations", "layout"):
        for metric_id in found.head.get(key, ()):
            yield from _unknown(found.metric_ids, metric_id, at=f"{key}.{metric_id}", kind="metric")


def _metrics(found: Parts) -> Iterator[Problem]:
    for index, metric in found.metrics.items():
        place = f"metrics[{index}]"
        yield from _unknown(found.person_ids, metric.owner, at=f"{place}.owner", kind="person")
        if metric.season is not None and len(metric.season) != 12:
            yield Problem("season_not_a_year", f"{place}.season", {"n": len(metric.season)})
        if metric.min is not None and metric.max is not None and metric.min > metric.max:
            yield Problem("min_above_max", f"{place}.min", {"low": metric.min, "high": metric.max})
        if metric.feasible and metric.feasible.low > metric.feasible.high:
            values = {"low": metric.feasible.low, "high": metric.feasible.high}
            yield Problem("min_above_max", f"{place}.feasible.low", values)
        if metric.expression:
            yield from _formula(found, metric, place)


def _formula(found: Parts, metric: Metric, place: str) -> Iterator[Problem]:
    for name in metric.expression.names if metric.expression else ():
        yield from _unknown(found.metric_ids, name, at=f"{place}.formula", kind="metric")
    if metric.season is not None:
        yield Problem("season_with_formula", f"{place}.season", {"metric": quoted(metric.name)})
    if metric.trend != 0:
        yield Problem("trend_with_formula", f"{place}.trend", {"metric": quoted(metric.name)})


def _aggregates(found: Parts) -> Iterator[Problem]:
    """`over_time: formula` needs a formula that nothing else moves."""
    moved = {link.outcome for link in found.links.values() if link.counts}
    aimed = {target.metric for scenario in found.scenarios.values() for target in scenario.targets}
    for index, metric in found.metrics.items():
        if metric.aggregation != "formula":
            continue
        expression = metric.expression
        reason = (
            "without_formula"
            if expression is None
            else "with_link"
            if metric.id in moved
            else "with_target"
            if metric.id in aimed
            else "with_noise"
            if metric.noise > 0
            else "with_history"
            if expression.recalls or expression.accumulates
            else None
        )
        if reason:
            values = {"metric": quoted(metric.name)}
            yield Problem(f"over_time_formula_{reason}", f"metrics[{index}].over_time", values)


def _links(found: Parts) -> Iterator[Problem]:
    evidence = found.ids("evidence")
    for index, link in found.links.items():
        place = f"links[{index}]"
        yield from _unknown(found.metric_ids, link.driver, at=f"{place}.from", kind="metric")
        yield from _unknown(found.metric_ids, link.outcome, at=f"{place}.to", kind="metric")
        yield from _roles(link, place)
        for at, used in enumerate(link.evidence):
            yield from _unknown(evidence, used, at=f"{place}.evidence[{at}]", kind="evidence")
        for at, signature in enumerate(link.agreed_by):
            by, recorder = signature.by, signature.recorded_by
            signed = f"{place}.agreed_by[{at}]"
            yield from _unknown(found.person_ids, by, at=f"{signed}.by", kind="person")
            yield from _unknown(
                found.person_ids, recorder, at=f"{signed}.recorded_by", kind="person"
            )
        for at, opinion in enumerate(link.opinions):
            yield from _unknown(
                found.person_ids, opinion.by, at=f"{place}.opinions[{at}].by", kind="person"
            )


def _roles(link: Link, place: str) -> Iterator[Problem]:
    for at, part in parts(link.carryover, f"{place}.carryover"):
        if leaves_unit(part):
            code = "carryover_interval" if isinstance(part, Range) else "carryover_outside"
            yield Problem(code, at)
    if link.saturation:
        for at, part in parts(link.saturation.half, f"{place}.saturation.half"):
            if can_reach_zero(part):
                yield Problem("half_not_positive", at)


def _goals(found: Parts) -> Iterator[Problem]:
    for index, goal in found.goals.items():
        place = f"goals[{index}]"
        yield from _unknown(found.metric_ids, goal.metric, at=f"{place}.metric", kind="metric")
        yield from _unknown(found.person_ids, goal.owner, at=f"{place}.owner", kind="person")
        yield from _month(found, goal.by, f"{place}.by")


def _month(found: Parts, month: str | None, place: str) -> Iterator[Problem]:
    if month and not found.in_horizon(month):
        values = {
            "month": month,
            "start": found.head["start"],
            "n": found.head["months"],
        }
        yield Problem("outside_horizon", place, values)


def _scenario(found: Parts, scenario: Scenario, place: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, target in enumerate(scenario.targets):
        at = f"{place}.targets[{index}]"
        yield from _unknown(found.metric_ids, target.metric, at=f"{at}.metric", kind="metric")
        if target.metric in seen:
            yield Problem("second_target", f"{at}.metric", {"id": target.metric})
        seen.add(target.metric)
        if target.value is None and target.change is None:
            yield Problem("target_without_value", f"{at}.value")
        if target.value is not None and target.change is not None:
            yield Problem("target_with_both", f"{at}.change")
        yield from _span(found, target, at)
    for index, cost in enumerate(scenario.costs):
        at = f"{place}.costs[{index}].metric"
        yield from _unknown(found.metric_ids, cost.metric, at=at, kind="metric")


def _span(found: Parts, target: Target, place: str) -> Iterator[Problem]:
    outside = [
        problem
        for key, month in (("from", target.start), ("by", target.by), ("until", target.until))
        for problem in _month(found, month, f"{place}.{key}")
    ]
    yield from outside
    if outside:
        return
    start = target.start or found.head.get("start")
    if start and target.by and start > target.by:
        yield Problem("months_out_of_order", f"{place}.by", {"first": start, "then": target.by})
    elif target.until and (first := target.by or start) and first > target.until:
        values = {"first": first, "then": target.until}
        yield Problem("months_out_of_order", f"{place}.until", values)


def _loops(found: Parts) -> Iterator[Problem]:
    places = {metric.id: f"metrics[{index}].formula" for index, metric in found.metrics.items()}
    needs: dict[str, list[str]] = {metric_id: [] for metric_id in found.metric}
    through: dict[tuple[str, str], str] = {}
    for metric in found.metrics.values():
        for name in metric.expression.reads if metric.expression else ():
            needs[metric.id].append(name)
            through.setdefault((name, metric.id), places[metric.id])
    for index, link in found.links.items():
        if link.counts and link.outcome in needs:
            needs[link.outcome].append(link.driver)
            through.setdefault((link.driver, link.outcome), f"links[{index}]")
    for path in loops(needs):
        steps = [through[step] for step in pairwise(path)]
        by_formula = any(place.startswith("metrics[") for place in steps)
        names = (quoted(found.metric[metric_id].name) for metric_id in path)
        values = {"path": " → ".join(path), "names": " → ".join(names)}
        yield Problem("loop" if by_formula else "loop_of_links", steps[-1], values)
