"""Where each number of a link comes from: the library, opinions, or whoever wrote it, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kpi_tree.errors import quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.founding.opinions import heard
from kpi_tree.founding.provenance import SignedOn
from kpi_tree.library.drafting import link_keys
from kpi_tree.library.shelves import all_links
from kpi_tree.locale import say
from kpi_tree.locale.numbers import day
from kpi_tree.plan.events import LinkAdded, LinkChanged, PlanCreated, PlanReplaced
from kpi_tree.plan.replay import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kpi_tree.founding.provenance import Edited
    from kpi_tree.library import Link as Row
    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Link, Plan

Number = Literal["size", "lag", "carryover", "saturation", "cap"]
From = Literal["library", "opinions", "team", "default"]
NUMBERS: Final[tuple[Number, ...]] = ("size", "lag", "carryover", "saturation", "cap")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number of a link comes from.

    Attributes:
        number: which of its numbers.
        kind: `library` where it is what a row suggests, `opinions` where the size is their pool,
            `team` where somebody wrote it, `default` where nobody has said anything.
        row: the library's row; None for all else.
        people: the names of those whose opinions it is.
        edit: with which edit its present value came into the plan; None where that is not known.
    """

    number: Number
    kind: From
    row: Row | None
    people: tuple[str, ...]
    edit: SignedOn | None

    @property
    def sentence(self) -> str:
        """Where it comes from and with which edit, in words."""
        return " ".join(filter(None, (self._source, self._edit)))

    @property
    def _source(self) -> str:
        match self.kind:
            case "library" if self.row:
                published = self.row.published
                told = {"cite": published.cite, "degree": published.verified.name}
                return say("founding.from_library", **told)
            case "opinions":
                return say("founding.from_opinions", names=", ".join(map(quoted, self.people)))
            case "default":
                return say("founding.from_default")
            case _:
                return say("founding.from_team")

    @property
    def _edit(self) -> str:
        if self.edit is None or self.kind == "default":
            return ""
        told = {"version": self.edit.version, "day": day(self.edit.at.date())}
        return say("founding.from_edit", name=quoted(self.edit.author), **told)


def origins(plan: Plan, link: str, *, history: Iterable[Edited] = ()) -> tuple[Origin, ...]:
    """Where each number of a link comes from; none for a number that it has not.

    Args:
        plan: the plan.
        link: the link's id.
        history: the plan's history, which tells who wrote what, and when.

    Raises:
        BadArgument: the plan has no such link.
    """
    found = link_of(plan, link)
    now, edits = written(found), _brought(history, link)
    return tuple(
        _origin(plan, found, number, edits=edits) for number in NUMBERS if _has(number, now)
    )


def _has(number: Number, now: Mapping[str, Any]) -> bool:
    """Whether a link shows this number: lag and carry-over always, the others where they are."""
    return number in now or number in {"lag", "carryover"}


def _origin(plan: Plan, link: Link, number: Number, *, edits: Mapping[str, SignedOn]) -> Origin:
    value, edit = written(link).get(number), edits.get(number)
    if number == "size":
        pools = (heard(plan, link, equal=equal) for equal in (False, True))
        pool = next((each for each in pools if each.pooled), None)
        if pool is not None:
            names = tuple(each.name for each in pool.voices if each.share > 0)
            return Origin(number, "opinions", None, names, edit)
    row = _row(link)
    if row is not None and value is not None and _suggested(row).get(number) == value:
        return Origin(number, "library", row, (), edit)
    return Origin(number, "default" if value is None else "team", None, (), edit)


def _row(link: Link) -> Row | None:
    """The row of the library that a link was taken from, if it has an effect to take."""
    row = all_links().get(link.catalogue)
    return row if row and row.suggested and row.suggested.effect == link.effect else None


def _suggested(row: Row) -> Mapping[str, Any]:
    return {number: link_keys(row, "en").get(number) for number in NUMBERS}


def _brought(history: Iterable[Edited], link: str) -> dict[str, SignedOn]:
    """For each number of a link the edit that brought the value that it has now."""
    values: dict[str, str] = {}
    edits: dict[str, SignedOn] = {}
    for entry in sorted(history, key=lambda each: each.version):
        edit = SignedOn(entry.version, entry.author, entry.person, entry.at)
        for event in entry.events:
            for number, value in _said(event, link):
                told = json.dumps(value, sort_keys=True)
                if values.get(number) != told:
                    values[number], edits[number] = told, edit
    return edits


def _said(event: Event, link: str) -> Iterator[tuple[str, object]]:
    """What an event says about the numbers of a link."""
    match event:
        case PlanCreated(document=document) | PlanReplaced(document=document):
            held = (each for each in document.get("links", ()) if each["id"] == link)
            for each in held:
                yield from ((number, each.get(number)) for number in NUMBERS)
        case LinkAdded(item=item) if item.id == link:
            keys = written(item)
            yield from ((number, keys.get(number)) for number in NUMBERS)
        case LinkChanged(id=name, now=now) if name == link:
            yield from ((number, now[number]) for number in NUMBERS if number in now)
