"""The metric that is chosen, beside the drawing: every field, what is doubtful, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import comments, leaving, session, standing, tree_place
from pages.parts.cells import folded
from pages.parts.levels import kind_of
from pages.parts.metric_cells import AREAS, BETTER, LAYERS, OVER_TIME, UNITS, layers_explained
from pages.parts.plan_field import choice_field, follow, keeping
from pages.parts.plan_text import PlanText, text_field
from pages.parts.quantity_field import Kind, clearable_field, quantity_field
from pages.parts.reviewed import findings_at
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

LEAVING: Final = "tree.leaving"
_NOBODY: Final = ""


def metric_panel(opened: Opened, metric: kt.Metric) -> None:
    """The panel of a metric."""
    key = f"metric.{metric.id}"
    st.subheader(shown(metric.name), anchor=False)
    st.caption(f"{kt.LAYER_MARKS[metric.layer]} {LAYERS.word(metric.layer)}")
    index = opened.plan.metrics.index(metric)
    standing.tell(findings_at(opened, f"metrics[{index}]"))
    _names(opened, metric, key)
    _level(opened, metric, key)
    with st.expander(kt.say("tree.more_fields"), key=f"{key}.more"):
        _reading(metric, key)
        _bounds(opened, metric, key)
        _rest(metric, key)
    with st.container(horizontal=True):
        _ways(metric, key)
    ending(opened, metric.id, among="metrics", key=key)


def _change(metric: str, name: str, **more: Any) -> Any:  # noqa: ANN401 (a callback of a field)
    """How a field of the metric is kept."""

    def save(value: Any) -> bool:  # noqa: ANN401 (as the plan file holds it)
        return session.edit(
            kt.change_metric, metric, at=f"metric.{metric}.{name}", **{name: value, **more}
        )

    return save


def _keeping(metric: kt.Metric, name: str) -> Any:  # noqa: ANN401 (likewise)
    """How a quantity of the metric is kept, which another may have changed meanwhile."""
    at = f"metric.{metric.id}.{name}"
    return keeping(kt.change_metric, metric, name, among="metrics", at=at)


def _text(metric: str, name: str, **more: Any) -> PlanText:  # noqa: ANN401 (see `PlanText`)
    """A text of the metric."""

    def change(plan: kt.Plan, text: str | None) -> object:
        return kt.change_metric(plan, metric, **{name: text})

    return PlanText(name, change, "metrics", metric, **more)


def _names(opened: Opened, metric: kt.Metric, key: str) -> None:
    text_field(
        kt.say("tree.name"),
        metric.name,
        key=f"{key}.name",
        text=_text(metric.id, "name"),
        max_chars=LONGEST_TYPED,
    )
    choice_field(
        kt.say("tree.layer"),
        metric.layer,
        key=f"{key}.layer",
        options=list(kt.LAYERS),
        words=LAYERS.word,
        save=_change(metric.id, "layer"),
        help=layers_explained(),
    )
    _owner(opened, metric, key)


def _owner(opened: Opened, metric: kt.Metric, key: str) -> None:
    """Who answers for it, by name; a name that is new joins the plan's people."""
    people = {person.id: person.name for person in opened.plan.people}
    field = f"{key}.owner.typed"
    follow(field, metric.owner or None)
    st.selectbox(
        kt.say("tree.owner"),
        list(people),
        index=None,
        format_func=lambda one: shown(people.get(one, one), surface="plain"),
        key=field,
        placeholder=kt.say("tree.owner_example"),
        accept_new_options=True,
        help=shown(kt.library.term("owner").text),
        on_change=_owned,
        args=(opened, metric.id, field),
    )
    session.refusal(f"{key}.owner")


def _owned(opened: Opened, metric: str, field: str) -> None:
    at = f"metric.{metric}.owner"
    name = st.session_state[field] or ""
    ids = {person.id for person in opened.plan.people}
    known = {folded(person.name): person.id for person in opened.plan.people}
    owner = name if name in ids else known.get(folded(name), "")
    if name and not owner:
        owner = kt.id_for(name, opened.plan)
        if not session.edit(kt.add_person, name, id=owner, at=at):
            return
    session.edit(kt.change_metric, metric, owner=owner, at=at)


def _level(opened: Opened, metric: kt.Metric, key: str) -> None:
    """Where it starts, or how it is computed."""
    if metric.formula is None:
        quantity_field(
            kt.say("tree.baseline"),
            metric.baseline,
            key=f"{key}.baseline",
            kind=kind_of(metric, opened.plan),
            help=shown(kt.library.term("baseline").text),
            save=_keeping(metric, "baseline"),
            at=f"{key}.baseline",
        )
    _formula(opened, metric, key)


def _formula(opened: Opened, metric: kt.Metric, key: str) -> None:
    text_field(
        kt.say("tree.formula"),
        metric.formula or "",
        key=f"{key}.formula",
        text=_text(metric.id, "formula", meant=_formula_meant),
        lines=True,
        height=76,
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("tree.formula_example"),
        help=shown(kt.library.term("formula").text),
    )
    if metric.expression:
        named = [opened.plan.metric[one] for one in metric.expression.names]
        st.caption("  \n".join(f"`{one.id}` {shown(one.name)}" for one in named))
    with st.popover(kt.say("tree.ids"), icon=":material/tag:"):
        rows = [f"`{one.id}` {shown(one.name)}" for one in opened.plan.metrics if one != metric]
        st.markdown("  \n".join(rows) or kt.say("tree.no_ids"))


def _formula_meant(text: str) -> str | None:
    return " ".join(text.split()) or None


def _reading(metric: kt.Metric, key: str) -> None:
    """What it counts, which way is good, how months are put together."""
    text_field(
        kt.say("tree.unit"),
        metric.unit,
        key=f"{key}.unit",
        text=_text(metric.id, "unit", meant=_unit_meant, word=UNITS.word),
        max_chars=LONGEST_TYPED,
        help=kt.say("tree.unit_help", words=", ".join(map(UNITS.word, UNITS.keys))),
    )
    for name, codes, held in (
        ("better", BETTER, metric.better),
        ("over_time", OVER_TIME, metric.aggregation),
        ("area", AREAS, metric.area),
    ):
        choice_field(
            kt.say(_LABELS[name]),
            held,
            key=f"{key}.{name}",
            options=list(codes.keys),
            words=codes.word,
            save=_change(metric.id, name),
        )


_LABELS: Final = {"better": "tree.better", "over_time": "tree.over_time", "area": "tree.area"}
_BOUNDS: Final = {"min": "tree.min", "max": "tree.max"}


def _unit_meant(text: str) -> str | None:
    return UNITS.meant(text) or text.strip() or None


def _bounds(opened: Opened, metric: kt.Metric, key: str) -> None:
    """The least and the most it can be; cleared where the field is emptied."""
    kind = Kind(unit=metric.unit, currency=opened.plan.currency)
    for name, held in (("min", metric.min), ("max", metric.max)):
        clearable_field(
            kt.say(_BOUNDS[name]),
            held,
            key=f"{key}.{name}",
            kind=kind,
            save=_keeping(metric, name),
        )


def _rest(metric: kt.Metric, key: str) -> None:
    text_field(
        kt.say("tree.network"),
        metric.network,
        key=f"{key}.network",
        text=_text(metric.id, "network"),
        max_chars=LONGEST_TYPED,
    )
    text_field(
        kt.say("tree.definition"),
        metric.definition,
        key=f"{key}.definition",
        text=_text(metric.id, "definition"),
        lines=True,
        height=120,
        max_chars=LONGEST_TYPED,
    )


def _ways(metric: kt.Metric, key: str) -> None:
    """From here to a new link, on either side."""
    st.button(
        kt.say("tree.find_drivers"),
        key=f"{key}.drivers",
        icon=":material/arrow_back:",
        on_click=tree_place.link_from,
        kwargs={"outcome": metric.id},
    )
    st.button(
        kt.say("tree.find_outcomes"),
        key=f"{key}.outcomes",
        icon=":material/arrow_forward:",
        on_click=tree_place.link_from,
        kwargs={"driver": metric.id},
    )


def ending(opened: Opened, name: str, *, among: str, key: str) -> None:
    """The button that removes it, after what hangs on it was shown."""
    about = kt.Subject("link" if among == "links" else "metric", name)
    comments.beside(opened, (about,), key=f"{key}.comments")
    if st.session_state.get(LEAVING) == name:
        leaving.farewell(opened.plan, [name], among=among, key=f"{key}.leave", then=_stay)
        return
    st.button(
        kt.say("tree.remove"),
        key=f"{key}.remove",
        type="tertiary",
        icon=":material/delete:",
        on_click=_leave,
        args=(name,),
    )


def _leave(name: str) -> None:
    st.session_state[LEAVING] = name


def _stay() -> None:
    st.session_state[LEAVING] = None
