"""What we ask of our networks, as one text, with questions that help to write it.

The text is kept as soon as its field is left. When somebody else has changed it meanwhile, both
texts stand on the page until the reader has chosen; nothing that was typed is overwritten.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import filled, reader, session
from pages.parts.text import LONGEST_TYPED, shown

LONGEST: Final = 2_000
AT: Final = "purpose.ask"
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
    """The field, its prompts, and what to do where two people wrote at once."""
    key = _key(opened.id)
    _follow(key, opened.plan.ask)
    with st.container(border=True):
        st.text_area(
            kt.say("purpose.ask"),
            filled.default(key, ""),
            key=key,
            height=180,
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("purpose.ask_example"),
            on_change=_changed,
            args=(opened.id,),
        )
        st.caption(kt.say("purpose.kept" if opened.plan.ask else "purpose.keeps"))
        session.refusal(AT)
        _clash(opened, key)
        st.markdown(kt.say("purpose.prompts"))
        for column, group in zip(st.columns(len(PROMPTS), gap="medium"), PROMPTS, strict=True):
            with column:
                st.caption(kt.say(group))
                with st.container(horizontal=True, gap="small"):
                    for label, question, begin in PROMPTS[group]:
                        _prompt(label, question, begin=begin, plan=opened.id)


def _prompt(label: str, question: str, *, begin: str, plan: str) -> None:
    st.button(
        kt.say(label),
        key=f"prompt.{label}",
        help=kt.say(question),
        icon=":material/add:",
        wrap=True,
        on_click=_begin_sentence,
        args=(begin, plan),
    )


def _key(plan: str) -> str:
    return f"purpose.ask.{plan}"


def _follow(key: str, ask: str) -> None:
    """Fill the field with what the plan holds, but never over what could not be kept."""
    state = st.session_state
    draft = state.get(f"{key}.draft")
    if key not in state:
        filled.fill(key, ask if draft is None else draft)
        state.setdefault(f"{key}.held", ask)
    if draft is None and state.get(f"{key}.held") != ask:
        filled.fill(key, ask)
        state[f"{key}.held"] = ask


def _changed(plan: str) -> None:
    """Keep the text; where that is refused, remember it, so that it survives leaving the page."""
    key = _key(plan)
    state = st.session_state
    text = state[key] or ""
    if session.edit(_asked, text, held=state.get(f"{key}.held", ""), at=AT):
        state[f"{key}.held"] = text
        state.pop(f"{key}.draft", None)
    else:
        state[f"{key}.draft"] = text


def _asked(plan: kt.Plan, text: str, *, held: str) -> object:
    """Decided on the newest plan: refused where the text is no longer what the reader had seen."""
    if plan.ask not in (held, text):
        raise kt.EditRefused(())
    return kt.set_ask(plan, text)


def _begin_sentence(begin: str, plan: str) -> None:
    reader.speak()
    key = _key(plan)
    text = (st.session_state.get(key) or "").rstrip()
    longer = f"{text}\n\n" * bool(text) + kt.say(begin)
    if len(longer) > LONGEST:
        session.refuse(kt.say("purpose.ask_full", limit=LONGEST), at=AT)
        return
    filled.fill(key, longer)


def _clash(opened: session.Opened, key: str) -> None:
    """Somebody else's text below the reader's own, and the choice between them."""
    if f"{key}.draft" not in st.session_state or (
        st.session_state.get(f"{key}.held") == opened.plan.ask
    ):
        return
    with st.container(border=True):
        st.warning(kt.say("purpose.clash"), icon=":material/group:")
        st.markdown(shown(opened.plan.ask, lines=True) or kt.say("purpose.clash_empty"))
        with st.container(horizontal=True):
            for name, act in (("purpose.keep_mine", _keep_mine), ("purpose.take_theirs", _yield)):
                st.button(kt.say(name), key=name, on_click=act, args=(key, opened))


def _keep_mine(key: str, opened: session.Opened) -> None:
    st.session_state[f"{key}.held"] = opened.plan.ask
    _changed(opened.id)


def _yield(key: str, opened: session.Opened) -> None:
    st.session_state.pop(f"{key}.draft", None)
    st.session_state[f"{key}.held"] = opened.plan.ask
    filled.fill(key, opened.plan.ask)
    session.accept(AT)
