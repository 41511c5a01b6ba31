"""A table as it lies on the screen, and the rows that hold something that is not kept yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pages.parts.cells import Row
from pages.parts.pasted_cell import is_block, rows_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import kpi_tree as kt
    from pages.parts.cells import Fault
    from pages.parts.sheets import Sheet

Typed = dict[str, dict[str, str]]


@dataclass
class Laid:
    """A table as it lies on the screen.

    Attributes:
        plan, language: of what.
        version: the newest version that it shows, its own edits among them.
        serial: how often it was laid out.
        rows: its cells when it was laid out, and whose they are.
        waiting: what was typed before that and is not kept yet: row → column → text.
        pending: the same, with what was typed since.
        saved: what was typed since and is kept.
        faults, doubts: what is told below.
        going: the ids of the rows that were deleted and wait for a word.
        stale: whether it must be laid out anew.
        people: the ids of those whom the plan named; of an erased name another one is made.
    """

    plan: str
    language: str
    version: int
    serial: int
    rows: list[dict[str, str]]
    keys: list[str]
    waiting: Typed
    pending: Typed
    saved: Typed = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    going: list[str] = field(default_factory=list)
    stale: bool = False
    people: frozenset[str] = frozenset()


def overlaid(sheet: Sheet, plan: kt.Plan, waiting: Typed) -> tuple[list[dict[str, str]], list[str]]:
    """The plan's rows with what waits written over them, then the new ones that wait."""
    there = {row["id"]: row for row in sheet.cells(plan)}
    keys = [*there, *(key for key in waiting if key not in there)]
    return [{**there.get(key, {}), **waiting.get(key, {})} for key in keys], keys


def waiting_rows(rows: list[dict[str, str]], keys: list[str], waiting: Typed) -> list[Row]:
    """Those of the rows that hold something that waits."""
    return [
        Row(key, row, frozenset(waiting[key]))
        for key, row in zip(keys, rows, strict=True)
        if key in waiting
    ]


def typed_rows(sheet: Sheet, laid: Laid, deltas: Mapping[str, Any]) -> list[Row]:
    """The rows that hold something that is not kept yet, as Streamlit tells of them."""
    found = []
    for index, (key, row) in enumerate(zip(laid.keys, laid.rows, strict=True)):
        if index in deltas["deleted_rows"]:
            continue
        edited = _texts(sheet, deltas["edited_rows"].get(index, {}))
        typed = {**laid.waiting.get(key, {}), **edited}
        kept = laid.saved.get(key, {})
        open_columns = {column for column, text in typed.items() if kept.get(column) != text}
        if open_columns:
            found.append(Row(key, {**row, **typed}, frozenset(open_columns)))
    return found + new_rows(sheet, laid, deltas["added_rows"])


def new_rows(sheet: Sheet, laid: Laid, added: list[Mapping[str, Any]]) -> list[Row]:
    """The rows that were added; a block that was pasted into one cell is as many rows."""
    every: list[dict[str, str]] = []
    for one in added:
        texts = {column: text for column, text in _texts(sheet, one).items() if text.strip()}
        block = next((column for column, text in texts.items() if is_block(text)), None)
        if block:
            every += rows_in(texts[block], sheet.columns, block)
            laid.stale = True
        else:
            every.append(texts)
    return [
        Row(f"+{laid.serial}.{number}", texts, frozenset(texts))
        for number, texts in enumerate(every)
        if texts
    ]


def _texts(sheet: Sheet, cells: Mapping[str, Any]) -> dict[str, str]:
    return {
        column: "" if cells[column] is None else str(cells[column])
        for column in sheet.columns
        if column in cells and column != "id"
    }
