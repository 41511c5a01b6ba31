"""Which link a card is about: the address names it, so that a card can be handed on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts.steps import STEPS
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMETER: Final = "link"
KEY: Final = "card.link"
_KEPT: Final = "enlace.link"


def names(plan: kt.Plan) -> Mapping[str, str]:
    """The plan's links by the names of their ends; where two are alike, with the id behind."""
    told = {link.id: _ends(plan, link) for link in plan.links}
    count = Counter(told.values())
    return {
        link: name if count[name] == 1 else kt.say("card.twin", name=name, id=link)
        for link, name in told.items()
    }


def _ends(plan: kt.Plan, link: kt.Link) -> str:
    return " → ".join(plan.metric[end].name for end in (link.driver, link.outcome))


def chosen(plan: kt.Plan) -> kt.Link:
    """Let the reader choose among the plan's links; the address names the one to begin with."""
    told = names(plan)
    asked = st.query_params.get(PARAMETER)
    known = (asked, st.session_state.get(_KEPT), *told)
    st.session_state[KEY] = next(name for name in known if name in told)
    st.selectbox(
        kt.say("card.choose"),
        list(told),
        format_func=lambda name: shown(told.get(name, name), surface="plain"),
        key=KEY,
        on_change=_changed,
        help=shown(kt.library.term("link").text),
    )
    if asked and asked not in told:
        st.info(kt.say("card.gone"), icon=":material/link_off:")
    st.session_state[_KEPT] = st.session_state[KEY]
    return next(link for link in plan.links if link.id == st.session_state[KEY])


def _changed() -> None:
    st.query_params[PARAMETER] = st.session_state[KEY]


def to_card(link: str) -> None:
    """A link to a card that keeps the plan and the language in its address."""
    place = STEPS["link"]
    st.page_link(
        place.script, label=kt.say("card.open"), icon=place.icon, query_params=_address(link)
    )


def to_named_card(link: str, label: str, *, key: str) -> None:
    """The same under a long name, which must find room on a phone: a page link would cut it."""
    place = STEPS["link"]
    if st.button(label, key=f"{key}.{link}", type="tertiary", icon=place.icon, wrap=True):
        go(link)


def go(link: str) -> None:
    """Go to a card at once."""
    st.switch_page(STEPS["link"].script, query_params=_address(link))


def _address(link: str) -> Mapping[str, str]:
    kept = {key: st.query_params[key] for key in ("plan", "lang") if key in st.query_params}
    return {**kept, PARAMETER: link}
