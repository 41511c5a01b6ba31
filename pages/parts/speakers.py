"""For which side the people of a plan speak, and which signatures are truly theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import kpi_tree as kt
from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.parts.session import Opened


def comers(plan_id: str) -> Sequence[kt.Participant] | None:
    """Who has come to a hosted plan; None where nobody needs to come."""
    if not session.hosted():
        return None
    try:
        return session.workspace().sharing.people(plan_id)
    except kt.EnlaceError:
        return ()


def sides(opened: Opened) -> kt.Sides:
    """For which side each of the plan's people speaks, and which signatures are truly theirs."""
    people = comers(opened.id)
    if people is None:
        return kt.sides(opened.plan)
    known = tuple((each.id, each.name, each.side, each.side_confirmed) for each in people)
    named = tuple(each.id for each in opened.plan.people)
    return _sides(opened.id, opened.version, (known, named), _opened=opened, _people=people)


@st.cache_resource(show_spinner=False, max_entries=256)
def _sides(
    plan_id: str,
    version: int,
    known: tuple[tuple[tuple[str, str, str, bool], ...], tuple[str, ...]],
    *,
    _opened: Opened,
    _people: Sequence[kt.Participant],
) -> kt.Sides:
    """Read off the whole history: once for a version, those who came and those whom it names.

    A version names somebody else once a name was erased from it.
    """
    del plan_id, version, known  # what the answer is kept by
    history = session.workspace().history(_opened.id)
    return kt.sides(_opened.plan, _people, history=history)


def told(known: kt.Sides) -> tuple[object, ...]:
    """The same as a value that an answer can be kept by."""
    return (tuple(known.of.items()), known.own)
