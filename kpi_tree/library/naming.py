"""The names of the library's codes, in the language in force.

The tables spell every key out, so that a code without a name is seen where it is added.
"""

from __future__ import annotations

from typing import Final

from kpi_tree.locale import say

LAYERS: Final = {
    "business": "library.layer.business",
    "bridge": "library.layer.bridge",
    "social": "library.layer.social",
    "lever": "library.layer.lever",
    "investment": "library.layer.investment",
}
AREAS: Final = {
    "marketing": "library.area.marketing",
    "sales": "library.area.sales",
    "service": "library.area.service",
    "people": "library.area.people",
    "partners": "library.area.partners",
    "community": "library.area.community",
    "product": "library.area.product",
    "finance": "library.area.finance",
    "digital": "library.area.digital",
}
DEGREES: Final = {
    "read": "library.degree.read",
    "summary": "library.degree.summary",
    "second-hand": "library.degree.second-hand",
    "memory": "library.degree.memory",
    "judgement": "library.degree.judgement",
}
GRADES: Final = {
    "meta-analysis": "library.grade.meta-analysis",
    "experiment": "library.grade.experiment",
    "observational": "library.grade.observational",
    "own-data": "library.grade.own-data",
    "expert": "library.grade.expert",
    "practice": "library.grade.practice",
    "definition": "library.grade.definition",
}
DESIGNS: Final = {
    "judgement": "library.design.judgement",
    "time_series": "library.design.time_series",
    "definition": "library.design.definition",
    "meta_analysis": "library.design.meta_analysis",
    "observational": "library.design.observational",
    "randomised": "library.design.randomised",
    "vendor_benchmark": "library.design.vendor_benchmark",
    "matched_panel": "library.design.matched_panel",
    "rating_rounding": "library.design.rating_rounding",
    "platform_difference": "library.design.platform_difference",
    "market_borders": "library.design.market_borders",
    "platform_blackout": "library.design.platform_blackout",
    "stated_preference": "library.design.stated_preference",
    "group_comparison": "library.design.group_comparison",
}
BASES: Final = {
    "judgement": "library.basis.judgement",
    "published": "library.basis.published",
    "widened": "library.basis.widened",
    "plausibility": "library.basis.plausibility",
    "listed_firms": "library.basis.listed_firms",
    "single_case": "library.basis.single_case",
}
KINDS: Final = {
    "definition": "library.kind.definition",
    "conversion": "library.kind.conversion",
    "influence": "library.kind.influence",
}
DIRECTIONS: Final = {
    "+": "library.direction.more",
    "-": "library.direction.less",
    "0": "library.direction.none",
}


def layer_name(code: str) -> str:
    """The name of a layer."""
    return say(LAYERS[code])


def area_name(code: str) -> str:
    """The name of an area of the business."""
    return say(AREAS[code])


def degree_name(code: str) -> str:
    """The name of a degree of verification."""
    return say(DEGREES[code])


def grade_name(code: str) -> str:
    """The name of an evidence grade of the plan format, or of `definition`."""
    return say(GRADES[code])


def design_name(code: str) -> str:
    """The name of a study's design."""
    return say(DESIGNS[code])


def basis_name(code: str) -> str:
    """What a suggestion rests on, or why there is none."""
    return say(BASES[code])


def kind_name(code: str) -> str:
    """The name of a kind of link."""
    return say(KINDS[code])


def direction_name(code: str) -> str:
    """Which way an outcome goes."""
    return say(DIRECTIONS[code])
