"""Choosing a metric: one of the plan, one of the library as it is searched, or one's own.

What comes from the library or is made here joins the plan at once, so that all that follows
(its unit, its baseline, what is expected of it) is known before the rest is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

RESULTS: Final = 6
SOURCES: Final = {"plan": "goals.from_plan", "library": "goals.from_library", "own": "goals.of_own"}
UNITS: Final = {
    "count": "goals.unit_count",
    "currency": "goals.unit_currency",
    "ratio": "goals.unit_ratio",
    "hours": "goals.unit_hours",
    "score": "goals.unit_score",
    "other": "goals.unit_other",
}
BETTER: Final = {"higher": "goals.better_higher", "lower": "goals.better_lower"}
_LAYERS: Final = ("business", "bridge", "social", "lever", "investment")


def metric_choice(opened: Opened, first: str | None, *, key: str) -> kt.Metric | None:
    """Ask for a metric; the one that is chosen, or None.

    Args:
        opened: the plan.
        first: the id of the metric that is chosen before anyone chooses.
        key: unique on the page.
    """
    chosen = f"{key}.chosen"
    if st.session_state.get(chosen, first) not in opened.plan.metric:
        st.session_state[chosen] = first if first in opened.plan.metric else None
    st.session_state.setdefault(chosen, first)
    source = f"{key}.source"
    st.session_state.setdefault(source, "plan" if opened.plan.metrics else "library")
    st.segmented_control(
        kt.say("goals.which_metric"),
        list(SOURCES),
        format_func=lambda name: kt.say(SOURCES[name]),
        key=source,
        required=True,
        help=kt.say("goals.which_metric_help"),
    )
    {"plan": _from_plan, "library": _from_library, "own": _of_own}[st.session_state[source]](
        opened, key
    )
    for remark in st.session_state.get(f"{key}.remarks", ()):
        st.caption(shown(remark))
    session.refusal(f"{key}.metric")
    return opened.plan.metric.get(st.session_state[chosen] or "")


def forget(key: str) -> None:
    """Forget what was chosen under `key`."""
    for name in ("chosen", "remarks"):
        st.session_state.pop(f"{key}.{name}", None)


def _from_plan(opened: Opened, key: str) -> None:
    if not opened.plan.metrics:
        st.markdown(kt.say("goals.no_metrics_yet"))
        return
    by_layer = sorted(opened.plan.metrics, key=lambda metric: _LAYERS.index(metric.layer))
    st.session_state[f"{key}.listed"] = st.session_state[f"{key}.chosen"]
    st.selectbox(
        kt.say("goals.metric"),
        [metric.id for metric in by_layer],
        format_func=lambda one: _named(opened.plan, one),
        key=f"{key}.listed",
        index=None,
        placeholder=kt.say("goals.choose_metric"),
        help=shown(kt.library.term("metric").text),
        on_change=_listed,
        args=(key,),
    )


def _named(plan: kt.Plan, metric: str) -> str:
    found = plan.metric[metric]
    layer = kt.library.naming.layer_name(found.layer)
    return shown(f"{found.name} · {layer}", surface="plain")


def _listed(key: str) -> None:
    st.session_state[f"{key}.chosen"] = st.session_state[f"{key}.listed"]
    st.session_state.pop(f"{key}.remarks", None)


def _from_library(opened: Opened, key: str) -> None:
    words = st.text_input(
        kt.say("goals.search"),
        key=f"{key}.search",
        type="search",
        max_chars=100,
        placeholder=kt.say("goals.search_example"),
        icon=":material/search:",
        live="400ms",
    )
    found = _results(words or "")
    if not found:
        st.markdown(kt.say("goals.nothing_found", words=shown(words)))
    for row in found:
        with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center"):
            told = f"**{shown(row.name)}** · {shown(row.layer_name)} · {shown(row.measured_in)}"
            st.markdown(f"{told}  \n{shown(row.definition)}", width="stretch")
            st.button(
                kt.say("goals.take", metric=shown(row.name)),
                key=f"{key}.take.{row.id}",
                on_click=_taken,
                args=(opened.plan, row.id, key),
            )


def _results(words: str) -> list[kt.library.Metric]:
    """What answers the words; without any, what leaders usually answer for."""
    if words.strip():
        return list(kt.library.search(words, limit=RESULTS))
    business = kt.library.search("", layer="business", limit=200)
    return [row for row in business if row.goal][:RESULTS]


def _taken(plan: kt.Plan, row: str, key: str) -> None:
    reader.speak()
    at = f"{key}.metric"
    try:
        adopted = kt.adopt_metric(plan, row)
    except kt.EnlaceError as error:
        session.refuse(session.worded(error), at=at)
        return
    if session.edit(kt.take_metric, row, at=at):
        remarks = [remark.sentence for remark in adopted.remarks]
        _choose(adopted.metric, key, remarks=remarks)


def _of_own(opened: Opened, key: str) -> None:
    name, unit, better = st.columns([3, 2, 2], vertical_alignment="bottom")
    name.text_input(kt.say("goals.own_name"), key=f"{key}.own.name", max_chars=LONGEST_TYPED)
    unit.selectbox(
        kt.say("goals.unit"),
        list(UNITS),
        format_func=lambda one: kt.say(UNITS[one]),
        key=f"{key}.own.unit",
    )
    better.selectbox(
        kt.say("goals.better"),
        list(BETTER),
        format_func=lambda one: kt.say(BETTER[one]),
        key=f"{key}.own.better",
    )
    if st.session_state[f"{key}.own.unit"] == "other":
        st.text_input(
            kt.say("goals.own_unit"),
            key=f"{key}.own.word",
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("goals.own_unit_example"),
        )
    st.button(kt.say("goals.add_metric"), key=f"{key}.own.add", on_click=_made, args=(opened, key))


def _made(opened: Opened, key: str) -> None:
    reader.speak()
    held = st.session_state
    name, unit = held[f"{key}.own.name"].strip(), held[f"{key}.own.unit"]
    if unit == "other":
        unit = held.get(f"{key}.own.word", "").strip() or "count"
    new = kt.id_for(name, opened.plan)
    fields = {"id": new, "layer": "business", "unit": unit, "better": held[f"{key}.own.better"]}
    if session.edit(kt.add_metric, name, at=f"{key}.metric", **fields):
        _choose(new, key, remarks=[])


def _choose(metric: str, key: str, *, remarks: list[str]) -> None:
    st.session_state[f"{key}.chosen"] = metric
    st.session_state[f"{key}.remarks"] = remarks
    st.session_state[f"{key}.source"] = "plan"
