"""No row of the library reaches a page without the degree to which it was verified."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from pages.parts import coverage_grid, link_candidates
from pages.parts.tree_editor import answers
from tests.pages.test_link_card import words

ROWS = kt.library.links()


def degree(row: kt.library.Link) -> str:
    return row.published.verified.name


def all_rows(language: str) -> None:
    """The evidence of a card that holds every row of the library."""
    from dataclasses import replace

    import kpi_tree as kt
    from kpi_tree.founding.evidence import EvidenceRow
    from pages.parts.link_card import evidence
    from tests.pages.test_link_card import one

    with kt.speak(language):
        rows = tuple(EvidenceRow(row, None) for row in kt.library.links())
        card = kt.link_card(kt.plan_of(one()), "l")
        evidence.evidence(replace(card, evidence=rows), editing=False)


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_on_the_card_every_row_bears_its_degree(language) -> None:
    at = AppTest.from_function(all_rows, args=(language,), default_timeout=30).run()
    assert not at.exception
    told = [line for line in words(at).split("\n") if ":material/fact_check:" in line]
    with kt.speak(language):
        degrees = [degree(row) for row in ROWS]
    assert len(told) == len(ROWS) == 149
    assert [
        row.id for row, line, name in zip(ROWS, told, degrees, strict=True) if name not in line
    ] == []


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_among_what_a_tree_may_take_every_row_bears_its_degree(language) -> None:
    with kt.speak(language):
        without = [row.id for row in ROWS if degree(row) not in link_candidates.founded_on(row)]
    assert without == []


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_among_what_could_fill_a_cell_every_row_bears_its_degree(language) -> None:
    with kt.speak(language):
        without = [row.id for row in ROWS if degree(row) not in coverage_grid.founded_on(row)]
    assert without == []


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_where_the_map_connects_two_metrics_every_row_bears_grade_degree_and_source(
    language,
) -> None:
    with kt.speak(language):
        without = [
            row.id
            for row in ROWS
            for told in (row.grade_name, degree(row), row.published.cite)
            if told not in answers.offered(row)
        ]
    assert without == []
