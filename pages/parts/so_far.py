"""So far: what social networks cost, which part of the budget that is, what was measured.

All of it comes from what the plan holds: the budget of a year, the metrics of investment, the
observations. Where there is no figure, the page says so and leads to where one is put.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import scale, session
from pages.parts.quantity_field import Kind, quantity_field
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARE: Final = "social_budget_share"
MOST_MEASURED: Final = 6
# The picture of the share reaches at least so far.
TOP: Final = 0.4


# ── What they cost ──────────────────────────────────────────────────────────────────────────────


def costs(plan: kt.Plan) -> None:
    """The budget of a year, and what the plan's own metrics of investment say a month."""
    st.subheader(kt.say("purpose.costs"), anchor=False)
    _budget_field("marketing", kt.say("purpose.marketing", currency=plan.currency), plan=plan)
    _budget_field("social", kt.say("purpose.social", currency=plan.currency), plan=plan)
    spent = [line for metric in plan.metrics if (line := _spent(metric, plan))]
    if spent:
        st.caption(kt.say("purpose.invested"), help=kt.library.term("investment").text)
        st.markdown("\n".join(f"- {line}" for line in spent))


def _budget(plan: kt.Plan) -> dict[str, float | None]:
    held = plan.budget
    return {"marketing": held.marketing, "social": held.social} if held else {}


def _budget_field(part: str, label: str, *, plan: kt.Plan) -> None:
    at = f"purpose.budget.{part}"
    quantity_field(
        label,
        _budget(plan).get(part),
        key=at,
        kind=Kind(unit="currency", low=0, currency=plan.currency),
        save=_saving(part, at),
        help=kt.say("purpose.budget_help"),
        at=at,
    )


def _saving(part: str, at: str) -> Callable[[object], None]:
    def save(value: object) -> None:
        if isinstance(value, int | float):
            session.edit(_with_budget, part, value, at=at)
        else:
            session.refuse(kt.say("purpose.one_number"), at=at)

    return save


def _with_budget(plan: kt.Plan, part: str, value: float) -> object:
    """The budget with one part changed: decided on the newest plan, so the other part stays."""
    parts = {**_budget(plan), part: value}
    return kt.set_budget(plan, parts.get("marketing"), social=parts.get("social"))


def _spent(metric: kt.Metric, plan: kt.Plan) -> str:
    """A line for a metric of investment that has a figure: the last measured, else the baseline."""
    if metric.layer != "investment":
        return ""
    name = shown(metric.name)
    if seen := plan.observations.get(metric.id):
        month = max(seen)
        value = kt.amount(seen[month], metric.unit, plan.currency)
        return kt.say("purpose.spent_in", name=name, value=shown(value), month=kt.month(month))
    if isinstance(metric.baseline, int | float):
        value = kt.amount(metric.baseline, metric.unit, plan.currency)
        return kt.say("purpose.spent", name=name, value=shown(value))
    return ""


# ── Which part of the budget that is ────────────────────────────────────────────────────────────


def share(plan: kt.Plan) -> None:
    """Social's part of the marketing budget beside what others give it, with its source."""
    st.subheader(kt.say("purpose.share"), anchor=False, help=kt.library.term("benchmark").text)
    found = kt.library.benchmarks(SHARE)
    usual = next(one for one in found if one.drawable and one.low and one.high)
    low, high = usual.low or 0.0, usual.high or 0.0
    ours = _share(plan)
    st.markdown(_told(ours, low, high))
    picture = scale.beside(ours, low, high, top=max(TOP, 1.1 * (ours or 0)))
    st.image(picture, width="stretch", alt=_told(ours, low, high).replace("**", ""))
    st.markdown(
        kt.say(
            "purpose.usual",
            low=kt.percent(low),
            high=kt.percent(high),
            source=shown(usual.source),
            whom=shown(usual.segment),
            where=shown(usual.region),
        )
    )
    st.caption(
        kt.say(
            "purpose.checked",
            degree=shown(usual.verified.name),
            remark=shown(usual.verified.remark),
        ),
        help=kt.library.term("verification").text,
    )
    _others([one for one in found if one is not usual and one.typical is not None])


def _share(plan: kt.Plan) -> float | None:
    budget = _budget(plan)
    whole, part = budget.get("marketing"), budget.get("social")
    return None if not whole or part is None else part / whole


def _told(ours: float | None, low: float, high: float) -> str:
    if ours is None:
        return kt.say("purpose.share_unknown")
    share = kt.percent(ours, digits=0 if ours >= 0.1 else None)
    if ours > 1:
        return kt.say("purpose.share_beyond", share=share)
    if ours < low:
        return kt.say("purpose.share_below", share=share)
    if ours > high:
        return kt.say("purpose.share_above", share=share)
    return kt.say("purpose.share_within", share=share)


def _others(found: Sequence[kt.library.Benchmark]) -> None:
    with st.expander(kt.say("purpose.others", n=len(found))):
        lines = (
            kt.say(
                "purpose.other",
                when=kt.month(one.period),
                share=kt.percent(one.typical or 0.0),
                whom=shown(one.segment),
                where=shown(one.region),
                source=shown(one.source),
                degree=shown(one.verified.name.lower()),
            )
            for one in sorted(found, key=lambda one: one.period, reverse=True)
        )
        st.markdown("\n".join(f"- {line}" for line in lines))


# ── What they brought ───────────────────────────────────────────────────────────────────────────


def brought(plan: kt.Plan) -> None:
    """What was measured of the business and of the bridge to it, first and last."""
    st.subheader(kt.say("purpose.brought"), anchor=False)
    found = _measured(plan)
    if not found:
        st.markdown(kt.say("purpose.nothing_measured"))
        session.link("measured", label=kt.say("purpose.to_measured"))
        return
    cards = st.grid("auto", min_column_width=210, gap="small")
    for metric in found:
        _figure(cards.cell(), metric, plan)
    st.caption(kt.say("purpose.whole_business"))


def _measured(plan: kt.Plan) -> list[kt.Metric]:
    """What has observations, the money first, then goals, then the rest of business and bridge."""
    asked = [plan.money, *(goal.metric for goal in plan.goals)]
    rest = [metric.id for metric in plan.metrics if metric.layer in ("business", "bridge")]
    order = dict.fromkeys(name for name in (*asked, *rest) if name)
    return [plan.metric[name] for name in order if plan.observations.get(name)][:MOST_MEASURED]


def _figure(cell: st.delta_generator.DeltaGenerator, metric: kt.Metric, plan: kt.Plan) -> None:
    seen = plan.observations[metric.id]
    first, last = min(seen), max(seen)
    with cell:
        st.metric(
            shown(metric.name),
            kt.amount(seen[last], metric.unit, plan.currency),
            help=shown(metric.definition) or None,
        )
        then = kt.amount(seen[first], metric.unit, plan.currency)
        st.caption(
            kt.say("purpose.measured_once", month=kt.month(last))
            if first == last
            else kt.say(
                "purpose.measured_since",
                month=kt.month(last),
                first=kt.month(first),
                then=shown(then),
            )
        )
