"""A refusal as a page says it: months by their names, and fields as the page calls them.

A refusal is worded for whoever reads the plan file as well; on a page nobody has seen its keys.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 5
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def told(error: kt.EnlaceError) -> str:
    """Each problem and its remedy, safe to show."""
    return "\n\n".join(_told(problem) for problem in error.problems[:MOST])


def _told(problem: kt.Problem) -> str:
    named = type(problem)(problem.code, problem.place, _named(problem.values))
    return f"{shown(named.sentence)} {shown(_remedy(named))}"


def _named(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a problem, a month of the plan file by its name."""
    return {
        name: kt.long_month(value) if isinstance(value, str) and _MONTH.fullmatch(value) else value
        for name, value in values.items()
    }


def _remedy(problem: kt.Problem) -> str:
    if problem.code != "months_out_of_order":
        return problem.remedy
    return kt.say(
        "scenarios.months_in_order",
        start=kt.say("scenarios.start"),
        due=kt.say("scenarios.due"),
        until=kt.say("scenarios.until"),
    )
