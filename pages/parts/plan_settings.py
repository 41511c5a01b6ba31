"""What a plan counts in, when it runs, and whose words it speaks; kept as soon as it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader, session
from pages.parts.beginnings import LANGUAGES, currencies, first_months
from pages.parts.plan_field import choice_field, follow
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

UNSPOKEN: Final = {"pt": "Português"}


def settings(plan_id: str, plan: kt.Plan) -> None:
    """The fields of a plan on the shelf; a refusal stands below its field."""
    key = f"start.set.{plan_id}"
    months = sorted({plan.start, *first_months()})
    choice_field(
        kt.say("start.first_month"),
        plan.start,
        key=f"{key}.start",
        options=months,
        words=kt.long_month,
        save=_change(plan_id, f"{key}.start", change=kt.set_calendar, name="start"),
        help=kt.say("start.first_month_help"),
    )
    _horizon(plan_id, plan, key=f"{key}.months")
    _money_and_words(plan_id, plan, key=key)


def _money_and_words(plan_id: str, plan: kt.Plan, *, key: str) -> None:
    named = currencies()
    choice_field(
        kt.say("start.currency"),
        plan.currency,
        key=f"{key}.currency",
        options=list(named),
        words=named.__getitem__,
        save=_change(plan_id, f"{key}.currency", change=kt.set_currency, name="currency"),
        help=kt.say("start.currency_help"),
    )
    choice_field(
        kt.say("start.language"),
        plan.language,
        key=f"{key}.language",
        options=list(dict.fromkeys((*LANGUAGES, plan.language))),
        words=_language_name,
        save=_change(plan_id, f"{key}.language", change=kt.set_language, name="language"),
        help=kt.say("start.language_help"),
    )


def _language_name(code: str) -> str:
    """A language by its own name; a plan file may be in one that Enlace does not speak."""
    return LANGUAGES.get(code) or kt.say("start.language_unspoken", language=UNSPOKEN[code])


def _horizon(plan_id: str, plan: kt.Plan, *, key: str) -> None:
    field = f"{key}.typed"
    follow(field, plan.months)
    st.number_input(
        kt.say("start.horizon"),
        min_value=1,
        max_value=120,
        step=1,
        key=field,
        help=shown(kt.library.term("horizon").text),
        on_change=_months_kept,
        args=(plan_id, key),
    )
    session.refusal(key)


def _months_kept(plan_id: str, key: str) -> None:
    _change(plan_id, key, change=kt.set_calendar, name="months")(st.session_state[f"{key}.typed"])


def _change(plan_id: str, at: str, *, change: Any, name: str) -> Callable[[Any], None]:  # noqa: ANN401 (an edit of the plan)
    """How a field is kept, in the plan of its card."""

    def save(value: Any) -> None:  # noqa: ANN401 (as the plan file holds it)
        reader.speak()
        try:
            session.workspace().edit(plan_id, change, by=reader.who(), **{name: value})
        except kt.EnlaceError as error:
            session.refuse(session.worded(error), at=at)
        else:
            session.accept(at)

    return save
