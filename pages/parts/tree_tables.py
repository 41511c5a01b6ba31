"""Metrics and links as tables in which everything can be typed and pasted.

The rows on the screen are those of the version at which the table was laid out; what is typed
since lives in the table itself, and what could not be kept in `waiting`, so that it outlives a
new layout. The table is laid out anew when the plan has changed in another way than through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

import kpi_tree as kt
from pages.parts import leaving, reader, session
from pages.parts.cells import Row
from pages.parts.laid_table import Laid, overlaid, typed_rows, waiting_rows
from pages.parts.metric_cells import layers_explained
from pages.parts.sheets import pasted, settled
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.parts.cells import Fault
    from pages.parts.session import Opened
    from pages.parts.sheets import Settled, Sheet

MOST_TOLD: Final = 8
# Pixels, so that neither headings nor usual words are cut off.
WIDTHS: Final = {
    "name": 230,
    "from": 230,
    "to": 230,
    "formula": 260,
    "why": 320,
    "size": 210,
    "over_time": 160,
    "better": 150,
    "baseline": 160,
    "owner": 150,
    "half": 190,
    "id": 190,
}
USUAL: Final = 125


def table(sheet: Sheet, opened: Opened) -> None:
    """The table of `sheet`, and below it what could not be kept."""
    laid = _laid(sheet, opened)
    st.caption(kt.say(sheet.how))
    st.data_editor(
        _frame(sheet, laid),
        key=_key(sheet, laid),
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(sheet),
        on_change=_changed,
        args=(sheet,),
        alt=kt.say(sheet.title),
        placeholder="",
    )
    _told(sheet, laid)
    session.refusal(_at(sheet))
    if laid.going:
        _farewell(sheet, opened, laid)


def _frame(sheet: Sheet, laid: Laid) -> pd.DataFrame:
    """The cells as texts, also where there is no row that could tell so."""
    rows = [[row.get(column, "") for column in sheet.columns] for row in laid.rows]
    return pd.DataFrame(rows, columns=list(sheet.columns), dtype="str")


def _columns(sheet: Sheet) -> Mapping[str, Any]:
    return {
        column: st.column_config.TextColumn(
            kt.say(label),
            help=_explained(sheet, column),
            width=WIDTHS.get(column, USUAL),
            disabled=column == "id",
        )
        for column, label in sheet.columns.items()
    }


def _explained(sheet: Sheet, column: str) -> str | None:
    if column == "layer":
        return layers_explained()
    return kt.library.term(sheet.terms[column]).text if column in sheet.terms else None


# ── Laying out ──────────────────────────────────────────────────────────────────────────────────


def _laid(sheet: Sheet, opened: Opened) -> Laid:
    """The table as it lies, or laid out anew where that is due."""
    laid: Laid | None = st.session_state.get(_at(sheet))
    if laid and laid.plan == opened.id and not _outdated(sheet, opened, laid):
        return laid
    waiting = laid.pending if laid and laid.plan == opened.id else {}
    rows, keys = overlaid(sheet, opened.plan, waiting)
    told = settled(sheet, opened.plan, waiting_rows(rows, keys, waiting))
    laid = Laid(
        opened.id,
        kt.language(),
        opened.version,
        (laid.serial if laid else 0) + 1,
        rows,
        keys,
        waiting,
        waiting,
        faults=told.faults,
        doubts=laid.doubts if laid and laid.version == opened.version else [],
        people=_people(opened.plan),
    )
    st.session_state[_at(sheet)] = laid
    return laid


def _outdated(sheet: Sheet, opened: Opened, laid: Laid) -> bool:
    known = (laid.version, laid.language) == (opened.version, kt.language())
    erased = laid.people - _people(opened.plan)
    return laid.stale or not known or bool(erased) or _key(sheet, laid) not in st.session_state


def _people(plan: kt.Plan) -> frozenset[str]:
    return frozenset(one.id for one in plan.people)


# ── What is typed ───────────────────────────────────────────────────────────────────────────────


def _changed(sheet: Sheet) -> None:
    """Keep what is whole of all that was typed; the rest waits."""
    reader.speak()
    laid: Laid = st.session_state[_at(sheet)]
    opened = session.opened()
    if opened is None:
        return
    deltas = st.session_state[_key(sheet, laid)]
    gone = {laid.keys[index] for index in deltas["deleted_rows"]}
    rows = typed_rows(sheet, laid, deltas)
    found = settled(sheet, opened.plan, _differing(sheet, opened.plan, rows))
    if not _kept(sheet, opened.plan, found):
        found.kept.clear()
    _remember(laid, rows, found)
    laid.stale = laid.stale or any(key.startswith("+") for key in found.kept | gone)
    _let_go(sheet, laid, opened.plan, gone=[key for key in laid.keys if key in gone])
    now = session.opened()
    laid.version = now.version if now and laid.version == opened.version else laid.version


def _differing(sheet: Sheet, plan: kt.Plan, rows: list[Row]) -> list[Row]:
    """The rows without cells that say what the plan holds anyway."""
    held = {one["id"]: one for one in sheet.cells(plan)}
    return [
        row if row.new else Row(row.key, row.texts, frozenset(_unlike(row, held.get(row.key, {}))))
        for row in rows
    ]


def _unlike(row: Row, held: Mapping[str, str]) -> list[str]:
    return [column for column in row.typed if row.texts[column] != held.get(column, "")]


def _kept(sheet: Sheet, plan: kt.Plan, found: Settled) -> bool:
    """Write what can be written, as one edit; newcomers among the owners are added first."""
    if not any(set(one.fields) - {"id"} or one.owner for one in found.readings):
        return True
    owners: dict[str, str] = {}
    for name in found.newcomers:
        owners[name] = kt.id_for(name, plan)
        if not session.edit(kt.add_person, name, id=owners[name], at=_at(sheet)):
            return False
        now = session.opened()
        plan = now.plan if now else plan
    return session.edit(
        kt.paste, at=_at(sheet), **pasted(sheet, plan, found.readings, owners=owners)
    )


def _remember(laid: Laid, rows: list[Row], found: Settled) -> None:
    laid.pending = {
        row.key: {column: row.texts[column] for column in row.typed}
        for row in rows
        if row.key not in found.kept
    }
    for row in rows:
        if row.key in found.kept and not row.new:
            kept = {column: row.texts[column] for column in row.typed}
            laid.saved[row.key] = {**laid.saved.get(row.key, {}), **kept}
    laid.faults, laid.doubts = found.faults, found.doubts


# ── What is told ────────────────────────────────────────────────────────────────────────────────


def _told(sheet: Sheet, laid: Laid) -> None:
    """Row, column and reason of what was not kept; what was understood in one of several ways."""
    for doubt in laid.doubts[:MOST_TOLD]:
        st.info(shown(doubt), icon=":material/help:")
    if not laid.pending:
        return
    lines = [_line(laid, fault) for fault in laid.faults[:MOST_TOLD]]
    if len(laid.faults) > MOST_TOLD:
        lines.append(kt.say("tree.more_faults", n=len(laid.faults) - MOST_TOLD))
    told = "\n".join(f"- {line}" for line in lines)
    st.warning(f"{kt.say('tree.not_kept', n=len(laid.pending))}\n\n{told}", icon=":material/edit:")
    with st.container(horizontal=True):
        for name, icon, act in (
            ("tree.try_again", ":material/save:", _changed),
            ("tree.discard", ":material/backspace:", _discarded),
        ):
            st.button(
                kt.say(name),
                key=f"{_at(sheet)}.{name}",
                type="tertiary",
                icon=icon,
                on_click=act,
                args=(sheet,),
            )


def _line(laid: Laid, fault: Fault) -> str:
    if fault.key in laid.keys:
        row = laid.keys.index(fault.key) + 1
    else:
        row = len(laid.keys) + int(fault.key.rpartition(".")[2]) + 1
    values = {"row": row, "name": shown(fault.name), "words": shown(fault.words)}
    if fault.column:
        return kt.say("tree.fault", column=fault.column, **values)
    return kt.say("tree.row_fault", **values)


def _discarded(sheet: Sheet) -> None:
    laid: Laid = st.session_state[_at(sheet)]
    laid.pending, laid.faults, laid.stale = {}, [], True
    session.accept(_at(sheet))


# ── What goes ───────────────────────────────────────────────────────────────────────────────────


def _let_go(sheet: Sheet, laid: Laid, plan: kt.Plan, *, gone: list[str]) -> None:
    """Remove rows at once where nothing hangs on them; otherwise ask first."""
    there = [key for key in gone if not key.startswith("+")]
    laid.going = there
    if there and not leaving.consequences(plan, there):
        leaving.remove(sheet.name, there, at=_at(sheet))
        laid.stale, laid.going = True, []


def _farewell(sheet: Sheet, opened: Opened, laid: Laid) -> None:
    leaving.farewell(
        opened.plan,
        laid.going,
        among=sheet.name,
        key=f"{_at(sheet)}.going",
        then=lambda: _answered(sheet),
    )


def _answered(sheet: Sheet) -> None:
    laid: Laid = st.session_state[_at(sheet)]
    laid.going, laid.stale = [], True


def _at(sheet: Sheet) -> str:
    return f"tree.{sheet.name}"


def _key(sheet: Sheet, laid: Laid) -> str:
    return f"{_at(sheet)}.{laid.serial}"
