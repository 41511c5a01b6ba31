"""The simulation itself: every metric's path, without a scenario and with each.

All paths are arrays (months, draws) in double precision, with one row where all months are alike
and one column where nothing is uncertain. A metric whose ingredients are those of do-nothing
shares its path with do-nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.errors import CannotCompute, Problem, Stopped, quoted
from kpi_tree.locale.numbers import long_month, percent
from kpi_tree.simulate.drawing import carried, drawn, jitter
from kpi_tree.simulate.formulas import NotFinite, evaluated, finite
from kpi_tree.simulate.influence import Doubt, Knobs, adstock, next_felt, pushed, response, where
from kpi_tree.simulate.memory import Memory
from kpi_tree.simulate.order import order
from kpi_tree.simulate.ramps import aimed, ramp, span
from kpi_tree.simulate.selection import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from kpi_tree.plan.model import Link, Metric, Plan, Scenario, Target
    from kpi_tree.plan.quantity import Spread
    from kpi_tree.simulate.streams import Floats

    Progress = Callable[[float], bool | None]


@dataclass(frozen=True)
class Run:
    """Every known metric's path, and the key that its numbers hang on."""

    paths: dict[str, Path]
    keys: dict[str, int]

    def draws(self, name: str) -> Floats:
        """A metric's draws."""
        return self.paths[name].draws


class Engine:
    """Computes the paths of one plan for one number of draws and one seed."""

    def __init__(
        self,
        plan: Plan,
        *,
        draws: int,
        seed: int,
        memory: Memory | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Prepare; nothing is computed yet. `progress` may return False to call it off."""
        self.plan, self.draws, self.seed = plan, draws, seed
        self.memory = memory or Memory()
        self.progress = progress
        self.order = order(plan)
        self._place = {metric.id: index for index, metric in enumerate(plan.metrics)}

    # --- quantities -------------------------------------------------------------------------

    def quantity(self, value: float | Spread, place: str) -> Floats:
        """The draws of the quantity at `place`."""
        return self._remembered(
            ("drawn", place, self.draws, self.seed, value),
            lambda: drawn(value, place, draws=self.draws, seed=self.seed),
        )

    def knobs(self, link: Link) -> Knobs:
        """The draws of a link's quantities."""
        place = f"links/{link.id}"
        carry = self._remembered(
            ("carried", place, self.draws, self.seed, link.carryover),
            lambda: carried(
                link.carryover, f"{place}/carryover", draws=self.draws, seed=self.seed
            ),
        )
        half = link.saturation and self.quantity(link.saturation.half, f"{place}/saturation/half")
        return Knobs(self.quantity(link.size or 0.0, f"{place}/size"), carry, half)

    def noise(self, metric: Metric) -> Floats:
        """The factors of a metric's month-to-month variation, (months, draws)."""
        months, place = self.plan.months, f"metrics/{metric.id}/noise"
        return self._remembered(
            ("noise", place, self.draws, self.seed, months, metric.noise),
            lambda: jitter(
                metric.noise, place, months=months, draws=self.draws, seed=self.seed
            ),
        )

    def _remembered(self, key: Hashable, make: Callable[[], Floats]) -> Floats:
        def made() -> tuple[Floats, int]:
            values = make()
            return values, values.nbytes

        return self.memory.kept(key, made)

    # --- do-nothing -------------------------------------------------------------------------

    @cached_property
    def base(self) -> Run:
        """Do-nothing: every metric as it goes if no target is set."""
        run = Run({}, {})
        for index, members in enumerate(self.order.knots):
            self._report(index)
            self._keyed(run, members, lambda name: self._own(self.plan.metric[name]), {})
            self._fill(run, members, None)
        return run

    def check_drivers(self) -> None:
        """Refuse a link whose driver does not start where the link is defined."""
        doubt = Doubt(self.plan)
        for links in self.order.links_into.values():
            for link in links:
                if self.base.paths[link.driver].low <= 0 or self.calm(link.driver).min() <= 0:
                    doubt.start(link, self._felt_before(link))

    def level(self, metric: Metric) -> Floats:
        """The do-nothing path of a baseline, before season and noise."""
        baseline = self.baseline(metric)
        if metric.trend == 0:
            return baseline
        trend = np.clip(self.quantity(metric.trend, f"metrics/{metric.id}/trend"), -0.5, 0.5)
        month = np.arange(float(self.plan.months))[:, np.newaxis]
        with np.errstate(all="ignore"):
            return baseline * (1.0 + trend) ** month

    def baseline(self, metric: Metric) -> Floats:
        """The draws of a metric's baseline."""
        return self.quantity(metric.baseline or 0.0, f"metrics/{metric.id}/baseline")

    def season(self, metric: Metric) -> Floats | None:
        """The factors of the horizon's calendar months, (months, 1)."""
        if metric.season is None or len(set(metric.season)) == 1 == metric.season[0]:
            return None
        year = np.array(metric.season)
        first = int(self.plan.start[-2:]) - 1
        return year[(first + np.arange(self.plan.months)) % 12][:, np.newaxis]

    @cached_property
    def _shaken(self) -> frozenset[str]:
        """The metrics whose month 0 some noise reaches in do-nothing."""
        shaken: set[str] = set()
        for members in self.order.knots:
            for name in members:
                metric = self.plan.metric[name]
                reads = metric.expression.reads if metric.expression else ()
                if metric.noise > 0 or shaken.intersection(reads):
                    shaken.add(name)
        return frozenset(shaken)

    def calm(self, name: str) -> Floats:
        """Month 0 of do-nothing with every noise off, (1, draws): where the past stood."""
        return self._calm[name] if name in self._shaken else self.base.paths[name].row(0)

    @cached_property
    def _calm(self) -> dict[str, Floats]:
        found: dict[str, Floats] = {}
        for members in self.order.knots:
            for name in members:
                metric = self.plan.metric[name]
                if metric.expression:
                    values = self._formula(metric, _Now(self, found.__getitem__, 0, 1))
                else:
                    values = self.level(metric)[:1]
                    if (season := self.season(metric)) is not None:
                        values = values * season[:1]
                found[name] = self._clipped(metric, values)
        return found

    # --- scenarios --------------------------------------------------------------------------

    def run(self, scenario: Scenario) -> Run:
        """Every metric's path under a scenario."""
        base = self.base
        targets = {
            target.metric: target
            for target in scenario.targets
            if target.metric in base.paths
        }
        run = Run({}, {})
        for index, members in enumerate(self.order.knots):
            self._report(index)
            if not any(self._moved(run, name, targets, members) for name in members):
                for name in members:
                    run.paths[name], run.keys[name] = base.paths[name], base.keys[name]
                continue
            place = f"scenarios/{scenario.id}/targets"
            aim = _Aim(run, targets, place)
            self._keyed(run, members, lambda name, aim=aim: self._scenario_key(name, aim), targets)
            self._fill(run, members, aim)
        return run

    def _moved(
        self, run: Run, name: str, targets: dict[str, Target], members: tuple[str, ...]
    ) -> bool:
        if name in targets:
            return True
        reads = self._read(name)
        return any(
            run.keys[read] != self.base.keys[read] for read in reads if read not in members
        )

    def _read(self, name: str) -> tuple[str, ...]:
        expression = self.plan.metric[name].expression
        drivers = tuple(link.driver for link in self.order.links_into.get(name, ()))
        return (*(expression.names if expression else ()), *drivers)

    def _report(self, index: int) -> None:
        if self.progress and self.progress(index / len(self.order.knots)) is False:
            raise Stopped

    # --- keys -------------------------------------------------------------------------------

    def _own(self, metric: Metric) -> Hashable:
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

    def _scenario_key(self, name: str, aim: _Aim) -> Hashable:
        links = tuple(
            (
                link.id,
                link.driver,
                link.effect,
                link.size,
                link.lag,
                link.carryover,
                link.saturation,
                link.cap,
            )
            for link in self.order.links_into.get(name, ())
        )
        target = aim.targets.get(name)
        sure = target is None or isinstance(target.delivery, float | int)
        return (self._own(self.plan.metric[name]), links, target, None if sure else aim.place)

    def _keyed(
        self,
        run: Run,
        members: tuple[str, ...],
        own: Callable[[str], Hashable],
        targets: dict[str, Target],
    ) -> None:
        """Give each member the key of all that its numbers hang on."""
        world = (self.draws, self.seed, self.plan.months, self.plan.start)
        outside = tuple(
            (read, run.keys[read], self.base.keys[read] if targets else None)
            for name in members
            for read in self._read(name)
            if read in run.keys
        )
        whole = self.memory.number((world, tuple(own(name) for name in members), outside))
        for name in members:
            run.keys[name] = self.memory.number((whole, name))

    # --- filling ----------------------------------------------------------------------------

    def _fill(self, run: Run, members: tuple[str, ...], aim: _Aim | None) -> None:
        if members in self.order.stepped:
            self._stepped(run, members, aim)
            return
        (name,) = members

        def made() -> tuple[Path, int]:
            values = self._whole(run, self.plan.metric[name], aim)
            return Path(values, self.plan.months), values.nbytes

        run.paths[name] = self.memory.kept(("path", run.keys[name]), made)

    def _whole(self, run: Run, metric: Metric, aim: _Aim | None) -> Floats:
        months = self.plan.months
        target = aim.targets.get(metric.id) if aim else None
        if aim is None or target is None:
            now = _Now(self, run.draws, 0, months)
            return self._driven(metric, now, aim, self._whole_felt(run))
        if self._is_input(metric):
            return self._steered_input(metric, target, aim)
        steered = self._steered(metric, target, aim)
        until = span(target, self.plan).until
        if until == months - 1:
            return steered
        now = _Now(self, run.draws, until + 1, months)
        free = self._driven(metric, now, aim, _tail(self._whole_felt(run), now))
        width = max(steered.shape[1], free.shape[1])
        result = np.empty((months, width))
        result[: until + 1] = steered[: until + 1] if len(steered) > 1 else steered
        result[until + 1 :] = free
        return result

    def _is_input(self, metric: Metric) -> bool:
        return metric.expression is None and metric.id not in self.plan.links_into

    def _steered_input(self, metric: Metric, target: Target, aim: _Aim) -> Floats:
        risen = ramp(span(target, self.plan), self.plan.months)
        with np.errstate(all="ignore"):
            values = aimed(self.level(metric), target, risen, aim.delivery(self, target))
            if (season := self.season(metric)) is not None:
                values = values * season
            if metric.noise > 0:
                values = values * self.noise(metric)
        return self._clipped(metric, values)

    def _steered(self, metric: Metric, target: Target, aim: _Aim) -> Floats:
        """An intervention: the target replaces all that drives the metric."""
        risen = ramp(span(target, self.plan), self.plan.months)
        base = self.base.paths[metric.id].draws
        with np.errstate(all="ignore"):
            values = aimed(base, target, risen, aim.delivery(self, target))
        return self._clipped(metric, values)

    def _driven(
        self,
        metric: Metric,
        now: _Now,
        aim: _Aim | None,
        felt: Callable[[Link, Knobs], Floats],
    ) -> Floats:
        """The months of `now`, driven by formula or baseline, links and noise."""
        with np.errstate(all="ignore"):
            if metric.expression:
                values = self._formula(metric, now)
            else:
                values = now.cut(self.level(metric))
                if (season := self.season(metric)) is not None:
                    values = values * now.cut(season)
            if aim:
                values = self._influenced(metric, values, now, aim, felt)
            if metric.noise > 0:
                values = values * now.cut(self.noise(metric))
        return self._clipped(metric, values, now.first)

    def _influenced(
        self,
        metric: Metric,
        start: Floats,
        now: _Now,
        aim: _Aim,
        felt: Callable[[Link, Knobs], Floats],
    ) -> Floats:
        doubt = Doubt(self.plan, now.first)
        terms: Floats | None = None
        factor: Floats | None = None
        for link in self.order.links_into.get(metric.id, ()):
            if aim.run.keys[link.driver] == self.base.keys[link.driver]:
                continue
            knobs = self.knobs(link)
            present = felt(link, knobs)
            doubt.now(link, present, knobs)
            then = now.cut(self._response_before(link))
            push = pushed(link, then, response(link, present, knobs), knobs, start)
            if link.effect == "per_unit":
                terms = push if terms is None else terms + push
            else:
                factor = push if factor is None else factor + push
        result = start if terms is None else start + terms
        return result if factor is None else result * np.exp(factor)

    def _formula(self, metric: Metric, now: _Now) -> Floats:
        expression = metric.expression
        if expression is None:
            raise AssertionError(metric.id)
        try:
            return evaluated(expression, now)
        except NotFinite as error:
            values = {"step": quoted(error.step)}
            raise self._impossible("formula_not_finite", metric, error.bad, now.first, values) from error

    def _clipped(self, metric: Metric, values: Floats, first: int = 0) -> Floats:
        if not finite(values):
            raise self._impossible("path_not_finite", metric, ~np.isfinite(values), first, {})
        if metric.min is None and metric.max is None:
            return values
        return np.clip(values, metric.min, metric.max)

    def _impossible(
        self, code: str, metric: Metric, bad: np.ndarray, first: int, values: dict[str, object]
    ) -> CannotCompute:
        month, share = where(bad)
        place = f"metrics[{self._place[metric.id]}]"
        if code == "formula_not_finite":
            place += ".formula"
        values |= {
            "metric": quoted(metric.name),
            "month": long_month(self.plan.calendar[first + month]),
            "share": percent(share),
        }
        return CannotCompute([Problem(code, place, values)])

    # --- links ------------------------------------------------------------------------------

    def _felt_before(self, link: Link) -> Floats:
        """A link's driver as it is felt in do-nothing."""
        return self._felt(link, self.knobs(link), self.base.paths[link.driver])

    def _whole_felt(self, run: Run) -> Callable[[Link, Knobs], Floats]:
        """What links feel in a run whose drivers are all computed."""
        return lambda link, knobs: self._felt(link, knobs, run.paths[link.driver])

    def _felt(self, link: Link, knobs: Knobs, path: Path) -> Floats:
        if link.lag == 0 and not knobs.carries:
            return path.draws
        before = self.calm(link.driver)
        if len(path.draws) == 1 and before is path.draws:
            return path.draws
        return adstock(path.row, before, link, knobs, self.plan.months)

    def _response_before(self, link: Link) -> Floats:
        """A link's response in do-nothing: what a scenario's is held against."""
        driver = self.base.keys[link.driver]
        own = (link.id, link.lag, link.carryover, link.saturation)
        return self._remembered(
            ("response", driver, *own),
            lambda: response(link, self._felt_before(link), self.knobs(link)),
        )

    # --- month by month ---------------------------------------------------------------------

    def _stepped(self, run: Run, members: tuple[str, ...], aim: _Aim | None) -> None:
        """A group that reads its own past: all its metrics, one month after the other."""

        def made() -> tuple[dict[str, Path], int]:
            arrays = self._steps(run, members, aim)
            paths = {name: Path(arrays[name], self.plan.months) for name in members}
            return paths, sum(path.draws.nbytes for path in paths.values())

        run.paths.update(self.memory.kept(("paths", run.keys[members[0]]), made))

    def _steps(self, run: Run, members: tuple[str, ...], aim: _Aim | None) -> dict[str, Floats]:
        months = self.plan.months
        arrays = {name: np.empty((months, 1)) for name in members}

        def look(name: str) -> Floats:
            return arrays[name] if name in arrays else run.draws(name)

        steered = {
            name: (self._steered(self.plan.metric[name], aim.targets[name], aim), until)
            for name in members
            if aim and name in aim.targets
            for until in (span(aim.targets[name], self.plan).until,)
        }
        felt = _SteppedFelt(self, look)
        for month in range(months):
            for name in members:
                values, until = steered.get(name, (None, -1))
                if values is not None and month <= until:
                    row = values[month : month + 1] if len(values) > 1 else values
                else:
                    now = _Now(self, look, month, month + 1)
                    row = self._driven(self.plan.metric[name], now, aim, felt.at(month))
                if row.shape[1] > arrays[name].shape[1]:
                    arrays[name] = np.repeat(arrays[name], row.shape[1], axis=1)
                arrays[name][month] = row
        return arrays


@dataclass(frozen=True)
class _Aim:
    """A scenario under way: its run so far and its targets."""

    run: Run
    targets: dict[str, Target]
    place: str

    def delivery(self, engine: Engine, target: Target) -> Floats:
        return engine.quantity(target.delivery, f"{self.place}/{target.metric}/delivery")


class _Now:
    """A formula's view of some months: `first` up to but not including `end`."""

    def __init__(
        self, engine: Engine, look: Callable[[str], Floats], first: int, end: int
    ) -> None:
        self._engine, self._look = engine, look
        self.first, self.end = first, end

    def cut(self, values: Floats) -> Floats:
        """These months of an array, or its only row."""
        return values[self.first : self.end] if len(values) > 1 else values

    def now(self, metric: str) -> Floats:
        return self.cut(self._look(metric))

    def before(self, metric: str) -> Floats:
        if self.first > 0:
            values = self._look(metric)
            return values[self.first - 1 : self.end - 1] if len(values) > 1 else values
        start = self._engine.baseline(self._engine.plan.metric[metric])
        if self.end == 1:
            return start
        values = self._look(metric)
        rest = values[: self.end - 1] if len(values) > 1 else np.repeat(values, self.end - 1, 0)
        width = max(start.shape[1], rest.shape[1])
        return np.concatenate(
            [np.broadcast_to(part, (len(part), width)) for part in (start, rest)]
        )

    def so_far(self, metric: str) -> Floats:
        values = self._look(metric)
        if len(values) == 1:
            return values * np.arange(self.first + 1.0, self.end + 1.0)[:, np.newaxis]
        if self.end - self.first == 1:
            return np.add.reduce(values[: self.end], axis=0, keepdims=True)
        return np.cumsum(values[: self.end], axis=0)[self.first :]


def _tail(felt: Callable[[Link, Knobs], Floats], now: _Now) -> Callable[[Link, Knobs], Floats]:
    """The months of `now` alone of what links feel."""
    return lambda link, knobs: now.cut(felt(link, knobs))


class _SteppedFelt:
    """What each link into a stepped group feels, month after month."""

    def __init__(self, engine: Engine, look: Callable[[str], Floats]) -> None:
        self._engine, self._look = engine, look
        self._last: dict[str, Floats] = {}
        self._seen: dict[str, int] = {}

    def at(self, month: int) -> Callable[[Link, Knobs], Floats]:
        def felt(link: Link, knobs: Knobs) -> Floats:
            before = self._engine.calm(link.driver)
            for step in self._unseen(link, month):
                values = self._look(link.driver)
                at = step - link.lag
                row = before if at < 0 else values[at : at + 1] if len(values) > 1 else values
                last = self._last.get(link.id, before)
                self._last[link.id] = np.array(next_felt(row, last, knobs))
            return self._last[link.id]

        return felt

    def _unseen(self, link: Link, month: int) -> Iterator[int]:
        """The months since this link was last felt: a target may have hidden some."""
        first = self._seen.get(link.id, 0)
        self._seen[link.id] = month + 1
        yield from range(first, month + 1)
