"""The cheapest way: a whole search over six levers against one full run of the same plan.

Plan M (60 metrics, 24 months) at 4,096 draws. The levers are inputs that lead to the goal; each
unit costs something. The full run is that of the simulator's bench: do-nothing, the scenario and
every quantile of each month. The search is whole: proposal, its check on fresh draws, the frontier
and what each lever alone would have to reach.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

import networkx as nx

import kpi_tree as kt
from tests.bench import plans
from tests.bench.clock import ratio, timed
from tests.bench.simulate import whole_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.model import Plan

DRAWS: Final = 4_096
LEVERS: Final = 6


def figures() -> Iterable[tuple[str, float, str]]:
    """The search as a share of the full run."""
    plan, goal, levers = question()
    asked = {"probability": 0.6, "levers": levers, "scenario": "plan_a", "draws": DRAWS}
    times = timed(
        {
            "search": lambda: kt.seek(plan, goal, **asked),
            "run": lambda: whole_run(plan, draws=DRAWS),
        },
        rounds=3,
    )
    yield f"search over {LEVERS} levers ÷ full run", ratio(times["search"], times["run"]), "≤ 60"
    yield "the search, seconds", median(times["search"]), "told only"


def question() -> tuple[Plan, str, dict[str, tuple[float, float]]]:
    """Plan M with a goal within reach and a cost for each of six levers that lead to it."""
    plan = plans.plan("M")
    tree = kt.KpiTree(plan).over_time
    goal = max(plan.goals, key=lambda each: len(levers_of(plan, nx.ancestors(tree, each.metric))))
    names = levers_of(plan, nx.ancestors(tree, goal.metric))[:LEVERS]
    run = kt.simulate(plan, draws=DRAWS)
    levels = {name: float(run["do_nothing"].at(name, 0).p50[0]) for name in names}
    levers = {name: (0.8 * level, 1.6 * level) for name, level in levels.items()}
    document = kt.document(plan)
    before = run["plan_a"].goals[goal.id].quantiles[1]
    kept = next(each for each in document["goals"] if each["id"] == goal.id)
    document["goals"] = [kept | {"target": before}]
    costs = [{"metric": name, "per_unit": 1 + at} for at, name in enumerate(names)]
    document["scenarios"][0]["costs"] = costs
    return kt.plan_of(document), goal.id, levers


def levers_of(plan: Plan, drivers: set[str]) -> list[str]:
    """The inputs that lead to a metric, in the plan's order."""
    return [name for name in drivers_in_order(plan, drivers) if name not in plan.links_into]


def drivers_in_order(plan: Plan, drivers: set[str]) -> list[str]:
    """The inputs and influenced metrics among some, in the plan's order."""
    return [each.id for each in plan.metrics if each.id in drivers and each.formula is None]
