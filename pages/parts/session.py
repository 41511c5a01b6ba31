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

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, refusal_words, taking_back
from pages.parts.host import visits, workspaces
from pages.parts.host.settings import LOOPBACK, host
from pages.parts.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAN: Final = "plan"
_OPEN: Final = "enlace.plan"
_REFUSED: Final = "enlace.refused"
_OWN: Final = "enlace.workspace"
_NAME: Final = "enlace.name"


@dataclass(frozen=True)
class Opened:
    """The plan that the address names, read at a version. A value: nobody holds *the* plan."""

    id: str
    plan: kt.Plan
    version: int


# ── The workspace ───────────────────────────────────────────────────────────────────────────────


def workspace() -> kt.Workspace:
    """Where this visitor's plans live: the store, or the visit itself.

    Hosted, it is the store as this visitor's cookie opens it, read anew in each run: a session
    carries no right of its own.
    """
    if host().hosted:
        return workspaces.workspace().admitted(visitor())
    if lasting():
        return workspaces.workspace()
    if _OWN not in st.session_state:
        st.session_state[_OWN] = kt.Workspace.in_memory()
    own: kt.Workspace = st.session_state[_OWN]
    return own


def may(action: kt.Action) -> bool:
    """Whether whoever is here may do something with the plan that is open; all may on their own."""
    if not host().hosted:
        return True
    plan = plan_id()
    return plan is not None and workspace().may(plan, action)


def signature(plan: str) -> str:
    """The name that an edit of this plan would carry."""
    me = workspace().sharing.me(plan) if host().hosted else None
    return me.name if me else reader.who()


def last_own(plan: str) -> str | None:
    """What the last edit did that whoever is here made, in a sentence; None where there is none."""
    mine = signature(plan)
    told = workspace().timeline(plan, most=50)
    found = next((each for each in told if each.author == mine and each.sentences), None)
    return found.sentences[0] if found else None


def visitor() -> kt.Visitor:
    """Whoever looks at this page, as the browser's own connection tells it."""
    return visits.told_visitor(
        st.context.cookies,
        st.context.headers,
        peer=st.context.ip_address or "",
        identity=_identity(),
    )


def _identity() -> str:
    """What the host's log-in vouches for; nothing where it has none."""
    if not st.user.get("is_logged_in") or st.user.get("email_verified") is False:
        return ""
    return str(st.user.get("email") or "").strip().lower()


def lasting() -> bool:
    """Whether plans outlive the visit: on one's own machine, or where a store was named.

    Anywhere else (a free cloud host, `streamlit run app.py` behind a public name) strangers share
    the process, so each keeps plans to the own visit.
    """
    if os.environ.get("ENLACE_STORE"):
        return True
    name = st.context.headers.get("Host", "")
    return st.get_option("server.address") in LOOPBACK and is_local(name)


def is_local(name: str) -> bool:
    """Whether the `Host` of a request is this machine's own name, whatever the port.

    >>> is_local("127.0.0.1:8501"), is_local("enlace.example")
    (True, False)
    """
    return urlsplit(f"//{name}").hostname in LOOPBACK


# ── The plan that is open ───────────────────────────────────────────────────────────────────────


def plan_id() -> str | None:
    """The plan that the address names; between two pages the session remembers it."""
    found = st.query_params.get(_PLAN) or st.session_state.get(_OPEN)
    return str(found) if found else None


def show(plan: str | None) -> None:
    """Make `plan` the one that all pages show; None closes it."""
    st.session_state[_OPEN] = plan
    if plan:
        st.query_params[_PLAN] = plan
    else:
        st.query_params.pop(_PLAN, None)


def opened() -> Opened | None:
    """The plan that is open, or None where there is none or it is gone.

    Where plans cannot be read at all, the page says why and ends here.
    """
    plan = plan_id()
    if plan is None:
        return None
    try:
        version = workspace().read(plan)
    except kt.BadArgument:
        return None
    except kt.EnlaceError as error:
        st.error(worded(error), icon=":material/error:")
        st.stop()
    if st.query_params.get(_PLAN) != plan or st.session_state.get(_OPEN) != plan:
        show(plan)
    return Opened(plan, version.plan, version.version)


def open_plan() -> Opened:
    """The plan of this page; without one the page ends here, with a link to where one begins."""
    ask_name()
    found = opened()
    guard(found, sentence=kt.say("frame.no_plan"), step="start")
    assert found is not None  # noqa: S101 (the guard has ended the page otherwise)
    return found


# ── What a page asks before it goes on ──────────────────────────────────────────────────────────


def guard(met: object, *, sentence: str, step: str) -> None:
    """End the page with `sentence` and a link to `step` unless `met` (a list, a value) is there."""
    if met:
        return
    with st.container(border=True):
        st.markdown(sentence)
        link(step, label=kt.say("frame.go_to", step=STEPS[step].title))
    st.stop()


def link(step: str, *, label: str | None = None) -> None:
    """A link to a step that keeps the plan and the language in its address."""
    place = STEPS[step]
    kept = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
    st.page_link(place.script, label=label or place.title, icon=place.icon, query_params=kept)


def ask_name() -> None:
    """Ask for the reader's name, once; the page ends here until it is told."""
    if reader.who():
        return
    with st.form("enlace.name", border=True, width=520):
        st.subheader(kt.say("frame.who_title"), anchor=False)
        st.markdown(kt.say("frame.who_why"))
        st.text_input(
            kt.say("frame.name"),
            key="enlace.name.typed",
            max_chars=reader.LONGEST_NAME,
            autocomplete="name",
            placeholder=kt.say("frame.name_example"),
        )
        refusal(_NAME)
        st.form_submit_button(kt.say("frame.go_on"), type="primary", on_click=_named)
    st.stop()


def _named() -> None:
    typed = st.session_state["enlace.name.typed"] or ""
    if kt.blank(typed):
        reader.speak()
        refuse(kt.say("frame.name_needed"), at=_NAME)
        return
    accept(_NAME)
    reader.call(typed)


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


def undo(*, at: str = "", command: str | None = None) -> bool:
    """Take back the reader's own last edit; refused where somebody has built on it since."""
    return _tried(lambda plan: workspace().undo(plan, by=reader.who(), command=command), at)


def redo(*, at: str = "", command: str | None = None) -> bool:
    """Do again what the reader took back."""
    return _tried(lambda plan: workspace().redo(plan, by=reader.who(), command=command), at)


def refusal(at: str = "") -> None:
    """Draw why the last edit at this place was refused; nothing where it was not."""
    if words := _refused().get(at):
        st.error(words, icon=":material/error:")


def refused(at: str = "") -> str:
    """Why the last edit at this place was refused, for a part that says it itself."""
    return _refused().get(at, "")


def refuse(words: str, *, at: str = "") -> None:
    """Remember a refusal of the page's own for the place `at`."""
    st.session_state[_REFUSED] = {**_refused(), at: words}


def accept(at: str = "") -> None:
    """Forget the refusal of the place `at`."""
    st.session_state[_REFUSED] = {key: words for key, words in _refused().items() if key != at}


def forget_refusals() -> None:
    """Forget all refusals: another page, another plan."""
    st.session_state[_REFUSED] = {}


def tried(act: Callable[[], object], *, at: str) -> bool:
    """Do something that the workspace may refuse; a refusal is kept under `at`."""
    reader.speak()
    try:
        act()
    except kt.EnlaceError as error:
        refuse(worded(error), at=at)
        return False
    accept(at)
    taking_back.edited()
    return True


def _tried(apply: Callable[[str], object], at: str) -> bool:
    reader.speak()
    plan = plan_id()
    if plan is None or not reader.who():
        refuse(kt.say("frame.nobody" if plan else "frame.no_plan"), at=at)
        return False
    return tried(lambda: apply(plan), at=at)


def _refused() -> Mapping[str, str]:
    found: Mapping[str, str] = st.session_state.get(_REFUSED, {})
    return found


def worded(error: kt.EnlaceError) -> str:
    """A refusal as a person reads it: each problem and its remedy, safe to show."""
    return refusal_words.told(error)
