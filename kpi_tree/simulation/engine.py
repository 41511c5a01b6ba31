"""The engine: every metric's path, without a scenario and with each.

All paths are arrays (months, draws) in double precision, with one row where all months are alike
and one column where nothing is uncertain. A metric whose ingredients are those of do-nothing
shares its path with do-nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kpi_tree.errors import Stopped
from kpi_tree.simulation.formulas import NotFinite, evaluated, finite
from kpi_tree.simulation.influence import Doubt, Knobs, adstock, pushed, response
from kpi_tree.simulation.keys import Keys
from kpi_tree.simulation.months import Months
from kpi_tree.simulation.order import order
from kpi_tree.simulation.ramps import aimed, ramp, span
from kpi_tree.simulation.refusals import formula_fails, path_fails
from kpi_tree.simulation.selection import Path
from kpi_tree.simulation.stepping import stepped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpi_tree.plan.model import Link, Metric, Scenario, Target
    from kpi_tree.simulation.sample import Sample
    from kpi_tree.simulation.streams import Floats

    Progress = Callable[[float], bool | None]
    Felt = Callable[[Link, Knobs], Floats]


@dataclass(frozen=True)
class Run:
    """Every known metric's path, and the key that its numbers hang on.

    Attributes:
        targets: by metric, what a scenario aims at; empty in do-nothing.
        place: where the scenario's targets stand, for the draws of their delivery.
    """

    targets: dict[str, Target] = field(default_factory=dict)
    place: str = ""
    paths: dict[str, Path] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    def draws(self, name: str) -> Floats:
        """A metric's draws."""
        return self.paths[name].draws


class Engine:
    """Computes the paths of one sample of a plan."""

    def __init__(self, sample: Sample, *, progress: Progress | None = None) -> None:
        """Prepare; nothing is computed yet. `progress` may return False to call it off."""
        self.sample, self.plan = sample, sample.plan
        self.order = order(self.plan)
        self.keys = Keys(sample, self.order)
        self._progress = progress
        self._at = 0

    # --- runs -------------------------------------------------------------------------------

    @cached_property
    def base(self) -> Run:
        """Do-nothing: every metric as it goes if no target is set."""
        run = Run()
        for members in self._groups():
            run.keys.update(self.keys.without_targets(members, run.keys))
            self._fill(run, members)
        return run

    def run(self, scenario: Scenario) -> Run:
        """Every metric's path under a scenario; a target on an unknown metric has no effect."""
        base = self.base
        targets = {each.metric: each for each in scenario.targets if each.metric in base.paths}
        run = Run(targets, f"scenarios/{scenario.id}/targets")
        for members in self._groups():
            if any(self._moved(run, name) for name in members):
                fresh = self.keys.with_targets(
                    members, run.keys, base=base.keys, targets=targets, place=run.place
                )
                run.keys.update(fresh)
                self._fill(run, members)
            else:
                run.keys.update({name: base.keys[name] for name in members})
                run.paths.update({name: base.paths[name] for name in members})
        return run

    def _moved(self, run: Run, name: str) -> bool:
        base = self.base.keys
        return name in run.targets or any(
            run.keys.get(read, base[read]) != base[read] for read in self.keys.reads(name)
        )

    def _groups(self) -> Iterator[tuple[str, ...]]:
        """The groups in order, each told before it is computed."""
        for index, members in enumerate(self.order.knots):
            self._at = index
            self.report()
            yield members

    def report(self, within: float = 0.0) -> None:
        """Tell how far the run is, `within` the group at work; whoever listens may call it off."""
        share = (self._at + within) / max(1, len(self.order.knots))
        if self._progress and self._progress(share) is False:
            raise Stopped

    def _fill(self, run: Run, members: tuple[str, ...]) -> None:
        """Put a group's paths into the run: remembered ones, or made now."""

        def made() -> tuple[dict[str, Path], int]:
            if members in self.order.stepped:
                arrays = stepped(self, run, members)
                paths = {name: self._told(run, name, arrays[name]) for name in members}
            else:
                paths = {name: self._path(run, self.plan.metric[name]) for name in members}
            return paths, sum(path.draws.nbytes for path in paths.values())

        run.paths.update(self.sample.memory.kept(run.keys[members[0]], made))

    def _path(self, run: Run, metric: Metric) -> Path:
        if not run.place and metric.expression is None:
            growing = self.sample.growing(metric)
            if growing is not None and finite(growing.draws):
                return growing
        return self._told(run, metric.id, self._whole(run, metric))

    def _told(self, run: Run, name: str, draws: Floats) -> Path:
        return Path(draws, self.plan.months, like=self.base.paths[name] if run.place else None)

    def _whole(self, run: Run, metric: Metric) -> Floats:
        """A metric's months all at once."""
        target = run.targets.get(metric.id)
        if target is None:
            return self._free(run, metric, 0)
        steered = self.steered(run, metric, target)
        until = span(target, self.plan).until
        if self.is_input(metric) or until == self.plan.months - 1:
            return steered
        free = self._free(run, metric, until + 1)
        result = np.empty((self.plan.months, max(steered.shape[1], free.shape[1])))
        result[: until + 1] = steered[: until + 1] if len(steered) > 1 else steered
        result[until + 1 :] = free
        return result

    def _free(self, run: Run, metric: Metric, first: int) -> Floats:
        """A metric's months from `first` on, driven."""
        now = Months(self.sample, run.draws, first=first, end=self.plan.months)
        return self.driven(
            run, metric, now=now, felt=lambda link, knobs: now.cut(self._felt(run, link, knobs))
        )

    # --- one metric -------------------------------------------------------------------------

    def is_input(self, metric: Metric) -> bool:
        """Whether neither a formula nor any link leads to a metric."""
        return metric.expression is None and metric.id not in self.plan.links_into

    def steered(self, run: Run, metric: Metric, target: Target) -> Floats:
        """A metric under its target, all months.

        An input leaves its own level and keeps its season and noise. Any other metric leaves its
        whole do-nothing path: the target replaces all that drives it (an intervention).
        """
        risen = ramp(span(target, self.plan), self.plan.months)
        delivery = self.sample.quantity(target.delivery, f"{run.place}/{metric.id}/delivery")
        with np.errstate(all="ignore"):
            if not self.is_input(metric):
                base = self.base.draws(metric.id)
                return self.clipped(metric, aimed(base, target, risen=risen, delivery=delivery))
            level = self.sample.level(metric)
            values = aimed(level, target, risen=risen, delivery=delivery)
            values = self.sample.seasonal(metric, values)
            if metric.noise > 0:
                values = values * self.sample.noise(metric)
        return self.clipped(metric, values)

    def driven(self, run: Run, metric: Metric, *, now: Months, felt: Felt) -> Floats:
        """A metric in the months of `now`, driven by formula or baseline, links and noise."""
        with np.errstate(all="ignore"):
            if metric.expression:
                values = self._formula(metric, now)
            else:
                values = now.cut(self.sample.seasonal(metric, self.sample.level(metric)))
            if run.place:
                values = self._influenced(run, metric, start=values, now=now, felt=felt)
            if metric.noise > 0:
                values = values * now.cut(self.sample.noise(metric))
        return self.clipped(metric, values, first=now.first)

    def _influenced(
        self, run: Run, metric: Metric, *, start: Floats, now: Months, felt: Felt
    ) -> Floats:
        """What the links make of a metric: factors in the log domain, terms beside them."""
        doubt = Doubt(self.plan, now.first)
        terms: Floats | None = None
        factor: Floats | None = None
        for link in self.order.links_into.get(metric.id, ()):
            if run.keys[link.driver] == self.base.keys[link.driver]:
                continue
            knobs = self.sample.knobs(link)
            present = felt(link, knobs)
            doubt.now(link, present, knobs)
            then = now.cut(self._response_before(link))
            present = response(link, present, knobs)
            push = pushed(link, knobs, then=then, now=present, start=start)
            if link.effect == "per_unit":
                terms = push if terms is None else terms + push
            else:
                factor = push if factor is None else factor + push
        result = start if terms is None else start + terms
        return result if factor is None else np.asarray(result * np.exp(factor, out=factor))

    def _formula(self, metric: Metric, now: Months) -> Floats:
        if metric.expression is None:
            raise AssertionError(metric.id)
        try:
            return evaluated(metric.expression, now)
        except NotFinite as error:
            raise formula_fails(
                self.plan, metric, step=error.step, bad=error.bad, first=now.first
            ) from error

    def clipped(self, metric: Metric, values: Floats, *, first: int = 0) -> Floats:
        """A path inside the metric's bounds; refuses one that was not finite before."""
        if not finite(values):
            raise path_fails(self.plan, metric, bad=~np.isfinite(values), first=first)
        if metric.min is None and metric.max is None:
            return values
        return np.clip(values, metric.min, metric.max)

    # --- what links feel --------------------------------------------------------------------

    def check_drivers(self) -> None:
        """Refuse a link whose driver does not start where the link is defined."""
        doubt = Doubt(self.plan)
        for links in self.order.links_into.values():
            for link in links:
                path = self.base.paths[link.driver]
                if path.low <= 0 or self.past(link.driver).min() <= 0:
                    doubt.start(link, self._felt(self.base, link, self.sample.knobs(link)))

    def _felt(self, run: Run, link: Link, knobs: Knobs) -> Floats:
        """A link's driver as it is felt in a run, all months."""
        path = run.paths[link.driver]
        if link.lag == 0 and not knobs.carries:
            return path.draws
        before = self.past(link.driver)
        if len(path.draws) == 1 and before is path.draws:
            return path.draws
        return adstock(path.row, before, link=link, knobs=knobs, months=self.plan.months)

    def _response_before(self, link: Link) -> Floats:
        """A link's response in do-nothing: what a scenario's is held against."""
        own = (link.id, link.lag, link.carryover, link.saturation)

        def made() -> Floats:
            knobs = self.sample.knobs(link)
            return response(link, self._felt(self.base, link, knobs), knobs)

        return self.sample.remembered(("response", self.base.keys[link.driver], *own), made)

    def past(self, name: str) -> Floats:
        """Where a metric stood in all months before the plan: month 0 with every noise off."""
        return self._calm[name] if name in self._shaken else self.base.paths[name].row(0)

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

    @cached_property
    def _calm(self) -> dict[str, Floats]:
        """Month 0 of do-nothing with every noise off, (1, draws) each."""
        found: dict[str, Floats] = {}
        start = Months(self.sample, found.__getitem__, first=0, end=1)
        for members in self.order.knots:
            for name in members:
                metric = self.plan.metric[name]
                if metric.expression:
                    values = self._formula(metric, start)
                else:
                    values = self.sample.first(metric)
                found[name] = self.clipped(metric, values)
        return found
