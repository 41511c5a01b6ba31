"""Whose plans are seen: the store as this visitor's cookie opens it, read anew in each run.

A session carries no right of its own. Whoever learns a session's id has another cookie, and finds
what that one opens.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

import kpi_tree as kt
from pages.parts import reader
from pages.parts.host import visits, workspaces
from pages.parts.host.settings import LOOPBACK, host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAN: Final = "plan"
_OPEN: Final = "enlace.plan"
_EARLIER: Final = "enlace.earlier"
_OWN: Final = "enlace.workspace"
_FORWARDED: Final = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})


def workspace() -> kt.Workspace:
    """Where this visitor's plans live; one that is shown as it was is only looked at."""
    plan = plan_id() if earlier() else None
    return _everything().looking_at(plan) if plan else _everything()


def _everything() -> kt.Workspace:
    """The store, or the visit itself."""
    if hosted():
        return workspaces.workspace().admitted(visitor())
    if lasting():
        return workspaces.workspace()
    if _OWN not in st.session_state:
        st.session_state[_OWN] = kt.Workspace.in_memory()
    own: kt.Workspace = st.session_state[_OWN]
    return own


def workspace_later() -> Callable[[], kt.Workspace]:
    """How to ask for `workspace` after the page's run, as the browser is connected by then.

    Streamlit makes a download when its button is pressed, in a thread that knows of no session.
    """
    run = get_script_run_ctx()

    def asked() -> kt.Workspace:
        add_script_run_ctx(ctx=run)
        return workspace()

    def later() -> kt.Workspace:
        with ThreadPoolExecutor(max_workers=1) as beside:
            return beside.submit(asked).result()

    return later


def hosted() -> bool:
    """Whether people have rights here, and may do nothing without."""
    return host().hosted


def visitor() -> kt.Visitor:
    """Whoever looks at this page, as the browser's own connection tells it."""
    told = visits.told_visitor(
        st.context.cookies,
        headers(),
        peer=st.context.ip_address or "",
        identity=_identity(),
    )
    # What was told in this visit is not in the cookies with which the connection began.
    return told if told.name else kt.Visitor(told.token, reader.who(), told.identity, told.address)


def _identity() -> str:
    """What the host's log-in vouches for; nothing where it has none."""
    return visits.vouched_for(st.user.to_dict())


def lasting() -> bool:
    """Whether plans outlive the visit: on one's own machine, or hosted where a store was named.

    Anywhere else (a free cloud host, `streamlit run app.py` behind a public name) strangers share
    the process, so each keeps plans to the own visit; a store that was named stays shut there.
    """
    named = bool(os.environ.get("ENLACE_STORE"))
    if hosted():
        return named
    told = headers()
    if st.get_option("server.address") in LOOPBACK and is_here(told):
        return True
    if named and told:
        # Nobody has rights here, so whoever reaches this address would have every plan.
        st.error(kt.say("frame.store_without_host"), icon=":material/lock:")
        st.stop()
    return named


def headers() -> Mapping[str, str]:
    """What the browser's connection has told, all lines of a name as one; nothing without one."""
    told = st.context.headers
    return {name.lower(): ", ".join(told.get_all(name)) for name in told}


def is_here(told: Mapping[str, str]) -> bool:
    """Whether headers come from a browser on this very machine, and through no proxy.

    >>> is_here({"host": "localhost:8501"}), is_here({"host": "localhost", "forwarded": "for=x"})
    (True, False)
    """
    return is_local(told.get("host", "")) and not _FORWARDED & told.keys()


def is_local(name: str) -> bool:
    """Whether the `Host` of a request is this machine's own name, whatever the port.

    >>> is_local("127.0.0.1:8501"), is_local("enlace.example")
    (True, False)
    """
    return urlsplit(f"//{name}").hostname in LOOPBACK


# ── The plan that is open, and who one is on it ─────────────────────────────────────────────────


def plan_id() -> str | None:
    """The plan that the address names; between two pages the session remembers it."""
    found = st.query_params.get(_PLAN) or st.session_state.get(_OPEN)
    return str(found) if found else None


def earlier() -> int | None:
    """The version at which the plan that is open is shown, where that is not its newest."""
    held: int | None = st.session_state.get(_EARLIER)
    return held if held and plan_id() == st.session_state.get(_OPEN) else None


def show(plan: str | None, *, version: int | None = None) -> None:
    """Make `plan` the one that all pages show, as it is or as it was at a version; None closes it.

    Others see nothing of it, nor do other tabs: it lasts as long as the visit or the plan is open.
    """
    st.session_state[_OPEN] = plan
    st.session_state[_EARLIER] = version
    if plan:
        st.query_params[_PLAN] = plan
    else:
        st.query_params.pop(_PLAN, None)


def shows(plan: str) -> bool:
    """Whether both the address and the session name this plan."""
    return st.query_params.get(_PLAN) == plan == st.session_state.get(_OPEN)


def may(action: kt.Action) -> bool:
    """Whether whoever is here may do something with the plan as it is shown.

    All may on their own machine, and nobody may do more than look at an earlier version.
    """
    return (action == "look" or earlier() is None) and may_now(action)


def may_now(action: kt.Action) -> bool:
    """Whether whoever is here may do something with the newest version of the plan."""
    if not hosted():
        return True
    plan = plan_id()
    if plan is None:
        return False
    try:
        return _everything().may(plan, action)
    except kt.EnlaceError:
        return False


def me(plan: str) -> kt.Participant | None:
    """Who one is among the people of a plan; None where nobody needs to be known."""
    if not hosted():
        return None
    try:
        return workspace().sharing.me(plan)
    except kt.EnlaceError:
        return None


def signature(plan: str) -> str:
    """The name that an edit of this plan would carry."""
    if not hosted():
        return reader.who()
    found = me(plan)
    return found.name if found else ""


def mark(plan: str) -> str:
    """What tells one's own edits of this plan from those of others."""
    found = me(plan)
    return found.id if found else "" if hosted() else reader.who()


def last_own(plan: str) -> str | None:
    """What the last edit did that whoever is here made, in a sentence; None where there is none."""
    found, mine = me(plan), signature(plan)
    for told in workspace().timeline(plan, most=50):
        own = told.person == found.id if found else told.author == mine
        if own and told.sentences:
            return told.sentences[0]
    return None
