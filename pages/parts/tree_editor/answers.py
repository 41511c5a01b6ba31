"""What the browser asks before it acts: the catalogue, what hangs on a metric, how to connect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.leaving import consequences
from pages.parts.picture_words import plain
from pages.parts.text import unmarked
from pages.parts.tree_editor.rewriting import joined, rewritten

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pages.parts.tree_editor.held import Held

_FOUND: Final = 8
_WORDS: Final = 200


def answer(plan: kt.Plan, asked: object, held: Held) -> dict[str, Any] | None:
    """The answer to a question, with the question's number; None where nothing is asked."""
    if not isinstance(asked, dict):
        return None
    number = asked.get("n")
    match asked.get("about"):
        case "catalogue":
            return {"n": number, "found": _catalogue(plan, str(asked.get("words"))[:_WORDS])}
        case "leaving":
            gone = [held.real(str(name)) for name in asked.get("ids", ())]
            return {"n": number, "words": [unmarked(told) for told in consequences(plan, gone)]}
        case "link":
            ends = held.real(str(asked.get("from"))), held.real(str(asked.get("to")))
            return {"n": number, **_link(plan, *ends)}
        case "formula":
            outcome, driver = held.real(str(asked.get("to"))), held.real(str(asked.get("from")))
            written = asked.get("formula")
            look = joined if asked.get("joins") else rewritten
            return {"n": number, **look(plan, outcome, driver, written=written)}
    return None


def _catalogue(plan: kt.Plan, words: str) -> list[Mapping[str, Any]]:
    """The metrics of the catalogue that words mean."""
    there = {metric.catalogue: metric.id for metric in plan.metrics if metric.catalogue}
    return [
        {
            "id": row.id,
            "name": plain(row.name),
            "layer": row.layer,
            "note": plain(f"{_brings(plan, row, there)} {row.definition}".strip()),
            "there": there.get(row.id, ""),
        }
        for row in kt.library.search(words, limit=_FOUND)
    ]


def _brings(plan: kt.Plan, row: kt.library.Metric, there: Collection[str]) -> str:
    """What else a metric of the catalogue brings into the plan: what its formula reads."""
    if row.id in there or not row.ingredients:
        return ""
    try:
        adopted = kt.adopt_metric(plan, row.id)
    except kt.EnlaceError:
        return ""
    known = {*plan.metric, adopted.metric}
    others = [metric.name for metric in adopted.plan.metrics if metric.id not in known]
    return kt.say("tree_editor.brings", others=", ".join(others)) if others else ""


def _link(plan: kt.Plan, driver: str, outcome: str) -> dict[str, Any]:
    """What the library knows of how a driver moves an outcome."""
    if driver not in plan.metric or outcome not in plan.metric:
        return {"library": []}
    side = kt.candidates(plan, outcome).drivers
    known = [one for one in (*side.here, *side.adding) if driver in one.ends and not one.hindrance]
    return {
        "library": [
            {"id": one.link.id, "words": plain(offered(one.link))} for one in known if not one.held
        ],
    }


def offered(row: kt.library.Link) -> str:
    """What the library suggests to plan with, on what grade, how far verified, and by whom."""
    told = row.published
    founded = (row.grade_name, told.verified.name, told.cite)
    return " · ".join(each for each in (_suggestion(row), *founded) if each)


def _suggestion(row: kt.library.Link) -> str:
    told = row.suggested
    if row.is_definition:
        return kt.say("tree.take_formula")
    if told is None:
        return kt.say("tree.no_suggestion")
    ends = {"low": kt.number(told.low), "high": kt.number(told.high)}
    return kt.say("tree.suggestion", mode=kt.number(told.mode), form=told.form_name, **ends)
