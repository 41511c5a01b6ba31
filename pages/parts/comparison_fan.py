"""All scenarios in one fan chart: a line each, a faint band, the target (Plotly)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, outlook, plots
from pages.parts.compared import metric_of
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.parts.compared import Compared, Curve
    from pages.parts.fan import Aim

# A line is known by its dash as well as by its colour.
_DASHES: Final = ("dot", "solid", "dash", "longdash", "dashdot", "solid", "dash")


def fan(plan: kt.Plan, found: Compared, by: str) -> None:
    """The metric of a goal, or what comes back, month by month in each scenario."""
    metric = metric_of(plan, by)
    write = partial(dials.amount, plan, metric) if metric else partial(dials.money, plan)
    title = plan.metric[metric].name if metric else kt.say("comparison.payoff")
    with st.container(border=True):
        st.markdown(kt.say("comparison.fan", metric=shown(title)))
        plots.draw(figure(plan, found, by, write=write), key="comparison.fan")
        st.caption(kt.say("comparison.fan_how"))


def figure(
    plan: kt.Plan, found: Compared, by: str, *, write: Callable[[float], str]
) -> dict[str, Any]:
    """The chart as Plotly takes it."""
    goal = next((goal for goal in plan.goals if goal.id == by), None)
    aim = outlook.aim(plan, goal) if goal else None
    curves = {side.id: found.fans[side.id, by] for side in found.sides}
    values = [value for curve in curves.values() for band in curve for value in band]
    months = [kt.month(month) for month in plan.calendar]
    traces: list[dict[str, Any]] = []
    for index, (side, curve) in enumerate(curves.items()):
        name = _name(found, side)
        traces += [
            {**trace, "legendgroup": side} for trace in _traces(name, curve, months, index, write)
        ]
    if aim:
        traces.append(_aim(months, aim, write))
    return {
        "data": traces,
        "layout": {
            **plots.layout(420, legend=True),
            "hovermode": "x unified",
            "xaxis": {**plots.months_axis(months), "showgrid": False},
            "yaxis": plots.axis([*values, *([aim.value] if aim else [])], write),
        },
    }


def _name(found: Compared, side: str) -> str:
    if side == kt.DO_NOTHING:
        return kt.say("odds.nothing")
    return shown(found[side].name, surface="plain")


def _traces(  # noqa: PLR0917 (a line is all of this)
    name: str, curve: Curve, months: list[str], index: int, write: Callable[[float], str]
) -> list[dict[str, Any]]:
    """A band and a line, which the legend shows and hides together."""
    low, middle, high = curve
    colour = kt.SERIES[(index - 1) % len(kt.SERIES)] if index else plots.GREY
    hints = [
        kt.say("comparison.point", name=name, p50=write(b), p10=write(a), p90=write(c))
        for a, b, c in zip(low, middle, high, strict=True)
    ]
    band = {
        "type": "scatter",
        "x": [*months, *reversed(months)],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "fillcolor": _faint(colour),
        "line": {"width": 0},
        "mode": "lines",
        "hoverinfo": "skip",
        "showlegend": False,
    }
    line = {
        "type": "scatter",
        "x": months,
        "y": middle,
        "name": name,
        "mode": "lines",
        "line": {"color": colour, "width": 2.5, "dash": _DASHES[index % len(_DASHES)]},
        "hovertext": [shown(hint, surface="plain") for hint in hints],
        "hoverinfo": "text",
    }
    return [band, line]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.10)"


def _aim(months: list[str], aim: Aim, write: Callable[[float], str]) -> dict[str, Any]:
    told = kt.say("comparison.target", value=write(aim.value))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": shown(told, surface="plain"),
        "x": [months[aim.month]],
        "y": [aim.value],
        "marker": {"symbol": "diamond", "size": 14, "color": kt.LAYER_COLOURS["lever"]},
        "hovertext": [shown(told, surface="plain")],
        "hoverinfo": "text",
    }
