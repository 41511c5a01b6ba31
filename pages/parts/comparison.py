"""Scenarios side by side: which is better and how surely, what each costs, in what they differ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import comparison_fan, comparison_table, forecasts, long_work, scenario_choice
from pages.parts.amounts import signed, signed_money
from pages.parts.compared import PAYOFF, compared, metric_of
from pages.parts.odds import Chance
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi_tree import Difference
    from pages.parts.compared import Compared
    from pages.parts.long_work import Progress
    from pages.parts.session import Opened

SLOT: Final = "comparison"
MOST: Final = 6
_SIDES: Final = "comparison.sides"
_BY: Final = "comparison.by"


def comparison(opened: Opened) -> None:
    """A section that opens; what it shows is worked out when it is open."""
    if not opened.plan.scenarios:
        return
    section = st.expander(
        kt.say("comparison.title"),
        key="comparison.open",
        icon=":material/balance:",
        on_change="rerun",
    )
    with section:
        if section.open:
            _opened(opened)


def _opened(opened: Opened) -> None:
    chosen = _sides(opened.plan)
    if not chosen:
        st.markdown(kt.say("comparison.none"))
        return
    plan, memory = opened.plan, forecasts.memory()

    def compare(progress: Progress) -> Compared:
        draws, seed = forecasts.REPORT, forecasts.SEED
        found = kt.compare(
            plan, list(chosen), draws=draws, seed=seed, progress=progress, memory=memory
        )
        return compared(plan, found)

    try:
        found = long_work.answer(SLOT, (opened.id, opened.version, chosen), compare)
        if found:
            _board(plan, found)
    except kt.EnlaceError as error:
        forecasts.refused(error)


def _sides(plan: kt.Plan) -> tuple[str, ...]:
    """Which scenarios are compared: all that fit, or those that the reader marks."""
    if len(plan.scenarios) == 1:
        return tuple(plan.scenario)
    held = [name for name in st.session_state.get(_SIDES) or () if name in plan.scenario]
    st.session_state[_SIDES] = held or list(plan.scenario)[:MOST]
    chosen = st.pills(
        kt.say("comparison.which"),
        list(plan.scenario),
        format_func=lambda name: shown(plan.scenario[name].name if name in plan.scenario else name),
        key=_SIDES,
        selection_mode="multi",
    )
    if len(chosen) > MOST:
        st.caption(kt.say("comparison.most", n=MOST))
    kept = [name for name in plan.scenario if name in chosen]
    return tuple(kept[:MOST])


def _board(plan: kt.Plan, found: Compared) -> None:
    by = _by(plan, found)
    if by:
        st.markdown(verdict(plan, found, by))
    st.table(comparison_table.columns(plan, found), border="horizontal")
    st.caption(kt.say("comparison.same_draws", draws=kt.number(found.draws, digits=0)))
    st.caption(f":material/warning: {kt.say('comparison.misleads')}")
    if by:
        comparison_fan.fan(plan, found, by)
        _between(plan, found, by)
    comparison_table.money(plan, found)
    _picking(found)


def _by(plan: kt.Plan, found: Compared) -> str:
    """By what they are compared: a goal that can be judged, or the payoff; empty for neither."""
    goals = {goal.id: goal.name for goal in plan.goals}
    options = list(found.verdicts)
    if not options:
        return ""
    if st.session_state.get(_BY) not in options:
        st.session_state[_BY] = options[0]
    chosen: str = st.selectbox(
        kt.say("comparison.by"),
        options,
        format_func=lambda name: (
            shown(goals[name], surface="plain") if name in goals else kt.say("comparison.payoff")
        ),
        key=_BY,
    )
    return chosen


# ── Which is better ─────────────────────────────────────────────────────────────────────────────


def verdict(plan: kt.Plan, found: Compared, by: str) -> str:
    """Which is better and how surely, as Markdown."""
    gaps = [gap for gap in found.differences.values() if gap.by == by]
    if not any(gap.better or gap.worse for gap in gaps):
        return kt.say("comparison.alike", by=_about(plan, by))
    leading = found.verdicts[by]
    chance = Chance(leading.odds[leading.best], found.draws)
    words = {"best": _name(found, leading.best), "odds": chance.told, "by": _about(plan, by)}
    margin = f" ({chance.margin})" if chance.margin else ""
    return kt.say("comparison.verdict", margin=margin, **words)


def _about(plan: kt.Plan, by: str) -> str:
    if by == PAYOFF:
        return kt.say("comparison.by_payoff")
    name = next(goal.name for goal in plan.goals if goal.id == by)
    return kt.say("comparison.by_goal", goal=shown(name))


def _name(found: Compared, side: str) -> str:
    if side == kt.DO_NOTHING:
        return kt.say("odds.nothing")
    return kt.say("comparison.quoted", name=shown(found[side].name))


def _between(plan: kt.Plan, found: Compared, by: str) -> None:
    """The difference of two, draw by draw."""
    names = [side.id for side in found.sides]
    with st.container(border=True):
        st.markdown(f"**{kt.say('comparison.two')}**", help=kt.say("comparison.two_how"))
        left, right = st.columns(2)
        with left:
            one = _choice(found, names, key="comparison.one", first=names[1])
        with right:
            others = [name for name in names if name != one]
            first = others[min(1, len(others) - 1)]
            other = _choice(found, others, key="comparison.other", first=first)
        st.markdown(difference(plan, found, found.between(one, other, by=by)))


def _choice(found: Compared, names: Sequence[str], *, key: str, first: str) -> str:
    if st.session_state.get(key) not in names:
        st.session_state[key] = first
    chosen: str = st.selectbox(
        kt.say(key),
        names,
        format_func=lambda name: (
            shown(found[name].name, surface="plain")
            if name in names and name != kt.DO_NOTHING
            else kt.say("odds.nothing")
        ),
        key=key,
    )
    return chosen


def difference(plan: kt.Plan, found: Compared, between: Difference) -> str:
    """How far apart two scenarios are, and how often the one is better, as Markdown."""
    write = _writer(plan, between.by)
    better = Chance(between.better, found.draws)
    words = {
        "one": _name(found, between.one),
        "other": _name(found, between.other),
        "mean": shown(write(between.mean)),
        "low": shown(write(between.p10)),
        "high": shown(write(between.p90)),
        "odds": better.told,
        "margin": f" ({better.margin})" if better.margin else "",
    }
    return kt.say("comparison.difference", **words)


def _writer(plan: kt.Plan, by: str) -> Callable[[float], str]:
    metric = metric_of(plan, by)
    return partial(signed, plan, metric) if metric else partial(signed_money, plan)


# ── Picking one ─────────────────────────────────────────────────────────────────────────────────


def _picking(found: Compared) -> None:
    """Go on with one of them: it is shown on all pages from then on."""
    with st.container(border=True):
        st.markdown(f"**{kt.say('comparison.pick')}**")
        with st.container(horizontal=True, gap="small"):
            for side in found.sides[1:]:
                st.button(
                    shown(side.name),
                    key=f"comparison.pick.{side.id}",
                    icon=":material/check:",
                    on_click=scenario_choice.choose,
                    args=(side.id,),
                )
