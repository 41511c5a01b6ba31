"""For every code a plan that has the finding, and one that nearly has it.

`sound()` is a plan without any finding; each pair changes it in two ways, both as small as can be.
An edit is a dictionary from a place (`links.0.size`) to what stands there; `GONE` removes it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

GONE = object()
SIZE = {"p10": 0.1, "p90": 0.3}
MONTHS = [f"2026-{month:02d}" for month in range(7, 13)]

Edit = dict[str, Any]


def sound() -> dict[str, Any]:
    """A small plan in which there is nothing to find."""
    return {
        "format": "enlace-plan/1",
        "title": "Plan",
        "start": "2027-01",
        "money": "revenue",
        "budget": {"marketing": 100_000, "social": 18_000},
        "people": [
            {"id": "ana", "name": "Ana", "side": "business"},
            {"id": "sol", "name": "Sol", "side": "social"},
            {"id": "luz", "name": "Luz", "side": "business"},
        ],
        "metrics": [
            {"id": "posts", "name": "Posts", "layer": "lever", "baseline": 20},
            {"id": "reach", "name": "Reach", "layer": "social", "baseline": 9000},
            {"id": "visits", "name": "Visits", "layer": "bridge", "baseline": 1000},
            {
                "id": "rate",
                "name": "Rate",
                "layer": "bridge",
                "unit": "ratio",
                "baseline": 0.05,
                "min": 0,
                "max": 1,
            },
            {"id": "orders", "name": "Orders", "layer": "business", "formula": "visits * rate"},
            {
                "id": "basket",
                "name": "Basket",
                "layer": "business",
                "unit": "currency",
                "over_time": "mean",
                "baseline": 60,
            },
            {
                "id": "revenue",
                "name": "Revenue",
                "layer": "business",
                "unit": "currency",
                "formula": "orders * basket",
            },
        ],
        "links": [_link("posts", "reach"), _link("reach", "visits")],
        "evidence": [{"id": "study", "grade": "observational", "cite": "A study"}],
        "goals": [
            {
                "id": "goal",
                "name": "More revenue",
                "metric": "revenue",
                "target": 3040,
                "by": "2027-12",
                "owner": "ana",
                "why": "Growth",
            }
        ],
        "scenarios": [
            {
                "id": "more",
                "name": "More posts",
                "targets": [{"metric": "posts", "value": 30}],
                "costs": [{"metric": "posts", "per_unit": 5}],
            }
        ],
    }


def _link(driver: str, outcome: str, **more: Any) -> dict[str, Any]:
    signed = {"by": "ana", "on": "2026-11-02", "size": more.get("size", SIZE)}
    link = {"id": f"{driver}_{outcome}", "from": driver, "to": outcome, "size": SIZE}
    return link | {"evidence": ["study"], "agreed_by": [signed]} | more


def _metric(name: str, layer: str = "bridge", **more: Any) -> dict[str, Any]:
    start = {} if "formula" in more else {"baseline": 50}
    return {"id": name, "name": name.title(), "layer": layer, **start, **more}


def _opinions(*sizes: Any) -> list[dict[str, Any]]:
    people = ("ana", "sol", "luz")
    return [{"by": by, "size": size} for by, size in zip(people, sizes, strict=False)]


def _seen(value: float, step: float = 0) -> dict[str, float]:
    return {month: value + step * index for index, month in enumerate(MONTHS)}


def _chain(length: int, *, grades: str = "practice") -> Edit:
    """Links posts → m1 → … → visits that rest on practice alone."""
    names = ["posts", *(f"m{n}" for n in range(1, length)), "visits"]
    links = [_link(*pair, evidence=["hunch"]) for pair in pairwise(names)]
    edit: Edit = {f"metrics.{6 + n}": _metric(f"m{n}") for n in range(1, length)}
    edit |= {f"links.{1 + n}": link for n, link in enumerate(links)}
    return edit | {"evidence.1": {"id": "hunch", "grade": grades}}


def _elasticity(p10: float, p90: float, **more: Any) -> Edit:
    return {"links.1": _link("reach", "visits", size={"p10": p10, "p90": p90}, **more)}


def _from_library(link: str, ends: tuple[str, str], size: dict[str, float]) -> Edit:
    """The second link as taken from a row of the library, with both its metrics."""
    return {
        "metrics.1.catalogue": ends[0],
        "metrics.2.catalogue": ends[1],
        "metrics.1.area": "service",
        "links.1": _link("reach", "visits", size=size, catalogue=link),
    }


def _saturated(**more: Any) -> Edit:
    """A link with saturation whose driver the scenario may move."""
    link = _link("posts", "visits", effect="per_unit", saturation={"half": 20})
    return {"links.2": link, "links.0": _link("posts", "reach", effect="per_unit")} | more


def _to(value: float) -> Edit:
    return {"scenarios.0.targets.0.value": value}


def _sure(code: str) -> dict[str, tuple[Edit, Edit]]:
    """The pair of a goal's missing part."""
    part = code.removeprefix("missing_goal_")
    return {code: ({f"goals.0.{part}": GONE}, {"goals.0.window": "quarter", **_QUARTER})}


_QUARTER = {"goals.0.target": 9040}
_STOCK = _metric("stock", "business", formula="previous(stock) + orders", over_time="last")
_SPENT = {"unit": "currency", "name": "Posts paid"}
_OPEN_RATE = {"metrics.3.min": GONE, "metrics.3.max": GONE}
_SHARED = {"id": "share", "name": "Share", "layer": "business", "unit": "ratio"}

PAIRS: dict[str, tuple[Edit, Edit]] = {
    "missing_baseline": (
        {"metrics.2.baseline": GONE},
        {"metrics.2.baseline": {"p10": 900, "p90": 1100}},
    ),
    "missing_previous": ({"metrics.7": _STOCK}, {"metrics.7": _STOCK | {"baseline": 0}}),
    "missing_size": (
        {"links.1.size": GONE},
        {"links.1.size": GONE, "links.1.status": "rejected"},
    ),
    **_sure("missing_goal_metric"),
    **_sure("missing_goal_target"),
    **_sure("missing_goal_by"),
    "formula_not_finite": (
        {"metrics.6.formula": "orders * basket / (rate - 0.05)"},
        {"metrics.6.formula": "orders * basket / (rate - 0.04) * 0.01"},
    ),
    "path_not_finite": (
        {"metrics.2.baseline": 1e308, "metrics.2.trend": 0.5},
        {"metrics.2.baseline": 1e280, "metrics.2.trend": 0.5},
    ),
    "aggregate_not_finite": (
        {"metrics.2.baseline": 1e307, "goals.0.window": "year", "money": GONE},
        {"metrics.2.baseline": 1e306, "goals.0.window": "year", "money": GONE},
    ),
    "money_not_finite": (
        {"scenarios.0.costs.0.per_unit": 1e308},
        {"scenarios.0.costs.0.per_unit": 1e300},
    ),
    "driver_not_positive": (
        {"metrics.0.baseline": 0},
        {"metrics.0.baseline": 0, "links.0.effect": "per_unit"},
    ),
    "driver_negative": (_to(-1), _to(0)),
    "driver_zero_negative_size": (
        _to(0) | {"links.0.size": {"p10": -0.3, "p90": -0.1}},
        _to(0) | {"links.0.size": {"p10": -0.3, "p90": -0.1}, "links.0.cap": 0.4},
    ),
    "saturation_negative": (_saturated() | _to(-1), _saturated() | _to(0)),
    "no_goal": ({"goals": []}, {}),
    "goal_without_path": (
        {"links.1.status": "rejected"},
        {"links.1.status": "rejected", "metrics.2.layer": "social"},
    ),
    "goal_on_social": (
        {"goals.0.metric": "reach", "goals.0.target": 9500},
        {"goals.0.metric": "visits", "goals.0.target": 1020},
    ),
    "goal_unowned": ({"goals.0.owner": GONE}, {"goals.0.owner": "sol"}),
    "goal_owner_not_business": ({"goals.0.owner": "sol"}, {"goals.0.owner": "luz"}),
    "goal_without_why": ({"goals.0.why": " \n"}, {"goals.0.why": "."}),
    "goal_met_already": ({"goals.0.target": 3000}, {"goals.0.target": 3001}),
    "goal_out_of_reach": ({"goals.0.target": 4000}, {"goals.0.target": 3100}),
    "unlinked": (
        {"metrics.7": _metric("likes", "social")},
        {"metrics.7": _metric("likes", "social"), "links.2": _link("likes", "visits")},
    ),
    "metric_without_goal": (
        {"metrics.7": _metric("press")},
        {"metrics.7": _metric("press"), "links.2": _link("press", "visits")},
    ),
    "baseline_far_from_observed": (
        {"observations": {"visits": _seen(500, 10)}},
        {"observations": {"visits": _seen(700, 10)}},
    ),
    "ratio_leaves_unit": (
        _OPEN_RATE | {"links.2": _link("posts", "rate", effect="per_unit", size=SIZE)},
        _OPEN_RATE | {"links.2": _link("posts", "rate")},
    ),
    "shares_summed": ({"metrics.3.over_time": "sum"}, {"metrics.3.over_time": "last"}),
    "units_do_not_fit": (
        {"metrics.6.formula": "orders * basket + visits"},
        {"metrics.6.formula": "orders * basket + visits * rate * basket"},
    ),
    "may_divide_by_zero": (
        {
            "metrics.6.formula": "orders * basket / posts",
            "metrics.0.feasible": {"low": 0, "high": 40},
        },
        {
            "metrics.6.formula": "orders * basket / (posts + 1)",
            "metrics.0.feasible": {"low": 0, "high": 40},
        },
    ),
    "link_unsigned": ({"links.0.agreed_by.0.by": "sol"}, {"links.0.agreed_by.0.by": "luz"}),
    "signature_outdated": (
        {"links.0.agreed_by.0.size": {"p10": 0.1, "p90": 0.31}},
        {"links.0.agreed_by.0.size": {"p10": 0.1, "p90": 0.3}},
    ),
    "signature_recorded": (
        {"links.0.agreed_by.0.recorded_by": "sol"},
        {"links.0.agreed_by.0.recorded_by": "ana"},
    ),
    "signature_unconfirmed": (
        {"links.0.agreed_by.0.by": "luz"},
        {"links.0.agreed_by.0.recorded_by": "sol", "links.0.agreed_by.0.by": "luz"},
    ),
    "link_unfounded": (
        {"links.0.evidence": []},
        {"links.0.evidence": [], "links.0.opinions": _opinions(SIZE)},
    ),
    "counted_twice": (
        {"links.2": _link("posts", "visits")},
        {"links.2": _link("posts", "rate")},
    ),
    "link_beside_formula": (
        {"links.2": _link("visits", "orders")},
        {"links.2": _link("reach", "orders")},
    ),
    "link_twice": (
        {"links.2": _link("reach", "visits") | {"id": "again"}},
        {"links.2": _link("reach", "visits") | {"id": "again", "status": "rejected"}},
    ),
    "long_chain_of_opinion": (_chain(4), _chain(3)),
    "above_advertising": (
        _elasticity(0.15, 0.4),
        _elasticity(0.15, 0.4) | {"evidence.0.grade": "experiment"},
    ),
    "above_published": (
        _from_library("L034", ("ewom_volume", "orders"), {"p10": 0.15, "p90": 0.4}),
        _from_library("L034", ("ewom_volume", "orders"), {"p10": 0.15, "p90": 0.35}),
    ),
    "correlation_as_effect": (
        _from_library("L050", ("employee_engagement", "employee_turnover_rate"), SIZE),
        _from_library("L034", ("ewom_volume", "orders"), SIZE),
    ),
    "size_without_range": (
        {"links.0": _link("posts", "reach", size=0.2)},
        {"links.0": _link("posts", "reach", size=0)},
    ),
    "range_too_narrow": (
        _elasticity(0.1, 0.18),
        _elasticity(0.1, 0.18) | {"evidence.0.grade": "experiment"},
    ),
    "size_outside_opinions": (
        {"links.0.opinions": _opinions({"p10": 0.3, "p90": 0.5})},
        {"links.0.opinions": _opinions({"p10": 0.15, "p90": 0.5})},
    ),
    "opinions_disagree": (
        {"links.0.opinions": _opinions({"p10": 0.1, "p90": 0.2}, {"p10": 0.21, "p90": 0.5})},
        {"links.0.opinions": _opinions({"p10": 0.1, "p90": 0.2}, {"p10": 0.19, "p90": 0.5})},
    ),
    "dissent_hidden": (
        {"links.0.opinions": _opinions({"p10": 0.1, "p90": 0.2}, {"p10": 0.25, "p90": 0.5})},
        {"links.0.opinions": _opinions({"p10": 0.1, "p90": 0.2}, {"p10": 0.21, "p90": 0.4})},
    ),
    "null_left_out": (
        _from_library("L065", ("followers", "brand_preference"), {"p10": 0.01, "p90": 0.05}),
        _from_library("L065", ("followers", "brand_preference"), {"p10": -0.01, "p90": 0.05}),
    ),
    "lag_beyond_horizon": ({"links.0.lag": 12}, {"links.0.lag": 11}),
    "cap_always_binds": (
        {"links.0.cap": 0.01},
        {"links.0.cap": 0.1},
    ),
    "evidence_unused": (
        {"evidence.1": {"id": "other", "grade": "expert"}},
        {"evidence.1": {"id": "other", "grade": "expert"}, "links.0.evidence": ["study", "other"]},
    ),
    "target_far_from_observed": (
        {"observations": {"posts": _seen(12, 1)}},
        {"observations": {"posts": _seen(16, 1)}},
    ),
    "target_far_from_usual": (
        {"metrics.0.catalogue": "win_rate", "metrics.0.unit": "ratio", "metrics.0.baseline": 0.2}
        | _to(0.75),
        {"metrics.0.catalogue": "win_rate", "metrics.0.unit": "ratio", "metrics.0.baseline": 0.2}
        | _to(0.65),
    ),
    "target_not_feasible": (
        {"metrics.0.feasible": {"low": 5, "high": 29}},
        {"metrics.0.feasible": {"low": 5, "high": 30}},
    ),
    "target_beyond_bounds": ({"metrics.0.max": 29}, {"metrics.0.max": 30}),
    "target_on_formula": (
        {"scenarios.0.targets.1": {"metric": "orders", "value": 60}},
        {"scenarios.0.targets.1": {"metric": "rate", "value": 0.06}},
    ),
    "target_hides_driver": (
        {"scenarios.0.targets.1": {"metric": "visits", "value": 1100}},
        {"scenarios.0.targets.1": {"metric": "basket", "value": 62}},
    ),
    "scenario_without_effect": (_to(20), _to(20.001)),
    "scenario_without_cost": (
        {"scenarios.0.costs.0.per_unit": 0},
        {"scenarios.0.costs.0.per_unit": 0, "money": GONE},
    ),
    "social_budget_unusual": ({"budget.social": 12_900}, {"budget.social": 13_000}),
}


def edited(plan: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """The plan after an edit."""
    for place, value in edit.items():
        *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
        holder: Any = plan
        for step in way:
            holder = holder[step]
        if value is GONE:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value
    return plan
