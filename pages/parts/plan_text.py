"""A text of the plan in a field, kept as soon as the field is left, where two may write at once.

    NAME = PlanText("name", among="metrics", item="sales", change=...)
    text_field(kt.say("tree.name"), metric.name, key="metric.sales.name", text=NAME)

What the reader had seen when the field was filled is remembered. Where the plan holds something
else by the time the edit is decided, nothing is written: what was typed stays in the field, and
beside it stands what somebody else wrote, until the reader has chosen. What is refused for another
reason stays in the field too, also over another page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import filled, session
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

# How many edits are looked through for whoever wrote the other text.
_BACK: Final = 20


@dataclass(frozen=True)
class PlanText:
    """Where a text stands in the plan, how it is changed, and how it is worded.

    Attributes:
        name: its field in the model.
        change: an edit: from the newest plan and what it is to hold to what happens.
        among: the list in which its metric or link stands; a text of the plan's own without.
        item: the id of that metric or link.
        meant: what the plan is to hold for what was typed.
        word: what a field shows for what the plan holds.
    """

    name: str
    change: Callable[[kt.Plan, str | None], object]
    among: str = ""
    item: str = ""
    meant: Callable[[str], str | None] = str
    word: Callable[[str], str] = str

    def held(self, plan: kt.Plan) -> str | None:
        """What a plan holds of it; None where its metric or link is gone."""
        rows = getattr(plan, self.among) if self.among else ()
        owner = next((row for row in rows if row.id == self.item), None) if self.among else plan
        return None if owner is None else getattr(owner, self.name) or ""


@dataclass(frozen=True)
class _Seen:
    """What the reader has before them.

    Attributes:
        plan: the id of the plan.
        value: what the plan held when the field was filled.
        words: that, as the field shows it.
        draft: what was typed and could not be kept.
    """

    plan: str | None
    value: str
    words: str
    draft: str | None = None


def text_field(
    label: str,
    held: str,
    *,
    key: str,
    text: PlanText,
    lines: bool = False,
    **look: Any,  # noqa: ANN401 (what Streamlit's field takes)
) -> bool:
    """The field of a text of which the plan holds `held`; tells whether all in it is kept."""
    seen = _followed(held, key=key, text=text)
    field = st.text_area if lines else st.text_input
    widget = f"{key}.typed"
    value = filled.default(widget, "")
    field(label, value, key=widget, on_change=_changed, args=(key, text), **look)
    session.refusal(key)
    if seen.draft is None:
        return True
    if seen.value != held:
        _clash(held, key=key, text=text)
    elif not session.refused(key):
        st.caption(kt.say("field.unsaved"))
    return False


def _followed(held: str, *, key: str, text: PlanText) -> _Seen:
    """Fill the field with what the plan holds, but never over what could not be kept.

    A field edits the words themselves, so they stand in it as they were written: it reads no marks.
    """
    state, widget = st.session_state, f"{key}.typed"
    fresh = _Seen(session.plan_id(), held, text.word(held))
    seen: _Seen | None = state.get(f"{key}.seen")
    if seen is not None and seen.plan == fresh.plan and _unsettled(seen, held, text):
        if widget not in state:
            filled.fill(widget, seen.draft)
        return seen
    if seen != fresh or widget not in state:
        state[f"{key}.seen"] = fresh
        filled.fill(widget, fresh.words)
    return fresh


def _unsettled(seen: _Seen, held: str, text: PlanText) -> bool:
    """Whether what was typed and not kept says anything that the plan does not hold by now."""
    return seen.draft is not None and (text.meant(seen.draft) or "") != held


def _changed(key: str, text: PlanText) -> None:
    """Keep what was typed; where that is refused, remember it."""
    state = st.session_state
    typed = state[f"{key}.typed"] or ""
    seen, meant = state[f"{key}.seen"], text.meant(typed)
    if session.edit(_decided, meant, text=text, seen=seen.value, at=key):
        state[f"{key}.seen"] = replace(seen, value=meant or "", words=typed, draft=None)
        return
    state[f"{key}.seen"] = replace(seen, draft=typed)
    if _gone(text):
        session.refuse(kt.say("field.gone", text=shown(typed, lines=True)))


def _decided(plan: kt.Plan, meant: str | None, *, text: PlanText, seen: str) -> object:
    """Decided on the newest plan: refused where the text is no longer what the reader had seen."""
    if text.held(plan) not in {None, seen, meant or ""}:
        raise kt.EditRefused(())
    return text.change(plan, meant)


def _gone(text: PlanText) -> bool:
    """Whether somebody has removed what the text belongs to."""
    try:
        return text.held(session.workspace().read(session.plan_id() or "").plan) is None
    except kt.EnlaceError:
        return False


# ── Where two people wrote at once ──────────────────────────────────────────────────────────────


def _clash(held: str, *, key: str, text: PlanText) -> None:
    """Somebody else's text below the reader's own, and the choice between them."""
    name = shown(_author(held, text))
    with st.container(border=True):
        told = kt.say("field.clash_by", name=name) if name else kt.say("field.clash")
        st.warning(told, icon=":material/group:")
        st.markdown(shown(text.word(held), lines=True) or kt.say("field.clash_empty"))
        take = kt.say("field.take_theirs", name=name) if name else kt.say("field.take_plans")
        with st.container(horizontal=True):
            st.button(
                kt.say("field.keep_mine"),
                key=f"{key}.keep_mine",
                on_click=_keep_mine,
                args=(key, text, held),
            )
            st.button(take, key=f"{key}.take_theirs", wrap=True, on_click=_yield, args=(key,))


def _author(held: str, text: PlanText) -> str:
    """Who made the text what it is; nobody where it was the reader, elsewhere, or long ago."""
    plan = session.plan_id() or ""
    newest = session.workspace().read(plan)
    for _ in range(min(_BACK, newest.version - 1)):
        before = session.workspace().read(plan, newest.version - 1)
        if text.held(before.plan) != held:
            mark = newest.entry.person or newest.entry.author
            return "" if mark == session.mark(plan) else newest.entry.author
        newest = before
    return ""


def _keep_mine(key: str, text: PlanText, theirs: str) -> None:
    """Write over what the reader has been shown; what is newer than that is shown first."""
    st.session_state[f"{key}.seen"] = replace(st.session_state[f"{key}.seen"], value=theirs)
    _changed(key, text)


def _yield(key: str) -> None:
    st.session_state.pop(f"{key}.seen", None)
    session.accept(key)
