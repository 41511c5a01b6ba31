"""The way through Enlace: sections, steps, and how far along it a plan is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Step:
    """One page: a script `pages/SECTION/NAME.py`, reached as `/NAME`.

    One folder below `pages/`, so that a link into a server that has just started runs the frame
    first, never the bare page.
    """

    name: str
    section: str
    icon: str
    title_key: str
    # Whether it is for those who may look and not edit as well.
    looking: bool = False

    @property
    def script(self) -> str:
        """The page's script, from the root of the repository."""
        return f"pages/{self.section}/{self.name}.py"

    @property
    def title(self) -> str:
        """The step's name in the reader's language."""
        return kt.say(self.title_key)


STEPS: Final = {
    step.name: step
    for step in (
        Step("start", "define", ":material/home:", "frame.start", looking=True),
        Step("purpose", "define", ":material/explore:", "frame.purpose"),
        Step("goals", "define", ":material/flag:", "frame.goals", looking=True),
        Step("tree", "connect", ":material/account_tree:", "frame.tree", looking=True),
        Step("link", "connect", ":material/link:", "frame.link", looking=True),
        Step("bridge", "connect", ":material/compare_arrows:", "frame.bridge", looking=True),
        Step("measured", "connect", ":material/table_chart:", "frame.measured"),
        Step("register", "connect", ":material/fact_check:", "frame.register", looking=True),
        Step("scenarios", "simulate", ":material/tune:", "frame.scenarios", looking=True),
        Step("result", "simulate", ":material/query_stats:", "frame.result", looking=True),
        Step("why", "decide", ":material/waterfall_chart:", "frame.why", looking=True),
        Step("cheapest", "decide", ":material/route:", "frame.cheapest", looking=True),
        Step("worth", "decide", ":material/savings:", "frame.worth", looking=True),
        Step("room", "share", ":material/group:", "frame.room", looking=True),
        Step("comments", "share", ":material/forum:", "frame.comments", looking=True),
        Step("history", "share", ":material/history:", "frame.history", looking=True),
    )
}
_CURRENT: Final = "enlace.step"
SECTIONS: Final = {
    "define": "frame.define",
    "connect": "frame.connect",
    "simulate": "frame.simulate",
    "share": "frame.share",
    "decide": "frame.decide",
}


def pages(*, editing: bool = True) -> Mapping[str, list[st.Page]]:
    """What `st.navigation` takes: the steps by section, titled in the reader's language.

    Whoever may not edit the open plan finds the steps that are for looking; the others have an
    address still, and say themselves why they are closed.
    """
    by_section: dict[str, list[st.Page]] = {}
    for step in STEPS.values():
        section = by_section.setdefault(kt.say(SECTIONS[step.section]), [])
        section.append(
            st.Page(
                step.script,
                title=step.title,
                icon=step.icon,
                url_path=step.name,
                default=step.name == "start",
                visibility="visible" if editing or step.looking else "hidden",
            )
        )
    return by_section


def current() -> Step | None:
    """The step whose page runs now."""
    return st.session_state.get(_CURRENT)


def stand_at(name: str) -> bool:
    """Remember at which step the reader stands; tells whether they have come from another."""
    before = current()
    st.session_state[_CURRENT] = STEPS.get(name or "start")
    return before != current()


def done(plan: kt.Plan) -> Mapping[str, bool]:
    """Which steps of its way a plan has gone; looking at pictures is no step.

    >>> done(kt.plan_of({"format": "enlace-plan/1", "title": "x", "start": "2027-01"}))["goals"]
    False
    """
    return {
        "purpose": bool(plan.ask),
        "goals": any(goal.target is not None for goal in plan.goals),
        "tree": any(link.counts for link in plan.links),
        "measured": bool(plan.observations),
        "scenarios": any(scenario.targets for scenario in plan.scenarios),
    }
