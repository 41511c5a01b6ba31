"""Earlier versions: the timeline, and in it one of them held against today, opened or restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, session
from pages.parts.steps import STEPS
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened

AT_ONCE: Final = 30
_SHOWN: Final = "history.shown"
_CHOSEN: Final = "history.version"
_AT: Final = "history"


def versions(opened: Opened) -> None:
    """What happened, the newest first, and below what a chosen version was."""
    newest = session.workspace().read(opened.id)
    now = session.Opened(opened.id, newest.plan, newest.version)
    most = st.session_state.get(_SHOWN, AT_ONCE)
    told = session.workspace().timeline(opened.id, most=most + 1)
    st.markdown(_lead(now))
    for each in told[:most]:
        with st.container(border=True):
            _told(now, each)
            if each.version == st.session_state.get(_CHOSEN) and each.version < now.version:
                _earlier(now, each)
    if len(told) > most:
        st.button(kt.say("history_page.more"), key="history.more", on_click=_show_more)


def _lead(now: Opened) -> str:
    if now.version == 1:
        return kt.say("history_page.first")
    restoring = session.may("edit")
    return kt.say("history_page.choose") if restoring else kt.say("history_page.choose_to_look")


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, AT_ONCE) + AT_ONCE


def _told(opened: Opened, each: kt.Told) -> None:
    chosen = each.version == st.session_state.get(_CHOSEN)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap="xsmall"):
            if each.name:
                st.badge(shown(each.name), icon=":material/bookmark:", color="primary")
            for sentence in each.sentences or (_kept(each),):
                st.markdown(shown(sentence))
            now = each.version == opened.version
            st.caption(f"{_when(each)} · {kt.say('history_page.now')}" if now else _when(each))
        if not now:
            st.button(
                kt.say("history_page.close") if chosen else kt.say("history_page.look"),
                key=f"history.look.{each.version}",
                on_click=_choose,
                args=(None if chosen else each.version,),
            )


def _kept(each: kt.Told) -> str:
    return kt.say("history_page.nothing_told", name=each.author)


def _when(each: kt.Told) -> str:
    moment = kt.moment(each.at.astimezone())
    return kt.say("history_page.when", n=each.version, moment=moment)


def _choose(version: int | None) -> None:
    st.session_state[_CHOSEN] = version


# ── One of them ─────────────────────────────────────────────────────────────────────────────────


def _earlier(opened: Opened, each: kt.Told) -> None:
    version = each.version
    with st.container(key="history.earlier"):
        then = session.workspace().read(opened.id, version)
        _opening(opened.id, version)
        _differences(opened, version)
        _odds(opened, then.plan, version)
        if session.may("edit"):
            _acts(opened, version, name=each.name)
        session.refusal(_AT)


def _opening(plan_id: str, version: int) -> None:
    """A button that shows the plan as it was, on all pages; it goes to the result."""
    if version == session.earlier():
        return
    if st.button(
        kt.say("history_page.open"),
        key="history.open",
        icon=":material/visibility:",
        help=kt.say("history_page.open_help"),
    ):
        session.show(plan_id, version=version)
        kept = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
        st.switch_page(STEPS["result"].script, query_params=kept)


def _differences(opened: Opened, version: int) -> None:
    found = session.workspace().compare(opened.id, version)
    if not found:
        st.markdown(kt.say("history_page.alike"))
        return
    st.markdown(kt.say("history_page.since", n=len(found)))
    st.markdown("\n".join(f"- {shown(each.sentence)}" for each in found[:AT_ONCE]))
    if len(found) > AT_ONCE:
        st.caption(kt.say("history_page.and_more", n=len(found) - AT_ONCE))


def _odds(opened: Opened, then: kt.Plan, version: int) -> None:
    """What the odds of each goal were, and are."""
    try:
        with forecasts.progress():
            before = _told_odds(session.Opened(opened.id, then, version))
            after = _told_odds(opened)
    except kt.EnlaceError as error:
        forecasts.refused(error)
        return
    lines = [
        f"{shown(scenario)} · {shown(goal)}: {_moved(before.get(key), after.get(key))}"
        for key in dict.fromkeys([*after, *before])
        for goal, scenario in [key]
        if before.get(key) != after.get(key)
    ]
    st.markdown(f"**{kt.say('history_page.odds')}**")
    st.markdown("\n".join(f"- {line}" for line in lines) or kt.say("history_page.same_odds"))


def _moved(before: str | None, after: str | None) -> str:
    if before and after:
        return f"{before} → **{after}**"
    if after:
        return kt.say("history_page.now_first", odds=after)
    return kt.say("history_page.then_only", odds=before or "")


def _told_odds(opened: Opened) -> dict[tuple[str, str], str]:
    plan, found = opened.plan, {}
    for scenario in (None, *plan.scenarios):
        forecast = forecasts.forecast(opened, scenario, draws=forecasts.REPORT)
        name = scenario.name if scenario else kt.say("history_page.do_nothing")
        for goal in plan.goals:
            odds = forecast.goals.get(goal.id)
            if odds is not None and odds.probability is not None:
                found[goal.name, name] = kt.percent(odds.probability, digits=0)
    return found


def _acts(opened: Opened, version: int, *, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            kt.say("history_page.name"),
            value=name,
            key=f"history.name.{version}",
            max_chars=LONGEST_TYPED,
            placeholder=kt.say("history_page.name_example"),
            on_change=_name,
            args=(opened.id, version),
            width=320,
        )
        st.button(
            kt.say("history_page.restore"),
            key="history.restore",
            type="primary",
            icon=":material/restore:",
            help=kt.say("history_page.restore_help"),
            on_click=_restore,
            args=(version,),
        )


def _name(plan_id: str, version: int) -> None:
    typed: Any = st.session_state.get(f"history.name.{version}") or ""
    name = " ".join(str(typed).split())
    session.tried(
        lambda: session.workspace().name_version(
            plan_id, version, name, by=session.signature(plan_id)
        ),
        at=_AT,
    )


def _restore(version: int) -> None:
    if session.restore(version, at=_AT):
        st.session_state.pop(_CHOSEN, None)
