"""What a question is about: a link of the plan, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import BadArgument, Problem, quoted

if TYPE_CHECKING:
    from kpi_tree.plan.model import Link, Plan


def link_of(plan: Plan, link: str) -> Link:
    """A link by its id.

    Raises:
        BadArgument: the plan has none such.
    """
    found = next((each for each in plan.links if each.id == link), None)
    if found is None:
        raise BadArgument([Problem("unknown_link", "", {"id": quoted(link)})])
    return found
