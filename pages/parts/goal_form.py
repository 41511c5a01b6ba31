"""The form of a goal: which metric, from what to what, by when, who answers for it, and why.

A goal may be kept half said. What was typed stays in its field until it has been kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import crossed, session, standing
from pages.parts.baselines import baselines, baselines_kept
from pages.parts.goal_owner import ask_owner, owner_kept
from pages.parts.levels import UNITLESS, amount, between, kind_of, unit_name
from pages.parts.metric_choice import forget, metric_choice
from pages.parts.quantity_field import quantity_input
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.delta_generator import DeltaGenerator

    from pages.parts.quantity_field import Answer
    from pages.parts.session import Opened

OPEN: Final = "goals.open"
_PLAN: Final = "goals.form_of"
_REFUSED: Final = "goals.refused"
NEW: Final = "new"
WINDOWS: Final = {
    "month": "goals.window_month",
    "quarter": "goals.window_quarter",
    "year": "goals.window_year",
    "horizon": "goals.window_horizon",
}


def open_form(goal: str) -> None:
    """Show the form of a goal, or of a new one, when the page is drawn next."""
    _clear(f"goal.{goal}")
    st.session_state[OPEN] = goal


def close_form() -> None:
    """Put the form away, and what was typed into it."""
    _clear(f"goal.{st.session_state.pop(OPEN, NEW)}")


def form_of(plan: str) -> None:
    """What was typed outlives a change of page; it must not turn up in another plan."""
    if st.session_state.get(_PLAN, plan) != plan:
        close_form()
        _clear(f"goal.{NEW}")
    st.session_state[_PLAN] = plan


def _clear(key: str) -> None:
    forget(key)
    session.accept(key)
    for name in [one for one in st.session_state if str(one).startswith(f"{key}.")]:
        del st.session_state[name]


def goal_form(opened: Opened, goal: kt.Goal | None) -> None:
    """The form of `goal`, or of a new one."""
    key = f"goal.{goal.id if goal else NEW}"
    _fill(opened, goal, key=key)
    with st.container(border=True, key=f"{key}.form"):
        st.subheader(kt.say("goals.change" if goal else "goals.new"), anchor=False)
        metric = metric_choice(opened, goal.metric if goal else None, key=key)
        if metric:
            baselines(opened, metric, key=key)
        aim = _aim(opened, goal, metric, key=key)
        ask_owner(opened, key)
        st.text_area(
            kt.say("goals.why"),
            key=f"{key}.why",
            max_chars=LONGEST_TYPED,
            height=84,
            placeholder=kt.say("goals.why_example"),
            persist_state="session",
        )
        st.text_input(
            kt.say("goals.name"),
            key=f"{key}.name",
            max_chars=LONGEST_TYPED,
            placeholder=shown(metric.name, surface="plain")
            if metric
            else kt.say("goals.name_example"),
            help=kt.say("goals.name_help"),
            persist_state="session",
        )
        _ending(opened, goal, metric, aim=aim)


def _fill(opened: Opened, goal: kt.Goal | None, *, key: str) -> None:
    """What the plan holds goes into each field in which the reader has put nothing else."""
    state = st.session_state
    state.setdefault(f"{key}.since", opened.version)
    first: dict[str, Any] = {
        "chosen": goal.metric if goal else None,
        "by": goal.by if goal else opened.plan.calendar[-1],
        "window": goal.window if goal else "month",
        "owner": (goal.owner if goal else "") or None,
        "why": goal.why if goal else "",
        "name": goal.name if goal else "",
    }
    for name, value in first.items():
        field = f"{key}.{name}"
        if field not in state or state[field] == state.get(f"{field}.held", value):
            state[field] = state[f"{field}.held"] = value


def _aim(
    opened: Opened, goal: kt.Goal | None, metric: kt.Metric | None, *, key: str
) -> Answer | None:
    """Ask for the target and its month; without a metric there is nothing to aim at yet."""
    if metric is None:
        st.caption(kt.say("goals.metric_first"))
        return None
    plan = opened.plan
    value, month, window = st.columns([3, 3, 4])
    with value:
        label = kt.say("goals.target")
        answer = quantity_input(
            label if metric.unit in UNITLESS else f"{label} ({unit_name(metric, plan)})",
            goal.target if goal else None,
            key=f"{key}.target",
            kind=kind_of(metric, plan, single=True),
            help=shown(kt.library.term("target").text),
        )
    by = _months(plan, month, window, key=key)
    _beside(opened, metric, by)
    return answer


def _months(
    plan: kt.Plan, month: DeltaGenerator, window: DeltaGenerator, *, key: str
) -> str | None:
    """Ask which month the goal is for, and which months decide it."""
    by: str | None = month.selectbox(
        kt.say("goals.by"),
        plan.calendar,
        index=None,
        format_func=kt.long_month,
        key=f"{key}.by",
        placeholder=kt.say("goals.choose_month"),
        persist_state="session",
    )
    window.selectbox(
        kt.say("goals.window"),
        list(WINDOWS),
        format_func=lambda one: kt.say(WINDOWS[one]),
        key=f"{key}.window",
        help=kt.say("goals.window_help"),
        persist_state="session",
    )
    return by


def _beside(opened: Opened, metric: kt.Metric, by: str | None) -> None:
    """Beside the target: from what, and what comes without changes."""
    now = standing.start_level(opened, metric)
    if now is None:
        return
    key = "goals.starts_from" if metric.aggregation == "sum" else "goals.starts_at"
    words = [kt.say(key, value=amount(now, metric, opened.plan))]
    if by and (expected := standing.at_month(opened, metric, by)):
        told = between(expected, metric, opened.plan)
        words.append(kt.say("goals.idle_month", value=told, month=kt.long_month(by)))
    st.markdown(f":material/trending_flat: {' '.join(words)}")


def _ending(
    opened: Opened, goal: kt.Goal | None, metric: kt.Metric | None, *, aim: Answer | None
) -> None:
    key = f"goal.{goal.id if goal else NEW}"
    with st.container(horizontal=True):
        kept = st.button(kt.say("goals.keep"), key=f"{key}.keep", type="primary")
        if goal or opened.plan.goals:
            st.button(kt.say("goals.leave"), key=f"{key}.leave", on_click=close_form)
    # Here, not in a callback: what was typed last has been read by now.
    if kept and _keep(opened, goal, metric, aim=aim):
        close_form()
        _clear(key)
        st.rerun()
    _refusal(key, fresh=kept)


def _refusal(key: str, *, fresh: bool) -> None:
    """Why it was not kept, until something is typed or chosen anew."""
    answers = {
        name: held
        for name, held in st.session_state.items()
        if str(name).startswith(f"{key}.") and isinstance(held, str | None)
    }
    if fresh:
        st.session_state[_REFUSED] = answers
    elif st.session_state.get(_REFUSED) != answers:
        session.accept(key)
    session.refusal(key)


def _keep(
    opened: Opened, goal: kt.Goal | None, metric: kt.Metric | None, *, aim: Answer | None
) -> bool:
    """Put the goal into the plan; whether it was accepted."""
    key = f"goal.{goal.id if goal else NEW}"
    held = st.session_state
    refused = _unread(aim) or _unnamed(held[f"{key}.name"], metric)
    if refused:
        session.refuse(refused, at=key)
        return False
    if metric and not baselines_kept(opened, metric, key=key):
        return False
    owner = owner_kept(opened, key)
    if owner is None:
        return False
    name = held[f"{key}.name"].strip() or _usual_name(opened.plan, goal, metric)
    fields: dict[str, Any] = {"metric": metric.id if metric else None, "owner": owner}
    fields["why"] = held[f"{key}.why"]
    if metric:
        fields["target"] = aim.value if aim else None
        fields |= {"due": held[f"{key}.by"], "window": held[f"{key}.window"]}
    if goal:
        return _changed(goal, {"name": name, **fields}, key=key)
    return session.edit(kt.add_goal, name, at=key, **fields)


def _changed(goal: kt.Goal, fields: Mapping[str, Any], *, key: str) -> bool:
    """Keep what was changed, and leave the rest as others may have made it meanwhile."""
    was = {**dict(goal), "due": goal.by}
    changed = {name: value for name, value in fields.items() if value != was[name]}
    crossed.unseen_since(st.session_state[f"{key}.since"])
    return session.edit(kt.change_goal, goal.id, at=key, **changed)


def _unread(aim: Answer | None) -> str:
    """Why the target is none, in words; empty where it is one, or is still open."""
    if aim is None or aim.empty:
        return ""
    if aim.value is None:
        return kt.say("goals.target_unread")
    return kt.say("goals.target_is_one_number") if isinstance(aim.value, dict) else ""


def _usual_name(plan: kt.Plan, goal: kt.Goal | None, metric: kt.Metric | None) -> str:
    """What a goal is called that nobody named: as its metric, numbered where another is."""
    if metric is None:
        return ""
    return kt.free_name(metric.name, (one.name for one in plan.goals if one != goal))


def _unnamed(name: str, metric: kt.Metric | None) -> str:
    return "" if name.strip() or metric else kt.say("goals.name_or_metric")
