"""Edits of the links, and of the evidence that they are founded on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.signatures import change_of_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi_tree.plan.edits.draft import Draft


@edit
def add_link(
    draft: Draft,
    driver: str,
    /,
    *,
    outcome: str,
    position: int | None = None,
    **fields: object,
) -> None:
    """Link a driver to an outcome; `fields` are those of the plan file.

    Without an `id` one is made from both ends.
    """
    draft.add("links", {"driver": driver, "outcome": outcome, **fields}, at=position)


@edit
def change_link(draft: Draft, link: str, /, **fields: object) -> None:
    """Change fields of a link (its ends are `driver` and `outcome`); `None` is the default.

    Another effect or another end takes the link's signatures away: they were for something else.
    """
    change_of_link(draft, link, fields)


@edit
def remove_link(draft: Draft, link: str) -> None:
    """Remove a link."""
    draft.remove("links", link)


@edit
def remove_links(draft: Draft, links: Iterable[str]) -> None:
    """Remove several links at once."""
    for link in reversed(list(links)):
        draft.remove("links", link)


@edit
def add_evidence(
    draft: Draft,
    grade: str,
    /,
    *,
    link: str | None = None,
    **fields: object,
) -> None:
    """Add a piece of evidence, and found a link on it where one is named.

    Without an `id` one is made from what it cites.
    """
    added = draft.add("evidence", {"grade": grade, **fields})
    if link:
        _attach(draft, added, link)


@edit
def change_evidence(draft: Draft, evidence: str, /, **fields: object) -> None:
    """Change fields of a piece of evidence."""
    draft.change("evidence", evidence, fields)


@edit
def attach_evidence(draft: Draft, evidence: str, *, link: str) -> None:
    """Found a link on a piece of evidence that the plan has."""
    draft.find("evidence", evidence)
    _attach(draft, evidence, link)


@edit
def detach_evidence(draft: Draft, evidence: str, *, link: str) -> None:
    """Found a link on this piece of evidence no longer."""
    _detach(draft, evidence, link)


@edit
def remove_evidence(draft: Draft, evidence: str) -> None:
    """Remove a piece of evidence, from the links that are founded on it too."""
    draft.find("evidence", evidence)
    for link in draft.plan.links:
        _detach(draft, evidence, link.id)
    draft.remove("evidence", evidence)


def _attach(draft: Draft, evidence: str, link: str) -> None:
    _, found = draft.find("links", link)
    if evidence not in found.evidence:
        draft.change("links", link, {"evidence": [*found.evidence, evidence]})


def _detach(draft: Draft, evidence: str, link: str) -> None:
    _, found = draft.find("links", link)
    kept = [other for other in found.evidence if other != evidence]
    if len(kept) < len(found.evidence):
        draft.change("links", link, {"evidence": kept})
