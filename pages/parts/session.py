"""The door of a page: which plan is open, edits to it, what is missing before a step.

A page begins like this:

    opened = session.open_plan()
    session.guard(opened.plan.goals, sentence=kt.say("scenarios.no_goals"), step="goals")

and changes the plan like this, in a callback or where a button was pressed:

    session.edit(kt.set_target, "more_orders", value=4200, at="target.more_orders")
    ...
    session.refusal("target.more_orders")      # beside the field: why not, and what to do

A callback cannot draw, so `edit` only remembers a refusal; `refusal` draws it where it belongs.
What was typed stays in its field, because the field has a key of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, taking_back
from pages.parts.introduction import ask_name
from pages.parts.refusals import accept, forget_refusals, refusal, refuse, refused, worded
from pages.parts.steps import STEPS, current
from pages.parts.visiting import (
    earlier,
    hosted,
    is_local,
    last_own,
    lasting,
    mark,
    may,
    may_now,
    me,
    plan_id,
    show,
    shows,
    signature,
    visitor,
    workspace,
    workspace_later,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Opened",
    "accept",
    "ask_name",
    "earlier",
    "edit",
    "editing",
    "forget_refusals",
    "guard",
    "hosted",
    "is_local",
    "last_own",
    "lasting",
    "link",
    "mark",
    "may",
    "may_now",
    "me",
    "open_plan",
    "opened",
    "plan_id",
    "redo",
    "refusal",
    "refuse",
    "refused",
    "restore",
    "show",
    "signature",
    "tried",
    "undo",
    "visitor",
    "vouch",
    "worded",
    "workspace",
    "workspace_later",
]


@dataclass(frozen=True)
class Opened:
    """The plan that the address names, read at a version. A value: nobody holds *the* plan.

    `earlier` tells whether the reader has asked for that version, and stays with it.
    """

    id: str
    plan: kt.Plan
    version: int
    earlier: bool = False

    @property
    def shown(self) -> tuple[object, ...]:
        """By what a visit remembers its doings with the plan, an earlier version apart."""
        return (self.id, self.version) if self.earlier else (self.id,)


# ── The plan that is open ───────────────────────────────────────────────────────────────────────


def opened() -> Opened | None:
    """The plan that is open, or None where there is none or it is gone.

    Where plans cannot be read at all, the page says why and ends here.
    """
    plan = plan_id()
    if plan is None:
        return None
    asked = earlier()
    try:
        version = workspace().read(plan, asked)
    except kt.BadArgument:
        if asked:
            show(plan)  # it is gone: what there is of the plan is the present
        elif shows(plan):
            show(None)
            refuse(kt.say("frame.plan_gone"))
        return None
    except kt.NotAllowed as error:
        show(None)
        refuse(worded(error))
        return None
    except kt.EnlaceError as error:
        st.error(worded(error), icon=":material/error:")
        st.stop()
    if not shows(plan):
        show(plan, version=asked)
    return Opened(plan, version.plan, version.version, asked is not None)


def open_plan() -> Opened:
    """The plan of this page; without one the page ends here, with a link to where one begins."""
    ask_name()
    found = opened()
    guard(found, sentence=kt.say("frame.no_plan"), step="start")
    assert found is not None  # noqa: S101 (the guard has ended the page otherwise)
    step = current()
    closed = kt.say("frame.only_looking" if earlier() is None else "frame.only_looking_back")
    guard((step and step.looking) or may("edit"), sentence=closed, step="result")
    return found


# ── What a page asks before it goes on ──────────────────────────────────────────────────────────


def guard(met: object, *, sentence: str, step: str) -> None:
    """End the page with `sentence` and a link to `step` unless `met` (a list, a value) is there."""
    if met:
        return
    hint(sentence, step=step)
    st.stop()


def hint(sentence: str, *, step: str) -> None:
    """A sentence about what is missing, and a link to the step that brings it."""
    with st.container(border=True):
        st.markdown(sentence)
        link(step, label=kt.say("frame.go_to", step=STEPS[step].title))


def link(step: str, *, label: str | None = None) -> None:
    """A link to a step that keeps the plan and the language in its address.

    Nothing where the step is closed to whoever may only look.
    """
    place = STEPS[step]
    if not (place.looking or plan_id() is None or may("edit")):
        return
    kept = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
    st.page_link(place.script, label=label or place.title, icon=place.icon, query_params=kept)


# ── Edits ───────────────────────────────────────────────────────────────────────────────────────


def edit(
    change: Callable[..., Any],
    /,
    *args: Any,  # noqa: ANN401 (whatever the edit takes)
    at: str = "",
    command: str = "",
    **kwargs: Any,  # noqa: ANN401 (likewise)
) -> bool:
    """Apply an edit to the open plan, signed by who is here; tell whether it was accepted.

    Args:
        change: one of the edits of the door, such as `kt.set_target`.
        *args: what it takes.
        at: the place on the page where a refusal is to be drawn, see `refusal`.
        command: the edit's own mark where a component sends it, so that a re-sent one applies
            once; made here otherwise.
        **kwargs: what it takes by name.
    """
    name = command or uuid4().hex

    def apply(plan: str) -> object:
        return workspace().edit(plan, change, *args, by=reader.who(), command=name, **kwargs)

    return _tried(apply, at)


def editing(change: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (as `edit`)
    """`edit` as the callback of a widget, which returns nothing."""
    edit(change, *args, **kwargs)


def vouch(
    change: Callable[..., Any],
    link: str,
    /,
    *,
    at: str = "",
    **fields: Any,  # noqa: ANN401 (whatever the edit takes)
) -> bool:
    """Give one's own opinion on a link, sign it oneself, or take either back: never for others."""
    name = uuid4().hex

    def apply(plan: str) -> object:
        return workspace().vouch(plan, change, link, by=reader.who(), command=name, **fields)

    return _tried(apply, at)


def undo(*, at: str = "", command: str | None = None, version: int | None = None) -> bool:
    """Take back the reader's own last edit, or that which led to a version.

    Refused where somebody has built on it since.
    """

    def apply(plan: str) -> object:
        return workspace().undo(plan, by=reader.who(), command=command, version=version)

    return _tried(apply, at)


def redo(*, at: str = "", command: str | None = None) -> bool:
    """Do again what the reader took back."""
    return _tried(lambda plan: workspace().redo(plan, by=reader.who(), command=command), at)


def restore(version: int, *, at: str = "") -> bool:
    """Make the plan what it was at a version, as one more edit."""
    return _tried(lambda plan: workspace().restore(plan, version, by=reader.who()), at)


def tried(act: Callable[[], object], *, at: str) -> bool:
    """Do something that the workspace may refuse; a refusal is kept under `at`."""
    reader.speak()
    try:
        made = act()
    except kt.EnlaceError as error:
        refuse(worded(error), at=at)
        if any(problem.code == "role_too_small" for problem in error.problems):
            # Whoever might do it when the page was drawn may not any more: the place is gone too.
            refuse(worded(error))
            taking_back.outdated()
        return False
    accept(at)
    taking_back.edited(made.version if isinstance(made, kt.Version) else None)
    return True


def _tried(apply: Callable[[str], object], at: str) -> bool:
    reader.speak()
    plan = plan_id()
    if plan is None or not signature(plan):
        refuse(kt.say("frame.nobody" if plan else "frame.no_plan"), at=at)
        return False
    return tried(lambda: apply(plan), at=at)
