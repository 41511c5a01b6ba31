"""Why, whence and what to learn on plan M, as multiples of one full run at 4,096 draws.

A full run simulates do-nothing and the scenario and reads every mean, p10, p50 and p90. Each
question begins with an empty memory, so it pays for its own draws and paths.
"""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import kpi_tree as kt
from tests.bench import plans
from tests.bench.clock import ratio, timed
from tests.bench.simulate import whole_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.model import Plan

DRAWS = 4_096


def figures() -> Iterable[tuple[str, float, str]]:
    """Contributions, first order, totals and the value of learning."""
    plan = ten_levers(plans.plan("M"))
    asked = (plan, plan.goals[-1].id, plan.scenarios[0].id)
    levers = kt.contributions(*asked, draws=256)
    found = kt.importance(*asked, draws=256, totals=0)
    times = timed(
        {
            "run": partial(whole_run, plan, draws=DRAWS),
            "levers": partial(kt.contributions, *asked, draws=DRAWS),
            "first": partial(kt.importance, *asked, draws=DRAWS, totals=0),
            "totals": partial(kt.importance, *asked, draws=DRAWS, totals=10),
            "learning": partial(kt.learning, *asked, draws=DRAWS),
        },
        rounds=5,
    )
    full = times["run"]
    moved = sum(1 for each in levers.levers if each.mean)
    yield f"contributions of {moved} levers ÷ full run", ratio(times["levers"], full), "≤ 6"
    count = len(found.quantities)
    yield f"first order of {count} quantities ÷ full run", ratio(times["first"], full), "≤ 2"
    apart = [both - one for both, one in zip(times["totals"], times["first"], strict=True)]
    yield "total effects of the ten largest ÷ full run", ratio(apart, full), "≤ 15"
    yield "value of learning, all quantities ÷ full run", ratio(times["learning"], full), "≤ 10"
    yield "a full run, milliseconds", median(full) * 1e3, "what the ratios stand on"


def ten_levers(plan: Plan) -> Plan:
    """The plan with ten levers, all of which lead to the last goal."""
    told = kt.document(plan)
    scenario, last = told["scenarios"][0], told["metrics"][-1]
    scenario["targets"] = scenario["targets"][:10]
    moved = " + ".join(each["metric"] for each in scenario["targets"])
    last["formula"] = f"{last['formula']} + ({moved}) / 100"
    return kt.plan_of(told)
