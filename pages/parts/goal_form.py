"""The form of a goal: which metric, from what to what, by when, who answers for it, and why.

A goal may be kept half said. What was typed stays in its field until it has been kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session, standing
from pages.parts.baselines import baselines, baselines_kept
from pages.parts.levels import UNITLESS, amount, between, kind_of, unit_name
from pages.parts.metric_choice import forget, metric_choice
from pages.parts.quantity_field import quantity_input
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from pages.parts.quantity_field import Answer
    from pages.parts.session import Opened

OPEN: Final = "goals.open"
NEW: Final = "new"
SOMEBODY_NEW: Final = "+"
WINDOWS: Final = {
    "month": "goals.window_month",
    "quarter": "goals.window_quarter",
    "year": "goals.window_year",
    "horizon": "goals.window_horizon",
}
SIDES: Final = {
    "business": "goals.side_business",
    "social": "goals.side_social",
    "other": "goals.side_other",
}


def open_form(goal: str) -> None:
    """Show the form of a goal, or of a new one, when the page is drawn next."""
    st.session_state[OPEN] = goal
    forget(f"goal.{goal}")


def close_form() -> None:
    """Put the form away."""
    st.session_state.pop(OPEN, None)


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
        _owner(opened, key)
        st.text_area(
            kt.say("goals.why"),
            key=f"{key}.why",
            max_chars=LONGEST_TYPED,
            height=84,
            placeholder=kt.say("goals.why_example"),
        )
        st.text_input(
            kt.say("goals.name"),
            key=f"{key}.name",
            max_chars=LONGEST_TYPED,
            placeholder=shown(metric.name, surface="plain")
            if metric
            else kt.say("goals.name_example"),
            help=kt.say("goals.name_help"),
        )
        _ending(opened, goal, metric, aim=aim)


def _fill(opened: Opened, goal: kt.Goal | None, *, key: str) -> None:
    """What the plan holds goes into each field that has not been drawn yet."""
    first: dict[str, Any] = {
        "by": goal.by if goal else opened.plan.calendar[-1],
        "window": goal.window if goal else "month",
        "owner": (goal.owner if goal else "") or None,
        "why": goal.why if goal else "",
        "name": goal.name if goal else "",
    }
    for name, value in first.items():
        st.session_state.setdefault(f"{key}.{name}", value)


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
    )
    window.selectbox(
        kt.say("goals.window"),
        list(WINDOWS),
        format_func=lambda one: kt.say(WINDOWS[one]),
        key=f"{key}.window",
        help=kt.say("goals.window_help"),
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


def _owner(opened: Opened, key: str) -> None:
    people = {one.id: one for one in opened.plan.people}
    chosen = st.selectbox(
        kt.say("goals.owner"),
        [*people, SOMEBODY_NEW],
        index=None,
        format_func=lambda one: _person(people, one),
        key=f"{key}.owner",
        placeholder=kt.say("goals.nobody_yet"),
        help=kt.say("goals.owner_help"),
    )
    if chosen != SOMEBODY_NEW:
        return
    name, role, side = st.columns([3, 3, 2])
    name.text_input(kt.say("goals.person_name"), key=f"{key}.person", max_chars=LONGEST_TYPED)
    role.text_input(
        kt.say("goals.person_role"),
        key=f"{key}.role",
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("goals.person_role_example"),
    )
    side.selectbox(
        kt.say("goals.person_side"),
        list(SIDES),
        format_func=lambda one: kt.say(SIDES[one]),
        key=f"{key}.side",
        help=kt.say("goals.person_side_help"),
    )


def _person(people: dict[str, kt.Person], one: str) -> str:
    if one == SOMEBODY_NEW:
        return kt.say("goals.somebody_new")
    return shown(people[one].name, surface="plain") if one in people else one


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
        session.accept(key)
        close_form()
        forget(key)
        st.rerun()
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
    owner = _answering(opened, key)
    if owner is None:
        return False
    name = held[f"{key}.name"].strip() or _usual_name(opened.plan, goal, metric)
    fields: dict[str, Any] = {"metric": metric.id if metric else None, "owner": owner}
    fields["why"] = held[f"{key}.why"]
    if metric:
        fields["target"] = aim.value if aim else None
        fields |= {"due": held[f"{key}.by"], "window": held[f"{key}.window"]}
    if goal:
        return session.edit(kt.change_goal, goal.id, at=key, name=name, **fields)
    return session.edit(kt.add_goal, name, at=key, **fields)


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


def _answering(opened: Opened, key: str) -> str | None:
    """The id of whoever answers for the goal, added where they are new; None where refused."""
    held = st.session_state
    chosen = held[f"{key}.owner"]
    if chosen != SOMEBODY_NEW:
        return chosen or ""
    name = held[f"{key}.person"].strip()
    if not name:
        session.refuse(kt.say("goals.person_unnamed"), at=key)
        return None
    for person in opened.plan.people:
        if person.name.casefold() == name.casefold():
            return person.id
    new = kt.id_for(name, opened.plan)
    told = {"id": new, "role": held[f"{key}.role"], "side": held[f"{key}.side"]}
    return new if session.edit(kt.add_person, name, at=key, **told) else None
