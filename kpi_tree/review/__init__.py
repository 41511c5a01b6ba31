"""The candid reader of a plan: what is missing, what is doubtful, and what to do about it.

    for finding in check(plan):
        print(finding.level, finding.place, finding.sentence, finding.remedy)

An `error` stands only where no answer can be computed: a value that is missing, or a simulation
that ends. A `warning` says that an answer may mislead, a `note` what is good to know. All codes
are listed in `docs/findings.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.plan.missing import missing
from kpi_tree.review.caps import cap_findings
from kpi_tree.review.case import Case
from kpi_tree.review.finding import ERRORS, LEVELS, Finding, error, in_order
from kpi_tree.review.goals import goal_findings
from kpi_tree.review.intervals import division_findings
from kpi_tree.review.links import link_findings
from kpi_tree.review.metrics import metric_findings
from kpi_tree.review.scenarios import scenario_findings
from kpi_tree.review.sizes import size_findings
from kpi_tree.review.units import unit_findings

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan
    from kpi_tree.review.case import Sides
    from kpi_tree.simulation import Memory
    from kpi_tree.simulation.engine import Progress

__all__ = ["CODES", "Finding", "check"]

CODES: Final = (*ERRORS, *LEVELS)

_EXAMINATIONS: Final = (
    goal_findings,
    metric_findings,
    unit_findings,
    division_findings,
    link_findings,
    size_findings,
    cap_findings,
    scenario_findings,
)


def check(
    plan: Plan,
    *,
    sides: Sides | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """All findings of a plan: errors, warnings, notes; each by place in the plan's order.

    Args:
        plan: what to read; it may be unfinished.
        sides: for which side people speak and whose signatures are truly theirs, as `signing`
            takes it; the plan's word unless told.
        memory: what was computed before, to be used again and added to.
        progress: told the share that is done of each forecast; it may return False to stop.

    Raises:
        Stopped: the progress function called it off.
    """
    case = Case(plan, memory, progress, sides=sides)
    found = [error(problem) for problem in (*missing(plan), *case.refusals)]
    found += [finding for examine in _EXAMINATIONS for finding in examine(case)]
    return sorted(found, key=in_order)
