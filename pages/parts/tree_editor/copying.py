"""Copies of metrics, with the links and formulas among them; what leads elsewhere stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ID_LENGTH: Final = 64
_LINK: Final = ("effect", "size", "lag", "carryover", "saturation", "cap", "why", "evidence")


@dataclass(frozen=True)
class Copies:
    """Rows that `kt.paste` takes.

    Attributes:
        ids: the copies' ids by those that were copied.
        metrics: a row a metric.
        links: a row for each link between two of them.
    """

    ids: Mapping[str, str]
    metrics: Sequence[Mapping[str, Any]]
    links: Sequence[Mapping[str, Any]]


def copied(plan: kt.Plan, wanted: Sequence[str]) -> Copies:
    """Copies of these metrics, under names and ids that are free, in the order of the plan."""
    written = kt.document(plan)
    ids: dict[str, str] = {}
    metrics: list[dict[str, Any]] = []
    taken = {metric.name.casefold() for metric in plan.metrics}
    for row in written.get("metrics", ()):
        if row["id"] in wanted:
            name = _free(row["name"], taken)
            taken.add(name.casefold())
            ids[row["id"]] = _fresh(kt.id_for(name, plan), set(ids.values()))
            metrics.append({**row, "id": ids[row["id"]], "name": name})
    for row in metrics:
        if formula := row.get("formula"):
            row["formula"] = kt.formula_renamed(formula, ids)
    links = [
        {**{key: row[key] for key in _LINK if key in row}, "from": ids[ends[0]], "to": ids[ends[1]]}
        for row in written.get("links", ())
        if (ends := (row["from"], row["to"]))[0] in ids and ends[1] in ids
    ]
    return Copies(ids, metrics, links)


def _free(name: str, taken: set[str]) -> str:
    """What a copy is called, its name shortened where it would be too long."""
    room = kt.NAME_LENGTH - len(kt.say("tree_editor.copy_of", name=""))
    chosen, number = kt.say("tree_editor.copy_of", name=name[:room].rstrip()), 1
    while chosen.casefold() in taken:
        number += 1
        room = kt.NAME_LENGTH - len(kt.say("tree_editor.copy_number", name="", n=number))
        chosen = kt.say("tree_editor.copy_number", name=name[:room].rstrip(), n=number)
    return chosen


def _fresh(name: str, taken: set[str]) -> str:
    chosen, number = name, 1
    while chosen in taken:
        number += 1
        ending = f"_{number}"
        chosen = name[: _ID_LENGTH - len(ending)] + ending
    return chosen
