"""The sliders of a scenario: where each stands, how far it goes, what is known about its range."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts.levers import Dial
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Ends = tuple[float, float]
_STEPS: Final = 200  # about so many places on a slider
_CHANGE: Final = (-0.5, 1.0)  # how far a relative change goes unless it already goes further


def dials(
    plan: kt.Plan,
    scenario: kt.Scenario,
    base: kt.Forecast,
    *,
    tried: Mapping[str, float],
    brief: bool = False,
) -> list[Dial]:
    """One slider for each target of `scenario`, which holds what was `tried` already.

    With `brief` only the first of what is known about its range stands below a slider.
    """
    known = set(base.metrics)
    found = [
        _dial(plan, target, base, tried=target.metric in tried)
        if target.metric in known
        else _still(plan, target)
        for target in scenario.targets
    ]
    return [replace(dial, notes=dial.notes[:2]) for dial in found] if brief else found


def _dial(plan: kt.Plan, target: kt.Target, base: kt.Forecast, *, tried: bool) -> Dial:
    metric = plan.metric[target.metric]
    start = baseline(base, metric.id)
    moves = target.value is None
    value = target.change if moves else target.value
    low, high = _ends(plan, metric, start, at=value or 0.0, moves=moves)
    band = observed(plan, metric) or usual(plan, metric)
    step = _step(low, high, whole=_whole(metric) and not moves)
    return Dial(
        id=metric.id,
        name=shown(metric.name, surface="plain"),
        value=value,
        told=level(plan, target),
        low=low,
        high=high,
        step=step,
        baseline=0.0 if moves else start,
        band=None if moves else band,
        notes=_notes(plan, metric, target, start=start),
        style=_style(metric, moves=moves),
        digits=_digits(step * 100 if moves or metric.unit == "ratio" else step),
        tried=tried,
    )


def _still(plan: kt.Plan, target: kt.Target) -> Dial:
    """A target on a metric that is not known yet cannot be moved."""
    name = shown(plan.metric[target.metric].name, surface="plain")
    return Dial(target.metric, name, None, level(plan, target), notes=(kt.say("dials.unknown"),))


# ── Words ───────────────────────────────────────────────────────────────────────────────────────


def level(plan: kt.Plan, target: kt.Target) -> str:
    """What a target asks for: a level, or a change in percent."""
    if target.value is not None:
        return amount(plan, target.metric, target.value)
    change = target.change or 0.0
    return ("+" if change > 0 else "") + kt.percent(change)


def amount(plan: kt.Plan, metric: str, value: float) -> str:
    """A metric's value in its unit; a unit of the team's own follows the number."""
    return _amount(value, plan.metric[metric].unit, plan.currency, kt.language())


@lru_cache(maxsize=20_000)
def _amount(value: float, unit: str, currency: str, _language: str) -> str:
    if unit == "currency":
        return _money(value, currency)
    written = kt.amount(value, unit, currency)
    if unit == "hours":
        return kt.say("dials.hours", hours=written)
    plain = unit in {"ratio", "score", "count"}
    return written if plain else f"{written} {shown(unit, surface='plain')}"


def _money(value: float, currency: str) -> str:
    cents = abs(value) < 100 and value != int(value)
    return kt.money(value, currency, digits=2 if cents else 0)


def money(plan: kt.Plan, value: float) -> str:
    """An amount; cents only where there are some and they matter."""
    return _money(value, plan.currency)


def timing(plan: kt.Plan, target: kt.Target) -> str:
    """When a target starts, is reached and ends."""
    last = plan.calendar[-1]
    start, until = target.start or plan.start, target.until
    due = target.by or until or last
    key = "dials.at_once" if start == due else "dials.from_to"
    words = kt.say(key, start=kt.month(start), due=kt.month(due))
    return f"{words}, {kt.say('dials.until', until=kt.month(until))}" if until else words


def _notes(plan: kt.Plan, metric: kt.Metric, target: kt.Target, *, start: float) -> tuple[str, ...]:
    ends = (
        ("dials.feasible", feasible(metric)),
        ("dials.observed", observed(plan, metric)),
        ("dials.usual", usual(plan, metric)),
    )
    ranges = [
        kt.say(key, low=amount(plan, metric.id, found[0]), high=amount(plan, metric.id, found[1]))
        for key, found in ends
        if found
    ]
    today = kt.say("dials.baseline", value=amount(plan, metric.id, start))
    return (today, *ranges, timing(plan, target))


# ── Ranges ──────────────────────────────────────────────────────────────────────────────────────


def baseline(base: kt.Forecast, metric: str) -> float:
    """Where a metric stands in the first month if nothing is done: the middle of its draws."""
    return float(base.fan(metric).p50[0])


def feasible(metric: kt.Metric) -> Ends | None:
    """How far the team could move a metric, where it has said so."""
    return (metric.feasible.low, metric.feasible.high) if metric.feasible else None


def observed(plan: kt.Plan, metric: kt.Metric) -> Ends | None:
    """The lowest and the highest month that was measured, of two months or more."""
    values = list(plan.observations.get(metric.id, {}).values())
    return (min(values), max(values)) if len(values) > 1 else None


def usual(plan: kt.Plan, metric: kt.Metric) -> Ends | None:
    """What is usual elsewhere, of a metric from the catalogue."""
    try:
        found = kt.library.benchmarks(metric.catalogue) if metric.catalogue else ()
    except kt.BadArgument:
        return None
    for benchmark in found:
        low, _, high = benchmark.in_unit
        alike = benchmark.unit == metric.unit and benchmark.currency in {"", plan.currency}
        if benchmark.drawable and alike and low is not None and high is not None:
            return low, high
    return None


def _ends(
    plan: kt.Plan, metric: kt.Metric, start: float, *, at: float, moves: bool
) -> tuple[float, float]:
    """From where to where a slider goes: as far as is feasible, else what is in sight."""
    told = feasible(metric)
    if moves:
        ends = tuple(end / start - 1 for end in told) if told and start > 0 else _CHANGE
        return min(at, *ends), max(at, *ends)
    if told:
        return min(at, *told), max(at, *told)
    known = [start, *(observed(plan, metric) or ()), *(usual(plan, metric) or ())]
    air = max(abs(start), max(known) - min(known)) or 1.0
    low, high = _reached(at, min(known), max(known), air=air)
    if min(known) >= 0 and at >= 0:
        low = max(0.0, low)
    step = _step(low, high, whole=_whole(metric))
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    low = low if metric.min is None else max(low, min(metric.min, at))
    high = high if metric.max is None else min(high, max(metric.max, at))
    return low, high


def _reached(at: float, low: float, high: float, *, air: float) -> Ends:
    """From a little below `low` to a little above `high`; wider by whole steps where `at` is out.

    What is moved to an end leaves the ends where they are: a scale must not run from the hand.

    >>> _reached(30, 10, 20, air=10), _reached(31, 10, 20, air=10)
    ((0, 30), (0, 50))
    """
    below = above = air
    while at < low - below:
        below = 2 * below + air
    while at > high + above:
        above = 2 * above + air
    return low - below, high + above


def _whole(metric: kt.Metric) -> bool:
    return metric.feasible is not None and metric.feasible.whole


def _step(low: float, high: float, *, whole: bool) -> float:
    """A round step of which about two hundred make the way.

    >>> _step(0, 4000, whole=True), _step(0.1, 0.8, whole=False)
    (20.0, 0.005)
    """
    rough = (high - low) / _STEPS or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in (1, 2, 5, 10) if part * power >= rough * 0.999)
    return max(1.0, step) if whole else round(step, 12)


def _style(metric: kt.Metric, *, moves: bool) -> str:
    if moves:
        return "change"
    return {"currency": "currency", "ratio": "percent"}.get(metric.unit, "decimal")


def _digits(step: float) -> int:
    """With how many decimals a multiple of `step` is written."""
    return max(0, math.ceil(-math.log10(step) - 1e-9))


def moved(scenario: kt.Scenario, moves: Mapping[str, float]) -> kt.Scenario:
    """A scenario with some of its targets elsewhere; a change stays a change."""
    targets: Sequence[kt.Target] = [
        target.model_copy(update={_part(target): moves[target.metric]})
        if target.metric in moves
        else target
        for target in scenario.targets
    ]
    return scenario.model_copy(update={"targets": tuple(targets)})


def _part(target: kt.Target) -> str:
    return "change" if target.value is None else "value"


def unsaved(scenario: kt.Scenario, moves: Mapping[str, float]) -> Mapping[str, float]:
    """Of these moves those that put a target of the scenario elsewhere than it is saved."""
    saved = {target.metric: getattr(target, _part(target)) for target in scenario.targets}
    return {
        metric: value
        for metric, value in moves.items()
        if metric in saved and saved[metric] != value
    }
