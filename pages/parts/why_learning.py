"""What to measure first: what it is worth to know each quantity, and which test would show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import amounts, dials
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Learning, Lesson

_KINDS: Final = {
    "holdout": "why.holdout",
    "reading": "why.reading",
    "history": "why.history",
    "follow_up": "why.follow_up",
}


def learning(plan: kt.Plan, found: Learning) -> None:
    """The list in words, what it rests on, and the numbers for those who read."""
    with st.container(border=True):
        mark = "1. " if found.telling else ""
        st.markdown("\n".join(f"{mark}{shown(line)}" for line in found.sentences))
        if found.undefined:
            st.info(shown(found.undefined), icon=":material/payments:")
        st.caption(shown(found.method_sentence))
        st.caption(f":material/warning: {shown(found.misleads)}")
        if found.telling:
            _tests(plan, found)


def _tests(plan: kt.Plan, found: Learning) -> None:
    section = st.expander(
        kt.say("why.tests"), key="why.tests", icon=":material/science:", on_change="rerun"
    )
    with section:
        if section.open:
            st.table(table(plan, found), border="horizontal", hide_index=True)
            st.markdown(kt.say("why.assumed"))
            st.markdown("\n".join(f"- {line}" for line in assumed(plan, found.telling)))


def assumed(plan: kt.Plan, lessons: Sequence[Lesson]) -> list[str]:
    """What each test rests on, as Markdown."""
    return [
        kt.say("why.assumes", name=shown(one.source.name(plan)), told=shown(told))
        for one in lessons
        if (told := " ".join(one.test.assumptions))
    ]


def table(plan: kt.Plan, found: Learning) -> Mapping[str, Sequence[str]]:
    """Each quantity's value beside the test that would show it."""
    told = found.telling
    return {
        kt.say("why.quantity"): [shown(one.source.name(plan)) for one in told],
        kt.say("why.worth"): [shown(worth(plan, found, one)) for one in told],
        kt.say("why.test"): [_kind(one) for one in told],
        kt.say("why.weeks"): [_count(one.test.weeks if one.test.shows else None) for one in told],
        kt.say("why.sample"): [_count(one.test.sample if one.test.shows else None) for one in told],
        kt.say("why.to_show"): [_share(one.test.lift) for one in told],
        kt.say("why.test_cost"): [_cost(plan, one) for one in told],
    }


def worth(plan: kt.Plan, found: Learning, one: Lesson) -> str:
    """What knowing a quantity is worth: money a year, or cases of a hundred of the goal's odds."""
    if found.in_money:
        return dials.money(plan, found.a_year(one.value))
    return amounts.points(one.value)


def _kind(one: Lesson) -> str:
    word = kt.say(_KINDS[one.test.kind])
    return word if one.test.shows else kt.say("why.shows_not", test=word)


def _count(value: float | None) -> str:
    return "–" if value is None else kt.number(value, digits=0)


def _share(value: float | None) -> str:
    return "–" if value is None else kt.percent(value)


def _cost(plan: kt.Plan, one: Lesson) -> str:
    return "–" if one.test.cost is None else shown(dials.money(plan, one.test.cost))
