"""Figures from a spreadsheet: paste or upload, see what was understood, then keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.figures import decimal_mark, figures, has_marks, metric_called, places
from pages.parts.levels import amount
from pages.parts.pasted import (
    LARGEST_FILE,
    MOST_CHARACTERS,
    Column,
    Pasted,
    PastedError,
    Refused,
    decoded,
    read,
)
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pages.parts.session import Opened

ROUND: Final = "measured.round"
MOST_SHOWN: Final = 12
MARKS: Final = {"es": "measured.mark_comma", "en": "measured.mark_point"}
PLACE: Final = "measured.import"


def pasting(opened: Opened) -> None:
    """A field for cells copied from a spreadsheet, and what was understood of them."""
    text = st.text_area(
        kt.say("measured.paste"),
        key=f"measured.text.{_round()}",
        height=180,
        max_chars=MOST_CHARACTERS,
        placeholder=kt.say("measured.paste_example"),
        help=kt.say("measured.paste_help"),
        persist_state="session",
    )
    if text and text.strip():
        _preview(opened, text)


def uploading(opened: Opened) -> None:
    """A field for a file, and what was understood of it."""
    file = st.file_uploader(
        kt.say("measured.upload"),
        key=f"measured.file.{_round()}",
        max_upload_size=1,
        help=kt.say("measured.upload_help"),
    )
    if file is None:
        return
    try:
        text = decoded(file.read(LARGEST_FILE + 1), file.name)
    except PastedError as error:
        st.error(str(error), icon=":material/error:")
        return
    _preview(opened, text)


def _round() -> int:
    found: int = st.session_state.get(ROUND, 0)
    return found


def _preview(opened: Opened, text: str) -> None:
    """What was understood, what was not, and the button that keeps it."""
    try:
        pasted = read(text, days_first=kt.language() == "es")
    except PastedError as error:
        st.error(str(error), icon=":material/error:")
        return
    if not pasted.months:
        st.error(kt.say("measured.no_figures"), icon=":material/error:")
        _refusals(pasted.refused)
        return
    first, last = pasted.months[0], pasted.months[-1]
    span = {"first": kt.long_month(first), "last": kt.long_month(last)}
    st.subheader(kt.say("measured.understood"), anchor=False)
    st.markdown(kt.say("measured.span", n=len(pasted.columns), **span))
    mark = _mark(pasted)
    series, refused = _matched(opened, pasted, mark)
    _refusals([*pasted.refused, *refused])
    _keeping(opened, series)


def _mark(pasted: Pasted) -> str:
    """Which mark parts the decimals; the reader may say otherwise."""
    guess = decimal_mark(pasted.columns, usual=kt.language())
    if not has_marks(pasted.columns):
        return guess
    chosen = st.segmented_control(
        kt.say("measured.mark"),
        list(MARKS),
        default=guess,
        format_func=lambda one: kt.say(MARKS[one]),
        key=f"measured.mark.{_round()}.{guess}",
        required=True,
    )
    return chosen or guess


def _matched(
    opened: Opened, pasted: Pasted, mark: str
) -> tuple[dict[str, Mapping[str, float]], list[Refused]]:
    """Each column with the metric it is taken for; the reader may choose another, or none."""
    series: dict[str, Mapping[str, float]] = {}
    refused: list[Refused] = []
    taken: set[str] = set()
    for index, column in enumerate(pasted.columns):
        with st.container(border=True):
            metric = _choice(opened.plan, column, index, taken=taken)
            if metric is None:
                continue
            if metric.id in taken:
                st.error(kt.say("measured.twice", metric=shown(metric.name)))
                continue
            taken.add(metric.id)
            found = figures(column, metric, mark=mark, currency=opened.plan.currency)
            refused += found.refused
            if found.series:
                series[metric.id] = found.series
            st.caption(_told(opened.plan, metric, found.series))
    return series, refused


def _choice(plan: kt.Plan, column: Column, index: int, *, taken: set[str]) -> kt.Metric | None:
    """The metric that a column belongs to."""
    guess = metric_called(column.title, plan)
    ids = [metric.id for metric in plan.metrics]
    title, choice = st.columns([2, 3], vertical_alignment="center")
    title.markdown(f"**{shown(column.title)}**")
    chosen = choice.selectbox(
        kt.say("measured.belongs_to", column=shown(column.title)),
        ids,
        index=ids.index(guess) if guess and guess not in taken else None,
        format_func=lambda one: shown(plan.metric[one].name, surface="plain"),
        key=f"measured.column.{_round()}.{index}.{column.title}",
        placeholder=kt.say("measured.left_out"),
        label_visibility="collapsed",
    )
    return plan.metric.get(chosen or "")


def _told(plan: kt.Plan, metric: kt.Metric, series: Mapping[str, float]) -> str:
    """How much was understood of a column, and whether it changes what is there."""
    if not series:
        return kt.say("measured.none_understood")
    first, last = min(series), max(series)
    words: dict[str, Any] = {
        "first": kt.month(first),
        "last": kt.month(last),
        "from": amount(series[first], metric, plan),
        "to": amount(series[last], metric, plan),
    }
    told = kt.say("measured.column_told", n=len(series), **words)
    held = plan.observations.get(metric.id, {})
    other = sum(month in held and held[month] != value for month, value in series.items())
    return f"{told} {kt.say('measured.changes', n=other)}" if other else told


def _refusals(refused: Iterable[Refused]) -> None:
    """The cells that were not understood, by row and column, with the reason."""
    every = places(refused)
    if not every:
        return
    lines = [
        kt.say(
            "measured.refused_cell",
            row=str(cell.row),
            column=shown(cell.column),
            text=shown(cell.text[:40]),
            reason=shown(reason),
        )
        for cell, reason in every[:MOST_SHOWN]
    ]
    if len(every) > MOST_SHOWN:
        lines.append(kt.say("measured.more_refused", n=len(every) - MOST_SHOWN))
    listed = "\n".join(f"- {line}" for line in lines)
    st.warning(f"{kt.say('measured.refused', n=len(every))}\n\n{listed}")


def _keeping(opened: Opened, series: Mapping[str, Mapping[str, float]]) -> None:
    count = sum(map(len, series.values()))
    kept = st.button(
        kt.say("measured.keep", n=count),
        key="measured.keep",
        type="primary",
        disabled=not count,
        help=None if count else kt.say("measured.keep_nothing"),
    )
    # Here, not in a callback: what was pasted last has been read by now.
    if kept and session.edit(kt.set_observations, dict(series), at=PLACE):
        st.session_state[ROUND] = _round() + 1
        names = ", ".join(shown(opened.plan.metric[metric].name) for metric in series)
        st.toast(kt.say("measured.kept", n=count, metrics=names), icon=":material/check:")
        st.rerun()
    session.refusal(PLACE)
