"""Adding a link: its two ends, what the library knows of them, or a size of the team's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session, tree_place
from pages.parts.link_candidates import AT, link_candidates
from pages.parts.link_cells import EFFECTS, LONGEST_LAG, end_names
from pages.parts.link_panel import effect_help, effect_means
from pages.parts.metric_search import remarks, remember
from pages.parts.quantity_field import Kind, clear_quantity, quantity_input, typed_quantity
from pages.parts.sheets import averaged
from pages.parts.text import LONGEST_TYPED, shown
from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    from pages.parts.session import Opened

_ENDS: Final = {"driver": "tree.from", "outcome": "tree.to"}
_SIZE: Final = "tree.own_link.size"


def link_adding(opened: Opened) -> None:
    """Both ends, the candidates at them, and the form of a link of one's own."""
    if not opened.plan.metrics:
        st.markdown(kt.say("tree.no_ends"))
        return
    driver, outcome = _ends(opened.plan)
    remarks()
    session.refusal(AT)
    if not (driver or outcome):
        st.markdown(kt.say("tree.choose_end"))
        return
    if driver and driver == outcome:
        st.warning(kt.say("tree.same_ends"), icon=":material/error:")
        return
    link_candidates(opened, driver, outcome)
    if driver and outcome:
        with st.expander(kt.say("tree.own_link"), icon=":material/edit:", key="tree.own_link"):
            _of_own(opened, driver, outcome)


def _ends(plan: kt.Plan) -> tuple[str | None, str | None]:
    """The two ends; either may be left open."""
    names = end_names(plan)
    chosen: list[str | None] = []
    for column, (end, label) in zip(st.columns(2), _ENDS.items(), strict=True):
        key = f"tree.link.{end}"
        if st.session_state.get(key) not in names:
            st.session_state[key] = None
        found: str | None = column.selectbox(
            kt.say(label),
            list(names),
            index=None,
            format_func=lambda one: shown(names.get(one, one), surface="plain"),
            key=key,
            placeholder=kt.say("tree.choose_metric"),
            help=shown(kt.library.term(end).text),
        )
        chosen.append(found)
    return chosen[0], chosen[1]


def _of_own(opened: Opened, driver: str, outcome: str) -> None:
    """How strongly the one moves the other as the team sees it, how late, and why."""
    names = {end: opened.plan.metric[one].name for end, one in _named(driver, outcome)}
    effect = st.radio(
        kt.say("tree.effect"),
        list(EFFECTS.keys),
        format_func=EFFECTS.word,
        key="tree.own_link.effect",
        horizontal=True,
        help=f"{shown(effect_help('elasticity'))} {shown(effect_help('per_unit'))}",
    )
    quantity_input(
        kt.say("tree.size"),
        key=_SIZE,
        kind=_size_kind(effect),
        help=shown(kt.library.term("size").text),
    )
    st.caption(shown(effect_means(effect, **names)))
    _when_and_why()
    st.button(
        kt.say("tree.add_own_link"),
        key="tree.own_link.add",
        type="primary",
        on_click=_made,
        args=(opened.plan, driver, outcome),
    )
    session.refusal(f"{AT}.own")


def _size_kind(effect: str) -> Kind:
    """An elasticity is a small number: the usual example would mislead."""
    return Kind(example=kt.say("field.elasticity_example")) if effect == "elasticity" else Kind()


def _when_and_why() -> None:
    st.number_input(
        kt.say("tree.lag"),
        min_value=0,
        max_value=LONGEST_LAG,
        step=1,
        key="tree.own_link.lag",
        help=shown(kt.library.term("lag").text),
    )
    st.text_area(
        kt.say("tree.why"),
        key="tree.own_link.why",
        max_chars=LONGEST_TYPED,
        height=84,
        placeholder=kt.say("tree.why_example"),
    )


def _named(driver: str, outcome: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("driver", driver), ("outcome", outcome)


def _made(plan: kt.Plan, driver: str, outcome: str) -> None:
    """Add the link, choose it, and clear the form for the next one."""
    reader.speak()
    held = st.session_state
    size = typed_quantity(_SIZE)
    if size.value is None and not size.empty:
        session.refuse(kt.say("tree.unread_size"), at=f"{AT}.own")
        return
    name = kt.id_for(f"{driver} {outcome}", plan)
    row = {
        "id": name,
        "from": driver,
        "to": outcome,
        "effect": held["tree.own_link.effect"],
        "size": size.value,
        "lag": held["tree.own_link.lag"] or 0,
        "why": held["tree.own_link.why"] or "",
    }
    change = averaged(plan, [outcome])
    if session.edit(kt.paste, change, links=[row], at=f"{AT}.own"):
        _clear()
        remember(
            [kt.say("adopting.averaged", metric=kt.quoted(plan.metric[outcome].name))]
            if change
            else []
        )
        tree_place.choose(Clicked("link", name))


def _clear() -> None:
    """Empty the form, its ends too; the browser goes on showing a field that was only deleted."""
    clear_quantity(_SIZE)
    empty = {"effect": next(iter(EFFECTS.keys)), "lag": 0, "why": ""}
    for name, value in empty.items():
        st.session_state[f"tree.own_link.{name}"] = value
    for end in _ENDS:
        st.session_state[f"tree.link.{end}"] = None
