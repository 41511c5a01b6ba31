"""A version of the plan with its results as the map gets it, and what has changed from one to next.

Drawings are numbered, so that a browser which hears of them by two ways keeps to the newest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.reviewed import findings
from pages.parts.tree_editor.futures import Futures, futures
from pages.parts.tree_editor.held import Drawing, Held, Mark
from pages.parts.tree_editor.snapshot import View, badges_of, moved, snapshot
from pages.parts.tree_editor.standing_places import shifted, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened

    Rows = Sequence[Mapping[str, Any]]

_ROWS: Final = ("nodes", "edges")


def drawing(opened: Opened, kept: Held, scenario: str | None) -> Drawing:
    """The plan's version with its results, drawn once a version, scenario and language."""
    last = kept.drawing
    mark = _mark(opened, kept, scenario)
    if last is None or not last.is_of(opened.plan, mark):
        number = last.number + 1 if last else 1
        kept.drawing = replace(_drawn(opened, kept, mark), number=number)
    assert kept.drawing is not None  # noqa: S101 (drawn above)
    return kept.drawing


def prepare(opened: Opened, kept: Held, scenario: str | None) -> None:
    """Work out beforehand what may take long, so that nobody waits for the turn meanwhile.

    How far it is, is told to whatever shows `forecasts.progress` around it.
    """
    last, mark = kept.drawing, _mark(opened, kept, scenario)
    if last is not None and last.is_of(opened.plan, mark):
        return
    if not kept.hasty:
        findings(opened)
    _futures(opened, kept, mark)


def _futures(opened: Opened, kept: Held, mark: Mark) -> Futures:
    """What is to be expected of a version, worked out once."""
    last = kept.drawing
    if last and last.mark.alike(mark) and last.holds(opened.plan):
        return last.futures
    key = (mark.version, mark.scenario, mark.language)
    if kept.foreseen is None or kept.foreseen[0] != key:
        kept.foreseen = key, futures(opened, opened.plan.scenario.get(mark.scenario or ""))
    return kept.foreseen[1]


def _mark(opened: Opened, kept: Held, scenario: str | None) -> Mark:
    return Mark(opened.version, scenario, kt.language(), kept.hasty)


def _drawn(opened: Opened, kept: Held, mark: Mark) -> Drawing:
    plan, last = opened.plan, kept.drawing
    wanted = plan.scenario.get(mark.scenario or "")
    same = last is not None and last.mark.alike(mark)
    if last and same and last.holds(plan) and (last.whole or kept.hasty):
        edges = [(edge["from"], edge["to"]) for edge in last.data["edges"]]
        if layout := shifted(plan, kept, edges):
            data = moved(last.data, opened.version, layout)
            return replace(last, mark=mark, plan=plan, data=data)
    whole = not (last and same and kept.hasty)
    # What the candid reader says takes longest; a box does not wait for it under the hand.
    badges = badges_of(plan, findings(opened)) if whole or not last else last.badges
    found = _futures(opened, kept, mark)
    view = View(plan, opened.version, standing(plan, kept), badges, found, wanted)
    return Drawing(mark, plan, badges, found, snapshot(view), whole=whole)


# ── What has changed ────────────────────────────────────────────────────────────────────────────


def changed(before: Drawing | None, after: Drawing) -> dict[str, Any]:
    """What differs from the drawing that a browser has: all of it, where it has none of ours."""
    was = before.data if before else {}
    return {
        "from": before.number if before else 0,
        "drawing": after.number,
        **{name: _rows(was.get(name, ()), after.data[name]) for name in _ROWS},
        "rest": {
            name: value
            for name, value in after.data.items()
            if name not in _ROWS and (name not in was or was[name] != value)
        },
    }


def _rows(before: Rows, after: Rows) -> dict[str, Any]:
    """The rows that are new or other than they were, and the order of all where that is another."""
    known = {row["id"]: row for row in before}
    order = [row["id"] for row in after]
    return {
        "order": None if list(known) == order else order,
        "changed": [row for row in after if known.get(row["id"]) != row],
    }
