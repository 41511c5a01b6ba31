"""Refusals as a page says them."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts import refusal_words

OUT_OF_ORDER = kt.Problem(
    "months_out_of_order", "scenarios[0].targets[0].by", {"first": "2027-05", "then": "2027-03"}
)


@pytest.mark.parametrize(
    ("language", "months", "fields"),
    [
        ("es", "Después de mayo de 2027 no puede venir marzo de 2027", "Empieza, Se alcanza"),
        ("en", "March 2027 comes before May 2027", "Starts, Is reached"),
    ],
)
def test_months_out_of_order_are_told_by_name_and_by_the_fields_of_the_page(
    language, months, fields
):
    with kt.speak(language):
        told = refusal_words.told(kt.EditRefused([OUT_OF_ORDER])).replace("\\", "")
    assert months in told
    assert fields in told
    assert "until" not in told.replace("Until", "")


def test_the_words_of_a_refusal_are_shown_as_they_were_written():
    error = kt.EditRefused([kt.Problem("name_taken", values={"name": "**x** ![y](z)"})])
    assert "\\*\\*x\\*\\*" in refusal_words.told(error)
