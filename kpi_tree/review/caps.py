"""Caps that always bind: then the cap is the effect, and the size behind it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kpi_tree.review.finding import Finding, found
from kpi_tree.review.shown import Share
from kpi_tree.simulation.influence import adstock, pushed, response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Link
    from kpi_tree.review.case import Case
    from kpi_tree.simulation.selection import Path
    from kpi_tree.simulation.streams import Floats

# A cap that binds in nineteen draws of twenty leaves the size as good as without a say.
_ALWAYS: Final = 0.95


def cap_findings(case: Case) -> Iterator[Finding]:
    """Caps that bind in every scenario that moves their driver."""
    for index, link in case.links:
        usable = {link.driver, link.outcome} <= case.known and link.size is not None
        if link.cap is None or not usable:
            continue
        moving = [
            each
            for each in case.plan.scenarios
            if each.id in case.forecasts and case.moves(each, link.driver)
        ]
        paths = [case.forecasts[each.id].path(link.driver) for each in moving]
        if paths and all(_binding(case, link, path) >= _ALWAYS for path in paths):
            cap = Share(link.cap)
            yield found("cap_always_binds", f"links[{index}].cap", link=case.arrow(link), cap=cap)


def _binding(case: Case, link: Link, path: Path) -> float:
    """The share of draws in which the push, at its strongest, goes beyond the cap."""
    if case.do_nothing is None or link.cap is None:
        return 0.0
    knobs = case.sample.knobs(link)
    start = case.do_nothing.path(link.outcome).draws
    now, then = (
        response(link, _felt(case, link, each), knobs)
        for each in (path, case.do_nothing.path(link.driver))
    )
    free = link.model_copy(update={"cap": None})
    with np.errstate(all="ignore"):
        push = pushed(free, knobs, then=then, now=now, start=start)
        if link.effect == "per_unit":
            over = np.abs(push) >= link.cap * np.abs(start)
        else:
            floor = np.log1p(-link.cap) if link.cap < 1 else -np.inf
            over = (push >= np.log1p(link.cap)) | (push <= floor)
    return float(over.any(axis=0).mean())


def _felt(case: Case, link: Link, path: Path) -> Floats:
    knobs = case.sample.knobs(link)
    # Before the plan the driver stood where it starts, here with the noise of month 0: a finding
    # does not hang on that.
    before = path.row(0) if case.do_nothing is None else case.do_nothing.path(link.driver).row(0)
    return adstock(path.row, before, link=link, knobs=knobs, months=case.plan.months)
