"""How many social KPIs lead to a goal, which do not, and what to do about those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session, tree_place
from pages.parts.steps import STEPS
from pages.parts.text import shown
from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    from collections.abc import Sequence

SOCIAL: Final = ("social", "lever")
MOST: Final = 12


@dataclass(frozen=True)
class Standing:
    """The social KPIs of a plan (what is done, and what happens on the networks) by their fate."""

    linked: Sequence[kt.Metric]
    apart: Sequence[kt.Metric]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.linked) + len(self.apart)


def social(plan: kt.Plan) -> Standing:
    """Which social KPIs some goal depends on, and which none does."""
    linked = kt.KpiTree(plan).linked
    every = [metric for metric in plan.metrics if metric.layer in SOCIAL]
    return Standing(
        [metric for metric in every if metric.id in linked],
        [metric for metric in every if metric.id not in linked],
    )


def summary(plan: kt.Plan) -> None:
    """The sentence above the picture, and what to do next."""
    if not kt.KpiTree(plan).goal_metrics:
        st.markdown(kt.say("bridge.no_goal"))
        session.link("goals", label=kt.say("bridge.to_goals"))
        return
    found = social(plan)
    if not found.count:
        st.markdown(kt.say("bridge.no_social"))
    elif not found.apart:
        st.markdown(kt.say("bridge.all_linked", n=found.count))
    else:
        names = ", ".join(shown(metric.name) for metric in found.apart[:MOST])
        rest = len(found.apart) - MOST
        if rest > 0:
            names = kt.say("bridge.and_more", names=names, n=rest)
        values = {"linked": len(found.linked), "names": names, "of": found.count}
        st.markdown(kt.say("bridge.some_linked", n=len(found.apart), **values))


def standing_apart(plan: kt.Plan) -> None:
    """The unlinked social KPIs, each with the way to link it."""
    found = social(plan) if kt.KpiTree(plan).goal_metrics else Standing((), ())
    if not found.apart or not session.may("edit"):
        session.link("tree", label=kt.say("bridge.to_tree"))
        return
    with st.container(border=True):
        st.subheader(
            kt.say("bridge.what_to_do"),
            anchor=False,
            help=shown(kt.library.term("unlinked").text),
        )
        st.markdown(kt.say("bridge.advice"))
        with st.container(horizontal=True):
            for metric in found.apart[:MOST]:
                pressed = st.button(
                    shown(metric.name), key=f"bridge.link.{metric.id}", icon=":material/add_link:"
                )
                if pressed:
                    tree_place.choose(Clicked("metric", metric.id))
                    tree_place.link_from(driver=metric.id)
                    st.switch_page(STEPS["tree"].script)
