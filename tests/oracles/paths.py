"""The paths of a plan's metrics, month by month: steps 1 to 5 of the contract's arithmetic."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from tests.oracles.formulas import NotFinite, evaluate, mentions, parse

Json = Mapping[str, Any]
Draws = Mapping[str, float | Sequence[float]]
Paths = dict[str, list[float]]


class CannotCompute(Exception):
    """The contract says that the simulation ends here: a place, and a month counted from 0."""

    def __init__(self, place: str, month: int) -> None:
        super().__init__(place, month)
        self.place = place
        self.month = month


def certain(place: str, month: int, work: Callable[[], float]) -> float:
    """The result of a step of a path or an aggregate, if it is a finite number."""
    try:
        value = work()
    except (NotFinite, ValueError, OverflowError, ZeroDivisionError) as reason:
        raise CannotCompute(place, month) from reason
    if not math.isfinite(value):
        raise CannotCompute(place, month)
    return value


def calendar_month(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


@dataclass(frozen=True)
class Target:
    """A target with its months counted from the plan's start."""

    value: float | None
    change: float
    first: int
    by: int
    until: int | None
    delivery: float

    def holds(self, month: int) -> bool:
        return self.until is None or month <= self.until

    def ramp(self, month: int) -> float:
        if not self.holds(month) or month < self.first:
            return 0.0
        if month >= self.by:
            return 1.0
        return (month - self.first) / (self.by - self.first)

    def moved(self, level: float, month: int) -> float:
        """The level, moved as far as the ramp has come."""
        share = self.delivery * self.ramp(month)
        if self.value is None:
            return level * (1.0 + share * self.change)
        return level + share * (self.value - level)


class Case:
    """A plan with its formulas parsed, its links sorted and its unknown metrics told apart."""

    def __init__(self, plan: Json, draws: Draws) -> None:
        self.plan = plan
        self.draws = draws
        self.months = int(plan.get("months", 12))
        self.start = calendar_month(plan["start"])
        self.metrics: dict[str, Json] = {m["id"]: m for m in plan.get("metrics", [])}
        self.trees = {i: parse(m["formula"]) for i, m in self.metrics.items() if "formula" in m}
        self.links: dict[str, list[Json]] = {i: [] for i in self.metrics}
        for link in plan.get("links", []):
            if link.get("status") != "rejected":
                self.links[link["to"]].append(link)
        self.unknown = self._unknown()
        self.order = self._order()

    def _unknown(self) -> set[str]:
        """Metrics without a value, and all whose formula waits for one, as far as that spreads."""
        unknown = {i for i, m in self.metrics.items() if "baseline" not in m and "formula" not in m}
        for name, tree in self.trees.items():
            for kind, named in mentions(tree):
                if kind == "previous" and "baseline" not in self.metrics[named]:
                    unknown.add(name)
        while True:
            spread = {
                name
                for name, tree in self.trees.items()
                if name not in unknown and any(named in unknown for _, named in mentions(tree))
            }
            if not spread:
                return unknown
            unknown |= spread

    def _order(self) -> list[str]:
        """The known metrics, each after all that it reads in the same month."""
        needs: dict[str, set[str]] = {}
        for name in self.metrics:
            read = {n for kind, n in mentions(self.trees.get(name, ())) if kind != "previous"}
            needs[name] = read | {link["from"] for link in self.links[name]}
        return [i for i in TopologicalSorter(needs).static_order() if i not in self.unknown]

    def drawn(self, place: str, quantity: Any) -> float:
        """A quantity's value in this draw."""
        if place in self.draws:
            return float(self.draws[place])  # type: ignore[arg-type]  # one number at this place
        if isinstance(quantity, int | float):
            return float(quantity)
        message = f"{place} is uncertain and has no draw"
        raise KeyError(message)

    def baseline(self, name: str) -> float:
        return self.drawn(f"metrics.{name}.baseline", self.metrics[name]["baseline"])

    def level(self, name: str, month: int) -> float:
        """L(t): the baseline grown by the trend, without season."""
        growth = self.drawn(f"metrics.{name}.trend", self.metrics[name].get("trend", 0))
        growth = min(0.5, max(-0.5, growth))
        return self.baseline(name) * math.pow(1.0 + growth, month)

    def season(self, name: str, month: int) -> float:
        factors = self.metrics[name].get("season")
        return 1.0 if factors is None else float(factors[(self.start + month) % 12])

    def shaken(self, name: str, month: int) -> float:
        """What the noise multiplies a month's value by."""
        sd = float(self.metrics[name].get("noise", 0))
        if sd == 0:
            return 1.0
        variance = math.log(1.0 + sd * sd)
        normal = self.draws[f"metrics.{name}.noise"]
        return math.exp(math.sqrt(variance) * normal[month] - variance / 2)  # type: ignore[index]  # a normal is a list here

    def clipped(self, name: str, value: float) -> float:
        metric = self.metrics[name]
        return float(min(metric.get("max", math.inf), max(metric.get("min", -math.inf), value)))

    def month(self, text: str) -> int:
        return calendar_month(text) - self.start

    def targets(self, scenario: Json) -> dict[str, Target]:
        """The targets of a scenario, by the metric that each moves."""
        return {t["metric"]: self.target(scenario, t) for t in scenario.get("targets", [])}

    def target(self, scenario: Json, target: Json) -> Target:
        until = self.month(target["until"]) if "until" in target else None
        last = self.months - 1 if until is None else until
        place = f"scenarios.{scenario['id']}.targets.{target['metric']}.delivery"
        return Target(
            value=target.get("value"),
            change=target.get("change", 0.0),
            first=self.month(target["from"]) if "from" in target else 0,
            by=self.month(target["by"]) if "by" in target else last,
            until=until,
            delivery=self.drawn(place, target.get("delivery", 1)),
        )


class Run:
    """All paths under some targets; without `nothing` the run is the do-nothing one itself."""

    def __init__(
        self,
        case: Case,
        targets: Mapping[str, Target],
        *,
        nothing: Paths | None = None,
        months: int = 0,
    ) -> None:
        self.case = case
        self.targets = targets
        self.paths: Paths = {name: [] for name in case.order}
        self.nothing = self.paths if nothing is None else nothing
        # A run of one month is the calm one: month 0 of do-nothing with every noise off.
        self.calm = months == 1
        self.months = months or case.months
        self.before = {} if self.calm else Run(case, {}, months=1).walk()

    def walk(self) -> Paths:
        for month in range(self.months):
            for name in self.case.order:
                self.paths[name].append(self.value(name, month))
        return self.paths

    def value(self, name: str, month: int) -> float:
        """What others read: driven or moved, shaken, and clipped last."""
        case, place, target = self.case, f"metrics.{name}", self.targets.get(name)
        if name not in case.trees and not case.links[name]:
            level = certain(place, month, lambda: case.level(name, month))
            if target is not None:
                start = level
                level = certain(place, month, lambda: target.moved(start, month))
            raw = certain(place, month, lambda: level * case.season(name, month))
        elif target is not None and target.holds(month):
            start = self.nothing[name][month]
            return case.clipped(
                name, certain(place, month, lambda: target.moved(start, month))
            )  # x⁰ carries the noise already
        else:
            raw = self.driven(name, month)
        if not self.calm:
            calm = raw
            raw = certain(place, month, lambda: calm * case.shaken(name, month))
        return case.clipped(name, raw)

    def driven(self, name: str, month: int) -> float:
        """y(t): the formula or the do-nothing path, with what the links add and multiply."""
        own = certain(f"metrics.{name}", month, lambda: self.own(name, month))
        total, product = own, 1.0
        for link in self.case.links[name]:
            if self.calm or "size" not in link or link["from"] in self.case.unknown:
                continue
            if link.get("effect", "elasticity") == "per_unit":
                total += self.term(link, month, own)
            else:
                product *= self.factor(link, month)
        return certain(f"metrics.{name}", month, lambda: total * product)

    def own(self, name: str, month: int) -> float:
        """y0(t)."""
        if name not in self.case.trees:
            return self.case.level(name, month) * self.case.season(name, month)

        def reader(kind: str, named: str) -> float:
            path = self.paths[named]
            if kind == "cumulative":
                return math.fsum(path[: month + 1])
            if kind == "metric":
                return path[month]
            return path[month - 1] if month > 0 else self.case.baseline(named)

        return evaluate(self.case.trees[name], reader)

    def carried(self, link: Json, paths: Paths, month: int) -> float:
        """A(x)(t): the months from 0 on one by one, all before them by the closed tail."""
        share = self.case.drawn(f"links.{link['id']}.carryover", link.get("carryover", 0))
        newest = month - int(link.get("lag", 0))
        path = paths[link["from"]]
        within = [share**age * path[newest - age] for age in range(newest + 1)]
        # (1 - c)·Σ_{j > newest} c^j = c^(newest + 1): the weight of all months before 0.
        tail = share ** max(0, newest + 1) * self.before[link["from"]][0]
        return (1.0 - share) * math.fsum(within) + tail

    def half(self, link: Json) -> float:
        place = f"links.{link['id']}.saturation.half"
        return self.case.drawn(place, link["saturation"]["half"])

    def felt(self, link: Json, paths: Paths, month: int) -> float:
        """F(x)(t)."""
        place = f"links.{link['id']}"
        dose = certain(place, month, lambda: self.carried(link, paths, month))
        if "saturation" not in link:
            return dose
        if dose < 0:
            raise CannotCompute(place, month)
        half, slope = self.half(link), float(link["saturation"].get("slope", 1))
        if dose == 0:
            return 0.0
        # A^s / (A^s + K^s), both sides divided by the larger power, which cannot overflow.
        odds = math.pow(min(dose, half) / max(dose, half), slope)
        return odds / (1.0 + odds) if dose < half else 1.0 / (1.0 + odds)

    def factor(self, link: Json, month: int) -> float:
        place = f"links.{link['id']}"
        size = self.case.drawn(f"{place}.size", link["size"])
        base = self.felt(link, self.nothing, month)
        now = self.felt(link, self.paths, month)
        cap: float | None = link.get("cap")
        if base <= 0 or now < 0:
            raise CannotCompute(place, month)
        if now == 0 and size < 0:
            if cap is None:
                raise CannotCompute(place, month)
            return float(1 + cap)
        ratio = certain(place, month, lambda: now / base)
        factor = certain(place, month, lambda: math.pow(ratio, size))
        return factor if cap is None else float(min(1 + cap, max(0, 1 - cap, factor)))

    def term(self, link: Json, month: int, own: float) -> float:
        place = f"links.{link['id']}"
        size = self.case.drawn(f"{place}.size", link["size"])
        unit = self.half(link) if "saturation" in link else 1.0
        moved = self.felt(link, self.paths, month) - self.felt(link, self.nothing, month)
        term = certain(place, month, lambda: size * unit * moved)
        if "cap" not in link:
            return term
        room = link["cap"] * abs(own)
        return float(min(room, max(-room, term)))
