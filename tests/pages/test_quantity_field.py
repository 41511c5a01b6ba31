"""The field for a quantity says what it understood, saves on request, refuses with a sentence."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def field() -> None:
    import streamlit as st

    import kpi_tree as kt
    from pages.parts.quantity_field import quantity_field

    kt.choose("es")
    held = st.session_state.setdefault("held", 12)

    def save(value: object) -> None:
        st.session_state["held"] = value

    quantity_field("Pedidos", held, key="orders", save=save)


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_function(field, default_timeout=20).run()


def typed(at, text):
    return at.text_input(key="orders.typed").set_value(text).run()


def test_it_shows_what_the_plan_holds_and_offers_nothing_to_save(at) -> None:
    assert at.text_input(key="orders.typed").value == "12"
    assert not at.button


def test_it_says_what_it_understood_before_it_saves(at) -> None:
    typed(at, "25 a 35")
    assert "entre 25 y 35" in at.caption[0].value
    assert at.session_state["held"] == 12


def test_it_saves_when_asked_and_then_has_nothing_left_to_save(at) -> None:
    typed(at, "25 a 35").button(key="orders.save").click().run()
    assert at.session_state["held"] == {"p10": 25.0, "p90": 35.0}
    assert not at.button


def test_a_text_of_two_meanings_is_asked_about(at) -> None:
    typed(at, "1.200")
    at.radio(key="orders.reading").set_value(1).run().button(key="orders.save").click().run()
    assert at.session_state["held"] == 1.2


def test_it_refuses_with_a_sentence_and_keeps_what_was_typed(at) -> None:
    typed(at, "más o menos mucho")
    assert at.error[0].value
    assert at.text_input(key="orders.typed").value == "más o menos mucho"
    assert not at.button
