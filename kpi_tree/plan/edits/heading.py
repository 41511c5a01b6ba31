"""Edits of what stands at the head of a plan, and of its self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.errors import EditRefused, Problem
from kpi_tree.plan.edits.draft import edit, refuse_document
from kpi_tree.plan.events import MaturityAnswered
from kpi_tree.plan.writing import document

if TYPE_CHECKING:
    from kpi_tree.plan.edits.draft import Draft


@edit
def set_title(draft: Draft, title: str) -> None:
    """Give the plan a title."""
    if not title.strip():
        raise EditRefused([Problem("blank_name", "title")])
    draft.set_head(title=title)


@edit
def set_ask(draft: Draft, ask: str) -> None:
    """Say what the organisation asks of its networks."""
    draft.set_head(ask=ask)


@edit
def set_language(draft: Draft, language: str) -> None:
    """Say in which language the plan's own words are."""
    draft.set_head(language=language)


@edit
def set_currency(draft: Draft, currency: str) -> None:
    """Count in another currency; no number is converted."""
    draft.set_head(currency=currency)


@edit
def set_calendar(draft: Draft, start: str | None = None, *, months: int | None = None) -> None:
    """Set the first month, the number of months, or both.

    Refused where a goal or a target would lie outside.
    """
    given = {"start": start, "months": months}
    draft.set_head(**{key: value for key, value in given.items() if value is not None})


@edit
def set_money(draft: Draft, metric: str | None) -> None:
    """Say in which metric a scenario's benefit is counted, or in none."""
    draft.set_head(money=metric)


@edit
def set_budget(
    draft: Draft, marketing: float | None = None, *, social: float | None = None
) -> None:
    """Set the marketing budget of a year and social's part of it; `None` is not known."""
    given = {"marketing": marketing, "social": social}
    known = {key: value for key, value in given.items() if value is not None}
    draft.set_head(budget=known or None)


@edit
def answer_maturity(draft: Draft, question: str, *, answer: int | None) -> None:
    """Answer a question of the self-assessment (0 to 3), or take the answer back."""
    was = draft.plan.maturity.get(question)
    if answer == was:
        return
    if isinstance(answer, bool) or answer not in (None, 0, 1, 2, 3):
        answers = {**draft.plan.maturity, question: answer}
        refuse_document(document(draft.plan) | {"maturity": answers})
    draft.record(MaturityAnswered(question=question, now=answer, was=was))
