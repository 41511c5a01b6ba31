"""`seek`: the cheapest targets that reach the goals, or the best odds for a budget."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import kpi_tree as kt
from kpi_tree.cli import DONE, FOUND
from kpi_tree.cli.printing import page, prose, put_json, table
from kpi_tree.cli.simulating import shown
from kpi_tree.deciding.refusing import Unsought
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, money, number, percent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rich.console import Console


def seek(arguments: argparse.Namespace) -> int:
    """Print a proposal: tables for people, JSON for programs; 1 where there is no answer."""
    plan = kt.read(arguments.plan)
    levers = dict(map(_lever, arguments.lever)) if arguments.lever else None
    with shown() as progress:
        answer = kt.seek(
            plan,
            arguments.goal,
            probability=_asked(arguments.probability, "bad_probability"),
            budget=None if arguments.budget is None else _asked(arguments.budget, "bad_budget"),
            levers=levers,
            locked=arguments.lock or (),
            scenario=arguments.scenario,
            draws=arguments.draws,
            seed=arguments.seed,
            progress=progress,
        )
    if arguments.json:
        put_json(answer.to_dict())
    else:
        _told(answer)
    return DONE if answer.found else FOUND


def _asked(word: str, refusal: str) -> float:
    """A number that was asked for; what is none is refused as it was written."""
    found = _number(word)
    if math.isnan(found):
        raise kt.BadArgument([Unsought(refusal, "", {"found": kt.quoted(word)})])
    return found


def _number(word: str) -> float:
    """A number as programs write it, else none."""
    try:
        return float(word)
    except ValueError:
        return math.nan


def _lever(word: str) -> tuple[str, tuple[float, float]]:
    name, equals, ends = word.partition("=")
    low, colon, high = ends.partition(":")
    found = _number(low), _number(high)
    if not (name and equals and colon) or not all(map(math.isfinite, found)):
        raise kt.BadArgument([Unsought("bad_lever", "", {"found": kt.quoted(word)})])
    return name, found


def _told(answer: kt.Answer) -> None:
    with page() as out:
        goals = [goal.name for goal in answer.plan.goals if goal.id in answer.goals]
        out.print(say("seeking.title", goals=" · ".join(goals)), style="bold")
        out.print()
        prose(out, answer.sentence)
        out.print()
        _levers(out, answer)
        _goals(out, answer)
        _frontier(out, answer)
        _alone(out, answer)
        _stops(out, answer)
        prose(out, answer.misleads, style="dim")


def _levers(out: Console, answer: kt.Answer) -> None:
    plan, best = answer.plan, answer.best
    rows = []
    for lever in answer.levers:
        level = best.targets.get(lever.metric)
        cost = best.by_lever.get(lever.metric, 0.0)
        ends = (_level(plan, lever.metric, end) for end in (lever.low, lever.high))
        rows.append(
            (
                plan.metric[lever.metric].name,
                _level(plan, lever.metric, lever.today),
                say("seeking.stays") if level is None else _level(plan, lever.metric, level),
                "\u00a0–\u00a0".join(ends),
                "–" if level is None else money(cost, plan.currency),
            )
        )
    columns = ("lever", "today", "level", "range", "cost")
    title = say("seeking.targets_title") if answer.found else say("seeking.best_title")
    out.print(table([_column(name) for name in columns], rows, title=title))
    free = [plan.metric[at.metric].name for at in answer.levers if at.free]
    if free:
        prose(out, say("seeking.free", levers=", ".join(free)))
    out.print()


def _column(name: str) -> str:
    match name:
        case "lever":
            return say("seeking.lever")
        case "today":
            return say("seeking.today")
        case "level":
            return say("seeking.level")
        case "range":
            return say("seeking.range")
        case "odds":
            return say("seeking.odds")
        case "goal":
            return say("seeking.goal")
        case _:
            return say("seeking.cost")


def _level(plan: kt.Plan, metric: str, level: float) -> str:
    return amount(level, plan.metric[metric].unit, plan.currency)


def _goals(out: Console, answer: kt.Answer) -> None:
    plan, best = answer.plan, answer.best
    names = {goal.id: goal.name for goal in plan.goals}
    rows = [(names[name], percent(odds, digits=1)) for name, odds in best.goals.items()]
    if len(rows) > 1:
        rows.append((say("cli.all_goals"), percent(best.probability, digits=1)))
    out.print(table([_column("goal"), _column("odds")], rows))
    error = number(100 * best.error, digits=2)
    prose(out, say("seeking.checked", draws=answer.checked, error=error))
    out.print()


def _frontier(out: Console, answer: kt.Answer) -> None:
    plan = answer.plan
    rows = [
        (
            percent(point.probability, digits=0),
            money(point.cost, plan.currency),
            *_cells(answer, point),
        )
        for point in answer.frontier
    ]
    names = [plan.metric[lever.metric].name for lever in answer.levers]
    columns = [_column("odds"), _column("cost"), *names]
    out.print(table(columns, rows, title=say("seeking.frontier_title"), narrow=True))


def _cells(answer: kt.Answer, point: kt.Point) -> Sequence[str]:
    found = [(lever.metric, point.targets.get(lever.metric)) for lever in answer.levers]
    return ["–" if at is None else _level(answer.plan, name, at) for name, at in found]


def _alone(out: Console, answer: kt.Answer) -> None:
    rows = []
    for each in answer.alone:
        if each.level is None or each.cost is None:
            told, cost = say("seeking.alone_cannot", odds=percent(each.probability, digits=0)), "–"
        else:
            told = _level(answer.plan, each.metric, each.level)
            cost = money(each.cost, answer.plan.currency)
        rows.append((answer.plan.metric[each.metric].name, told, cost))
    columns = [_column(name) for name in ("lever", "level", "cost")]
    out.print(table(columns, rows, title=say("seeking.alone_title")))


def _stops(out: Console, answer: kt.Answer) -> None:
    if not answer.stops:
        return
    out.print(say("seeking.stops_title"), style="bold")
    names = {goal.id: goal.name for goal in answer.plan.goals}
    for stop in answer.stops:
        odds = percent(stop.probability, digits=1)
        if stop.kind == "goal":
            prose(out, say("seeking.stop_goal", goal=names[stop.id], odds=odds))
        elif stop.bound == "locked":
            metric = answer.plan.metric[stop.id].name
            prose(out, say("seeking.stop_locked", metric=metric, odds=odds))
        elif stop.bound == "high":
            metric = answer.plan.metric[stop.id].name
            prose(out, say("seeking.stop_high", metric=metric, odds=odds))
        else:
            metric = answer.plan.metric[stop.id].name
            prose(out, say("seeking.stop_low", metric=metric, odds=odds))
    out.print()
