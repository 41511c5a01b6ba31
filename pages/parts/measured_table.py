"""The figures of a year as a table in which everything can be typed or pasted over.

The table is drawn from what stood in the plan when it was opened. What is typed becomes an edit at
once, and the table keeps its own text; it is drawn anew only when the plan has changed by another
way (an undo, a paste, somebody else). A cell that was refused keeps what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.figures import number_of
from pages.parts.levels import UNITLESS, unit_name
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.parts.session import Opened

STATE: Final = "measured.table"
MONTH: Final = "month"
FEW: Final = 4
MOST: Final = 30
PLACE: Final = "measured.table.refused"
Cells = dict[str, dict[str, str]]  # month → metric → text


def figures_table(opened: Opened) -> None:
    """Choose a year and metrics, then type."""
    plan = opened.plan
    year, chosen = _asked(plan)
    if not chosen:
        st.caption(kt.say("measured.choose_metrics"))
        return
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    key = _mounted(plan, months, chosen)
    table = st.session_state[STATE]
    rows = [{MONTH: kt.month(month), **table["base"][month]} for month in months]
    st.data_editor(
        pd.DataFrame(rows, columns=[MONTH, *chosen]),
        key=key,
        hide_index=True,
        num_rows="fixed",
        disabled=[MONTH],
        height="content",
        column_config=_columns(plan, chosen),
        on_change=_typed,
        args=(key, months),
        alt=kt.say("measured.table_alt"),
    )
    _said(plan)


def _asked(plan: kt.Plan) -> tuple[str, list[str]]:
    """Which year and which metrics the table shows."""
    years = _years(plan)
    year_field, metrics_field = st.columns([1, 3])
    last = max((month for series in plan.observations.values() for month in series), default="")
    usual = last[:4] or kt.months_after(plan.start, -1)[:4]
    year = year_field.selectbox(
        kt.say("measured.year"), years, index=years.index(usual), key="measured.year"
    )
    chosen = metrics_field.multiselect(
        kt.say("measured.metrics"),
        [metric.id for metric in plan.metrics],
        default=_usual(plan),
        format_func=lambda one: shown(plan.metric[one].name, surface="plain"),
        key="measured.metrics",
        placeholder=kt.say("measured.choose_metrics"),
        max_selections=MOST,
    )
    return year, chosen


def _years(plan: kt.Plan) -> list[str]:
    """The years that can be measured: five before the plan, its own, and those with figures."""
    held = {int(month[:4]) for series in plan.observations.values() for month in series}
    first = int(plan.start[:4])
    own = range(first - 5, int(plan.calendar[-1][:4]) + 1)
    return [f"{year:04d}" for year in sorted(held | set(own))]


def _usual(plan: kt.Plan) -> list[str]:
    """The metrics that are measured already, else those of the goals, else the first ones."""
    measured = [metric.id for metric in plan.metrics if plan.observations.get(metric.id)]
    of_goals = dict.fromkeys(goal.metric for goal in plan.goals if goal.metric)
    first = [metric.id for metric in plan.metrics]
    return (measured or list(of_goals) or first)[: FEW if not measured else MOST]


def _columns(plan: kt.Plan, metrics: Sequence[str]) -> dict[str, Any]:
    config = {MONTH: st.column_config.TextColumn(kt.say("measured.month"), pinned=True)}
    for one in metrics:
        metric = plan.metric[one]
        name = shown(metric.name, surface="plain")
        unit = "" if metric.unit in UNITLESS else f" ({unit_name(metric, plan)})"
        config[one] = st.column_config.TextColumn(name + unit, alignment="right", max_chars=60)
    return config


def _mounted(plan: kt.Plan, months: Sequence[str], metrics: Sequence[str]) -> str:
    """The key of the table, a new one where it has to be drawn anew."""
    held = _held(plan, months, metrics)
    about = (session.plan_id(), tuple(months), tuple(metrics), kt.language())
    table = st.session_state.get(STATE)
    if table is None or table["about"] != about or table["now"] != held:
        refused = table["refused"] if table and table["about"] == about else {}
        base = {month: dict(row) for month, row in held.items()}
        for (month, metric), (text, _) in refused.items():
            base[month][metric] = text
        number = table["number"] + 1 if table else 0
        table = {"about": about, "base": base, "now": held, "number": number, "seen": {}}
        st.session_state[STATE] = table | {"refused": refused, "kept": []}
    return f"measured.cells.{st.session_state[STATE]['number']}"


def _held(plan: kt.Plan, months: Sequence[str], metrics: Sequence[str]) -> Cells:
    """What the plan holds, as text."""
    return {
        month: {
            one: ""
            if (value := plan.observations.get(one, {}).get(month)) is None
            else kt.typed(value, unit=plan.metric[one].unit)
            for one in metrics
        }
        for month in months
    }


def _typed(key: str, months: Sequence[str]) -> None:
    """Make an edit of what was typed since the last time; remember what was refused."""
    reader.speak()
    table = st.session_state[STATE]
    opened = session.opened()
    if opened is None:
        return
    series: dict[str, dict[str, float | None]] = {}
    for row, changed in st.session_state[key]["edited_rows"].items():
        for metric, given in changed.items():
            month, text = months[int(row)], (given or "").strip()
            if table["seen"].get((month, metric), table["base"][month].get(metric)) == text:
                continue
            table["seen"][month, metric] = text
            _take(opened.plan, table["refused"], series, at=(month, metric), text=text)
    if series and session.edit(kt.set_observations, series, at=PLACE):
        table["kept"] = [(metric, month) for metric in series for month in series[metric]]
    if (after := session.opened()) is not None:
        table["now"] = _held(after.plan, months, list(table["about"][2]))


def _take(
    plan: kt.Plan,
    refused: dict[tuple[str, str], tuple[str, str]],
    series: dict[str, dict[str, float | None]],
    *,
    at: tuple[str, str],
    text: str,
) -> None:
    """One cell: a figure to keep, a figure to take out, or a refusal."""
    month, metric = at
    found = plan.metric.get(metric)
    if found is None:
        return
    refused.pop(at, None)
    try:
        value = (
            number_of(text, found.unit, mark=kt.language(), currency=plan.currency)
            if text
            else None
        )
    except ValueError as error:
        refused[at] = (text, str(error))
        return
    series.setdefault(metric, {})[month] = value


def _said(plan: kt.Plan) -> None:
    """What was kept last, and each cell that was refused with its reason."""
    session.refusal(PLACE)
    table = st.session_state[STATE]
    for (month, metric), (text, reason) in table["refused"].items():
        if metric in plan.metric:
            words = {"month": kt.long_month(month), "metric": shown(plan.metric[metric].name)}
            told = kt.say("measured.refused_typed", text=shown(text), reason=shown(reason), **words)
            st.error(told, icon=":material/error:")
    if kept := _last_kept(plan, table["kept"]):
        st.caption(f":material/check: {kept}")


def _last_kept(plan: kt.Plan, kept: Sequence[tuple[str, str]]) -> str:
    if len(kept) > 1:
        return kt.say("measured.kept_many", n=len(kept))
    for metric, month in kept:
        value = plan.observations.get(metric, {}).get(month)
        if metric in plan.metric:
            words = {"metric": shown(plan.metric[metric].name), "month": kt.long_month(month)}
            if value is None:
                return kt.say("measured.taken_out", **words)
            unit = plan.metric[metric].unit
            told = shown(kt.typed(value, unit=unit))
            return kt.say("measured.kept_one", value=told, **words)
    return ""
