"""How far each lever may go, what it costs, and whether it may move at all: a card a lever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, session
from pages.parts.quantity_field import Kind, quantity_input, typed_quantity
from pages.parts.target_cards import costs_told
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

_ADDED: Final = "cheapest.added"
_LAYERS: Final = frozenset({"lever", "investment"})


@dataclass(frozen=True)
class Bounds:
    """Where the fields of a lever stand, and what the plan holds of it."""

    metric: str
    key: str
    kind: Kind
    cost: kt.Cost


def rows(plan: kt.Plan, base: kt.Scenario | None) -> list[Bounds]:
    """A card for each lever that may be asked about."""
    found = [_row(plan, base, name) for name in _levers(plan, base)]
    _adding(plan, base)
    return found


def movable(plan: kt.Plan) -> list[str]:
    """All metrics that could be asked about, whichever scenario one starts from."""
    targets = {one.metric for each in plan.scenarios for one in each.targets}
    return [one.id for one in plan.metrics if one.id in targets or _may_be_added(one)]


def _may_be_added(metric: kt.Metric) -> bool:
    return not metric.formula and (metric.feasible is not None or metric.layer in _LAYERS)


def count(plan: kt.Plan, base: kt.Scenario | None) -> int:
    """How many levers are asked about."""
    return len(_levers(plan, base))


def _levers(plan: kt.Plan, base: kt.Scenario | None) -> list[str]:
    """The metrics that the scenario moves (any scenario moves, without one), and those added."""
    scenarios = [base] if base else plan.scenarios
    moved = [target.metric for scenario in scenarios for target in scenario.targets]
    ranged = [one.id for one in plan.metrics if one.feasible and not one.formula]
    added = [name for name in st.session_state.get(_ADDED) or () if name in plan.metric]
    return list(dict.fromkeys((*(moved or ranged), *added)))


def _row(plan: kt.Plan, base: kt.Scenario | None, name: str) -> Bounds:
    metric = plan.metric[name]
    key = f"cheapest.{base.id if base else '-'}.{name}"
    bounds = Bounds(name, key, _kind(plan, metric), cost_of(plan, base, name))
    with st.container(border=True):
        head, *fields = st.columns([3, 2, 2, 2], vertical_alignment="top", gap="medium")
        with head:
            st.markdown(f"**{shown(metric.name)}**")
            st.caption(shown(_told(plan, base, bounds)))
            free = st.toggle(
                kt.say("cheapest.may_move"),
                value=True,
                key=f"{key}.free",
                help=kt.say("cheapest.may_move_how"),
                persist_state="session",
            )
        if free:
            _fields(plan, bounds, fields)
    return bounds


def _fields(plan: kt.Plan, bounds: Bounds, places: Sequence[DeltaGenerator]) -> None:
    """Both bounds and the cost of a unit."""
    metric = plan.metric[bounds.metric]
    low, high = dials.feasible(metric) or dials.observed(plan, metric) or (None, None)
    low_place, high_place, cost_place = places
    with low_place:
        quantity_input(kt.say("cheapest.low"), low, key=f"{bounds.key}.low", kind=bounds.kind)
    with high_place:
        quantity_input(kt.say("cheapest.high"), high, key=f"{bounds.key}.high", kind=bounds.kind)
    with cost_place:
        quantity_input(
            kt.say("cheapest.unit_cost"),
            bounds.cost.per_unit or None,
            key=f"{bounds.key}.cost",
            kind=_price(plan),
            help=kt.say("cheapest.unit_cost_how"),
        )


def _kind(plan: kt.Plan, metric: kt.Metric) -> Kind:
    whole = metric.feasible is not None and metric.feasible.whole
    return Kind(unit=metric.unit, currency=plan.currency, single=True, whole=whole)


def _price(plan: kt.Plan) -> Kind:
    example = kt.say("cheapest.no_cost")
    return Kind(unit="currency", low=0.0, currency=plan.currency, single=True, example=example)


def _told(plan: kt.Plan, base: kt.Scenario | None, bounds: Bounds) -> str:
    """Where the lever stands, what the scenario asks of it and what it costs beside a unit."""
    target = (
        next((one for one in base.targets if one.metric == bounds.metric), None) if base else None
    )
    parts = [kt.say("cheapest.target_is", level=dials.level(plan, target))] if target else []
    cost = costs_told(plan, bounds.cost)
    parts.append(cost or kt.say("cheapest.free"))
    return " · ".join(parts)


def cost_of(plan: kt.Plan, base: kt.Scenario | None, metric: str) -> kt.Cost:
    """What the scenario, or else the first that says so, has a lever cost."""
    scenarios = [base] if base else plan.scenarios
    costs = [one for scenario in scenarios for one in scenario.costs if one.metric == metric]
    return costs[0] if costs else kt.Cost(metric=metric)


def _adding(plan: kt.Plan, base: kt.Scenario | None) -> None:
    """Other levers that could be moved as well."""
    shown_already = set(_levers(plan, base)) - set(st.session_state.get(_ADDED) or ())
    others = [one.id for one in plan.metrics if one.id not in shown_already and _may_be_added(one)]
    if not others:
        return
    st.multiselect(
        kt.say("cheapest.more_levers"),
        others,
        format_func=lambda name: shown(
            plan.metric[name].name if name in plan.metric else name, surface="plain"
        ),
        key=_ADDED,
        placeholder=kt.say("cheapest.more_levers_hint"),
        persist_state="session",
    )


# ── What was chosen, for the callback that sends it ─────────────────────────────────────────────


def chosen(
    plan: kt.Plan, bounds: Sequence[Bounds]
) -> tuple[tuple[tuple[str, float, float], ...], tuple[str, ...]]:
    """The levers that may move with their bounds, and those that are locked.

    What is missing or upside down is refused where the question is sent.
    """
    levers, locked = [], []
    for one in bounds:
        if not st.session_state.get(f"{one.key}.free", True):
            locked.append(one.metric)
            continue
        ends = [_number(f"{one.key}.{end}", one.kind) for end in ("low", "high")]
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            name = shown(plan.metric[one.metric].name)
            session.refuse(kt.say("cheapest.bad_bounds", lever=name), at="cheapest.ask")
            continue
        levers.append((one.metric, ends[0], ends[1]))
    return tuple(levers), tuple(locked)


def priced(plan: kt.Plan, base: kt.Scenario | None, bounds: Sequence[Bounds]) -> kt.Scenario | None:
    """The scenario to start from, with the costs a unit as they stand in the fields."""
    costs = {one.metric: one.cost for one in bounds}
    for one in bounds:
        price = _number(f"{one.key}.cost", _price(plan))
        if f"{one.key}.cost.typed" in st.session_state:
            costs[one.metric] = one.cost.model_copy(update={"per_unit": price or 0.0})
    if all(costs[one.metric] == one.cost for one in bounds):
        return base
    others = [cost for cost in (base.costs if base else ()) if cost.metric not in costs]
    start = base or kt.Scenario(id="cheapest", name=kt.say("cheapest.from_nothing"))
    return start.model_copy(update={"costs": (*others, *costs.values())})


def _number(key: str, kind: Kind) -> float | None:
    value = typed_quantity(key, kind).value
    return float(value) if isinstance(value, int | float) else None
