"""What it takes to learn a quantity: which test, how long, how many cases.

A test of a link holds its driver back in half of the places (regions, accounts, audiences) and lets
the other half have it. It has to tell the low end of what is believed from the high end: the
**lift** is the difference that the quantity's p90 makes to the outcome against its p10, as a share,
with the driver moved as the scenario moves it (else as the one that moves it most; else by 20 %).

    weeks = (1.96 + 0.84)² · (2 (1 − ρ) · 2 σ² + 4 / N) / lift² + waiting

for an error of 5 % (two-sided) and a power of 80 %. σ is the outcome's relative variation from week
to week, that of a month times √(52/12); each half varies √2 times as much, and ρ = ½ of that is
common to both halves and cancels; N is the outcome's count a week, where it is one (Poisson). The
waiting is the lag, and the carry-over until nine tenths of the effect are there. Before against
after, without halves, nothing cancels and two spells are needed. Cases a group: 2 (1.96 + 0.84)² /
lift² events, or for a rate p that times (1 − p)/p people.

A baseline is read until its mean is known to a third of its range; a trend is taken from as many
months as give its slope to half of its spread; a delivery is watched while the target is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, inf, isfinite, log, sqrt
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from kpi_tree.locale import say
from kpi_tree.locale.numbers import number, percent
from kpi_tree.simulation.ramps import span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.deciding.narrowed import Narrow
    from kpi_tree.deciding.sources import Source
    from kpi_tree.plan.model import Link, Metric, Plan, Scenario
    from kpi_tree.simulation.engine import Run

Kind = Literal["holdout", "reading", "history", "follow_up"]
NoiseFrom = Literal["noise", "observations", "assumed"]

LONGEST_WEEKS: Final = 104
ASSUMED_NOISE: Final = 0.1
ASSUMED_MOVE: Final = 0.2
_POWER: Final = (1.959964 + 0.841621) ** 2
_COMMON: Final = 0.5
_WEEKS: Final = 52 / 12
_FEWEST_MONTHS: Final = 6
_SHORTEST: Final = 2
_STILL: Final = 1e-6
# An outcome that starts from nothing grows without measure: more than this shows at once.
_MOST_LIFT: Final = 10.0
_RATES: Final = ("ratio",)
_NO_COUNTS: Final = ("ratio", "currency", "hours", "score")


@dataclass(frozen=True)
class Trial:
    """What would show how large a quantity is.

    Attributes:
        kind: a holdout, reading a level, a look at the past, or watching a target.
        weeks: how long; at least two.
        shows: whether that is within two years.
        sample: cases a group, where they can be counted.
        lift: the relative difference that it has to see; None where none is looked for.
        moved: by how much the driver is moved, where one is.
        noise: the outcome's relative variation from month to month.
        noise_from: the metric's own `noise`, its observations, or an assumption.
        waiting: weeks of these until the effect is there.
        alternative_weeks: before against after instead of the holdout.
        cost: what moving the driver in one half costs by the scenario; None where it says nothing.
    """

    kind: Kind
    weeks: float
    shows: bool
    noise: float
    noise_from: NoiseFrom
    sample: int | None = None
    lift: float | None = None
    moved: float | None = None
    waiting: float = 0.0
    alternative_weeks: float | None = None
    cost: float | None = None

    @property
    def sentence(self) -> str:
        """The test in words, as the end of a sentence."""
        if not self.shows:
            return say("deciding.no_test")
        match self.kind:
            case "holdout":
                return say("deciding.holdout", n=round(self.weeks))
            case "reading":
                return say("deciding.reading", n=round(self.weeks))
            case "history":
                return say("deciding.history", n=round(self.weeks / _WEEKS))
            case _:
                return say("deciding.follow_up", n=round(self.weeks))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What it rests on, in words."""
        noise = percent(self.noise)
        told = {
            "noise": say("deciding.noise_stated", noise=noise),
            "observations": say("deciding.noise_observed", noise=noise),
            "assumed": say("deciding.noise_assumed", noise=noise),
        }[self.noise_from]
        if self.kind != "holdout" or self.lift is None or self.moved is None:
            return (told,)
        seen = say("deciding.lift", lift=percent(self.lift), moved=percent(self.moved))
        result: tuple[str, ...] = (seen, told, say("deciding.power"))
        if self.sample is not None:
            result += (say("deciding.cases", cases=number(self.sample)),)
        if self.alternative_weeks is not None and self.alternative_weeks <= LONGEST_WEEKS:
            result += (say("deciding.before_after", n=round(self.alternative_weeks)),)
        return result

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        names = (
            "kind shows sample lift moved noise noise_from waiting alternative_weeks cost weeks"
        ).split()
        plain = {name: getattr(self, name) for name in names}
        for name in ("weeks", "alternative_weeks"):
            if plain[name] is not None and not isfinite(plain[name]):
                plain[name] = None
        return plain | {"sentence": self.sentence, "assumptions": list(self.assumptions)}


class Trials:
    """Designs the tests of one plan's quantities."""

    def __init__(
        self, engine: Narrow, runs: Mapping[str, tuple[Scenario, Run]], asked: str
    ) -> None:
        """Move drivers as the scenario `asked` does, or as the one that moves them most."""
        self._engine, self._runs, self._asked = engine, runs, asked
        self._plan: Plan = engine.plan

    def of(self, source: Source) -> Trial:
        """The test of a quantity."""
        match source.kind:
            case "baseline":
                return self._reading(source, self._plan.metric[source.metric or ""])
            case "trend":
                return self._history(source, self._plan.metric[source.metric or ""])
            case "delivery":
                return self._follow_up(source, self._plan.metric[source.metric or ""])
            case _:
                link = next(each for each in self._plan.links if each.id == source.link)
                return self._holdout(source, link)

    def _reading(self, source: Source, metric: Metric) -> Trial:
        noise, noise_from = noise_of(self._plan, metric)
        half = abs(source.p90 - source.p10) / 2 / max(abs(source.p50), 1e-300)
        weeks = max(_WEEKS, _WEEKS * (3 * noise / half) ** 2) if half else inf
        return Trial("reading", weeks, weeks <= LONGEST_WEEKS, noise, noise_from)

    def _history(self, source: Source, metric: Metric) -> Trial:
        noise, noise_from = noise_of(self._plan, metric)
        spread = (source.p90 - source.p10) / 2.563
        months = max(_FEWEST_MONTHS, (12 * (2 * noise / spread) ** 2) ** (1 / 3))
        # The past is there already: it takes no waiting, only months that were written down.
        return Trial("history", _WEEKS * ceil(months), months <= 5 * 12, noise, noise_from)

    def _follow_up(self, source: Source, metric: Metric) -> Trial:
        noise, noise_from = noise_of(self._plan, metric)
        targets = self._runs[source.scenario or ""][0].targets
        at = next(each for each in targets if each.metric == metric.id)
        months = max(1, min(3, span(at, self._plan).by))
        return Trial("follow_up", _WEEKS * months, shows=True, noise=noise, noise_from=noise_from)

    def _holdout(self, source: Source, link: Link) -> Trial:
        outcome = self._plan.metric[link.outcome]
        noise, noise_from = noise_of(self._plan, outcome)
        moved = self._moved(link.driver)
        low, high = (self._lift(source, link, value, moved) for value in (source.p10, source.p90))
        lift = min(_MOST_LIFT, abs(high - low))
        level = self._level(link.outcome)
        counted = outcome.unit not in _NO_COUNTS and outcome.aggregation == "sum" and level > 0
        by_chance = 0.0 if not counted or noise_from == "observations" else 1 / (level / _WEEKS)
        week = noise**2 * _WEEKS
        waiting = self._waiting(link)
        spell = _POWER / lift**2 if lift > 1e-9 else inf
        halves = max(_SHORTEST, spell * (4 * (1 - _COMMON) * week + 4 * by_chance))
        spells = 2 * max(_SHORTEST, spell * (2 * week + 2 * by_chance))
        return Trial(
            "holdout",
            halves + waiting,
            halves + waiting <= LONGEST_WEEKS,
            noise,
            noise_from,
            sample=_cases(outcome, level, spell),
            lift=lift,
            moved=moved,
            waiting=waiting,
            alternative_weeks=spells + waiting,
            cost=self._cost(link.driver, (halves + waiting) / _WEEKS),
        )

    # --- what a test rests on ---------------------------------------------------------------

    def _level(self, metric: str) -> float:
        """What a metric is by itself, a month."""
        return float(self._engine.base.draws(metric).mean())

    def _moved(self, driver: str) -> float:
        """By how much a driver is moved, as a share."""
        moves = {name: self._move(driver, run) for name, (_, run) in self._runs.items()}
        asked = moves.get(self._asked, 0.0)
        most = asked if abs(asked) > _STILL else max(moves.values(), key=abs, default=0.0)
        return most if abs(most) > _STILL else ASSUMED_MOVE

    def _move(self, driver: str, run: Run) -> float:
        """By how much a scenario moves a driver, as a share, in the month where it moves most."""
        now = run.draws(driver).mean(axis=1)
        then = self._engine.base.draws(driver).mean(axis=1)
        with np.errstate(all="ignore"):
            gaps = np.asarray(now - then) / np.abs(then)
        gaps = gaps[np.isfinite(gaps)]
        return float(gaps[np.argmax(np.abs(gaps))]) if len(gaps) else 0.0

    def _lift(self, source: Source, link: Link, value: float, moved: float) -> float:  # noqa: PLR0917
        """The relative change of the outcome when the quantity has this value."""
        knobs = self._engine.sample.knobs(link)
        middle = {"size": float(np.median(knobs.size)), "carryover": 0.0}
        if knobs.half is not None:
            middle["half"] = float(np.median(knobs.half))
        at = middle | {source.kind: value}
        driver = self._level(link.driver)
        before, after = (_felt(link, driver * by, at.get("half")) for by in (1.0, 1.0 + moved))
        if link.effect == "per_unit":
            unit = at["half"] if link.saturation else 1.0
            change = at["size"] * unit * (after - before)
            lift = change / max(abs(self._level(link.outcome)), 1e-300)
        elif before > 0 and after > 0:
            lift = exp(min(50.0, at["size"] * log(after / before))) - 1
        else:
            lift = 0.0
        lift *= 1.0 - at["carryover"]  # what is there in the first month of the effect
        return max(-link.cap, min(link.cap, lift)) if link.cap is not None else lift

    def _waiting(self, link: Link) -> float:
        """Weeks until nine tenths of a link's effect are there."""
        carried = float(np.median(self._engine.sample.knobs(link).carryover))
        settling = ceil(log(0.1) / log(carried)) - 1 if carried > 0.01 else 0
        return _WEEKS * (link.lag + max(0, settling))

    def _cost(self, driver: str, months: float) -> float | None:
        """What a scenario says that moving a driver costs, for one half."""
        asked = self._runs.get(self._asked)
        scenarios = [*([asked[0]] if asked else []), *(each for each, _ in self._runs.values())]
        for each in (cost for scenario in scenarios for cost in scenario.costs):
            if each.metric == driver and isfinite(months):
                units = self._moved(driver) * self._level(driver)
                return (each.per_unit * units / 2 + each.monthly) * months + each.fixed
        return None


def _felt(link: Link, driver: float, half: float | None) -> float:
    if link.saturation is None or half is None or driver <= 0:
        return driver
    powered: float = (driver / half) ** link.saturation.slope
    return powered / (1 + powered)


def _cases(outcome: Metric, level: float, spell: float) -> int | None:
    """Cases a group: people for a rate, events for a count."""
    if not isfinite(spell) or spell > 1e12:
        return None
    if outcome.unit in _RATES:
        return ceil(2 * spell * (1 - level) / level) if 0 < level < 1 else None
    return None if outcome.unit in _NO_COUNTS else ceil(2 * spell)


def noise_of(plan: Plan, metric: Metric) -> tuple[float, NoiseFrom]:
    """A metric's relative variation from month to month, and where it was taken from."""
    if metric.noise > 0:
        return metric.noise, "noise"
    seen = sorted(plan.observations.get(metric.id, {}).items())
    values = [(plan.month_index(month), month, value) for month, value in seen if value > 0]
    if len(values) < _FEWEST_MONTHS:
        return ASSUMED_NOISE, "assumed"
    season = metric.season or (1.0,) * 12
    when = np.array([float(index) for index, _, _ in values])
    levels = np.log([value / season[int(month[-2:]) - 1] for _, month, value in values])
    line = np.polynomial.Polynomial.fit(when, levels, 1)
    left = float(np.sqrt(((levels - line(when)) ** 2).sum() / (len(values) - 2)))
    return max(0.005, sqrt(exp(left**2) - 1)), "observations"
