"""The numbers of scenarios side by side: odds, ranges, money, the targets that differ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import streamlit as st

import kpi_tree as kt
from pages.parts import dials
from pages.parts.odds import Chance
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kpi_tree import Side, UnitCost
    from pages.parts.compared import Compared

_POINT: Final = 0.01
Row = tuple[str, "Sequence[str]"]


class _Ranged(Protocol):
    """Whatever falls somewhere."""

    @property
    def p10(self) -> float | None: ...
    @property
    def p50(self) -> float | None: ...
    @property
    def p90(self) -> float | None: ...


def columns(plan: kt.Plan, found: Compared) -> Mapping[str, Sequence[str]]:
    """The table: a column a scenario; a name that stands twice is kept apart by its place."""
    rows = [*_goals(plan, found), *_together(found), *_costs(plan, found), *_targets(plan, found)]
    result: dict[str, Sequence[str]] = {"\u200b": [name for name, _ in rows]}
    for index, side in enumerate(found.sides):
        name = kt.say("odds.nothing") if side.id == kt.DO_NOTHING else shown(side.name)
        title = f"{name} ({index})" if name in result else name
        result[title] = [cells[index] for _, cells in rows]
    return result


def _goals(plan: kt.Plan, found: Compared) -> Iterable[Row]:
    for goal in plan.goals:
        odds = [side.goals[goal.id] for side in found.sides]
        told = [_chance(one.probability, found.draws) for one in odds]
        yield kt.say("comparison.odds_of", goal=shown(goal.name)), told
        if goal.metric:
            write = partial(dials.amount, plan, goal.metric)
            ranges = [_spread(write, one) for one in odds]
            yield kt.say("comparison.range_of", metric=shown(plan.metric[goal.metric].name)), ranges


def _together(found: Compared) -> Iterable[Row]:
    if len(found.sides[0].goals) > 1:
        yield (
            kt.say("odds.all"),
            [_chance(side.all_goals, found.draws) for side in found.sides],
        )


def _costs(plan: kt.Plan, found: Compared) -> Iterable[Row]:
    money = partial(dials.money, plan)
    yield kt.say("comparison.cost"), [shown(money(side.cost.mean)) for side in found.sides]
    if any(side.payoff for side in found.sides):
        yield kt.say("comparison.benefit"), [_spread(money, side.benefit) for side in found.sides]
        yield kt.say("comparison.payoff"), [_spread(money, side.payoff) for side in found.sides]
        yield kt.say("comparison.payback"), [_payback(side, found) for side in found.sides]
    for goal in plan.goals:
        units = [side.per_unit.get(goal.id) for side in found.sides]
        if any(unit and unit.value is not None for unit in units):
            yield _unit_name(plan, goal), [_unit_cost(plan, goal, unit) for unit in units]


def _targets(plan: kt.Plan, found: Compared) -> Iterable[Row]:
    for each in found.differing:
        cells = []
        for side in found.sides:
            target = each.targets.get(side.id)
            cells.append(
                shown(f"{dials.level(plan, target)} ({dials.timing(plan, target)})")
                if target
                else "–"
            )
        yield shown(plan.metric[each.metric].name), cells


# ── Cells ───────────────────────────────────────────────────────────────────────────────────────


def _chance(share: float | None, draws: int) -> str:
    return kt.say("odds.open") if share is None else shown(Chance(share, draws).full)


def _spread(write: Callable[[float], str], one: _Ranged | None) -> str:
    if one is None or one.p10 is None or one.p50 is None or one.p90 is None:
        return "–"
    return _ends(write, (one.p10, one.p50, one.p90))


def _ends(write: Callable[[float], str], ends: tuple[float, float, float]) -> str:
    low, middle, high = map(write, ends)
    if low == high:
        return shown(middle)
    words = {"p10": low, "p50": middle, "p90": high}
    return shown(kt.say("comparison.spread", **words))


def _payback(side: Side, found: Compared) -> str:
    told = side.payback
    if told is None:
        return "–"
    odds = Chance(told.probability, found.draws).told
    if told.p50_month is None:
        return shown(kt.say("comparison.payback_rare", odds=odds))
    return shown(kt.say("comparison.payback_by", month=kt.month(told.p50_month), odds=odds))


def _unit_name(plan: kt.Plan, goal: kt.Goal) -> str:
    metric = plan.metric[goal.metric or ""]
    key = "comparison.per_point" if metric.unit == "ratio" else "comparison.per_unit"
    return kt.say(key, metric=shown(metric.name))


def _unit_cost(plan: kt.Plan, goal: kt.Goal, unit: UnitCost | None) -> str:
    """What a unit costs; of a share, what one point of a hundred costs."""
    if unit is None or unit.value is None:
        return "–"
    part = _POINT if plan.metric[goal.metric or ""].unit == "ratio" else 1.0

    def write(value: float) -> str:
        return dials.money(plan, part * value)

    if unit.p10 is None or unit.p90 is None:
        return shown(write(unit.value))
    return _ends(write, (unit.p10, unit.value, unit.p90))


# ── Money ───────────────────────────────────────────────────────────────────────────────────────


def money(plan: kt.Plan, found: Compared) -> None:
    """What each lever costs, and social's share of the marketing budget."""
    paid = {
        side.id: {metric: cost for metric, cost in side.by_lever.items() if cost.mean}
        for side in found.sides
    }
    metrics = [
        metric.id for metric in plan.metrics if any(metric.id in costs for costs in paid.values())
    ]
    if metrics:
        st.markdown(f"**{kt.say('comparison.by_lever')}**")
        st.table(_by_lever(plan, found, metrics), border="horizontal")
    _share(plan, found)


def _by_lever(
    plan: kt.Plan, found: Compared, metrics: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    result: dict[str, Sequence[str]] = {
        "\u200b": [shown(plan.metric[metric].name) for metric in metrics]
    }
    for index, side in enumerate(found.sides[1:], 1):
        title = shown(side.name)
        cells = [side.by_lever.get(metric) for metric in metrics]
        told = [shown(dials.money(plan, cost.mean)) if cost else "–" for cost in cells]
        result[f"{title} ({index})" if title in result else title] = told
    return result


def _share(plan: kt.Plan, found: Compared) -> None:
    """Social's share of the marketing budget beside what is usual, with its source."""
    share = kt.social_share(plan)
    if share is None:
        return
    words = {"low": kt.percent(share.low), "high": kt.percent(share.high)}
    told = kt.say("comparison.share", share=kt.percent(share.share), **words)
    lines = [f"**{kt.say('comparison.budget')}** {told}", ""]
    for side in found.sides[1:]:
        more = found.shares.get(side.id)
        if more is not None:
            words = {"scenario": shown(side.name), "share": kt.percent(more)}
            lines.append(f"- {kt.say('comparison.share_with', **words)}")
    st.markdown("\n".join(lines))
    st.caption(shown(f"{share.source.rstrip('.')}. {share.note}".strip()))
