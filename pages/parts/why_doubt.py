"""What the doubt about a goal comes from: shares of its variance, swings of its mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, plots
from pages.parts.plots import Row
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Importance, Weight

MOST: Final = 8
_WORTH: Final = 0.001
_FINE: Final = 0.095


def doubt(plan: kt.Plan, found: Importance) -> None:
    """The lead, both charts side by side, and the numbers for those who read."""
    with st.container(border=True):
        st.markdown(shown(found.sentence))
        if not found.quantities:
            return
        shares, swings = st.columns(2, gap="large")
        with shares:
            st.markdown(f"**{kt.say('why.shares')}**", help=kt.say("why.shares_how"))
            shares_chart(plan, found)
        with swings:
            st.markdown(f"**{kt.say('why.swings')}**", help=kt.say("why.swings_how"))
            tornado(plan, found)
        st.caption(shown(found.method_sentence))
        st.caption(f":material/warning: {shown(found.misleads)}")
        _numbers(plan, found)


def shares_chart(plan: kt.Plan, found: Importance) -> None:
    """Bars of the first-order shares with their error, diamonds of the total effects."""
    rows = [_share(plan, weight) for weight in found.quantities[:MOST]]
    if found.rest > _WORTH:
        name = kt.say("why.rest")
        rows.append(Row(name, rounded(found.rest), bar=(0, found.rest), colour=plots.GREY))
    plots.rows_chart(rows, key="why.shares", written=kt.percent, least=(0.0, 0.5))


def _share(plan: kt.Plan, weight: Weight) -> Row:
    share, give = weight.first_order, weight.first_order_error
    told = rounded(max(0.0, share))
    name = weight.source.name(plan)
    words = {"name": name, "share": told, "error": kt.percent(give)}
    hint = kt.say("why.share_hint", **words)
    if weight.total is not None:
        total = {
            "total": kt.percent(weight.total),
            "total_error": kt.percent(weight.total_error or 0),
        }
        hint = f"{hint} {kt.say('why.total_hint', **total)}"
    return Row(
        name,
        told,
        bar=(0.0, max(0.0, share)),
        whisker=(max(0.0, share - give), share + give) if weight.total is None else None,
        mark=weight.total,
        hint=hint,
    )


def rounded(share: float) -> str:
    """A share in percent, as fine as the estimate deserves."""
    return kt.percent(share, digits=0 if share >= _FINE else 1)


def tornado(plan: kt.Plan, found: Importance) -> None:
    """How far each quantity swings the goal's mean, from its p10 to its p90."""
    write = partial(dials.amount, plan, _metric(plan, found))
    most = sorted(found.quantities, key=lambda weight: -weight.swing)[:MOST]
    rows = [
        Row(
            weight.source.name(plan),
            write(weight.swing),
            bar=(weight.low, weight.high),
            colour=kt.SERIES[2],
            hint=kt.say(
                "why.swing_hint",
                name=weight.source.name(plan),
                low=write(weight.low),
                high=write(weight.high),
            ),
        )
        for weight in most
    ]
    plots.rows_chart(rows, key="why.tornado", written=write, line=found.mean)


def _metric(plan: kt.Plan, found: Importance) -> str:
    return next(goal.metric or "" for goal in plan.goals if goal.id == found.goal)


def _numbers(plan: kt.Plan, found: Importance) -> None:
    section = st.expander(
        kt.say("why.all_quantities"),
        key="why.quantities",
        icon=":material/table_rows:",
        on_change="rerun",
    )
    with section:
        if section.open:
            st.table(table(plan, found), border="horizontal", hide_index=True)


def table(plan: kt.Plan, found: Importance) -> Mapping[str, Sequence[str]]:
    """All quantities as words."""
    write = partial(dials.amount, plan, _metric(plan, found))
    weights = found.quantities
    return {
        kt.say("why.quantity"): [shown(one.source.name(plan)) for one in weights],
        kt.say("why.alone"): [
            _with_error(one.first_order, one.first_order_error) for one in weights
        ],
        kt.say("why.with_others"): [_with_error(one.total, one.total_error) for one in weights],
        kt.say("why.at_p10"): [shown(write(one.low)) for one in weights],
        kt.say("why.at_p90"): [shown(write(one.high)) for one in weights],
    }


def _with_error(share: float | None, error: float | None) -> str:
    if share is None:
        return "–"
    return shown(
        kt.say("why.give_or_take", share=kt.percent(share), error=kt.percent(error or 0.0))
    )
