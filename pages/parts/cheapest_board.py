"""The board of the cheapest way: the question, and its answer when it is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import cheapest_answer, cheapest_question, forecasts, link_ways, long_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.parts.cheapest_question import Asked
    from pages.parts.long_work import Progress
    from pages.parts.session import Opened

SLOT = "cheapest"
DRAWS = 4_096


def board(opened: Opened) -> None:
    """Controls, then what was found."""
    sent = _current(opened)
    cheapest_question.question(opened, answered=sent is not None)
    if sent is None:
        return
    found = long_work.answer(SLOT, (opened.id, sent), _search(opened.plan, sent))
    if found is None:
        return
    if found.plan != opened.plan:
        st.caption(kt.say("cheapest.older"))
    cheapest_answer.answer(opened, found)
    goals = [goal.metric for goal in found.plan.goals if goal.id in found.goals and goal.metric]
    link_ways.cards(
        opened, kt.links_on_ways(found.plan, found.best.targets, goals), key="cheapest.rests"
    )


def _current(opened: Opened) -> Asked | None:
    """What was asked; where its answer is no longer kept, about the plan as it is now."""
    sent = cheapest_question.asked(opened)
    if sent is None or sent.version == opened.version:
        return sent
    if long_work.bench().found((SLOT, opened.id, sent)):
        return sent
    renewed = replace(sent, version=opened.version)
    cheapest_question.keep(opened, renewed)
    return renewed


def _search(plan: kt.Plan, sent: Asked) -> Callable[[Progress], kt.Answer]:
    memory = forecasts.memory()

    def search(progress: Progress) -> kt.Answer:
        return kt.seek(
            plan,
            list(sent.goals),
            probability=sent.probability,
            budget=sent.budget,
            levers={metric: (low, high) for metric, low, high in sent.levers},
            locked=sent.locked,
            scenario=sent.base,
            draws=DRAWS,
            seed=forecasts.SEED,
            progress=progress,
            memory=memory,
        )

    return search
