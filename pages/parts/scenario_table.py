"""Scenarios side by side: the targets that differ, the odds of each goal, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, forecasts, odds
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pages.parts.session import Opened

Row = tuple[str, "Sequence[str]"]


def comparison(opened: Opened) -> None:
    """The table, or why a scenario has no answer."""
    plan = opened.plan
    try:
        with forecasts.progress():
            draws = forecasts.REPORT
            base = forecasts.forecast(opened, None, draws=draws)
            found = [forecasts.forecast(opened, one, draws=draws) for one in plan.scenarios]
    except kt.EnlaceError as error:
        forecasts.refused(error)
        return
    rows = [*goals(plan, base, found), *money(plan, found), *targets(plan, base)]
    st.table(_columns(plan, rows), border="horizontal")
    st.caption(kt.say("scenarios.compare_note"))


def goals(plan: kt.Plan, base: kt.Forecast, found: Sequence[kt.Forecast]) -> Iterable[Row]:
    """The odds of each goal, and of all together."""
    for goal in plan.goals:
        chances = [odds.chance(forecast, goal) for forecast in (base, *found)]
        yield shown(goal.name), [_told(chance) for chance in chances]
    together = [odds.chance_of_all(forecast) for forecast in (base, *found)]
    if together[0]:
        yield kt.say("odds.all"), [_told(chance) for chance in together]


def money(plan: kt.Plan, found: Sequence[kt.Forecast]) -> Iterable[Row]:
    """What each costs, and what comes back where the plan names money."""
    costs = [dials.money(plan, float(each.money.mean_cost.sum())) for each in found]
    yield kt.say("scenarios.cost_row"), ["–", *map(shown, costs)]
    payoffs = [each.money.payoff_summary for each in found]
    if payoffs and payoffs[0]:
        told = [dials.money(plan, float(each.p50[-1])) for each in payoffs if each]
        yield kt.say("scenarios.payoff_row"), ["–", *map(shown, told)]


def targets(plan: kt.Plan, base: kt.Forecast) -> Iterable[Row]:
    """The targets that are not the same in all scenarios."""
    held = [{each.metric: each for each in scenario.targets} for scenario in plan.scenarios]
    for metric in plan.metrics:
        here = [targets.get(metric.id) for targets in held]
        if any(target != here[0] for target in here):
            yield shown(metric.name), [_start(plan, base, metric.id), *_levels(plan, here)]


def _start(plan: kt.Plan, base: kt.Forecast, metric: str) -> str:
    if metric not in base.metrics:
        return "–"
    return shown(dials.amount(plan, metric, dials.baseline(base, metric)))


def _levels(plan: kt.Plan, here: Sequence[kt.Target | None]) -> Sequence[str]:
    return [
        shown(f"{dials.level(plan, target)} ({dials.timing(plan, target)})") if target else "–"
        for target in here
    ]


def _told(chance: odds.Chance | None) -> str:
    return shown(chance.full) if chance else kt.say("odds.open")


def _columns(plan: kt.Plan, rows: Sequence[Row]) -> Mapping[str, Sequence[str]]:
    """The rows as columns; a name that stands twice is kept apart by its place."""
    names = [kt.say("odds.nothing"), *(shown(scenario.name) for scenario in plan.scenarios)]
    columns: dict[str, Sequence[str]] = {"\u200b": [name for name, _ in rows]}
    for index, name in enumerate(names):
        title = f"{name} ({index})" if name in columns else name
        columns[title] = [cells[index] for _, cells in rows]
    return columns
