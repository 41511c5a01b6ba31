"""The tree for whoever may not change it: a picture to walk in, and words on what is chosen.

Nothing here is a field: what stands below the picture is said in words.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import comments, dials, forecasts, link_place, picture_words, speakers, tree_place
from pages.parts.metric_cells import LAYERS
from pages.parts.picture_download import picture_download
from pages.parts.reviewed import findings
from pages.parts.text import shown
from pages.parts.tree_picture import PlanView, tree_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.parts.session import Opened


def looking(opened: Opened, scenario: kt.Scenario | None) -> None:
    """The picture, and below it the metric or the link that was chosen in it."""
    st.markdown(kt.say("looking.tree"))
    chosen = tree_place.chosen(opened.plan)
    view = PlanView(opened.plan, findings=findings(opened))
    if found := tree_picture(view, selected=chosen, key="tree.looked"):
        tree_place.choose(found)
        chosen = found
    with st.container(border=True, key="tree.beside"):
        if chosen is None:
            st.markdown(kt.say("looking.choose"))
        elif chosen.kind == "metric":
            _metric(opened, opened.plan.metric[chosen.id], scenario)
        else:
            _link(opened, next(link for link in opened.plan.links if link.id == chosen.id))
    picture_download(opened, scenario)


def _metric(opened: Opened, metric: kt.Metric, scenario: kt.Scenario | None) -> None:
    plan = opened.plan
    st.subheader(shown(metric.name), anchor=False)
    st.caption(" · ".join(_about(plan, metric)))
    if metric.definition:
        st.markdown(shown(metric.definition, lines=True))
    if lines := list(_expected(opened, metric, scenario)):
        st.markdown("\n".join(f"- {line}" for line in lines))
    _links(plan, metric)
    comments.beside(opened, (kt.Subject("metric", metric.id),), key="looking.comments")


def _about(plan: kt.Plan, metric: kt.Metric) -> Iterator[str]:
    """Its layer, who answers for it, how it is computed."""
    yield f"{kt.LAYER_MARKS[metric.layer]} {LAYERS.word(metric.layer)}"
    owner = next((one.name for one in plan.people if one.id == metric.owner), "")
    if owner:
        yield kt.say("looking.owner", name=shown(owner))
    if metric.formula is not None:
        yield shown(picture_words.formula(plan, metric))


def _expected(opened: Opened, metric: kt.Metric, scenario: kt.Scenario | None) -> Iterator[str]:
    """Where it ends, 8 times in 10: if nothing is done, and under the scenario."""
    month, write = kt.long_month(opened.plan.calendar[-1]), partial(dials.amount, opened.plan)
    try:
        base = forecasts.forecast(opened, None, draws=forecasts.REPORT)
        if metric.id not in base.metrics:
            return
        start = shown(write(metric.id, dials.baseline(base, metric.id)))
        yield kt.say("looking.today", value=start)
        for each in (None, scenario) if scenario else (None,):
            fan = forecasts.forecast(opened, each, draws=forecasts.REPORT).fan(metric.id)
            low, high = (shown(write(metric.id, float(ends[-1]))) for ends in (fan.p10, fan.p90))
            yield kt.say(
                "looking.ends" if low != high else "looking.ends_at",
                how=shown(each.name) if each else kt.say("odds.nothing"),
                month=month,
                low=low,
                high=high,
            )
    except kt.EnlaceError:
        return  # the page of the result says why it cannot be computed


def _links(plan: kt.Plan, metric: kt.Metric) -> None:
    """What moves it and what it moves, each with the way to its card."""
    names = link_place.names(plan)
    for words, links in (
        (kt.say("looking.drivers"), [one for one in plan.links if one.outcome == metric.id]),
        (kt.say("looking.outcomes"), [one for one in plan.links if one.driver == metric.id]),
    ):
        if links:
            st.markdown(f"**{words}**")
        for one in links:
            link_place.to_named_card(one.id, shown(names[one.id]), key=f"looking.{metric.id}")


def _link(opened: Opened, link: kt.Link) -> None:
    known = speakers.sides(opened)
    card = kt.link_card(opened.plan, link.id, sides=known, findings=findings(opened))
    st.subheader(shown(link_place.names(opened.plan)[link.id]), anchor=False)
    st.markdown(shown(card.sentence))
    if link.why:
        st.markdown(shown(link.why, lines=True))
    link_place.to_card(link.id)
    comments.beside(opened, (kt.Subject("link", link.id),), key="looking.comments")
