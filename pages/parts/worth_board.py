"""The worth-nothing test as a leader reads it in a minute: shares, what to do, each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import (
    dials,
    forecasts,
    link_place,
    link_ways,
    long_work,
    plots,
    session,
    speakers,
    tree_place,
)
from pages.parts.drawing import drawing
from pages.parts.steps import STEPS
from pages.parts.text import shown
from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import End, Item, WorthNothing
    from pages.parts.session import Opened

MOST: Final = 12
_KINDS: Final = {"metrics": "worth.metrics", "hours": "worth.hours", "money": "worth.money"}
_LEADS: Final = {
    "signed": "worth.to_signed",
    "unsigned": "worth.to_unsigned",
    "nothing": "worth.to_nothing",
}
_STRIP: Final = (620, 18)


def board(opened: Opened, scenario: kt.Scenario | None) -> None:
    """Where every metric, hour and euro leads; the amounts are those of the scenario."""
    name = scenario.id if scenario else None
    known, memory = speakers.sides(opened), forecasts.memory()
    asked = (opened.id, opened.version, name, speakers.told(known))
    found = long_work.answer(
        "worth",
        asked,
        lambda progress: kt.worth_nothing(
            opened.plan,
            scenario=name,
            sides=known,
            seed=forecasts.SEED,
            progress=progress,
            memory=memory,
        ),
    )
    if found is None:
        return
    _shares(found)
    _todo(opened.plan, found)
    _items(opened.plan, found)
    goals = [goal.metric for goal in opened.plan.goals if goal.metric]
    counted = [each.metric for each in found.items]
    link_ways.cards(opened, kt.links_on_ways(opened.plan, counted, goals), key="worth.rests")


# ── The whole ───────────────────────────────────────────────────────────────────────────────────


def _shares(found: WorthNothing) -> None:
    """The lead, and a strip for each kind of effort."""
    with st.container(border=True, key="worth.shares"):
        st.markdown(f"**{shown(found.sentence)}**")
        for kind, end in found.shares.items():
            told = _told(end)
            st.markdown(f"{kt.say(_KINDS[kind])} · {shown(_amount(found, kind))}")
            drawing(strip(end), alt=told)
            st.caption(told)
        st.caption(f"{kt.say('worth.rule')} {shown(found.rule)}")
        if found.left_out:
            names = ", ".join(found.plan.metric[name].name for name in found.left_out)
            st.caption(kt.say("worth.left_out", names=shown(names)))


def _told(end: End) -> str:
    shares = {name: kt.percent(getattr(end, name), digits=0) for name in _LEADS}
    return kt.say("worth.parts", **shares)


def _amount(found: WorthNothing, kind: str) -> str:
    total = next(amount for name, amount in found.totals.items() if name == kind)
    return _written(found.plan, kind, total)


def _written(plan: kt.Plan, kind: str, amount: float) -> str:
    if kind == "money":
        return dials.money(plan, amount)
    return kt.number(amount)


def strip(end: End) -> str:
    """An SVG of the three parts: full, striped, hollow, so that colour alone tells nothing."""
    wide, tall = _STRIP
    one, two = end.signed * wide, end.unsigned * wide
    three = wide - one - two
    parts = [
        f'<rect x="0" y="0" width="{one:.1f}" height="{tall}" fill="{kt.SERIES[0]}"/>',
        f'<rect x="{one:.1f}" y="0" width="{two:.1f}" height="{tall}" fill="url(#s)"/>',
    ]
    if three > 1:
        parts.append(
            f'<rect x="{one + two + 1:.1f}" y="1" width="{three - 2:.1f}" height="{tall - 2}" '
            f'fill="none" stroke="{plots.GREY}" stroke-width="2" stroke-dasharray="4 3"/>'
        )
    return f"{_OPEN}{''.join(parts)}</svg>"


_OPEN: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{_STRIP[0]}" height="{_STRIP[1]}" '
    f'viewBox="0 0 {_STRIP[0]} {_STRIP[1]}"><defs><pattern id="s" width="8" height="8" '
    f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" '
    f'fill="{kt.SERIES[2]}" opacity=".35"/><rect width="4" height="8" fill="{kt.SERIES[2]}"/>'
    "</pattern></defs>"
)


# ── What to do ──────────────────────────────────────────────────────────────────────────────────


def _todo(plan: kt.Plan, found: WorthNothing) -> None:
    """What to do, and the ways to do it at once."""
    with st.container(border=True, key="worth.todo"):
        st.markdown(f"**{kt.say('worth.todo')}**")
        st.markdown("\n".join(f"1. {shown(each)}" for each in found.todo))
        if not found.metrics:
            session.link("tree", label=kt.say("worth.to_tree"))
        lost = [each for each in found.metrics if each.leads == "nothing"]
        if lost and session.may("edit"):
            _unlinked(lost)
        waiting = found.to_sign
        if waiting:
            st.markdown(kt.say("worth.to_sign"))
            told = link_place.names(plan)
            for link in waiting[:MOST]:
                link_place.to_named_card(link, shown(told[link]), key="worth.sign")
            if len(waiting) > MOST:
                st.caption(kt.say("worth.more", n=len(waiting) - MOST))


def _unlinked(lost: Sequence[Item]) -> None:
    """Buttons that begin a link at what leads to nothing."""
    st.markdown(kt.say("worth.to_link"))
    with st.container(horizontal=True):
        for each in lost[:MOST]:
            pressed = st.button(
                shown(each.name), key=f"worth.link.{each.metric}", icon=":material/add_link:"
            )
            if pressed:
                tree_place.choose(Clicked("metric", each.metric))
                tree_place.link_from(driver=each.metric)
                st.switch_page(STEPS["tree"].script)


# ── One by one ──────────────────────────────────────────────────────────────────────────────────


def _items(plan: kt.Plan, found: WorthNothing) -> None:
    section = st.expander(
        kt.say("worth.items"), key="worth.items", icon=":material/table_rows:", on_change="rerun"
    )
    with section:
        if section.open:
            st.table(table(plan, found), border="horizontal", hide_index=True)


def table(plan: kt.Plan, found: WorthNothing) -> Mapping[str, Sequence[str]]:
    """All items as words."""
    goals = {goal.id: goal.name for goal in plan.goals}
    every = found.items
    return {
        kt.say("worth.kind"): [kt.say(_KINDS[each.kind]) for each in every],
        kt.say("worth.name"): [shown(each.name) for each in every],
        kt.say("worth.amount"): [shown(_written(plan, each.kind, each.amount)) for each in every],
        kt.say("worth.leads"): [_leads(each) for each in every],
        kt.say("worth.shares"): [_told(each.end) for each in every],
        kt.say("worth.goals"): [
            shown(", ".join(goals[name] for name in each.goals)) or "–" for each in every
        ],
    }


def _leads(item: Item) -> str:
    if item.only_cost:
        return kt.say("worth.only_cost")
    return kt.say(_LEADS[item.leads])
