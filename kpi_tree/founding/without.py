"""What a goal would lose if a link did not hold.

The link stays where it is and has no effect: its size is 0 and nothing else changes, neither the
tree nor a single draw of any other quantity. So the difference is the link's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.deciding.pace import Pace
from kpi_tree.errors import quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.locale import say
from kpi_tree.locale.numbers import percent
from kpi_tree.simulation.forecasting import Simulator, scenario_of
from kpi_tree.simulation.memory import Memory

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.forecasting import Forecast

DRAWS: Final = 4_096


@dataclass(frozen=True, slots=True)
class Without:
    """A goal with and without a link.

    Attributes:
        goal, name: which goal.
        odds, odds_without: how often it is met.
        mean, mean_without: its value.
    """

    goal: str
    name: str
    odds: float
    odds_without: float
    mean: float
    mean_without: float

    @property
    def loses(self) -> float:
        """How much of its odds the goal owes to the link."""
        return self.odds - self.odds_without

    @property
    def sentence(self) -> str:
        """What the goal would lose, in words."""
        told = {
            "goal": quoted(self.name),
            "odds": percent(self.odds, digits=0),
            "without": percent(self.odds_without, digits=0),
        }
        if told["odds"] == told["without"]:
            return say("founding.nothing_lost", **told)
        return say("founding.lost", **told)


def without_link(
    plan: Plan,
    link: str,
    scenario: str | Scenario,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> tuple[Without, ...]:
    """Each goal that can be judged, with a link and without it, in the same draws.

    Args:
        plan: the plan.
        link: the id of the link that is switched off.
        scenario: a scenario's id, or a scenario that is only tried.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such link or scenario.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    link_of(plan, link)
    kept = memory or Memory()
    pace = Pace(progress, 4)

    def forecast(of: Plan) -> Forecast:
        simulator = Simulator(of, draws=draws, seed=seed, memory=kept, progress=pace)
        found = simulator.forecast(scenario_of(of, scenario))
        pace.done += 2
        return found

    there, gone = forecast(plan), forecast(switched_off(plan, [link]))
    found = []
    for goal in plan.goals:
        now, then = there.goals[goal.id], gone.goals[goal.id]
        if now.values is not None and then.values is not None:
            odds, other = now.probability or 0.0, then.probability or 0.0
            means = float(np.mean(now.values)), float(np.mean(then.values))
            found.append(Without(goal.id, goal.name, odds, other, *means))
    return tuple(found)


def switched_off(plan: Plan, links: list[str]) -> Plan:
    """The plan in which these links have no effect, all else as it is."""
    off = frozenset(links)
    changed = tuple(
        each.model_copy(update={"size": 0.0}) if each.id in off and each.size is not None else each
        for each in plan.links
    )
    kept = {name: getattr(plan, name) for name in type(plan).model_fields}
    return type(plan).model_construct(**(kept | {"links": changed}))
