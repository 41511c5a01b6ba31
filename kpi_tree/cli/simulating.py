"""`simulate`: the odds of the goals and where the metrics go, scenario by scenario."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

import kpi_tree as kt
from kpi_tree.cli import DONE
from kpi_tree.cli.printing import page, prose, put_json, table, width_of
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, long_month, money, month, number, percent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from kpi_tree.simulation.selection import Summary

    Told = tuple[kt.Metric, Summary, Summary]

DO_NOTHING = "do_nothing"


def simulate(arguments: argparse.Namespace) -> int:
    """Print forecasts: a table for people, JSON for programs."""
    plan = kt.read(arguments.plan)
    with shown() as progress:
        result = kt.simulate(
            plan, arguments.scenario, arguments.draws, arguments.seed, progress=progress
        )
    if arguments.json:
        put_json(result.to_dict())
        return DONE
    with page() as out:
        out.print(plan.title, style="bold")
        out.print(say("cli.simulated", draws=result.draws, start=_spell(plan)))
        out.print()
        _missing(out, result)
        _goals(out, result)
        for name in result.forecasts:
            if name != DO_NOTHING:
                _scenario(out, result, name)
        if len(result.forecasts) == 1:
            _unchanged(out, result)
        if plan.goals:
            prose(out, say("cli.how_to_read"), style="dim")
    return DONE


def _spell(plan: kt.Plan) -> str:
    first, last = plan.calendar[0], plan.calendar[-1]
    return long_month(first) if first == last else f"{long_month(first)} – {long_month(last)}"


@contextmanager
def shown() -> Iterator[Callable[[float], bool | None] | None]:
    """A progress bar on standard error, where a person looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 (only where people read)
    from rich.progress import Progress  # noqa: PLC0415 (only where people read)

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("cli.simulating"), total=1.0)

        def progress(share: float) -> None:
            bar.update(task, completed=share)

        yield progress


def _missing(out: Console, result: kt.Simulation) -> None:
    if waiting := result.missing:
        out.print(say("cli.missing", n=len(waiting)), style="bold yellow")
        for each in waiting:
            out.print(f"  {each.place}: {each.sentence}")
        out.print()


def _goals(out: Console, result: kt.Simulation) -> None:
    if not result.plan.goals:
        return
    forecasts = list(result.forecasts.values())
    rows = [
        (
            goal.name,
            _target(result.plan, goal.id),
            *(_odds(each.goals[goal.id].probability) for each in forecasts),
        )
        for goal in result.plan.goals
    ]
    if len(rows) > 1:
        rows.append((say("cli.all_goals"), "", *(_odds(each.all_goals) for each in forecasts)))
    names = [_name(result.plan, name) for name in result.forecasts]
    columns = (say("cli.goal"), say("cli.target"), *names)
    out.print(table(columns, rows, title=say("cli.odds_title")))


def _odds(probability: float | None) -> str:
    """“62 of 100”; never a certainty that is none."""
    if probability is None:
        return "–"
    if 0 < probability < 0.005:
        return say("cli.odds_below")
    if 0.995 <= probability < 1:
        return say("cli.odds_above")
    return say("cli.odds", hundredths=round(100 * probability)).replace(" ", "\u00a0")


def _target(plan: kt.Plan, goal_id: str) -> str:
    goal = next(goal for goal in plan.goals if goal.id == goal_id)
    if goal.metric is None or goal.target is None:
        return "–"
    metric = plan.metric[goal.metric]
    sign = "≥" if metric.better == "higher" else "≤"
    value = amount(goal.target, metric.unit, plan.currency)
    by = f" · {month(goal.by)}" if goal.by else ""
    return f"{sign}\u00a0{value}" + by.replace(" ", "\u00a0")


def _name(plan: kt.Plan, scenario: str) -> str:
    return say("cli.do_nothing") if scenario == DO_NOTHING else plan.scenario[scenario].name


def _scenario(out: Console, result: kt.Simulation, name: str) -> None:
    plan, base, forecast = result.plan, result[DO_NOTHING], result[name]
    month = _telling_month(plan, plan.scenario[name])
    moved = [
        (plan.metric[metric], base.at(metric, month), forecast.at(metric, month))
        for metric in forecast.metrics
        if not np.array_equal(forecast.path(metric).row(month), base.path(metric).row(month))
    ]
    columns = (
        say("cli.metric_column"),
        say("cli.do_nothing"),
        say("cli.typical"),
        say("cli.range"),
        say("cli.change"),
    )
    title = f"{_name(plan, name)} · {long_month(plan.calendar[month])}"
    rows = [_row(plan, each, short=False) for each in moved]
    if narrow := width_of(columns, rows) > out.width:
        rows = [_row(plan, each, short=True) for each in moved]
    out.print(table(columns, rows, title=title, narrow=narrow))
    _money(out, forecast, plan)


def _telling_month(plan: kt.Plan, scenario: kt.Scenario) -> int:
    """The last month in which some target holds: after a campaign there is little to see."""
    last = plan.months - 1
    held = [plan.month_index(each.until) if each.until else last for each in scenario.targets]
    return max(held, default=last)


def _row(plan: kt.Plan, told: Told, *, short: bool) -> tuple[str, ...]:
    metric, before, after = told
    start, middle, low, high = (
        amount(float(values[0]), metric.unit, plan.currency, short=short)
        for values in (before.p50, after.p50, after.p10, after.p90)
    )
    change = _change(
        metric, float(before.p50[0]), after=float(after.p50[0]), currency=plan.currency
    )
    return metric.name, start, middle, _range(low, high, narrow=short), change


def _unchanged(out: Console, result: kt.Simulation) -> None:
    """Where everything goes by itself, for a plan that has no scenario yet."""
    plan, base = result.plan, result[DO_NOTHING]
    rows = []
    for name in base.metrics:
        unit, first, last = plan.metric[name].unit, base.at(name, 0), base.at(name, plan.months - 1)
        now, middle, low, high = (
            amount(float(values[0]), unit, plan.currency)
            for values in (first.p50, last.p50, last.p10, last.p90)
        )
        rows.append((plan.metric[name].name, now, middle, _range(low, high)))
    columns = (say("cli.metric_column"), say("cli.now"), say("cli.typical"), say("cli.range"))
    title = say("cli.forecast_title", month=long_month(plan.calendar[-1]))
    prose(out, say("cli.advice"))
    out.print(table(columns, rows, title=title))


def _range(low: str, high: str, *, narrow: bool = False) -> str:
    """Two ends held together, in a narrow place one above the other; one where they are alike."""
    between = "\u00a0–\n" if narrow else "\u00a0–\u00a0"
    return low if low == high else f"{low}{between}{high}"


def _change(metric: kt.Metric, before: float, *, after: float, currency: str) -> str:
    """In percent; of a rate in points, and where there was nothing before in units."""
    if metric.unit == "ratio":
        points = round(100 * (after - before), 2) + 0.0
        return say("cli.points", value=_signed(number(points), points)).replace(" ", "\u00a0")
    if before <= 0:
        return _signed(amount(after - before, metric.unit, currency), after - before)
    change = round(after / before - 1, 3) + 0.0
    return _signed(percent(change, digits=1), change)


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 else text


def _money(out: Console, forecast: kt.Forecast, plan: kt.Plan) -> None:
    cost = float(forecast.money.mean_cost.sum())
    if cost:
        out.print(say("cli.cost", cost=money(cost, plan.currency)))
    payoff, payback = forecast.money.payoff_at_end, forecast.money.payback
    if payoff is not None and payback is not None:
        low, high = (money(float(each[-1]), plan.currency) for each in (payoff.p10, payoff.p90))
        typical = money(float(payoff.p50[-1]), plan.currency)
        prose(out, say("cli.payoff", typical=typical, low=low, high=high))
        odds, half = _odds(payback[0]), payback[1]
        if half:
            prose(out, say("cli.payback_half", odds=odds, month=long_month(half)))
        else:
            prose(out, say("cli.payback", odds=odds))
    out.print()
