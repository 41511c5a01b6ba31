"""How strong the evidence of a link is, from an experiment down to nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from kpi_tree.library.naming import grade_name
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.model import Evidence, Grade, Link

Founding = Literal[
    "experiment", "own-data", "meta-analysis", "observational", "expert", "practice", "none"
]

# The strongest first: what tells cause from company, then how many studies, then whose opinion.
STRONGEST_FIRST: Final[tuple[Founding, ...]] = (
    "experiment",
    "own-data",
    "meta-analysis",
    "observational",
    "expert",
    "practice",
    "none",
)
OPINION: Final = frozenset({"expert", "practice", "none"})


def grade_of(link: Link, evidence: Mapping[str, Evidence]) -> Founding:
    """The strongest grade among a link's evidence; `none` without any."""
    grades: set[Grade] = {evidence[each].grade for each in link.evidence}
    return next((each for each in STRONGEST_FIRST if each in grades), "none")


def name_of_grade(grade: str) -> str:
    """A grade in the reader's words."""
    return say("founding.no_evidence") if grade == "none" else grade_name(grade)
