"""What each lever brings to a goal: from doing nothing to the scenario, by lever, by month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import amounts, dials, flow_picture, plots
from pages.parts.odds import Chance
from pages.parts.plots import Row
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Contribution, Contributions

PATHS: Final = 5
DRAWS: Final = 4_096
_VIEWS: Final = {"goal": "why.in_the_window", "month": "why.month_by_month"}


def moves(plan: kt.Plan, found: Contributions) -> None:
    """The lead, the waterfall or the months, and the numbers for those who read."""
    with st.container(border=True):
        st.markdown(f"{shown(found.sentence)} {odds_told(found)}")
        view = st.segmented_control(
            kt.say("why.view"),
            list(_VIEWS),
            format_func=lambda name: kt.say(_VIEWS[name]),
            key="why.view",
            default="goal",
            required=True,
            label_visibility="collapsed",
        )
        if view == "month":
            months_chart(plan, found)
        else:
            waterfall(plan, found)
        st.caption(shown(found.method_sentence))
        st.caption(f":material/warning: {shown(found.misleads)}")
        _numbers(plan, found)


def waterfall(plan: kt.Plan, found: Contributions) -> None:
    """From doing nothing to the scenario, a bar a lever."""
    write = partial(dials.amount, plan, found.metric)
    steps, at = [], found.before
    for each in found.levers:
        steps.append(_step(plan, found, each, at=at))
        at += each.mean
    before, after = (
        kt.say("why.average", amount=write(value)) for value in (found.before, found.after)
    )
    ends = [
        Row(kt.say("odds.nothing"), before, mark=found.before, colour=plots.GREY),
        Row(_scenario(plan, found), after, mark=found.after, colour=kt.SERIES[1]),
    ]
    rows = [ends[0], *steps, ends[1]]
    plots.rows_chart(rows, key="why.waterfall", written=write, line=found.before)
    st.caption(kt.say("why.waterfall_how"))


def _step(plan: kt.Plan, found: Contributions, each: Contribution, *, at: float) -> Row:
    write = partial(amounts.signed, plan, found.metric)
    name = plan.metric[each.lever].name
    ends = {"p10": write(each.p10), "p90": write(each.p90)}
    return Row(
        name,
        write(each.mean),
        bar=(at, at + each.mean),
        colour=kt.SERIES[0] if each.mean >= 0 else kt.SERIES[5],
        whisker=(at + each.p10, at + each.p90),
        hint=kt.say("why.step_hint", lever=name, amount=write(each.mean), **ends),
    )


def _scenario(plan: kt.Plan, found: Contributions) -> str:
    held = plan.scenario.get(found.scenario)
    return kt.say("why.with_scenario", scenario=held.name if held else found.scenario)


def odds_told(found: Contributions) -> str:
    """The odds before and after, in a sentence."""
    before, after = Chance(found.odds_before, DRAWS), Chance(found.odds_after, DRAWS)
    return kt.say("why.odds", before=before.told, after=after.told)


# ── By month ────────────────────────────────────────────────────────────────────────────────────


def months_chart(plan: kt.Plan, found: Contributions) -> None:
    """What each lever brings month by month, one upon the other."""
    write = partial(amounts.signed, plan, found.metric)
    total = list(found.monthly_change)
    tops = [sum(max(0.0, one.monthly[at]) for one in found.levers) for at in range(len(total))]
    lows = [sum(min(0.0, one.monthly[at]) for one in found.levers) for at in range(len(total))]
    figure = {
        "data": [_months_of(plan, found, index) for index in range(len(found.levers))],
        "layout": {
            **plots.layout(380, legend=True),
            "barmode": "relative",
            "bargap": 0.25,
            "hovermode": "x unified",
            "xaxis": plots.months_axis([kt.month(month) for month in found.months]),
            "yaxis": plots.axis([0.0, *tops, *lows], write),
        },
    }
    plots.draw(figure, key="why.months")
    st.caption(kt.say("why.months_how", metric=shown(plan.metric[found.metric].name)))


def _months_of(plan: kt.Plan, found: Contributions, index: int) -> dict[str, Any]:
    each = found.levers[index]
    write = partial(amounts.signed, plan, found.metric)
    name = shown(plan.metric[each.lever].name, surface="plain")
    return {
        "type": "bar",
        "name": name,
        "x": [kt.month(month) for month in found.months],
        "y": list(each.monthly),
        "hovertext": [f"{name}: {shown(write(value), surface='plain')}" for value in each.monthly],
        "hoverinfo": "text",
        "marker": {"color": kt.SERIES[index % len(kt.SERIES)]},
    }


# ── In numbers ──────────────────────────────────────────────────────────────────────────────────


def _numbers(plan: kt.Plan, found: Contributions) -> None:
    section = st.expander(
        kt.say("why.numbers"), key="why.numbers", icon=":material/table_rows:", on_change="rerun"
    )
    with section:
        if section.open:
            st.table(table(plan, found), border="horizontal", hide_index=True)


def table(plan: kt.Plan, found: Contributions) -> Mapping[str, Sequence[str]]:
    """Each lever's contribution as words."""
    write = partial(amounts.signed, plan, found.metric)
    return {
        kt.say("why.lever"): [shown(plan.metric[one.lever].name) for one in found.levers],
        kt.say("why.contribution"): [shown(write(one.mean)) for one in found.levers],
        kt.say("why.between"): [
            shown(kt.say("why.from_to", low=write(one.p10), high=write(one.p90)))
            for one in found.levers
        ],
        kt.say("why.of_the_odds"): [shown(amounts.points(one.odds)) for one in found.levers],
        kt.say("why.error"): [
            shown(dials.amount(plan, found.metric, one.standard_error)) for one in found.levers
        ],
    }


# ── Along which ways ────────────────────────────────────────────────────────────────────────────


def flow(plan: kt.Plan, found: Contributions) -> None:
    """The map of what flows, and the ways that carry most, in words."""
    with st.container(border=True):
        if not flow_picture.carrying(found):
            st.markdown(kt.say("why.no_flow"))
            return
        st.markdown(_flow_lead(plan, found))
        flow_picture.flow_picture(plan, found, key="why.flow")
        st.markdown("\n".join(f"1. {line}" for line in ways(plan, found)))


def _flow_lead(plan: kt.Plan, found: Contributions) -> str:
    """How much of the change the first way carries; of a part that others undo, how much it is."""
    most = max((path.amount for lever in found.levers for path in lever.paths), key=abs, default=0)
    share = most / found.change if found.change else 0.0
    if 0 < share <= 1:
        return kt.say("why.flow_lead", share=kt.percent(share, digits=0))
    return kt.say("why.flow_mixed", amount=shown(amounts.signed(plan, found.metric, most)))


def ways(plan: kt.Plan, found: Contributions) -> list[str]:
    """The ways that carry most, as Markdown."""
    paths = sorted(
        (path for lever in found.levers for path in lever.paths), key=lambda path: -abs(path.amount)
    )
    write = partial(amounts.signed, plan, found.metric)
    return [
        kt.say(
            "why.way",
            way=" → ".join(shown(plan.metric[name].name) for name in path.metrics),
            amount=shown(write(path.amount)),
        )
        for path in paths[:PATHS]
        if path.amount
    ]
