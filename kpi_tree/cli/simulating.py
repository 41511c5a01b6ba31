"""`simulate`: the odds of the goals and where the metrics go, scenario by scenario."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import kpi_tree as kt
from kpi_tree.cli import DONE
from kpi_tree.cli.printing import console, put_json, table
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, long_month, money, month, percent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from kpi_tree.simulation.selection import Summary

DO_NOTHING = "do_nothing"


def simulate(arguments: argparse.Namespace) -> int:
    """Print forecasts: a table for people, JSON for programs."""
    plan = kt.read(arguments.plan)
    with _shown() as progress:
        result = kt.simulate(
            plan, arguments.scenario, arguments.draws, arguments.seed, progress=progress
        )
    if arguments.json:
        put_json(result.to_dict())
        return DONE
    out = console()
    out.print(plan.title, style="bold")
    out.print(say("cli.simulated", draws=arguments.draws, start=_spell(plan)))
    out.print()
    _missing(out, result)
    _goals(out, result)
    for name in result.forecasts:
        if name != DO_NOTHING:
            _scenario(out, result, name)
    out.print(say("cli.how_to_read"), style="dim")
    return DONE


def _spell(plan: kt.Plan) -> str:
    first, last = plan.calendar[0], plan.calendar[-1]
    return long_month(first) if first == last else f"{long_month(first)} – {long_month(last)}"


@contextmanager
def _shown() -> Iterator[Callable[[float], bool | None] | None]:
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
    rows = [
        _row(plan, metric, before=base.end(metric), after=forecast.end(metric))
        for metric in forecast.metrics
        if forecast.path(metric) is not base.path(metric)
    ]
    columns = ("metric_column", "do_nothing", "typical", "range", "change")
    title = f"{_name(plan, name)} · {long_month(plan.calendar[-1])}"
    out.print(table([say(f"cli.{column}") for column in columns], rows, title=title))
    _money(out, forecast, plan)


def _row(plan: kt.Plan, metric_id: str, *, before: Summary, after: Summary) -> tuple[str, ...]:
    metric = plan.metric[metric_id]
    start, middle, low, high = (
        amount(float(values[-1]), metric.unit, plan.currency)
        for values in (before.p50, after.p50, after.p10, after.p90)
    )
    change = _change(float(before.p50[-1]), float(after.p50[-1]))
    return metric.name, start, middle, _range(low, high), change


def _range(low: str, high: str) -> str:
    """Two ends held together; one figure where they are the same."""
    return low if low == high else f"{low}\u00a0–\u00a0{high}"


def _change(before: float, after: float) -> str:
    if before <= 0:
        return ""
    change = round(after / before - 1, 3)
    return ("+" if change > 0 else "") + percent(change + 0.0, digits=1)


def _money(out: Console, forecast: kt.Forecast, plan: kt.Plan) -> None:
    cost = float(forecast.money.mean_cost.sum())
    if cost:
        out.print(say("cli.cost", cost=money(cost, plan.currency)))
    payoff, payback = forecast.money.payoff_at_end, forecast.money.payback
    if payoff is not None and payback is not None:
        low, high = (money(float(each[-1]), plan.currency) for each in (payoff.p10, payoff.p90))
        typical = money(float(payoff.p50[-1]), plan.currency)
        out.print(say("cli.payoff", typical=typical, low=low, high=high))
        out.print(say("cli.payback", odds=_odds(payback[0])))
    out.print()
