"""The cheapest way that was found: a sentence, the targets beside today, what else could be had."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, plots, proposals, scenario_choice, session
from pages.parts.odds import Chance
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Answer
    from pages.parts.session import Opened

AT: Final = "cheapest.take"
BEST: Final = -1
_CHOSEN: Final = "cheapest.point"
_CHART: Final = "cheapest.frontier"
_NAME: Final = "cheapest.name"
_TAKEN: Final = "cheapest.taken"
_STOPS: Final = {
    "low": "cheapest.stop_low",
    "high": "cheapest.stop_high",
    "locked": "cheapest.stop_locked",
}


@dataclass(frozen=True)
class Offer:
    """One of the proposals that can be taken over: the best, or a point of the frontier."""

    targets: Mapping[str, float]
    chance: Chance
    cost: float
    scenario: kt.Scenario
    fields: Mapping[str, Any]
    checked: bool


def answer(opened: Opened, found: Answer) -> None:
    """Everything about an answer, words first.

    It is told of the plan that was searched: the open one may have lost what it speaks of.
    """
    plan = found.plan
    with st.container(border=True):
        st.markdown(f"**{shown(found.sentence)}**")
        if not found.found:
            _stops(plan, found)
        st.caption(f":material/warning: {shown(found.misleads)}")
    offers = {BEST: _best(found), **{at: _point(found, at) for at in others(found)}}
    st.subheader(kt.say("cheapest.offers"), anchor=False)
    with st.container(border=True):
        st.markdown(kt.say("cheapest.frontier_lead"))
        frontier(plan, found, chosen=_chosen(offers))
        _offer(opened, found, offers)
    _alone(plan, found)


def others(found: Answer) -> list[int]:
    """The points of the frontier beside the proposal itself."""
    points = enumerate(found.frontier)
    return [at for at, point in points if dict(point.targets) != dict(found.best.targets)]


def _best(found: Answer) -> Offer:
    best = found.best
    draws = max(1, found.checked)
    chance = Chance(best.probability, draws)
    return Offer(best.targets, chance, best.cost.mean, best.scenario, best.fields, checked=True)


def _point(found: Answer, at: int) -> Offer:
    point = found.frontier[at]
    chance = Chance(point.probability, found.draws)
    return Offer(point.targets, chance, point.cost, point.scenario, point.fields, checked=False)


# ── The frontier ────────────────────────────────────────────────────────────────────────────────


def _chosen(offers: Mapping[int, Offer]) -> int:
    held = st.session_state.get(_CHOSEN, BEST)
    return held if held in offers else BEST


def frontier(plan: kt.Plan, found: Answer, *, chosen: int) -> None:
    """Odds against cost; a click on a point chooses it."""
    points = found.frontier
    best = found.best
    costs = [*(point.cost for point in points), best.cost.mean]
    write = partial(dials.money, plan)
    figure = {
        "data": [_line(plan, found, chosen=chosen), _star(plan, found, chosen=chosen)],
        "layout": {
            **plots.layout(340),
            "clickmode": "event+select",
            "hovermode": "closest",
            "xaxis": plots.axis([*costs, 0.0], write, title=kt.say("cheapest.cost")),
            "yaxis": {
                **plots.axis([0.0, 1.0], kt.percent, title=kt.say("cheapest.odds_axis")),
                "range": [-0.03, 1.04],
            },
            "shapes": _wanted(found),
        },
    }
    plots.draw(figure, key=_CHART, choosing=_clicked)
    st.caption(kt.say("cheapest.frontier_how"))


def _line(plan: kt.Plan, found: Answer, *, chosen: int) -> dict[str, Any]:
    hints = [_label(plan, _point(found, at)) for at in range(len(found.frontier))]
    kept = set(others(found))
    sizes = [17 if at == chosen else 11 for at in range(len(found.frontier))]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.cost for point in found.frontier],
        "y": [point.probability for point in found.frontier],
        "customdata": list(range(len(found.frontier))),
        "hovertext": [shown(hint, surface="plain") for hint in hints],
        "hoverinfo": "text",
        "line": {"color": kt.SERIES[0], "width": 2, "shape": "linear"},
        "marker": {
            "size": [size if at in kept else 0 for at, size in enumerate(sizes)],
            "color": kt.SERIES[0],
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _star(plan: kt.Plan, found: Answer, *, chosen: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [found.best.cost.mean],
        "y": [found.best.probability],
        "customdata": [BEST],
        "hovertext": [shown(_label(plan, _best(found)), surface="plain")],
        "hoverinfo": "text",
        "marker": {
            "symbol": "diamond",
            "size": 19 if chosen == BEST else 14,
            "color": kt.SERIES[2],
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _wanted(found: Answer) -> list[dict[str, Any]]:
    line = {"color": plots.GREY, "width": 1.5, "dash": "dot"}
    if found.budget is not None:
        at = {"x0": found.budget, "x1": found.budget, "y0": 0, "y1": 1, "yref": "paper"}
    elif found.wanted is not None:
        at = {"y0": found.wanted, "y1": found.wanted, "x0": 0, "x1": 1, "xref": "paper"}
    else:
        return []
    return [{"type": "line", "line": line, **at}]


def _clicked() -> None:
    held = st.session_state.get(_CHART)
    points = held.selection.points if held else []
    if points:
        told = points[0].get("customdata")
        st.session_state[_CHOSEN] = told[0] if isinstance(told, list) else told


# ── The offer that is chosen ────────────────────────────────────────────────────────────────────


def _offer(opened: Opened, found: Answer, offers: Mapping[int, Offer]) -> None:
    st.session_state[_CHOSEN] = _chosen(offers)
    at = st.selectbox(
        kt.say("cheapest.which"),
        list(offers),
        format_func=lambda each: _named(found.plan, offers, each) if each in offers else str(each),
        key=_CHOSEN,
    )
    offer = offers[at]
    st.table(targets(found.plan, found, offer), border="horizontal", hide_index=True)
    st.caption(kt.say("cheapest.checked" if offer.checked else "cheapest.not_checked"))
    if session.may("edit"):
        _taking(opened, offer, key=f"{_NAME}.{at}")
    else:
        _proposing(opened, offer)


def _named(plan: kt.Plan, offers: Mapping[int, Offer], at: int) -> str:
    words = _label(plan, offers[at])
    return kt.say("cheapest.best", offer=words) if at == BEST else words


def _label(plan: kt.Plan, offer: Offer) -> str:
    return kt.say("cheapest.offer", odds=offer.chance.told, cost=dials.money(plan, offer.cost))


def targets(plan: kt.Plan, found: Answer, offer: Offer) -> Mapping[str, Sequence[str]]:
    """Each lever: where it stands today, where it would go, what that costs."""
    write = partial(dials.amount, plan)
    costs = found.best.by_lever if offer.checked else {}
    columns = {
        kt.say("cheapest.lever"): [shown(plan.metric[one.metric].name) for one in found.levers],
        kt.say("cheapest.today"): [shown(write(one.metric, one.today)) for one in found.levers],
        kt.say("cheapest.proposed"): [
            f"**{shown(write(one.metric, offer.targets[one.metric]))}**"
            if one.metric in offer.targets
            else kt.say("cheapest.rests")
            for one in found.levers
        ],
        kt.say("cheapest.lever_cost"): [
            shown(dials.money(plan, costs[one.metric])) if one.metric in costs else "–"
            for one in found.levers
        ],
    }
    if not costs:
        del columns[kt.say("cheapest.lever_cost")]
    return columns


def _taking(opened: Opened, offer: Offer, *, key: str) -> None:
    """Take the offer over as a scenario of the plan."""
    usual = kt.say("cheapest.scenario_name", odds=offer.chance.told)
    if not st.session_state.get(key):
        st.session_state[key] = kt.free_name(usual, (one.name for one in opened.plan.scenarios))
    st.text_input(kt.say("cheapest.name"), key=key, max_chars=LONGEST_TYPED)
    st.button(
        kt.say("cheapest.take"),
        key="cheapest.take",
        type="primary",
        icon=":material/add_task:",
        on_click=_take,
        args=(opened, offer, key),
    )
    session.refusal(AT)
    taken = opened.plan.scenario.get(st.session_state.get(_TAKEN, ""))
    if taken:
        st.success(kt.say("cheapest.taken", name=shown(taken.name)), icon=":material/check:")
        session.link("scenarios", label=kt.say("cheapest.see"))
        session.link("result")


def _proposing(opened: Opened, offer: Offer) -> None:
    """Whoever may not add scenarios proposes the offer to the owner."""
    began = offer.scenario.id if offer.scenario.id in opened.plan.scenario else ""
    usual = kt.say("cheapest.scenario_name", odds=offer.chance.told)
    draft = proposals.Draft(offer.scenario.targets, began, usual, dict(offer.targets))
    with st.container(horizontal=True, gap="small"):
        proposals.proposing(opened, draft)
    proposals.sent(draft)


def _take(opened: Opened, offer: Offer, key: str) -> None:
    name = " ".join((st.session_state.get(key) or "").split())
    if not name:
        session.refuse(kt.say("scenarios.no_name"), at=AT)
        return
    made = kt.id_for(name, opened.plan)
    if session.edit(kt.add_scenario, name, id=made, at=AT, **offer.fields):
        scenario_choice.choose(made)
        st.session_state[_TAKEN] = made
        st.session_state[key] = ""


# ── Why not, and each lever alone ───────────────────────────────────────────────────────────────


def _stops(plan: kt.Plan, found: Answer) -> None:
    lines = [_stop(plan, one) for one in found.stops]
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _stop(plan: kt.Plan, stop: Any) -> str:  # noqa: ANN401 (a kt.Stop)
    odds = Chance(stop.probability or 0.0, 1).told
    if stop.kind == "goal":
        name = next(goal.name for goal in plan.goals if goal.id == stop.id)
        return kt.say("cheapest.stop_goal", goal=shown(name), odds=odds)
    name = plan.metric[stop.id].name
    return kt.say(_STOPS[stop.bound], lever=shown(name), odds=odds)


def _alone(plan: kt.Plan, found: Answer) -> None:
    if not found.alone:
        return
    st.subheader(kt.say("cheapest.alone"), anchor=False)
    with st.container(border=True):
        st.markdown("\n".join(f"- {_alone_told(plan, one)}" for one in found.alone))


def _alone_told(plan: kt.Plan, one: Any) -> str:  # noqa: ANN401 (a kt.Alone)
    name = shown(plan.metric[one.metric].name)
    odds = Chance(one.probability, 1).told
    if one.level is None and one.best_level is None:
        return kt.say("cheapest.alone_idle", lever=name, odds=odds)
    if one.level is None:
        best = shown(dials.amount(plan, one.metric, one.best_level))
        return kt.say("cheapest.alone_cannot", lever=name, odds=odds, level=best)
    level = shown(dials.amount(plan, one.metric, one.level))
    cost = shown(dials.money(plan, one.cost or 0.0))
    return kt.say("cheapest.alone_reaches", lever=name, level=level, odds=odds, cost=cost)
