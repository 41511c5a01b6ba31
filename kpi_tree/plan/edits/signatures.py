"""Edits of who stands behind a link's size: for oneself, or recorded for somebody else.

A signature holds for the size that the link has that day. Who changes the size later leaves it
where it is, and it no longer stands for what the link says then.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpi_tree.errors import EditRefused, Problem
from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.opinions import enter
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from kpi_tree.plan.edits.draft import Draft


@edit
def sign_link(
    draft: Draft, link: str, *, person: str, on: date | str, name: str = "", side: str = ""
) -> None:
    """Stand behind a link's present size oneself, in place of an earlier signature.

    Args:
        draft: the plan.
        link: which.
        person: the id of whoever signs.
        on: the day.
        name: with it somebody who is not among the plan's people is entered there.
        side: theirs, where they are entered.
    """
    enter(draft, person, name=name, side=side)
    _put(draft, link, {"by": person, "on": _day(on)})


@edit
def record_signature(
    draft: Draft,
    link: str,
    *,
    person: str,
    on: date | str,
    recorder: str,
    name: str = "",
    side: str = "",
) -> None:
    """Record that somebody else stands behind a link's present size, and who recorded it."""
    enter(draft, person, name=name, side=side)
    draft.find("people", recorder)
    recorded = {"recorded_by": recorder} if recorder != person else {}
    _put(draft, link, {"by": person, "on": _day(on)} | recorded)


@edit
def withdraw_signature(draft: Draft, link: str, *, person: str) -> None:
    """Take somebody's signature of a link away."""
    _, found = draft.find("links", link)
    kept = [written(each) for each in found.agreed_by if each.by != person]
    draft.change("links", link, {"agreed_by": kept})


def _put(draft: Draft, link: str, signature: dict[str, str]) -> None:
    index, found = draft.find("links", link)
    size = written(found).get("size")
    if size is None:
        raise EditRefused([Problem("nothing_to_sign", f"links[{index}].size")])
    others = [written(each) for each in found.agreed_by if each.by != signature["by"]]
    draft.change("links", link, {"agreed_by": [*others, signature | {"size": size}]})


def _day(on: date | str) -> str:
    return on.isoformat() if isinstance(on, date) else on
