"""Edits of who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import EditRefused, Problem, quoted
from kpi_tree.plan.edits.draft import edit

if TYPE_CHECKING:
    from kpi_tree.plan.edits.draft import Draft
    from kpi_tree.plan.model import Link


@edit
def add_person(draft: Draft, name: str, /, **fields: object) -> None:
    """Let somebody take part, with a `role` and a `side`; an `id` is made from the name."""
    draft.add("people", {"name": name, **fields})


@edit
def change_person(draft: Draft, person: str, /, **fields: object) -> None:
    """Change somebody's name, role or side."""
    draft.change("people", person, fields)


@edit
def remove_person(draft: Draft, person: str) -> None:
    """Let somebody go: what they owned has no owner then.

    Refused while they stand behind the size of a link, or have given their opinion on one.
    """
    _, who = draft.find("people", person)
    for index, link in enumerate(draft.plan.links):
        if person in _voices(link):
            values = {"person": quoted(who.name), "link": quoted(_named(draft, link))}
            raise EditRefused([Problem("person_has_signed", f"links[{index}]", values)])
    for among in ("metrics", "goals"):
        for item in getattr(draft.plan, among):
            if item.owner == person:
                draft.change(among, item.id, {"owner": None})
    draft.remove("people", person)


def _voices(link: Link) -> set[str]:
    signers = {by for signed in link.agreed_by for by in (signed.by, signed.recorded_by)}
    return signers | {opinion.by for opinion in link.opinions}


def _named(draft: Draft, link: Link) -> str:
    return " → ".join(draft.plan.metric[end].name for end in (link.driver, link.outcome))
