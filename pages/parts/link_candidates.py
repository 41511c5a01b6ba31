"""What the library knows of links at a metric: published and suggested side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session, tree_place
from pages.parts.metric_search import remember
from pages.parts.text import shown
from pages.parts.tree_picture import Clicked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.parts.session import Opened

FIRST: Final = 6
AT: Final = "tree.new_link"
_SHOWN: Final = "tree.link.shown"


def found(plan: kt.Plan, driver: str | None, outcome: str | None) -> list[kt.Candidate]:
    """The candidates between two metrics, or at the chosen one; what may be adopted comes first."""
    if driver and outcome:
        every = [one for one in _into(plan, outcome) if driver in one.ends]
    elif outcome:
        every = _into(plan, outcome)
    elif driver:
        side = kt.candidates(plan, driver).outcomes
        every = [*side.here, *side.adding]
    else:
        every = []
    return sorted(every, key=lambda one: one.hindrance is not None)


def _into(plan: kt.Plan, outcome: str) -> list[kt.Candidate]:
    side = kt.candidates(plan, outcome).drivers
    return [*side.here, *side.adding]


def link_candidates(opened: Opened, driver: str | None, outcome: str | None) -> None:
    """The candidates as cards."""
    every = found(opened.plan, driver, outcome)
    if not every:
        _none(opened.plan, driver, outcome)
        return
    key = "tree.candidates_between" if driver and outcome else "tree.candidates"
    st.markdown(kt.say(key, n=len(every)))
    limit = st.session_state.get(_SHOWN, FIRST)
    for one in every[:limit]:
        _card(opened, one, driver=driver, outcome=outcome)
    if len(every) > limit:
        st.button(kt.say("tree.show_more"), key="tree.link.more", on_click=_more, args=(limit,))


def _none(plan: kt.Plan, driver: str | None, outcome: str | None) -> None:
    """Nothing is known; of a metric of the team's own nothing can be."""
    between = driver and outcome
    st.markdown(kt.say("tree.no_candidates_between" if between else "tree.no_candidates"))
    for end in filter(None, (driver, outcome)):
        if not plan.metric[end].catalogue:
            st.caption(kt.say("tree.not_of_catalogue", metric=shown(plan.metric[end].name)))


def _more(limit: int) -> None:
    st.session_state[_SHOWN] = limit + 2 * FIRST


def _card(opened: Opened, one: kt.Candidate, *, driver: str | None, outcome: str | None) -> None:
    """A candidate: its ends, published beside suggested, what it rests on, and the way in."""
    with st.container(border=True, key=f"tree.candidate.{one.link.id}"):
        _ends(opened.plan, one, driver=driver, outcome=outcome)
        if not one.link.is_definition:
            published, suggested = st.columns(2, gap="medium")
            with published:
                _part("tree.published", "published_effect", published_words(one.link))
            with suggested:
                _part("tree.suggested", "suggested_effect", suggested_words(one.link))
        st.caption(founded_on(one.link))
        if one.hindrance:
            reason = f"{shown(one.hindrance.sentence)} {shown(one.hindrance.remedy)}"
            st.caption(f":material/menu_book: {kt.say('tree.reading_only')} {reason}")
        elif one.held:
            _held(one)
        else:
            _offer(opened, one, driver=driver, outcome=outcome)


def _ends(plan: kt.Plan, one: kt.Candidate, *, driver: str | None, outcome: str | None) -> None:
    """Both ends by the names of the plan; a metric that is not in it yet is marked."""
    other = plan.metric[one.ends[0]].name if one.ends else one.other.name
    if driver and outcome:
        names = (plan.metric[driver].name, plan.metric[outcome].name)
    elif outcome:
        names = (other, plan.metric[outcome].name)
    else:
        names = (plan.metric[driver or ""].name, other)
    title = f"**{shown(names[0])} → {shown(names[1])}**"
    adds = "" if one.ends else f" :gray[· {kt.say('tree.adds', metric=shown(one.other.name))}]"
    faint = f":gray[{title}]" if one.hindrance else title
    st.markdown(f"{faint}{adds}")


def _part(label: str, term: str, words: Sequence[str]) -> None:
    st.markdown(f"**{kt.say(label)}**", help=shown(kt.library.term(term).text))
    st.markdown("  \n".join(shown(line) for line in words))


def published_words(link: kt.library.Link) -> list[str]:
    """What was published, as its authors said it."""
    told = link.published
    if told.point is None:
        size = kt.say("tree.no_figure")
    elif told.low is None or told.high is None:
        size = kt.number(told.point)
    else:
        ends = {"low": kt.number(told.low), "high": kt.number(told.high)}
        size = kt.say("tree.figure", point=kt.number(told.point), **ends)
    lines = [f"{size} ({told.form})", told.measure, told.spread]
    lines.append(kt.say("tree.studies", n=told.studies) if told.studies else "")
    return [line for line in lines if line]


def suggested_words(link: kt.library.Link) -> list[str]:
    """What Enlace suggests to plan with, and what that rests on."""
    told = link.suggested
    if told is None:
        return [kt.say("tree.no_suggestion")]
    ends = {"low": kt.number(told.low), "high": kt.number(told.high)}
    return [
        kt.say("tree.suggestion", mode=kt.number(told.mode), form=told.form_name, **ends),
        told.basis_name,
    ]


def founded_on(link: kt.library.Link) -> str:
    """Grade, degree of verification, lag, limits and citation."""
    told = link.published
    parts = [link.grade_name, told.verified.name]
    if not link.is_definition:
        ends = {"low": link.lags[0], "high": link.lags[1]}
        late = kt.say("tree.lags", n=link.lag, **ends) if link.lag else ""
        parts.append(late or kt.say("tree.no_lag", **ends))
    lines = [" · ".join(parts), told.cite, link.note, link.limits]
    return "  \n".join(shown(line) for line in lines if line)


def _held(one: kt.Candidate) -> None:
    st.button(
        kt.say("tree.in_plan"),
        key=f"tree.held.{one.link.id}",
        icon=":material/check:",
        type="tertiary",
        on_click=tree_place.choose,
        args=(Clicked("link", one.held[0]),),
    )


def _offer(opened: Opened, one: kt.Candidate, *, driver: str | None, outcome: str | None) -> None:
    key = "tree.take_formula" if one.link.is_definition else "tree.take_link"
    st.button(
        kt.say(key),
        key=f"tree.take_link.{one.link.id}",
        icon=":material/add_link:",
        on_click=_taken,
        args=(opened.plan, one),
        kwargs={"driver": driver, "outcome": outcome},
    )
    session.refusal(f"{AT}.{one.link.id}")


def _taken(plan: kt.Plan, one: kt.Candidate, *, driver: str | None, outcome: str | None) -> None:
    reader.speak()
    other = one.ends[0] if one.ends else None
    at = f"{AT}.{one.link.id}"
    try:
        adopted = kt.adopt_link(plan, one.link.id, driver=driver or other, outcome=outcome or other)
    except kt.EnlaceError as error:
        session.refuse(session.worded(error), at=at)
        return
    take = partial(kt.take_link, driver=driver or other, outcome=outcome or other)
    if session.edit(take, one.link.id, at=at):
        remember([remark.sentence for remark in adopted.remarks])
        place = Clicked("link", adopted.link) if adopted.link else Clicked("metric", adopted.metric)
        tree_place.choose(place)
