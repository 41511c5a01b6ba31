"""A scenario that somebody has tried out, taken over into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.naming import free_name
from kpi_tree.plan.edits.scenarios import put_part
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.model import Target


@edit
def adopt_targets(
    draft: Draft,
    name: str,
    *,
    targets: Iterable[Target],
    scenario: str = "",
    into: Literal["new", "same"] = "new",
) -> None:
    """Aim at what was tried out: in a new scenario of this name, or in that from which it began.

    A new scenario costs what the one costs from which it began, if that is still there.
    """
    if into == "same":
        for target in targets:
            put_part(draft, scenario, among="targets", keys=written(target))
        return
    began = draft.plan.scenario.get(scenario)
    keys = {
        "name": free_name(name, (other.name for other in draft.plan.scenarios)),
        "targets": [written(target) for target in targets],
        "costs": [written(cost) for cost in began.costs] if began else [],
    }
    draft.add("scenarios", keys)
