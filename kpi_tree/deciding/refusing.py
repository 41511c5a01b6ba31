"""Why a search or a comparison cannot be made, in the words of their own catalogue."""

from __future__ import annotations

from kpi_tree.errors import Problem
from kpi_tree.locale import say


class Unsought(Problem):
    """Why a search or a comparison cannot be made."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        match self.code:
            case "no_lever":
                return say("seeking.no_lever_sentence")
            case "not_a_lever":
                return say("seeking.not_a_lever_sentence", **self.values)
            case "no_level":
                return say("seeking.no_level_sentence", **self.values)
            case "no_goal":
                return say("seeking.no_goal_sentence")
            case "bad_probability":
                return say("seeking.bad_probability_sentence", **self.values)
            case "bad_budget":
                return say("seeking.bad_budget_sentence", **self.values)
            case "bad_lever":
                return say("seeking.bad_lever_sentence", **self.values)
            case "too_many":
                return say("seeking.too_many_sentence", **self.values)
        return say("seeking.nothing_to_compare_sentence", **self.values)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        match self.code:
            case "no_lever":
                return say("seeking.no_lever_remedy")
            case "not_a_lever":
                return say("seeking.not_a_lever_remedy")
            case "no_level":
                return say("seeking.no_level_remedy")
            case "no_goal":
                return say("seeking.no_goal_remedy")
            case "bad_probability":
                return say("seeking.bad_probability_remedy")
            case "bad_budget":
                return say("seeking.bad_budget_remedy")
            case "bad_lever":
                return say("seeking.bad_lever_remedy")
            case "too_many":
                return say("seeking.too_many_remedy")
        return say("seeking.nothing_to_compare_remedy")
