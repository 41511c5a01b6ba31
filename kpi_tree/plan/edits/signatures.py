"""Edits of who stands behind a link's size: for oneself, or recorded for somebody else.

A signature holds for the size that the link has that day. Who changes the size later leaves it
where it is, and it no longer stands for what the link says then. Who makes another effect of it,
or gives it other ends, takes it away: the same number means something else there.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kpi_tree.errors import EditRefused, Problem
from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.opinions import enter
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.model import Link

# What gives the number of a size its meaning, as the plan file names it.
MEANING: Final = ("effect", "from", "to")


@edit
def sign_link(
    draft: Draft,
    link: str,
    *,
    person: str,
    on: date | str,
    name: str = "",
    side: str = "",
    seen: Link | None = None,
) -> None:
    """Stand behind a link's present size oneself, in place of an earlier signature.

    Args:
        draft: the plan.
        link: which.
        person: the id of whoever signs.
        on: the day.
        name: with it somebody who is not among the plan's people is entered there.
        side: theirs, where they are entered.
        seen: the link as the signer saw it; refused where its size has changed since.
    """
    _as_seen(draft, link, seen)
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
    seen: Link | None = None,
) -> None:
    """Record that somebody else stands behind a link's present size, and who recorded it.

    `seen` is the link as it was when this was asked for, as in `sign_link`.
    """
    _as_seen(draft, link, seen)
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


def change_of_link(draft: Draft, link: str, keys: Mapping[str, Any]) -> None:
    """Give a link other values; signatures of another meaning go with it."""
    _, found = draft.find("links", link)
    draft.change("links", link, {**keys, **_changed_meaning(found, keys)})


def _changed_meaning(link: Link, keys: Mapping[str, Any]) -> dict[str, Any]:
    spoken = {"driver": "from", "outcome": "to"}
    given = {spoken.get(key, key): value for key, value in keys.items()}
    before = {"effect": link.effect, "from": link.driver, "to": link.outcome}
    default = {"effect": "elasticity"}
    same = all(
        (default.get(key) if given[key] is None else given[key]) == before[key]
        for key in MEANING
        if key in given
    )
    return {} if same or "agreed_by" in given or not link.agreed_by else {"agreed_by": None}


def _as_seen(draft: Draft, link: str, seen: Link | None) -> None:
    index, found = draft.find("links", link)
    if seen is not None and any(
        getattr(found, key) != getattr(seen, key) for key in ("driver", "outcome", "effect", "size")
    ):
        raise EditRefused([Problem("size_changed_meanwhile", f"links[{index}].size")])


def _put(draft: Draft, link: str, signature: dict[str, str]) -> None:
    index, found = draft.find("links", link)
    size = written(found).get("size")
    if size is None:
        raise EditRefused([Problem("nothing_to_sign", f"links[{index}].size")])
    others = [written(each) for each in found.agreed_by if each.by != signature["by"]]
    draft.change("links", link, {"agreed_by": [*others, signature | {"size": size}]})


def _day(on: date | str) -> str:
    return on.isoformat() if isinstance(on, date) else on
