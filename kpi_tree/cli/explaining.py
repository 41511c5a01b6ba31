"""`explain`: what each lever contributes, what the doubt comes from, what to learn first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from kpi_tree.cli import DONE
from kpi_tree.cli.printing import page, prose, put_json, table, width_of
from kpi_tree.cli.simulating import shown
from kpi_tree.locale import say
from kpi_tree.locale.numbers import amount, money, number, percent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rich.console import Console

_MOST: Final = 10
_MOST_PATHS: Final = 8


def explain(arguments: argparse.Namespace) -> int:
    """Print an explanation: tables for people, JSON for programs."""
    plan = kt.read(arguments.plan)
    with shown() as progress:
        result = kt.explain(
            plan,
            arguments.goal,
            arguments.scenario,
            draws=arguments.draws,
            seed=arguments.seed,
            progress=progress,
        )
    if arguments.json:
        put_json(result.to_dict())
        return DONE
    with page() as out:
        goal = next(each for each in plan.goals if each.id == result.goal)
        scenario = plan.scenario[result.scenario].name
        out.print(say("deciding.title", goal=goal.name, scenario=scenario), style="bold")
        out.print()
        _contributions(out, result.contributions)
        _importance(out, result.importance)
        _learning(out, result.learning)
    return DONE


def _contributions(out: Console, found: kt.Contributions) -> None:
    prose(out, found.sentence)
    plan = found.plan
    rows = [
        (
            plan.metric[each.lever].name,
            _signed(plan, found.metric, each.mean),
            _between(plan, found.metric, each.p10, each.p90),
            _amount(plan, found.metric, each.standard_error),
            _points(each.odds),
        )
        for each in found.levers
    ]
    whole = _between(plan, found.metric, found.change_p10, found.change_p90)
    odds = _points(found.odds_after - found.odds_before)
    change = _signed(plan, found.metric, found.change)
    rows.append((say("deciding.total_row"), change, whole, "", odds))
    columns = (
        say("deciding.lever_column"),
        say("deciding.part_column"),
        say("deciding.range_column"),
        say("deciding.error_column"),
        say("deciding.odds_column"),
    )
    _table(out, columns, rows, title=say("deciding.contributions_title"))
    _method(out, found.method_sentence, found.misleads)
    _paths(out, found)


def _paths(out: Console, found: kt.Contributions) -> None:
    paths = [path for each in found.levers for path in each.paths]
    paths.sort(key=lambda path: -abs(path.amount))
    if not paths:
        return
    metric = found.plan.metric
    rows = [
        (" → ".join(metric[name].name for name in path.metrics), _signed_path(found, path))
        for path in paths[:_MOST_PATHS]
    ]
    columns = (say("deciding.path_column"), say("deciding.part_column"))
    _table(out, columns, rows, title=say("deciding.paths_title"))
    _method(out, found.paths_mislead)


def _signed_path(found: kt.Contributions, path: kt.FlowPath) -> str:
    return _signed(found.plan, found.metric, path.amount)


def _importance(out: Console, found: kt.Importance) -> None:
    prose(out, found.sentence)
    if not found.quantities:
        out.print()
        return
    plan = found.plan
    metric = next(each.metric for each in plan.goals if each.id == found.goal) or ""
    rows = [
        (
            each.source.name(plan),
            _share(each.first_order, each.first_order_error),
            _share(each.total, each.total_error),
            _amount(plan, metric, each.low),
            _amount(plan, metric, each.high),
        )
        for each in found.quantities[:_MOST]
    ]
    rows.append((say("deciding.rest_row"), percent(max(0.0, found.rest), digits=1), "", "", ""))
    columns = (
        say("deciding.quantity_column"),
        say("deciding.first_column"),
        say("deciding.full_column"),
        say("deciding.low_column"),
        say("deciding.high_column"),
    )
    _table(out, columns, rows, title=say("deciding.importance_title"))
    _method(out, found.method_sentence, found.misleads)


def _learning(out: Console, found: kt.Learning) -> None:
    for sentence in found.sentences:
        prose(out, sentence)
    if found.undefined:
        prose(out, found.undefined)
    if found.telling:
        column = "deciding.value_column" if found.in_money else "deciding.value_odds_column"
        columns = (
            say("deciding.quantity_column"),
            say(column),
            say("deciding.error_column"),
            say("deciding.test_column"),
        )
        rows = [
            (
                each.source.name(found.plan),
                _worth(found, each.value),
                _worth(found, each.standard_error),
                each.test.sentence,
            )
            for each in found.telling
        ]
        _table(out, columns, rows, title=say("deciding.learning_title"))
        for each in found.telling[:1]:
            for assumption in each.test.assumptions:
                prose(out, assumption, style="dim")
    _method(out, found.method_sentence, found.misleads)


def _worth(found: kt.Learning, value: float) -> str:
    if found.in_money:
        return money(found.a_year(value), found.plan.currency)
    return _points(value)


def _points(value: float) -> str:
    """A change of the odds in points of a hundred."""
    points = round(100 * value, 1) + 0.0
    written = number(points, digits=1)
    text = say("deciding.points", value=f"+{written}" if points > 0 else written)
    return text.replace(" ", "\u00a0")


def _share(value: float | None, error: float | None) -> str:
    if value is None or error is None:
        return "–"
    return f"{percent(value, digits=1)} ± {number(100 * error, digits=1)}".replace(" ", "\u00a0")


def _amount(plan: kt.Plan, metric: str, value: float) -> str:
    return amount(value, plan.metric[metric].unit, plan.currency)


def _signed(plan: kt.Plan, metric: str, value: float) -> str:
    text = _amount(plan, metric, value)
    return f"+{text}" if value > 0 else text


def _between(plan: kt.Plan, metric: str, *ends: float) -> str:
    return "\u00a0– ".join(_signed(plan, metric, end) for end in ends).replace(" ", "\u00a0")


def _table(
    out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str
) -> None:
    out.print()
    narrow = width_of(columns, rows) > out.width
    out.print(table(columns, rows, title=title, narrow=narrow))


def _method(out: Console, *sentences: str) -> None:
    for sentence in sentences:
        prose(out, sentence, style="dim")
    out.print()
