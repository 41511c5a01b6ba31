"""The self-assessment: fifteen questions by lever, and at once what the answers say.

It is long, so it stands closed until somebody opens it; a line above tells how far it is. Each
answer is an edit of the plan. A lever is given its level once all of its questions are answered: an
answer that is missing is not a low one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import filled, reader, scale, session
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

GAPS: Final = 3
LEVERS: Final = {"R": "purpose.lever_R", "E": "purpose.lever_E", "T": "purpose.lever_T"}
STAGES: Final = (0.25, 0.5, 0.75)


@reader.fragment
def self_assessment() -> None:
    """A section that opens; answering redraws only this part."""
    opened = session.opened()
    if opened is None:
        return
    answers = _answers(opened.plan)
    if answers:
        st.markdown(_standing(answers))
    # Its title stays as it is: with another one it would close.
    section = st.expander(
        kt.say("purpose.assessment", n=len(kt.library.questions())),
        key="purpose.assessment",
        icon=":material/checklist:",
        on_change="rerun",
    )
    with section:
        if section.open:
            _open(opened.id, answers)


def _standing(answers: Mapping[str, int]) -> str:
    """How far the answers are, and what they say once they are whole."""
    found = kt.library.maturity_result(answers)
    if found.answered == found.questions:
        score = kt.number(found.score, digits=0)
        return kt.say("purpose.assessed", stage=found.stage.name, score=score)
    return kt.say("purpose.assessing", n=found.answered, of=found.questions)


def _open(plan: str, answers: Mapping[str, int]) -> None:
    """Questions on one side, the result on the other, the first steps below."""
    questions, result = st.columns([3, 2], gap="large")
    with questions:
        _questions(plan, answers)
    with result, st.container(border=True, key="purpose.result"):
        if answers:
            _result(answers)
        else:
            st.subheader(kt.say("purpose.no_answers"), anchor=False)
            st.markdown(kt.say("purpose.no_answers_why"))
        st.caption(kt.library.maturity_result(answers).caveat)
    _gaps(answers)


def _answers(plan: kt.Plan) -> Mapping[str, int]:
    """The plan's answers to questions that there are; a file may hold others."""
    asked = (question.id for question in kt.library.questions())
    return {name: plan.maturity[name] for name in asked if name in plan.maturity}


# ── Questions ───────────────────────────────────────────────────────────────────────────────────


def _questions(plan: str, answers: Mapping[str, int]) -> None:
    levers = {question.lever.id: question.lever for question in kt.library.questions()}
    tabs = st.tabs([kt.say(LEVERS[name]) for name in levers], key="purpose.levers")
    for tab, lever in zip(tabs, levers.values(), strict=True):
        with tab:
            st.markdown(f"**{shown(lever.name)}**")
            for question in kt.library.questions():
                if question.lever.id == lever.id:
                    _question(question, plan, answers.get(question.id))


def _question(question: kt.library.Question, plan: str, answer: int | None) -> None:
    key = f"purpose.{plan}.{question.id}"
    state = st.session_state
    if key not in state or state.get(f"{key}.held", -1) != answer:
        filled.fill(key, answer)
        state[f"{key}.held"] = answer
    levels = [shown(level) for level in question.levels]
    st.radio(
        shown(question.text),
        range(len(levels)),
        index=filled.default(key, None),
        format_func=levels.__getitem__,
        key=key,
        on_change=_answered,
        args=(question.id, key),
    )
    session.refusal(key)


def _answered(question: str, key: str) -> None:
    session.edit(kt.answer_maturity, question, answer=st.session_state[key], at=key)


# ── What the answers say ────────────────────────────────────────────────────────────────────────


def _result(answers: Mapping[str, int]) -> None:
    found = kt.library.maturity_result(answers)
    left = found.questions - found.answered
    if left:
        st.subheader(kt.say("purpose.so_many_left", n=left), anchor=False)
    else:
        st.metric(
            kt.say("purpose.stage"),
            found.stage.name,
            help=kt.library.term("maturity").text,
        )
        st.markdown(kt.say("purpose.score", score=kt.number(found.score, digits=0)))
        st.markdown(shown(found.stage.reading))
        if found.held_back:
            st.markdown(kt.say("purpose.held_back", lever=shown(found.weakest.lever.name)))
    for score in found.levers:
        _lever(
            score.lever.name,
            score.stage.name,
            score=score.score,
            of=score.questions,
            answered=score.answered,
        )


def _lever(name: str, level: str, *, score: float, answered: int, of: int) -> None:
    """A lever's bar with its level in words; only counted while answers are missing."""
    told = kt.say("purpose.answered", n=answered, of=of)
    share = 0.0
    if answered == of:
        told = kt.say("purpose.level", level=level, score=kt.number(score, digits=0))
        share = score / 100
    st.markdown(f"**{shown(name)}**")
    st.image(scale.bar(share, marks=STAGES), width="stretch", alt=told)
    st.caption(told)


def _gaps(answers: Mapping[str, int]) -> None:
    """The first steps towards a mature organisation, from the weakest lever on."""
    found = kt.library.maturity_result(answers)
    gaps = [gap for gap in found.gaps if gap.question.id in answers][:GAPS]
    if not gaps:
        return
    st.header(kt.say("purpose.gaps"), anchor=False)
    if found.answered == found.questions:
        st.markdown(kt.say("purpose.first_step", step=shown(found.weakest.lever.next_step)))
    cards = st.grid("auto", min_column_width=250, border=True, gap="medium")
    for gap in gaps:
        with cards.cell():
            st.markdown(f"**{shown(gap.question.text)}**")
            st.markdown(kt.say("purpose.gap_now", level=shown(gap.now)))
            st.markdown(kt.say("purpose.gap_next", level=shown(gap.next)))
            if gap.next != gap.mature:
                st.markdown(kt.say("purpose.gap_mature", level=shown(gap.mature)))
