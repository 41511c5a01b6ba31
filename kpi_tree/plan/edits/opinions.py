"""Edits of what people think of a link's size: each under their own name, one opinion a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_tree.errors import EditRefused, Problem
from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.model import Link


@edit
def give_opinion(  # noqa: PLR0913 (an opinion is all of this)
    draft: Draft,
    link: str,
    *,
    person: str,
    low: float,
    likely: float,
    high: float,
    weight: float | None = None,
    note: str | None = None,
    name: str = "",
    side: str = "",
) -> None:
    """Say how large somebody thinks a link's size is, in place of what they said before.

    Args:
        draft: the plan.
        link: whose size.
        person: the id of whoever thinks so.
        low: hardly ever less.
        likely: what they think.
        high: hardly ever more; all three alike are a number without doubt.
        weight: how much it counts when opinions are pooled; as before, else 1.
        note: why; as before, else none.
        name: with it somebody who is not among the plan's people is entered there.
        side: theirs, where they are entered.
    """
    enter(draft, person, name=name, side=side)
    index, found = draft.find("links", link)
    before = next((written(each) for each in found.opinions if each.by == person), {})
    size: Any = {"shape": "triangular", "low": low, "mode": likely, "high": high}
    given: dict[str, Any] = {"by": person, "size": likely if low == likely == high else size}
    own = {"weight": weight, "note": note}
    given |= {key: value for key, value in own.items() if value is not None}
    opinions = [written(each) for each in found.opinions]
    at = next((i for i, each in enumerate(found.opinions) if each.by == person), len(opinions))
    opinions[at : at + 1] = [before | given]
    draft.change("links", draft.plan.links[index].id, {"opinions": opinions})


@edit
def withdraw_opinion(draft: Draft, link: str, *, person: str) -> None:
    """Take back what somebody thinks of a link's size."""
    _, found = draft.find("links", link)
    kept = [written(each) for each in found.opinions if each.by != person]
    draft.change("links", link, {"opinions": kept})


@edit
def weigh_opinions(draft: Draft, link: str, *, weights: Mapping[str, float]) -> None:
    """Say how much the opinions on a link count when they are pooled, by person."""
    _, found = draft.find("links", link)
    opinions = [
        written(each) | ({"weight": weights[each.by]} if each.by in weights else {})
        for each in found.opinions
    ]
    draft.change("links", link, {"opinions": opinions})


@edit
def pool_opinions(
    draft: Draft, link: str, *, equal: bool = False, seen: Link | None = None
) -> None:
    """Make of all opinions on a link its size: one of them, drawn by weight.

    So their dissent stays in the simulation, which an average would hide. `seen` is the link as
    it was when this was asked for; refused where its opinions have changed since.
    """
    index, found = draft.find("links", link)
    if seen is not None and found.opinions != seen.opinions:
        raise EditRefused([Problem("opinions_changed_meanwhile", f"links[{index}].opinions")])
    size = pooled(found, equal=equal)
    if size is None:
        raise EditRefused([Problem("no_opinions", f"links[{index}].opinions")])
    draft.change("links", link, {"size": size})


def pooled(link: Link, *, equal: bool = False) -> Any:  # noqa: ANN401 (a quantity as the plan file writes it)
    """The size that a link's opinions make together, as the plan file writes it.

    A single opinion is its own pool; one without weight does not count. None without any.
    """
    counted = [each for each in link.opinions if equal or each.weight > 0]
    if not counted:
        return None
    if len(counted) == 1:
        return written(counted[0])["size"]
    mixture: dict[str, Any] = {"shape": "mixture", "of": [written(e)["size"] for e in counted]}
    if not equal and len({each.weight for each in counted}) > 1:
        mixture["weights"] = [each.weight for each in counted]
    return mixture


def enter(draft: Draft, person: str, *, name: str, side: str) -> None:
    """Enter somebody among the plan's people who is not there, where their name is told.

    Raises:
        EditRefused: they are not there and have no name.
    """
    if name and all(each.id != person for each in draft.plan.people):
        draft.add("people", {"id": person, "name": name, "side": side or None})
    draft.find("people", person)
