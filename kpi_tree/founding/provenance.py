"""With which edit a signature came into the plan, and whether whoever brought it took it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from kpi_tree.plan.edits.signatures import MEANING
from kpi_tree.plan.events import LinkAdded, LinkChanged, LinkRemoved, PlanCreated, PlanReplaced
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from kpi_tree.plan.events import Event

_DEFAULT: Final = {"effect": "elasticity"}


class Edited(Protocol):
    """One edit of a plan's history."""

    @property
    def version(self) -> int:
        """The version after it."""

    @property
    def author(self) -> str:
        """The name of whoever edited."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened."""

    @property
    def person(self) -> str:
        """The id of whoever edited, where people have one."""


@dataclass(frozen=True, slots=True)
class SignedOn:
    """In which edit a signature came into the plan.

    Attributes:
        version: the plan's version after it.
        author, person: who edited, by name and by id.
        at: when.
    """

    version: int
    author: str
    person: str
    at: datetime


def signed_on(entries: Iterable[Edited]) -> dict[tuple[str, str], SignedOn]:
    """For each link and signer the edit that first brought the signature that stands now.

    Args:
        entries: the plan's history.
    """
    found = placed(entries, lambda edit: edit.person or edit.author)
    return {key: edits[0] for key, edits in found.items()}


def placed(
    entries: Iterable[Edited], who: Callable[[SignedOn], str]
) -> dict[tuple[str, str], list[SignedOn]]:
    """For each link and signer all edits that brought the signature that stands now.

    What was undone and is there again was brought more than once. Whoever takes a signature away
    has not brought it any more: it takes a later edit of theirs.
    """
    ever: dict[tuple[str, str], list[SignedOn]] = {}
    now: dict[str, dict[str, Any]] = {}
    for entry in sorted(entries, key=lambda each: each.version):
        edit = SignedOn(entry.version, entry.author, entry.person, entry.at)
        for event in entry.events:
            for link, keys in _links(event, now):
                before, after = _agreed(now.get(link, {})), _agreed(keys)
                now[link] = keys
                for person in before.keys() | after.keys():
                    gone, come = before.get(person), after.get(person)
                    if gone == come:
                        continue
                    if gone is not None:
                        brought = ever[link, gone]
                        brought[:] = [each for each in brought if who(each) != who(edit)]
                    if come is not None:
                        ever.setdefault((link, come), []).append(edit)
    return {
        (link, person): ever[link, told]
        for link, keys in now.items()
        for person, told in _agreed(keys).items()
    }


def _agreed(link: Mapping[str, Any]) -> dict[str, str]:
    """The signatures of a link by person, each with what gives its size a meaning."""
    meaning = [link.get(key) or _DEFAULT.get(key) for key in MEANING]
    return {
        str(each["by"]): json.dumps([each, *meaning], sort_keys=True)
        for each in link.get("agreed_by") or ()
    }


def _links(
    event: Event, now: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the links that an event touches say after it, as in the plan file."""
    match event:
        case PlanCreated(document=document) | PlanReplaced(document=document):
            links = {str(link["id"]): dict(link) for link in document.get("links", ())}
            yield from ((gone, {}) for gone in now if gone not in links)
            yield from links.items()
        case LinkChanged(id=link, now=keys):
            yield link, {**now.get(link, {}), **keys}
        case LinkAdded(item=item):
            yield item.id, written(item)
        case LinkRemoved(item=item):
            yield item.id, {}
