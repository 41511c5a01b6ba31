"""The shelf of plans: a card each, with who changed it last, how far it is, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import filled, reader, session
from pages.parts.beginnings import go_to
from pages.parts.cards import card, card_places
from pages.parts.plan_files import download
from pages.parts.plan_settings import settings
from pages.parts.steps import done
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Each card reads its plan, so a long shelf is shown piece by piece.
AT_ONCE: Final = 12
_SHOWN: Final = "start.shown"


def shelf(plans: Sequence[kt.Summary]) -> None:
    """The plans in use as cards, the last changed first; those put away below, folded."""
    in_use = [plan for plan in plans if not plan.archived]
    put_away = [plan for plan in plans if plan.archived]
    if not in_use:
        st.markdown(kt.say("start.all_archived"))
    many = st.session_state.get(_SHOWN, AT_ONCE)
    at_once = in_use[:many]
    for place, plan in zip(card_places(len(at_once)), at_once, strict=True):
        with card(place) as foot:
            whole = _told(plan)
        with foot:
            _doing(plan, whole, first=plan is in_use[0])
    if len(in_use) > many:
        left = len(in_use) - many
        st.button(kt.say("start.more_plans", n=left), key="start.more", on_click=_show_more)
    if put_away:
        with st.expander(kt.say("start.archived", n=len(put_away)), icon=":material/inventory_2:"):
            for plan in put_away[:many]:
                _archived(plan)


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, AT_ONCE) + AT_ONCE


def _told(plan: kt.Summary) -> kt.Plan | None:
    """What a card says; the plan, where it can be read."""
    st.subheader(shown(plan.title), anchor=False)
    st.caption(_changed(plan))
    whole = _read(plan)
    if whole:
        _progress(whole)
    return whole


def _doing(plan: kt.Summary, whole: kt.Plan | None, *, first: bool) -> None:
    """What can be done with the plan of a card."""
    with st.container(horizontal=True, gap="small"):
        if st.button(
            kt.say("start.open"),
            type="primary" if first else "secondary",
            key=f"start.open.{plan.plan_id}",
            width="stretch",
        ):
            go_to(plan.plan_id)
        if not session.lasting():
            download(plan.plan_id, plan.title, key=f"start.keep.{plan.plan_id}")
        with st.popover(
            kt.say("start.more_actions"), icon=":material/more_horiz:", key=f"start.{plan.plan_id}"
        ):
            _actions(plan)
            if whole and kt.allowed(plan.role, "edit"):
                settings(plan.plan_id, whole)
    session.refusal(f"start.card.{plan.plan_id}")


def _changed(plan: kt.Summary) -> str:
    return kt.say("start.changed", day=kt.day(plan.changed_at.date()), name=shown(plan.changed_by))


def _read(plan: kt.Summary) -> kt.Plan | None:
    """The plan of a card; where it cannot be read, the card says why."""
    try:
        return session.workspace().read(plan.plan_id).plan
    except kt.EnlaceError as error:
        st.error(session.worded(error), icon=":material/error:")
        return None


def _progress(plan: kt.Plan) -> None:
    steps = done(plan)
    gone = sum(steps.values())
    st.progress(gone / len(steps), text=kt.say("frame.progress", n=gone, of=len(steps)))


def _actions(plan: kt.Summary) -> None:
    """What can be done with a plan; a title that is refused stays in its field."""
    if kt.allowed(plan.role, "edit"):
        _title(plan)
    for name, action, icon, act in _ACTIONS:
        if kt.allowed(plan.role, action):
            st.button(
                kt.say(name),
                icon=icon,
                key=f"{name}.{plan.plan_id}",
                width="stretch",
                on_click=act,
                args=(plan.plan_id,),
            )
    download(plan.plan_id, plan.title, key=f"start.download.{plan.plan_id}")


def _title(plan: kt.Summary) -> None:
    key = f"start.title.{plan.plan_id}"
    if key not in st.session_state or st.session_state.get(f"{key}.held") != plan.title:
        st.session_state[f"{key}.held"] = plan.title
        filled.fill(key, plan.title)
    held = filled.default(key, "")
    st.text_input(kt.say("start.title_field"), held, key=key, max_chars=LONGEST_TYPED)


def _archived(plan: kt.Summary) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        with st.container(gap="xsmall", width="stretch"):
            st.markdown(f"**{shown(plan.title)}**")
            st.caption(_changed(plan))
        if kt.allowed(plan.role, "archive"):
            st.button(
                kt.say("start.unarchive"),
                icon=":material/unarchive:",
                key=f"start.unarchive.{plan.plan_id}",
                on_click=_unarchive,
                args=(plan.plan_id,),
            )
        download(plan.plan_id, plan.title, key=f"start.download.{plan.plan_id}", width="content")
    session.refusal(f"start.card.{plan.plan_id}")


def _rename(plan_id: str) -> None:
    title = " ".join((st.session_state[f"start.title.{plan_id}"] or "").split())
    _tried(
        plan_id,
        lambda: session.workspace().edit(plan_id, kt.set_title, title, by=reader.who()),
    )


def _duplicate(plan_id: str) -> None:
    _tried(plan_id, lambda: session.workspace().duplicate(plan_id, by=reader.who()))


def _archive(plan_id: str) -> None:
    if _tried(plan_id, lambda: session.workspace().archive(plan_id, by=reader.who())) and (
        session.plan_id() == plan_id
    ):
        session.show(None)


def _unarchive(plan_id: str) -> None:
    _tried(plan_id, lambda: session.workspace().unarchive(plan_id))


def _tried(plan_id: str, act: Callable[[], object]) -> bool:
    """Do something with a plan; a refusal stands on its card."""
    reader.speak()
    at = f"start.card.{plan_id}"
    try:
        act()
    except kt.EnlaceError as error:
        session.refuse(session.worded(error), at=at)
        return False
    session.accept(at)
    return True


_ACTIONS: Final[tuple[tuple[str, kt.Action, str, Callable[[str], None]], ...]] = (
    ("start.rename", "edit", ":material/edit:", _rename),
    ("start.duplicate", "look", ":material/content_copy:", _duplicate),
    ("start.archive", "archive", ":material/inventory_2:", _archive),
)
