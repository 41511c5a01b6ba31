"""What the map says of the future: a small fan a metric, how far it moves, the odds of goals."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import dials, forecasts, odds, outlook
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened

WIDE: Final = 100
HIGH: Final = 24
_SEEN: Final = 0.005  # a change below half a percent is not told
_TENFOLD: Final = 10  # from here on a percentage says less than the value


@dataclass(frozen=True)
class Futures:
    """Results by metric, and odds by goal, as JSON; empty where nothing can be computed."""

    metrics: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    goals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dials: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def futures(opened: Opened, scenario: kt.Scenario | None) -> Futures:
    """What is to be expected under a scenario, or if nothing is done."""
    plan = opened.plan
    try:
        base = forecasts.forecast(opened, None)
        found = forecasts.forecast(opened, scenario) if scenario else base
    except kt.EnlaceError:
        return Futures()
    return Futures(
        _metrics(plan, found, base),
        {goal.id: told for goal in plan.goals if (told := _goal(found, goal))},
        _dials(plan, scenario, base) if scenario else {},
    )


def _metrics(
    plan: kt.Plan, found: kt.Forecast, base: kt.Forecast
) -> Mapping[str, Mapping[str, Any]]:
    """Each metric of a forecast; of a large plan that takes its time, and says how far it is."""
    told = {}
    for at, name in enumerate(found.metrics, start=1):
        told[name] = _metric(plan, found, base, name=name)
        forecasts.report(at / len(found.metrics))
    return told


def _metric(
    plan: kt.Plan, found: kt.Forecast, base: kt.Forecast, *, name: str
) -> Mapping[str, Any]:
    curve = outlook.curve(found, name)
    low, high = min(curve.p10), max(curve.p90)
    write = [dials.amount(plan, name, ends[-1]) for ends in (curve.p10, curve.p90)]
    line = _points(curve.p50, low, high)
    back = _points(curve.p10, low, high)[::-1]
    band = [*_points(curve.p90, low, high), *back]
    return {
        "band": _path(band) + "Z" if high > low else "",
        "line": _path(line),
        "move": _move(plan, name, now=curve.p50[-1], before=float(base.fan(name).p50[-1])),
        "ends": kt.say("tree_editor.between", low=write[0], high=write[1]),
    }


def _points(values: Sequence[float], low: float, high: float) -> list[tuple[float, float]]:
    step = WIDE / max(1, len(values) - 1)
    reach = high - low
    return [
        (index * step, (HIGH - 1 - (HIGH - 2) * (value - low) / reach) if reach else HIGH / 2)
        for index, value in enumerate(values)
    ]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.1f}" for x, y in points)


def _move(plan: kt.Plan, name: str, *, now: float, before: float) -> str:
    """How far a metric moves at the horizon's end against doing nothing; empty where it stays."""
    if not before or abs(now / before - 1) < _SEEN:
        return ""
    change = now / before - 1
    if not -1 <= change < _TENFOLD:
        return f"→ {dials.amount(plan, name, now)}"
    return ("+" if change > 0 else "") + kt.percent(round(change, 3 if abs(change) < 0.1 else 2))


def _goal(found: kt.Forecast, goal: kt.Goal) -> Mapping[str, Any] | None:
    chance = odds.chance(found, goal)
    return {"share": chance.share, "told": chance.told} if chance else None


def foreseen(
    opened: Opened, scenario: kt.Scenario, moves: Mapping[str, float]
) -> Mapping[str, Any]:
    """What is to be expected while levers stand elsewhere; nothing of it is kept.

    Raises:
        EnlaceError: it cannot be computed.
    """
    plan, base = opened.plan, forecasts.forecast(opened, None)
    tried = dials.moved(_with_levers(plan, scenario, base), moves)
    targets = tuple(one for one in tried.targets if one in scenario.targets or one.metric in moves)
    tried = tried.model_copy(update={"targets": targets})
    found = forecasts.forecast(opened, tried, keep=False)
    odds_of = {goal.id: told for goal in plan.goals if (told := _goal(found, goal))}
    return {
        "futures": _metrics(plan, found, base),
        "goals": {
            name: {**told, "odds": kt.percent(round(told["share"], 2))}
            for name, told in odds_of.items()
        },
    }


def _dials(
    plan: kt.Plan, scenario: kt.Scenario, base: kt.Forecast
) -> Mapping[str, Mapping[str, Any]]:
    """A slider for each target, and for each lever that has none yet."""
    every = dials.dials(plan, _with_levers(plan, scenario, base), base, tried={}, brief=True)
    return {
        dial.id: {**asdict(dial), "notes": [shown(note, surface="plain") for note in dial.notes]}
        for dial in every
        if dial.value is not None
    }


def _with_levers(plan: kt.Plan, scenario: kt.Scenario, base: kt.Forecast) -> kt.Scenario:
    """The scenario with a target for each lever, where it stands today if it has none yet."""
    there = {target.metric for target in scenario.targets}
    fresh = [
        kt.Target(metric=metric.id, value=float(base.fan(metric.id).p50[0]))
        for metric in plan.metrics
        if metric.layer in {"lever", "investment"}
        and metric.id not in there
        and metric.formula is None
        and metric.id in base.metrics
    ]
    return scenario.model_copy(update={"targets": (*scenario.targets, *fresh)})
