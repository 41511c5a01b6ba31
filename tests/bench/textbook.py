"""A plan in textbook numpy: whole arrays, plain random numbers, np.quantile, nothing kept.

What an analyst would write for one plan by hand: one array (months, draws) a metric, do-nothing
first, then the scenario, each from its baselines to its quantiles. It knows what the bench's
plans hold and no more (no cumulative(), no target on a computed metric).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.plan import expression as f
from kpi_tree.plan import quantity as q
from kpi_tree.simulation.betas import shapes_between
from kpi_tree.simulation.order import order
from kpi_tree.simulation.ramps import ramp, span

if TYPE_CHECKING:
    from kpi_tree.plan.model import Link, Metric, Plan, Scenario

    Paths = dict[str, np.ndarray]

Z = 1.2815515655446004
MARKS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}


class Textbook:
    """One plan, one sample."""

    def __init__(self, plan: Plan, *, draws: int = 10_000, seed: int = 0) -> None:
        """Draw every quantity once."""
        self.plan, self.draws = plan, draws
        self.rng = np.random.default_rng(seed)
        self.names = [name for members in order(plan).knots for name in members]
        self.shape = (plan.months, draws)
        self.drawn = {m.id: self.draw(m.baseline) for m in plan.metrics if m.baseline is not None}
        self.trend = {m.id: self.draw(m.trend) for m in plan.metrics}
        self.noise = {m.id: self.jitter(m.noise) for m in plan.metrics if m.noise}
        self.size = {link.id: self.draw(link.size) for link in plan.links}
        self.carry = {link.id: self.draw(link.carryover, carry=True) for link in plan.links}
        self.half = {
            link.id: self.draw(link.saturation.half) for link in plan.links if link.saturation
        }
        self.nothing: Paths = {}

    def simulate(self) -> dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]:
        """For do-nothing and each scenario every metric's mean and its p10, p50, p90."""
        self.nothing = self.run(None)
        runs = {"do_nothing": self.nothing}
        runs |= {scenario.id: self.run(scenario) for scenario in self.plan.scenarios}
        return {
            name: {
                metric: (values.mean(axis=1), np.quantile(values, [0.1, 0.5, 0.9], axis=1))
                for metric, values in paths.items()
            }
            for name, paths in runs.items()
        }

    def run(self, scenario: Scenario | None) -> Paths:
        """Every metric's path."""
        paths: Paths = {}
        targets = {target.metric: target for target in scenario.targets} if scenario else {}
        for name in self.names:
            metric = self.plan.metric[name]
            if metric.formula:
                values = self.computed(metric, paths)
            else:
                values = self.level(metric)
            links = self.plan.links_into.get(name, ())
            target = targets.get(name)
            if target and not links:
                values = values * (1 + self.way(target) * target.change)
            if scenario and links:
                values = self.influenced(links, values, paths)
            if metric.noise:
                values = values * self.noise[name]
            if target and links:
                steered = self.nothing[name] * (1 + self.way(target) * target.change)
                held = np.arange(self.plan.months)[:, None] <= span(target, self.plan).until
                values = np.where(held, steered, values)
            paths[name] = values
        return paths

    def way(self, target: object) -> np.ndarray:
        """The share of a target's change that is there, month by month."""
        risen = ramp(span(target, self.plan), self.plan.months)
        return risen * self.draw(target.delivery)

    def level(self, metric: Metric) -> np.ndarray:
        """Baseline, trend and season."""
        month = np.arange(self.plan.months)[:, None]
        values = self.drawn[metric.id] * (1 + np.clip(self.trend[metric.id], -0.5, 0.5)) ** month
        if metric.season:
            first = int(self.plan.start[-2:]) - 1
            values = values * np.array(metric.season)[(first + month) % 12]
        return values

    def computed(self, metric: Metric, paths: Paths) -> np.ndarray:
        """A formula on whole arrays, or month by month where it reads its own past."""
        root = metric.expression.root
        if metric.id not in metric.expression.recalls:
            return np.broadcast_to(value(root, paths), self.shape)
        values = np.empty(self.shape)
        before = self.drawn[metric.id]
        for month in range(self.plan.months):
            now = {name: path[month] for name, path in paths.items()}
            before = values[month] = value(root, now | {metric.id: before})
        return values

    def influenced(self, links: tuple[Link, ...], start: np.ndarray, paths: Paths) -> np.ndarray:
        """An outcome after its links."""
        terms, factors = 0.0, 1.0
        for link in links:
            now = self.response(link, paths[link.driver])
            then = self.response(link, self.nothing[link.driver])
            size, cap = self.size[link.id], link.cap
            if link.effect == "per_unit":
                term = size * self.half.get(link.id, 1) * (now - then)
                most = cap * np.abs(start) if cap else np.inf
                terms = terms + np.clip(term, -most, most)
            else:
                factor = (now / then) ** size
                factors = factors * (np.clip(factor, 1 - cap, 1 + cap) if cap else factor)
        return (start + terms) * factors

    def response(self, link: Link, driver: np.ndarray) -> np.ndarray:
        """Lag, carry-over, saturation."""
        start = self.nothing[link.driver][0]
        felt = np.empty(self.shape)
        last = start
        for month in range(self.plan.months):
            row = driver[month - link.lag] if month >= link.lag else start
            last = felt[month] = self.carry[link.id] * last + (1 - self.carry[link.id]) * row
        if not link.saturation:
            return felt
        slope = link.saturation.slope
        return felt**slope / (felt**slope + self.half[link.id] ** slope)

    def jitter(self, sigma: float) -> np.ndarray:
        """Noise of mean 1, fresh each month."""
        s = math.sqrt(math.log1p(sigma * sigma))
        return np.exp(self.rng.normal(0, s, self.shape) - s * s / 2)

    def draw(self, quantity: object, *, carry: bool = False) -> np.ndarray | float:
        """Plain draws of a quantity."""
        rng, n = self.rng, self.draws
        match quantity:
            case q.BetaRange(p10=a, p90=b):
                return rng.beta(*shapes_between(a, b), n)
            case q.Range(p10=a, p90=b) if carry:
                return rng.beta(*shapes_between(a, b), n)
            case q.Range(p10=a, p90=b) | q.LognormalRange(p10=a, p90=b):
                low, high = math.log(a), math.log(b)
                return rng.lognormal((low + high) / 2, (high - low) / 2 / Z, n)
            case q.NormalRange(p10=a, p90=b):
                return rng.normal((a + b) / 2, (b - a) / 2 / Z, n)
            case q.Normal(mean=mean, sd=sd):
                return rng.normal(mean, sd, n)
            case q.Triangular(low=low, mode=mode, high=high):
                return rng.triangular(low, mode, high, n)
            case q.Uniform(low=low, high=high):
                return rng.uniform(low, high, n)
            case q.Pert(low=low, mode=mode, high=high):
                peak = 4 * (mode - low) / (high - low)
                return low + (high - low) * rng.beta(1 + peak, 5 - peak, n)
            case q.Mixture():
                which = rng.choice(len(quantity.of), n, p=quantity.shares)
                return np.choose(which, [self.draw(part) for part in quantity.of])
            case _:
                return float(quantity)


def value(node: f.Node, paths: Paths) -> np.ndarray:
    """A formula's value."""
    match node:
        case f.Constant(number):
            return np.asarray(number)
        case f.Reading(metric) | f.Previous(metric):
            return paths[metric]
        case f.Chain(first, rest):
            result = value(first, paths)
            for mark, term in rest:
                result = MARKS[mark](result, value(term, paths))
            return result
        case f.Call(function, arguments):
            return getattr(np, function + "imum")(*(value(part, paths) for part in arguments))
        case _:
            raise AssertionError(node)
