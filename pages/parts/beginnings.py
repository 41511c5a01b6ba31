"""The ways to begin a plan: an example, a worked tree, a blank sheet, a file.

Whoever has chosen one and has not told a name yet is asked for it; then the plan begins as chosen.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final

import streamlit as st

import kpi_tree as kt
from pages.parts import plan_files, reader, session
from pages.parts.cards import card, card_places
from pages.parts.steps import STEPS
from pages.parts.text import LONGEST_TYPED, shown
from pages.parts.tree_sketch import sketch

LANGUAGES: Final = {"es": "Español", "en": "English"}
# Those of most readers first; all others follow by code.
USUAL: Final = ("EUR", "USD", "MXN", "COP", "ARS", "CLP", "PEN", "BRL", "GBP")
# Months from which a plan may start: from a year back to two years ahead.
BACK: Final = 12
AHEAD: Final = 24
# What was chosen before a name was told, as the text of a plan file; it is no plan of anyone's yet.
_WAITING: Final = "start.waiting"


# ── The plan begins ─────────────────────────────────────────────────────────────────────────────


def begin(plan: kt.Plan, *, at: str) -> None:
    """Keep a new plan and go to its first question; where no name was told, ask for it first."""
    if not reader.who():
        st.session_state[_WAITING] = kt.text(plan)
        st.rerun()
    try:
        begun = session.workspace().create(plan, by=reader.who())
    except kt.EnlaceError as error:
        session.refuse(session.worded(error), at=at)
        return
    st.session_state.pop(_WAITING, None)
    session.accept(at)
    go_to(begun.plan_id)


def go_to(plan_id: str) -> None:
    """Open a plan at its first question."""
    session.show(plan_id)
    kept = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
    st.switch_page(STEPS["purpose"].script, query_params=kept)


def waiting() -> None:
    """Where something was chosen before the name was told: ask for it, then begin."""
    chosen = st.session_state.get(_WAITING)
    if chosen is None:
        return
    plan = kt.plan_from(chosen)
    st.title(shown(plan.title), anchor=False)
    form, below = st.container(), st.container()
    if below.button(kt.say("start.choose_again"), icon=":material/arrow_back:", type="tertiary"):
        del st.session_state[_WAITING]
        st.rerun()
    with form:
        session.ask_name()
        begin(plan, at=_WAITING)
        session.refusal(_WAITING)
    st.stop()


# ── Worked trees ────────────────────────────────────────────────────────────────────────────────


@cache
def worked_tree(template: str, language: str) -> kt.Plan:
    """A worked tree as a plan in one of the languages."""
    return kt.plan_of(kt.library.template_json(template, language))


def example() -> None:
    """The first worked tree, large: what a first visit is invited to play with."""
    plan = worked_tree(kt.library.template_ids()[0], kt.language())
    with st.container(border=True, key="start.example"):
        words, picture = st.columns([1, 1], gap="large", vertical_alignment="center")
        with words:
            st.caption(f":material/school: {kt.say('start.example_badge')}")
            st.header(shown(plan.title), anchor=False)
            st.markdown(shown(plan.ask))
            st.caption(_facts(plan))
            if st.button(
                kt.say("start.try_example"),
                type="primary",
                icon=":material/play_arrow:",
                key="start.example.open",
            ):
                begin(plan, at="start.example")
            session.refusal("start.example")
        with picture:
            _picture(plan)
            st.caption(kt.say("start.sketch_legend"))


def worked_trees() -> None:
    """All worked trees as cards, in the reader's language."""
    st.markdown(kt.say("start.trees_lead"))
    templates = kt.library.template_ids()
    for place, template in zip(card_places(len(templates)), templates, strict=True):
        plan = worked_tree(template, kt.language())
        with card(place) as foot:
            _picture(plan)
            st.subheader(shown(plan.title), anchor=False)
            st.markdown(shown(plan.ask))
        with foot:
            st.caption(_facts(plan))
            if st.button(kt.say("start.use_tree"), key=f"start.tree.{template}", width="stretch"):
                begin(plan, at=f"start.tree.{template}")
            session.refusal(f"start.tree.{template}")


def _picture(plan: kt.Plan) -> None:
    title = shown(plan.title, surface="plain")
    st.image(sketch(plan), width="stretch", alt=kt.say("start.sketch", title=title))


def _facts(plan: kt.Plan) -> str:
    counted = (
        kt.say("start.metrics", n=len(plan.metrics)),
        kt.say("start.links", n=len(plan.links)),
        kt.say("start.goals", n=len(plan.goals)),
        kt.say("start.months", n=plan.months),
    )
    return " · ".join(counted)


# ── A blank sheet ───────────────────────────────────────────────────────────────────────────────


def blank() -> None:
    """A form for a plan with nothing in it yet."""
    with st.form("start.blank", border=True, enter_to_submit=False):
        st.text_input(
            kt.say("start.title_field"),
            key="start.blank.title",
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("start.title_example"),
        )
        first, second = st.columns(2, gap="medium")
        with first:
            _calendar_fields()
        with second:
            _word_fields()
        pressed = st.form_submit_button(kt.say("start.create"), icon=":material/add:")
    if pressed:
        _create_blank()
    session.refusal("start.blank")


def _calendar_fields() -> None:
    months = first_months()
    named = {month: kt.long_month(month) for month in months}
    st.selectbox(
        kt.say("start.first_month"),
        months,
        index=BACK + 1,
        format_func=named.__getitem__,
        key="start.blank.start",
        help=kt.say("start.first_month_help"),
    )
    st.number_input(
        kt.say("start.horizon"),
        min_value=1,
        max_value=120,
        value=12,
        step=1,
        key="start.blank.months",
        help=kt.library.term("horizon").text,
    )


def _word_fields() -> None:
    named = currencies()
    st.selectbox(
        kt.say("start.currency"),
        list(named),
        format_func=named.__getitem__,
        key="start.blank.currency",
    )
    st.segmented_control(
        kt.say("start.language"),
        list(LANGUAGES),
        default=kt.language(),
        format_func=LANGUAGES.__getitem__,
        key="start.blank.language",
        required=True,
        help=kt.say("start.language_help"),
    )


def currencies() -> dict[str, str]:
    """The currencies a plan may count in, with their names, the usual ones first."""
    codes = [*USUAL, *sorted(kt.CURRENCIES - set(USUAL))]
    return {code: f"{code} · {kt.currency_name(code)}" for code in codes}


def first_months() -> list[str]:
    """The months from which a plan may start."""
    now = f"{datetime.now(UTC):%Y-%m}"
    return [kt.months_after(now, index) for index in range(-BACK, AHEAD + 1)]


def _create_blank() -> None:
    typed = {
        name: st.session_state[f"start.blank.{name}"]
        for name in ("title", "language", "currency", "start", "months")
    }
    title = " ".join((typed["title"] or "").split())
    if not title:
        session.refuse(kt.say("start.no_title"), at="start.blank")
        return
    try:
        plan = kt.plan_of({"format": "enlace-plan/1", **typed, "title": title})
    except kt.PlanError as error:
        session.refuse(session.worded(error), at="start.blank")
        return
    begin(plan, at="start.blank")


# ── A file ──────────────────────────────────────────────────────────────────────────────────────


def from_file() -> None:
    """A field for a plan file; what is wrong with it stands below, all of it."""
    given = st.file_uploader(
        kt.say("start.file_field"),
        type="json",
        key="start.file",
        max_upload_size=plan_files.LARGEST,
        help=kt.say("start.file_help"),
    )
    if given is None:
        return
    if given.size > plan_files.LARGEST * 1_000_000:
        st.error(kt.say("start.file_too_large", limit=plan_files.LARGEST), icon=":material/error:")
        return
    found = plan_files.plan_in(given.getvalue())
    if not isinstance(found, kt.Plan):
        plan_files.problem_list(found)
        return
    with st.container(border=True):
        st.success(kt.say("start.file_read"), icon=":material/check_circle:")
        st.subheader(shown(found.title), anchor=False)
        st.caption(_facts(found))
        if st.button(kt.say("start.use_file"), key="start.file.open", icon=":material/add:"):
            begin(found, at="start.file.open")
        session.refusal("start.file.open")
