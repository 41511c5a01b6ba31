"""Why a row of the library cannot become part of a plan, and what is worth saying when it does.

Both hold codes and values and are worded when they are read, in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import Problem
from kpi_tree.library.records import Link
from kpi_tree.library.shelves import all_metrics
from kpi_tree.library.words import Words
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS: Final = 2
"""How many formulas deep the ingredients of a metric are followed."""

HINDRANCES: Final = {
    "reading_only": ("adopting.reading_only.sentence", "adopting.reading_only.remedy"),
    "correlation": ("adopting.correlation.sentence", "adopting.correlation.remedy"),
    "not_computable": ("adopting.not_computable.sentence", "adopting.not_computable.remedy"),
    "no_formula": ("adopting.no_formula.sentence", "adopting.no_formula.remedy"),
    "keeps_its_own": ("adopting.keeps_its_own.sentence", "adopting.keeps_its_own.remedy"),
    "by_definition": ("adopting.by_definition.sentence", "adopting.by_definition.remedy"),
    "other_ends": ("adopting.other_ends.sentence", "adopting.other_ends.remedy"),
    "another_metric": ("adopting.another_metric.sentence", "adopting.another_metric.remedy"),
}
REMARKS: Final = {
    "metric_there": "adopting.metric_there",
    "link_there": "adopting.link_there",
    "link_rejected": "adopting.link_rejected",
    "formula_there": "adopting.formula_there",
    "reused": "adopting.reused",
    "same_name": "adopting.same_name",
    "formula_left_out": "adopting.formula_left_out",
    "formula_doubles": "adopting.formula_doubles",
    "averaged": "adopting.averaged",
    "parallel": "adopting.parallel",
    "counted_twice": "adopting.counted_twice",
    "other_unit": "adopting.other_unit",
    "below_zero": "adopting.below_zero",
    "late": "adopting.late",
}


class Hindrance(Problem):
    """Why a row cannot be adopted; its values may be texts in both languages."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is in the way."""
        return say(HINDRANCES[self.code][0], **_here(self.values))

    @property
    def remedy(self) -> str:
        """What to do instead."""
        return say(HINDRANCES[self.code][1], **_here(self.values))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about an adoption that went through."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The remark in the language in force."""
        return say(REMARKS[self.code], **_here(self.values))


def hindrance(link: Link) -> Hindrance | None:
    """Why a link of the library cannot enter any plan, if so.

    >>> from kpi_tree.library import link
    >>> hindrance(link("L036")).code, hindrance(link("L066")).code, hindrance(link("L034"))
    ('reading_only', 'not_computable', None)
    >>> hindrance(link("L050")).code
    'correlation'
    """
    values: dict[str, object] = dict(ends(link))
    if link.is_definition:
        if formula_depth(link):
            return None
        formula = all_metrics()[link.outcome].formula
        return Hindrance("no_formula", "", {**values, "formula": formula})
    if link.suggested is None:
        return Hindrance("reading_only", "", {**values, "reason": link})
    if link.published.is_correlation:
        return Hindrance("correlation", "", {**values, "measure": link.published.measures})
    if link.suggested.effect is None:
        triple = {"low": link.suggested.low, "mode": link.suggested.mode}
        told = {**triple, "high": link.suggested.high, "form": link.suggested.forms}
        return Hindrance("not_computable", "", {**values, **told})
    return None


def formula_depth(link: Link) -> int:
    """Through how many formulas a definition leads from its driver to its outcome; 0 for none."""
    found = {link.outcome}
    for depth in range(1, LEVELS + 1):
        found = {name for one in found for name in all_metrics()[one].ingredients}
        if link.driver in found:
            return depth
    return 0


def ends(link: Link) -> dict[str, Words]:
    """The names of both ends."""
    shelf = all_metrics()
    return {"driver": shelf[link.driver].names, "outcome": shelf[link.outcome].names}


def _here(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _worded(value) for name, value in values.items()}


def _worded(value: object) -> object:
    """A value in the language in force; a link stands for why it is reading only."""
    match value:
        case Words():
            return value.here
        case Link():
            return value.reading_name
        case tuple():
            return ", ".join(str(_worded(part)) for part in value)
        case _:
            return value
