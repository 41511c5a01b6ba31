"""Why a goal moves, what its doubt comes from, what to learn first: one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi_tree.deciding.asking import asked
from kpi_tree.deciding.learning import learned
from kpi_tree.deciding.levers import contributed
from kpi_tree.deciding.pace import Pace
from kpi_tree.deciding.weighing import weighed

if TYPE_CHECKING:
    from kpi_tree.deciding.learning import Learning
    from kpi_tree.deciding.levers import Contributions
    from kpi_tree.deciding.weighing import Importance
    from kpi_tree.plan.model import Plan, Scenario
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.memory import Memory

DRAWS = 4_096


@dataclass(frozen=True)
class Explanation:
    """A goal under a scenario, explained.

    Attributes:
        plan: the plan.
        goal, scenario: ids.
        draws, seed: the sample.
        contributions: what each lever contributes, along which paths.
        importance: what the doubt comes from.
        learning: what to learn first.
    """

    plan: Plan
    goal: str
    scenario: str
    draws: int
    seed: int
    contributions: Contributions
    importance: Importance
    learning: Learning

    @property
    def sentences(self) -> tuple[str, ...]:
        """What leads each of the three, in the reader's words."""
        return (self.contributions.sentence, self.importance.sentence, *self.learning.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, ready for JSON."""
        return {
            "plan": self.plan.title,
            "goal": self.goal,
            "scenario": self.scenario,
            "draws": self.draws,
            "seed": self.seed,
            "sentences": list(self.sentences),
            "contributions": self.contributions.to_dict(),
            "importance": self.importance.to_dict(),
            "learning": self.learning.to_dict(),
        }


def explain(
    plan: Plan,
    goal: str,
    scenario: str | Scenario,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Explanation:
    """Explain a goal under a scenario.

    Args:
        plan: the plan; it may be unfinished elsewhere.
        goal: a goal's id.
        scenario: a scenario's id, or a scenario that is only tried.
        draws: how many.
        seed: of which sample; the same numbers for the same seed.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such goal or scenario, or the goal cannot be judged yet.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    question = asked(plan, goal, scenario, draws=draws, seed=seed, memory=memory)
    whole = Pace(progress, 1)
    return Explanation(
        plan,
        question.goal.id,
        question.scenario.id,
        question.draws,
        question.seed,
        contributions=contributed(question, pace=whole.part(0.0, 0.4)),
        importance=weighed(question, pace=whole.part(0.4, 0.8)),
        learning=learned(question, pace=whole.part(0.8, 1.0)),
    )
