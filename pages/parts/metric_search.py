"""Adding a metric: searched in the catalogue while one types, or one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session, tree_place
from pages.parts.metric_cells import BETTER, LAYERS, UNITS, layers_explained
from pages.parts.quantity_field import Kind, clear_quantity, quantity_input, typed_quantity
from pages.parts.text import LONGEST_TYPED, shown
from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    from pages.parts.session import Opened

FIRST: Final = 6
_AT: Final = "tree.new_metric"
_SHOWN: Final = "tree.search.shown"
_REMARKS: Final = "tree.remarks"
_BASELINE: Final = "tree.own.baseline"
_EVERY: Final = ""
OTHER: Final = "other"


def metric_search(opened: Opened) -> None:
    """The search with its results, and the form of a metric of the team's own."""
    words, layer = st.columns([3, 1], vertical_alignment="bottom")
    asked = words.text_input(
        kt.say("tree.search"),
        key="tree.search",
        type="search",
        icon=":material/search:",
        max_chars=100,
        placeholder=kt.say("tree.search_example"),
        live="300ms",
    )
    within = layer.selectbox(
        kt.say("tree.layer"),
        [_EVERY, *kt.LAYERS],
        format_func=lambda one: LAYERS.word(one) if one else kt.say("tree.every_layer"),
        key="tree.search.layer",
        help=layers_explained(),
    )
    remarks()
    session.refusal(_AT)
    _results(opened, asked or "", within)
    with st.expander(kt.say("tree.own_metric"), icon=":material/edit:", key="tree.own"):
        _of_own(opened)


def remarks() -> None:
    """What is worth knowing about the last thing that was taken from the library."""
    for words in st.session_state.get(_REMARKS, ()):
        st.info(shown(words), icon=":material/info:")


def remember(told: list[str]) -> None:
    """Keep what is worth knowing until something else is taken."""
    st.session_state[_REMARKS] = told


def _results(opened: Opened, words: str, layer: str) -> None:
    limit = st.session_state.get(_SHOWN, FIRST)
    found = kt.library.search(words, layer=layer or None, limit=limit + 1)
    if not found:
        st.markdown(kt.say("tree.nothing_found", words=shown(words)))
    for row in found[:limit]:
        _result(opened, row)
    if len(found) > limit:
        st.button(kt.say("tree.show_more"), key="tree.search.more", on_click=_more, args=(limit,))


def _more(limit: int) -> None:
    st.session_state[_SHOWN] = limit + 2 * FIRST


def _result(opened: Opened, row: kt.library.Metric) -> None:
    """A metric of the catalogue: what it is, how it is counted, and the way into the plan."""
    there = next((one.id for one in opened.plan.metrics if one.catalogue == row.id), None)
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center"):
        better = "tree.more_is_good" if row.better == "higher" else "tree.less_is_good"
        facts = (row.layer_name, row.area_name, row.measured_in, kt.say(better))
        lines = [
            f"{kt.LAYER_MARKS[row.layer]} **{shown(row.name)}** · {shown(' · '.join(facts))}",
            shown(row.definition),
        ]
        if row.formula:
            names = ", ".join(kt.library.metric(one).name for one in row.ingredients)
            lines.append(kt.say("tree.computed_from", names=shown(names)))
        st.markdown("  \n".join(lines), width="stretch")
        if there:
            st.button(
                kt.say("tree.show_it"),
                key=f"tree.show.{row.id}",
                icon=":material/check:",
                type="tertiary",
                on_click=tree_place.choose,
                args=(Clicked("metric", there),),
            )
        else:
            st.button(
                kt.say("tree.add"),
                key=f"tree.take.{row.id}",
                icon=":material/add:",
                help=kt.say("tree.add_help", metric=shown(row.name)),
                on_click=_taken,
                args=(opened.plan, row.id),
            )


def _taken(plan: kt.Plan, row: str) -> None:
    reader.speak()
    try:
        adopted = kt.adopt_metric(plan, row)
    except kt.EnlaceError as error:
        session.refuse(session.worded(error), at=_AT)
        return
    if session.edit(kt.take_metric, row, at=_AT):
        remember([remark.sentence for remark in adopted.remarks])
        tree_place.choose(Clicked("metric", adopted.metric))


def _of_own(opened: Opened) -> None:
    chosen = _own_fields()
    quantity_input(
        kt.say("tree.baseline"),
        key=_BASELINE,
        kind=Kind(unit=chosen, currency=opened.plan.currency),
        help=shown(kt.library.term("baseline").text),
    )
    st.button(
        kt.say("tree.add_own"),
        key="tree.own.add",
        type="primary",
        icon=":material/add:",
        on_click=_made,
        args=(opened.plan,),
    )
    session.refusal(f"{_AT}.own")


def _own_fields() -> str:
    """Its name, layer, unit and direction; the unit."""
    name, layer = st.columns([3, 2])
    name.text_input(kt.say("tree.name"), key="tree.own.name", max_chars=LONGEST_TYPED)
    layer.selectbox(
        kt.say("tree.layer"),
        kt.LAYERS,
        format_func=LAYERS.word,
        key="tree.own.layer",
        help=layers_explained(),
    )
    unit, better = st.columns(2)
    chosen = unit.selectbox(
        kt.say("tree.unit"),
        [*UNITS.keys],
        format_func=lambda one: shown(UNITS.word(one), surface="plain"),
        key="tree.own.unit",
        accept_new_options=True,
        help=kt.say("tree.unit_own"),
    )
    better.selectbox(
        kt.say("tree.better"), list(BETTER.keys), format_func=BETTER.word, key="tree.own.better"
    )
    return chosen or "count"


def _made(plan: kt.Plan) -> None:
    """Add the metric, choose it, and clear the form for the next one."""
    reader.speak()
    held = st.session_state
    name = held["tree.own.name"].strip()
    unit = held["tree.own.unit"] or "count"
    baseline = typed_quantity(_BASELINE, Kind(unit=unit, currency=plan.currency))
    if baseline.value is None and not baseline.empty:
        session.refuse(kt.say("tree.unread_baseline"), at=f"{_AT}.own")
        return
    fields = {
        "id": kt.id_for(name, plan),
        "layer": held["tree.own.layer"],
        "unit": UNITS.meant(unit) or unit,
        "better": held["tree.own.better"],
        "baseline": baseline.value,
    }
    if session.edit(kt.add_metric, name, at=f"{_AT}.own", **fields):
        # Emptied, not deleted: the browser goes on showing a field that was deleted.
        held["tree.own.name"] = ""
        clear_quantity(_BASELINE)
        remember([])
        tree_place.choose(Clicked("metric", fields["id"]))
