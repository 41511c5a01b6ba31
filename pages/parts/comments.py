"""What people say about a plan: threads about it, a metric, a link, a goal, a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pages.parts.session import Opened

_AT: Final = "comments"
_SETTLED: Final = "comments.settled"
WHOLE: Final = kt.Subject()


def board(opened: Opened) -> None:
    """All threads of a plan, those that are open first, and a field for a new one."""
    about = _about(opened) if session.may("comment") else WHOLE
    begin(opened, about, key="comments.new")
    talk, me = session.workspace().talk, session.signature(opened.id)
    threads = talk.threads(opened.id, by=me)
    mine = {thread.id for thread in talk.mentions(opened.id, by=me)} if me else set()
    waiting = [thread for thread in threads if thread.open]
    settled = [thread for thread in threads if not thread.open]
    if not threads:
        st.markdown(kt.say("comments.none"))
    for thread in sorted(waiting, key=lambda each: each.id not in mine):
        _thread(opened, thread, addressed=thread.id in mine)
    if settled and st.toggle(kt.say("comments.settled", n=len(settled)), key=_SETTLED):
        for thread in settled:
            _thread(opened, thread)


def beside(opened: Opened, about: Sequence[kt.Subject], *, key: str) -> None:
    """What is said about something on a page, behind a button that counts it."""
    counts = session.workspace().talk.counts(opened.id)
    n = sum(counts.get(each, 0) for each in about)
    if not n and not session.may("comment"):
        return
    words = kt.say("comments.count", n=n) if n else kt.say("comments.button")
    panel = st.popover(words, icon=":material/forum:", key=key, on_change="rerun")
    with panel:
        if not panel.open:
            return
        for subject in about:
            found = session.workspace().talk.threads(
                opened.id, about=subject, resolved=False, by=session.signature(opened.id)
            )
            for thread in found:
                _thread(opened, thread, place=key)
        begin(opened, about[0], key=f"{key}.new")


# ── What a thread is about ──────────────────────────────────────────────────────────────────────


def _about(opened: Opened) -> kt.Subject:
    names = subjects(opened.plan)
    chosen = st.selectbox(
        kt.say("comments.about"),
        list(names),
        key="comments.about",
        format_func=lambda subject: names.get(subject, ""),
    )
    return chosen if chosen in names else WHOLE


def subjects(plan: kt.Plan) -> dict[kt.Subject, str]:
    """Everything in a plan of which one can speak, with its name as a list shows it."""
    metrics = {metric.id: shown(metric.name, surface="plain") for metric in plan.metrics}
    found = {WHOLE: kt.say("comments.whole")}
    for goal in plan.goals:
        words = kt.say("comments.goal", name=shown(goal.name, surface="plain"))
        found[kt.Subject("goal", goal.id)] = words
    for scenario in plan.scenarios:
        words = kt.say("comments.scenario", name=shown(scenario.name, surface="plain"))
        found[kt.Subject("scenario", scenario.id)] = words
    for metric, name in metrics.items():
        found[kt.Subject("metric", metric)] = kt.say("comments.metric", name=name)
    for link in plan.links:
        words = f"{metrics[link.driver]} → {metrics[link.outcome]}"
        found[kt.Subject("link", link.id)] = kt.say("comments.link", name=words)
    return found


# ── A thread ────────────────────────────────────────────────────────────────────────────────────


def begin(opened: Opened, about: kt.Subject, *, key: str) -> None:
    """A field to say something, for whoever may."""
    if not session.may("comment"):
        if session.earlier() is None:
            st.caption(kt.say("comments.only_looking"))
        return

    def say(text: str) -> None:
        session.workspace().talk.comment(opened.id, about, text, by=session.signature(opened.id))

    _writing(kt.say("comments.write"), kt.say("comments.send"), key=key, say=say)


def _writing(label: str, send: str, *, key: str, say: Callable[[str], None]) -> None:
    """A field for some lines; what was refused stays in it."""
    st.text_area(
        label,
        key=key,
        max_chars=LONGEST_TYPED,
        height=80,
        placeholder=kt.say("comments.example"),
    )

    def sent() -> None:
        text = str(st.session_state.get(key) or "").strip()
        if session.tried(lambda: say(text), at=key):
            st.session_state[key] = ""

    st.button(send, key=f"{key}.send", icon=":material/send:", on_click=sent)
    session.refusal(key)


def _thread(
    opened: Opened, thread: kt.Thread, *, place: str = "comments", addressed: bool = False
) -> None:
    key = f"{place}.{thread.id}"
    with st.container(border=True, key=key):
        if place == "comments":
            name = subjects(opened.plan).get(thread.about, kt.say("comments.gone"))
            st.caption(shown(name))
        if addressed:
            st.badge(kt.say("comments.for_you"), icon=":material/alternate_email:")
        for remark in thread.remarks:
            _remark(opened, remark, key)
        if not thread.open:
            st.caption(kt.say("comments.settled_by", name=shown(thread.resolved_by)))
        if session.may("comment"):
            _answering(opened, thread, key)


def _remark(opened: Opened, remark: kt.Remark, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(width="stretch", gap="xsmall"):
            moment = kt.moment(remark.at.astimezone())
            st.markdown(f"**{shown(remark.author)}** :gray[:small[{shown(moment)}]]")
            st.markdown(shown(remark.text, lines=True))
        own = remark.mine and session.may("comment")
        if own or (session.hosted() and session.may("share")):
            st.button(
                kt.say("comments.withdraw"),
                key=f"{key}.withdraw.{remark.id}",
                type="tertiary",
                on_click=_withdraw,
                args=(opened.id, remark.id, key),
            )


def _answering(opened: Opened, thread: kt.Thread, key: str) -> None:
    def say(text: str) -> None:
        by = session.signature(opened.id)
        session.workspace().talk.reply(opened.id, thread.id, text, by=by)
        st.session_state[f"{key}.replying"] = False

    with st.container(horizontal=True, gap="small"):
        with st.popover(
            kt.say("comments.reply"),
            icon=":material/reply:",
            key=f"{key}.replying",
            on_change="rerun",  # so that it can be closed once the answer is sent
        ):
            _writing(kt.say("comments.reply"), kt.say("comments.send"), key=f"{key}.reply", say=say)
        st.button(
            kt.say("comments.settle") if thread.open else kt.say("comments.reopen"),
            icon=":material/check:" if thread.open else ":material/undo:",
            key=f"{key}.settle",
            on_click=_settle,
            args=(opened.id, thread, key),
        )
    session.refusal(key)


def _settle(plan_id: str, thread: kt.Thread, at: str) -> None:
    talk, by = session.workspace().talk, session.signature(plan_id)
    act = talk.resolve if thread.open else talk.reopen
    session.tried(lambda: act(plan_id, thread.id, by=by), at=at)


def _withdraw(plan_id: str, remark: str, at: str) -> None:
    by = session.signature(plan_id)
    session.tried(lambda: session.workspace().talk.withdraw(plan_id, remark, by=by), at=at)
