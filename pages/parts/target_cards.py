"""A card for each target: its exact value, its months, its delivery, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, reader, session
from pages.parts.quantity_field import Kind, quantity_field
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MONEY = ("per_unit", "fixed", "monthly")


def cards(plan: kt.Plan, scenario: kt.Scenario) -> None:
    """A card for each metric that the scenario moves or pays for; its fields when it is open."""
    targets = {target.metric: target for target in scenario.targets}
    costs = {cost.metric: cost for cost in scenario.costs}
    for metric in dict.fromkeys((*targets, *costs)):
        key = f"target.{scenario.id}.{metric}"
        words = label(plan, metric, target=targets.get(metric), cost=costs.get(metric))
        card = st.expander(words, key=key, on_change="rerun")
        with card:
            if not card.open:
                continue
            if metric in targets:
                _aim(plan, scenario, targets[metric], key=key)
            _costs(plan, scenario, costs.get(metric) or kt.Cost(metric=metric), key=key)
            _removal(scenario, metric, key=key)
            session.refusal(key)


# ── In a line ───────────────────────────────────────────────────────────────────────────────────


def label(plan: kt.Plan, metric: str, *, target: kt.Target | None, cost: kt.Cost | None) -> str:
    """What a scenario asks of a metric, in a line."""
    parts = [f"**{shown(plan.metric[metric].name)}**"]
    if target:
        parts += [shown(dials.level(plan, target)), shown(dials.timing(plan, target))]
    if cost and (words := costs_told(plan, cost)):
        parts.append(shown(words))
    return " · ".join(parts)


def costs_told(plan: kt.Plan, cost: kt.Cost) -> str:
    """What moving a metric costs, in words; empty where it costs nothing."""
    amounts = {
        name: dials.money(plan, getattr(cost, name)) for name in _MONEY if getattr(cost, name)
    }
    words = {
        "per_unit": kt.say("scenarios.each", cost=amounts.get("per_unit", "")),
        "fixed": kt.say("scenarios.once", cost=amounts.get("fixed", "")),
        "monthly": kt.say("scenarios.a_month", cost=amounts.get("monthly", "")),
    }
    return " + ".join(words[name] for name in amounts)


# ── What it aims at ─────────────────────────────────────────────────────────────────────────────


def _aim(plan: kt.Plan, scenario: kt.Scenario, target: kt.Target, *, key: str) -> None:
    metric = plan.metric[target.metric]
    moves = target.value is None
    columns = st.columns([1.3, 1, 1, 1])
    with columns[0]:
        quantity_field(
            kt.say("scenarios.change" if moves else "scenarios.value"),
            target.change if moves else target.value,
            key=f"{key}.value",
            kind=Kind("ratio" if moves else metric.unit, currency=plan.currency, single=True),
            save=lambda value: _save_level(scenario.id, target, value, at=f"{key}.value"),
            help=kt.library.term("target").text,
            at=f"{key}.value",
        )
    months: Mapping[str, str | None] = {
        "start": target.start,
        "due": target.by,
        "until": target.until,
    }
    labels = {
        "start": kt.say("scenarios.start"),
        "due": kt.say("scenarios.due"),
        "until": kt.say("scenarios.until"),
    }
    for column, (part, month) in zip(columns[1:], months.items(), strict=True):
        with column:
            _month(plan, labels[part], month, key=f"{key}.{part}", aim=(scenario.id, target.metric))
    session.refusal(f"{key}.months")
    _delivery(scenario, target, key=key)


def _delivery(scenario: kt.Scenario, target: kt.Target, *, key: str) -> None:
    quantity_field(
        kt.say("scenarios.delivery"),
        target.delivery,
        key=f"{key}.delivery",
        kind=Kind("ratio"),
        save=lambda value: session.edit(
            retarget, scenario.id, target.metric, delivery=value, at=f"{key}.delivery"
        ),
        help=kt.library.term("delivery").text,
        at=f"{key}.delivery",
    )


def _month(plan: kt.Plan, label: str, held: str | None, *, key: str, aim: tuple[str, str]) -> None:
    """A month of the horizon or none; after a refusal it keeps what was chosen."""
    if key not in st.session_state or st.session_state.get(f"{key}.held", "") != held:
        st.session_state[key] = held
        st.session_state[f"{key}.held"] = held
    empty = {
        "start": kt.say("scenarios.from_start"),
        "due": kt.say("scenarios.by_end"),
        "until": kt.say("scenarios.stays"),
    }[key.rpartition(".")[2]]
    st.selectbox(
        label,
        [None, *plan.calendar],
        format_func=lambda month: kt.long_month(month) if month else empty,
        key=key,
        on_change=_save_months,
        args=(aim, key.rpartition(".")[0]),
        placeholder=empty,
    )


def _save_months(aim: tuple[str, str], key: str) -> None:
    months: dict[str, Any] = {
        part: st.session_state.get(f"{key}.{part}") for part in ("start", "due", "until")
    }
    session.edit(retarget, *aim, **months, at=f"{key}.months")


def _save_level(scenario: str, target: kt.Target, value: Any, *, at: str) -> None:  # noqa: ANN401 (as a field gives it)
    if isinstance(value, dict):
        reader.speak()
        session.refuse(kt.say("scenarios.one_number"), at=at)
        return
    part = "change" if target.value is None else "value"
    session.edit(retarget, scenario, target.metric, at=at, **{part: value})


def retarget(plan: kt.Plan, scenario: str, metric: str, **keys: Any) -> Sequence[Any]:  # noqa: ANN401 (whatever a target holds)
    """An edit: give some parts of a target other values and leave the others as they are."""
    found = plan.scenario.get(scenario)
    parts: dict[str, Any] = {}
    for target in found.targets if found else ():
        if target.metric == metric:
            parts = {"value": target.value, "change": target.change, "delivery": target.delivery}
            parts |= {"start": target.start, "due": target.by, "until": target.until}
    events: Sequence[Any] = kt.set_target(plan, scenario, metric=metric, **(parts | keys))
    return events


# ── What it costs ───────────────────────────────────────────────────────────────────────────────


def _costs(plan: kt.Plan, scenario: kt.Scenario, cost: kt.Cost, *, key: str) -> None:
    labels = {
        "per_unit": kt.say("scenarios.per_unit"),
        "fixed": kt.say("scenarios.fixed"),
        "monthly": kt.say("scenarios.monthly"),
    }
    for column, part in zip(st.columns(3), _MONEY, strict=True):
        at = f"{key}.{part}"
        with column:
            quantity_field(
                labels[part],
                getattr(cost, part),
                key=at,
                kind=Kind("currency", currency=plan.currency),
                save=_cost_saver(scenario.id, cost, part, at=at),
                at=at,
            )


def _cost_saver(scenario: str, cost: kt.Cost, part: str, *, at: str) -> Any:  # noqa: ANN401 (a callback)
    def save(value: Any) -> None:  # noqa: ANN401 (as a field gives it)
        if isinstance(value, dict):
            reader.speak()
            session.refuse(kt.say("scenarios.one_number"), at=at)
            return
        session.edit(recost, scenario, cost.metric, at=at, **{part: value})

    return save


def recost(plan: kt.Plan, scenario: str, metric: str, **keys: float) -> Sequence[Any]:
    """An edit: give some parts of a cost other values; a cost of nothing is cleared."""
    found = plan.scenario.get(scenario)
    parts = dict.fromkeys(_MONEY, 0.0)
    for cost in found.costs if found else ():
        if cost.metric == metric:
            parts = {name: getattr(cost, name) for name in _MONEY}
    parts |= keys
    change = kt.set_cost if any(parts.values()) else kt.clear_cost
    events: Sequence[Any] = change(
        plan, scenario, metric=metric, **(parts if any(parts.values()) else {})
    )
    return events


def _removal(scenario: kt.Scenario, metric: str, *, key: str) -> None:
    st.button(
        kt.say("scenarios.drop"),
        key=f"{key}.drop",
        icon=":material/close:",
        type="tertiary",
        on_click=session.editing,
        args=(dropped, scenario.id, metric),
        kwargs={"at": key},
    )


def dropped(plan: kt.Plan, scenario: str, metric: str) -> Sequence[Any]:
    """An edit: leave a metric alone, and pay nothing for it."""
    events: list[Any] = [*kt.clear_target(plan, scenario, metric=metric)]
    return [*events, *kt.clear_cost(plan, scenario, metric=metric)]
