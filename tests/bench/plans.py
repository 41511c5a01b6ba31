"""Plans of any size for the bench, the same for the same seed.

A third of the metrics are inputs; of the others 60 % are formulas and 40 % influenced by two or
three links with lag, carry-over and saturation. Baselines and sizes are uncertain in all families.
Every path moves from month to month (trend or season), so that no month's work can be left out.
One metric in twelve has noise, one in thirty is a stock that reads its own past. The scenario
moves half of the inputs, and one influenced metric for some months.

Metrics stand on six floors and read lower ones alone, as deep as a tree that people draw.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from kpi_tree.plan.words import months_after

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan

Json = dict[str, Any]

START: Final = "2027-01"
SIZES: Final = {"S": (12, 12), "M": (60, 24), "L": (1_000, 36)}
_FLOORS: Final = ("lever", "social", "bridge", "bridge", "business", "business")
_FORMULAS: Final = (
    "{a} * {b} / 100",
    "{a} * {b} / {c}",
    "({a} + {b}) / 2",
    "0.3 * {a} + 0.7 * {b}",
    "min({a}, 1.2 * {b})",
    "({a} + {b} + {c}) / 3 - 0.05 * {a}",
)


@dataclass
class _Sketch:
    dice: Random
    count: int
    months: int
    metrics: list[Json] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)
    floor: dict[str, int] = field(default_factory=dict)


def plan(size: str = "M", seed: int = 1) -> Plan:
    """The plan of a size, S (12 metrics × 12 months), M (60 × 24) or L (1,000 × 36)."""
    metrics, months = SIZES[size]
    return kt.plan_of(document(metrics, months, seed=seed))


def document(metrics: int, months: int, *, seed: int = 1) -> Json:
    """A plan as JSON has it, with so many metrics over so many months."""
    sketch = _Sketch(Random(seed), metrics, months)
    kinds = _kinds(sketch.dice, metrics)
    for index, kind in enumerate(kinds):
        _MAKERS[kind](sketch, f"{kind}_{index}", index)
    sketch.metrics[-1] |= {"unit": "currency", "over_time": "sum", "layer": "business"}
    last = sketch.metrics[-1]["id"]
    return {
        "format": "enlace-plan/1",
        "title": f"{metrics} metrics, {months} months, seed {seed}",
        "start": START,
        "months": months,
        "money": last,
        "metrics": sketch.metrics,
        "links": sketch.links,
        "goals": _goals(sketch),
        "scenarios": [_scenario(sketch)],
    }


def _kinds(dice: Random, metrics: int) -> list[str]:
    inputs = metrics // 3
    formulas = round(0.6 * (metrics - inputs))
    stocks = max(1, metrics // 30)
    influenced = metrics - inputs - formulas
    rest = ["stock"] * stocks + ["computed"] * (formulas - stocks - 1) + ["influenced"] * influenced
    dice.shuffle(rest)
    return ["input"] * inputs + rest + ["computed"]


def _input(sketch: _Sketch, name: str, index: int) -> None:
    own = {"baseline": spread(sketch.dice, index, 100), **_course(sketch.dice, index)}
    _add(sketch, name, own, floor=0)
    if index % 4 == 0:
        sketch.metrics[-1]["noise"] = 0.05


def _influenced(sketch: _Sketch, name: str, index: int) -> None:
    dice, floor = sketch.dice, _floor(sketch, index)
    drivers = _below(sketch, floor, dice.randint(2, 3))
    _add(sketch, name, {"baseline": spread(dice, index, 80), **_course(dice, index)}, floor=floor)
    for driver in drivers:
        sketch.links.append(_link(dice, driver, name, index=len(sketch.links)))


def _computed(sketch: _Sketch, name: str, index: int) -> None:
    floor = _floor(sketch, index)
    a, b, c = _below(sketch, floor, 3)
    _add(
        sketch, name, {"formula": sketch.dice.choice(_FORMULAS).format(a=a, b=b, c=c)}, floor=floor
    )


def _stock(sketch: _Sketch, name: str, index: int) -> None:
    floor = _floor(sketch, index)
    (flow,) = _below(sketch, floor, 1)
    own = {
        "formula": f"0.9 * previous({name}) + 0.1 * {flow}",
        "baseline": spread(sketch.dice, index, 100),
        "over_time": "last",
    }
    _add(sketch, name, own, floor=floor)


_MAKERS: Final = {
    "input": _input,
    "influenced": _influenced,
    "computed": _computed,
    "stock": _stock,
}


def _add(sketch: _Sketch, name: str, own: Json, *, floor: int) -> None:
    sketch.metrics.append({"id": name, "name": name, "layer": _FLOORS[floor], **own})
    sketch.floor[name] = floor


def _floor(sketch: _Sketch, index: int) -> int:
    inputs = sketch.count // 3
    return 1 + (index - inputs) * (len(_FLOORS) - 1) // (sketch.count - inputs)


def _below(sketch: _Sketch, floor: int, count: int) -> list[str]:
    """Metrics of lower floors: the newest floor feeds as many as all others together."""
    near = [name for name, at in sketch.floor.items() if at == floor - 1]
    far = [name for name, at in sketch.floor.items() if at < floor - 1]
    dice, chosen = sketch.dice, []
    while len(chosen) < count:
        name = dice.choice(near if not far or (near and dice.random() < 0.5) else far)
        if name not in chosen:
            chosen.append(name)
    return chosen


def _course(dice: Random, index: int) -> Json:
    """A trend, certain or not, or a season."""
    match index % 3:
        case 0:
            return {"trend": {"shape": "normal", "mean": 0.005, "sd": 0.003}}
        case 1:
            return {"trend": round(dice.uniform(0.002, 0.01), 4)}
        case _:
            return {"season": [round(dice.uniform(0.9, 1.1), 3) for _ in range(12)]}


def _link(dice: Random, driver: str, outcome: str, *, index: int) -> Json:
    link: Json = {"id": f"link_{index}_{driver}_{outcome}"[:64], "from": driver, "to": outcome}
    link |= {"size": spread(dice, index, round(dice.uniform(0.1, 0.5), 3)), "lag": index % 4}
    if index % 5 == 4:
        link["effect"] = "per_unit"
    if index % 5 in (1, 3):
        link["carryover"] = {"p10": 0.2, "p90": 0.6} if index % 2 else 0.5
    if index % 3 == 0:
        half = {"p10": 60, "p90": 140} if index % 2 else 100
        link["saturation"] = {"half": half, "slope": 1 if index % 2 else 1.5}
    if index % 7 == 0:
        link["cap"] = 0.5
    return link


def spread(dice: Random, index: int, middle: float) -> Json:
    """An uncertain quantity about `middle`, of each family in turn, above 0."""
    low, high = middle * dice.uniform(0.7, 0.9), middle * dice.uniform(1.1, 1.4)
    ends = {"p10": low, "p90": high}
    peak = {"low": low * 0.8, "mode": middle, "high": high * 1.2}
    families: list[Json] = [
        ends,
        {"shape": "normal", "mean": middle, "sd": middle * 0.1},
        {"shape": "triangular", **peak},
        {"shape": "pert", **peak},
        {"shape": "uniform", "low": low, "high": high},
        {"shape": "mixture", "of": [ends, {"shape": "pert", **peak}], "weights": [2, 1]},
        {"shape": "beta", **ends} if high < 1 else {"shape": "lognormal", **ends},
        {"shape": "normal", "p10": middle * 0.9, "p90": middle * 1.1},
    ]
    return families[index % len(families)]


def _goals(sketch: _Sketch) -> list[Json]:
    ids = [metric["id"] for metric in sketch.metrics[-3:]]
    by = months_after(START, sketch.months - 1)
    return [
        {"id": f"goal_{name}", "name": name, "metric": name, "target": 80, "by": by} for name in ids
    ]


def _scenario(sketch: _Sketch) -> Json:
    inputs = [metric["id"] for metric in sketch.metrics if sketch.floor[metric["id"]] == 0]
    first, middle, last = (months_after(START, at) for at in _turns(sketch.months))
    targets = [
        {"metric": name, "change": 0.1 + 0.02 * (index % 10), "from": first, "by": middle}
        for index, name in enumerate(inputs[::2])
    ]
    for target in targets[::3]:
        target["delivery"] = {"shape": "pert", "low": 0.4, "mode": 0.9, "high": 1.1}
    held = next(m["id"] for m in sketch.metrics if m["id"].startswith("influenced"))
    targets.append({"metric": held, "change": 0.15, "by": middle, "until": last})
    costs = [{"metric": inputs[0], "per_unit": 0.2, "monthly": 5, "fixed": 20}]
    return {"id": "plan_a", "name": "A", "targets": targets, "costs": costs}


def _turns(months: int) -> tuple[int, int, int]:
    return 1, months // 3, months - 3
