"""What we ask of our networks, as one text, with questions that help to write it.

The text is kept as soon as its field is left, see `plan_text`.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import filled, reader, session
from pages.parts.plan_text import PlanText, text_field
from pages.parts.text import LONGEST_TYPED

LONGEST: Final = 2_000
AT: Final = "purpose.ask"
ASK: Final = PlanText("ask", lambda plan, text: kt.set_ask(plan, text or ""))
# By group: a label, a question, and the beginning of a sentence.
PROMPTS: Final = {
    "purpose.prompts_back": (
        ("purpose.why_label", "purpose.why_question", "purpose.why_begin"),
        ("purpose.brought_label", "purpose.brought_question", "purpose.brought_begin"),
    ),
    "purpose.prompts_people": (
        ("purpose.customers_label", "purpose.customers_question", "purpose.customers_begin"),
        ("purpose.employees_label", "purpose.employees_question", "purpose.employees_begin"),
        ("purpose.partners_label", "purpose.partners_question", "purpose.partners_begin"),
        ("purpose.community_label", "purpose.community_question", "purpose.community_begin"),
    ),
    "purpose.prompts_aims": (
        (
            "purpose.relationships_label",
            "purpose.relationships_question",
            "purpose.relationships_begin",
        ),
        ("purpose.efficiency_label", "purpose.efficiency_question", "purpose.efficiency_begin"),
        ("purpose.advocacy_label", "purpose.advocacy_question", "purpose.advocacy_begin"),
        (
            "purpose.transformation_label",
            "purpose.transformation_question",
            "purpose.transformation_begin",
        ),
    ),
}


def ask_text(opened: session.Opened) -> None:
    """The field, and its prompts."""
    with st.container(border=True):
        kept = text_field(
            kt.say("purpose.ask"),
            opened.plan.ask,
            key=AT,
            text=ASK,
            lines=True,
            height=180,
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("purpose.ask_example"),
        )
        if kept:
            st.caption(kt.say("purpose.kept" if opened.plan.ask else "purpose.keeps"))
        st.markdown(kt.say("purpose.prompts"))
        for column, group in zip(st.columns(len(PROMPTS), gap="medium"), PROMPTS, strict=True):
            with column:
                st.caption(kt.say(group))
                with st.container(horizontal=True, gap="small"):
                    for label, question, begin in PROMPTS[group]:
                        _prompt(label, question, begin=begin)


def _prompt(label: str, question: str, *, begin: str) -> None:
    st.button(
        kt.say(label),
        key=f"prompt.{label}",
        help=kt.say(question),
        icon=":material/add:",
        wrap=True,
        on_click=_begin_sentence,
        args=(begin,),
    )


def _begin_sentence(begin: str) -> None:
    reader.speak()
    field = f"{AT}.typed"
    text = (st.session_state.get(field) or "").rstrip()
    longer = f"{text}\n\n" * bool(text) + kt.say(begin)
    if len(longer) > LONGEST:
        session.refuse(kt.say("purpose.ask_full", limit=LONGEST), at=AT)
        return
    filled.fill(field, longer)
