"""Several edits as one: all of them or none, and one wish to take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.plan.replay import evolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan

    Step = Callable[[Plan], Sequence[Event]]


def together(plan: Plan, steps: Iterable[Step]) -> tuple[Event, ...]:
    """Decide one step after the other, each on the plan that those before it lead to.

    together(plan, [lambda now: add_metric(now, "Calls", layer="bridge", id="calls"),
                    lambda now: set_layout(now, {"calls": (40, 80)})])
    """
    events: list[Event] = []
    for step in steps:
        decided = step(plan)
        for event in decided:
            plan = evolve(plan, event)
        events += decided
    return tuple(events)
