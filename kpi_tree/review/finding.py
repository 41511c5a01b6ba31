"""What a candid reader of a plan finds: a value with level, code, place, sentence and remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.errors import Problem

Level = Literal["error", "warning", "note"]

RANKS: Final[Mapping[Level, int]] = {"error": 0, "warning": 1, "note": 2}

# What keeps an answer from being computed. These are problems of `kpi_tree.errors`, which words
# them; only what they mean in general stands in the catalogue of findings.
ERRORS: Final = (
    "missing_baseline",
    "missing_previous",
    "missing_size",
    "missing_goal_metric",
    "missing_goal_target",
    "missing_goal_by",
    "formula_not_finite",
    "path_not_finite",
    "aggregate_not_finite",
    "money_not_finite",
    "driver_not_positive",
    "driver_negative",
    "driver_zero_negative_size",
    "saturation_negative",
)
LEVELS: Final[Mapping[str, Level]] = {
    # goals
    "no_goal": "warning",
    "goal_without_path": "warning",
    "goal_on_social": "warning",
    "goal_unowned": "warning",
    "goal_owner_not_business": "note",
    "goal_without_why": "note",
    "goal_met_already": "note",
    "goal_out_of_reach": "warning",
    # metrics
    "unlinked": "warning",
    "metric_without_goal": "note",
    "baseline_far_from_observed": "warning",
    "ratio_leaves_unit": "warning",
    "shares_summed": "warning",
    "units_do_not_fit": "warning",
    "may_divide_by_zero": "warning",
    # links
    "link_unsigned": "warning",
    "signature_outdated": "warning",
    "signature_recorded": "note",
    "signature_unconfirmed": "warning",
    "link_unfounded": "warning",
    "counted_twice": "warning",
    "link_beside_formula": "warning",
    "link_twice": "warning",
    "long_chain_of_opinion": "warning",
    "above_advertising": "warning",
    "above_published": "warning",
    "correlation_as_effect": "warning",
    "size_without_range": "warning",
    "range_too_narrow": "warning",
    "size_outside_opinions": "warning",
    "opinions_disagree": "note",
    "dissent_hidden": "warning",
    "null_left_out": "warning",
    "lag_beyond_horizon": "warning",
    "cap_always_binds": "warning",
    "evidence_unused": "note",
    # scenarios and money
    "target_far_from_observed": "warning",
    "target_far_from_usual": "note",
    "target_not_feasible": "warning",
    "target_beyond_bounds": "warning",
    "target_on_formula": "warning",
    "target_hides_driver": "note",
    "scenario_without_effect": "warning",
    "scenario_without_cost": "note",
    "social_budget_unusual": "note",
}
_ORDER: Final = (
    "",
    "budget",
    "metrics",
    "links",
    "evidence",
    "goals",
    "scenarios",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing or doubtful in a plan, worded in the reader's language when it is read.

    Attributes:
        level: `error` where no answer can be computed, `warning` where an answer may mislead,
            `note` for what is good to know.
        code: the kind of finding; `docs/findings.md` lists them all.
        place: where, in the plan's own notation (`links[3].size`); empty for the whole.
        values: what the wording names.
    """

    level: Level
    code: str
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is missing or doubtful, in the language in force."""
        if self.code in LEVELS:
            return say(f"findings.{self.code}.sentence", **self.values)
        return say(f"errors.{self.code}.sentence", **self.values)

    @property
    def remedy(self) -> str:
        """What to do about it, in the language in force."""
        if self.code in LEVELS:
            return say(f"findings.{self.code}.remedy")
        return say(f"errors.{self.code}.remedy", **self.values)

    def to_dict(self) -> dict[str, str]:
        """The finding as JSON gives it, in the language in force."""
        return {
            "level": self.level,
            "code": self.code,
            "place": self.place,
            "sentence": self.sentence,
            "remedy": self.remedy,
        }


def found(code: str, place: str = "", **values: object) -> Finding:
    """A finding of a listed code, at that code's level."""
    return Finding(LEVELS[code], code, place, values)


def error(problem: Problem) -> Finding:
    """A problem that keeps an answer from being computed, as a finding."""
    return Finding("error", problem.code, problem.place, problem.values)


def in_order(finding: Finding) -> tuple[int, int, list[int], str]:
    """Errors, warnings, notes; each by place in the order of the plan file."""
    head = re.split(r"[.\[]", finding.place, maxsplit=1)[0]
    indexes = [int(digits) for digits in re.findall(r"\[(\d+)\]", finding.place)]
    return RANKS[finding.level], _ORDER.index(head), indexes, finding.place
