"""The door of a page: a name asked once, a guard with a way out, a refusal beside its field."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session, visiting


def door() -> None:
    import streamlit as st

    from pages.parts import frame, reader, session

    reader.speak()
    session.ask_name()
    st.text(reader.who())
    frame.in_browser()


def fields() -> None:
    import streamlit as st

    from pages.parts import session

    def change() -> None:
        session.edit(lambda plan: plan, at="one")

    st.text_input("one", key="one.typed")
    st.button("save", on_click=change)
    session.refusal("one")
    session.refusal("two")


def test_a_name_is_asked_before_anything_else_and_the_page_waits() -> None:
    at = AppTest.from_function(door, default_timeout=20).run()
    assert at.subheader[0].value == "¿Cómo se llama?"
    assert not at.text


def test_a_name_once_told_is_not_asked_again() -> None:
    at = AppTest.from_function(door, default_timeout=20).run()
    at.text_input(key="enlace.name.typed").set_value("  Ana   Ruiz ")
    at.button[0].click().run()
    assert [text.value for text in at.text] == ["Ana Ruiz"]
    assert not at.subheader


def test_a_blank_is_no_name() -> None:
    at = AppTest.from_function(door, default_timeout=20).run()
    at.text_input(key="enlace.name.typed").set_value("   ")
    at.button[0].click().run()
    assert at.subheader
    assert at.error[0].value == "Escriba su nombre."
    assert at.text_input(key="enlace.name.typed").value == "   "


def test_a_refusal_stands_at_its_place_and_what_was_typed_stays() -> None:
    at = AppTest.from_function(fields, default_timeout=20).run()
    at.text_input(key="one.typed").set_value("mucho")
    at.button[0].click().run()
    assert len(at.error) == 1
    assert at.text_input(key="one.typed").value == "mucho"


def guarded() -> None:
    import streamlit as st

    from pages.parts import session

    session.guard([], sentence="Falta un objetivo.", step="goals")
    st.text("reached")


def test_a_page_ends_where_something_is_missing() -> None:
    at = AppTest.from_function(guarded, default_timeout=20).run()
    assert at.markdown[0].value == "Falta un objetivo."
    assert not at.text


def lasting() -> None:
    import streamlit as st

    from pages.parts import frame, session

    st.text(session.lasting())
    frame.vanishing()


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_plans_last_on_one_s_own_machine(host) -> None:
    assert session.is_local(host)


@pytest.mark.parametrize("host", ["enlace.example", "localhost.evil.example", "10.0.0.3:80", ""])
def test_plans_end_with_the_visit_under_a_public_name(host) -> None:
    assert not session.is_local(host)


def test_behind_a_proxy_nobody_sits_at_this_machine() -> None:
    told = {"host": "127.0.0.1:8501"}
    assert visiting.is_here(told)
    assert not visiting.is_here({**told, "x-forwarded-for": "203.0.113.9"})


@pytest.fixture
def from_here(monkeypatch, tmp_path):
    """A page with a store that was named, asked for under a name."""

    def asked(host, **more) -> AppTest:
        monkeypatch.setenv("ENLACE_STORE", str(tmp_path / "x.db"))
        monkeypatch.setattr(visiting, "headers", lambda: {"host": host, **more})
        return AppTest.from_function(lasting, default_timeout=20).run()

    return asked


def test_a_store_that_was_named_is_used_on_one_s_own_machine(from_here) -> None:
    at = from_here("127.0.0.1:8501")
    assert at.text[0].value == "True"
    assert not at.warning


def test_a_store_is_shut_under_a_public_name_where_nobody_has_rights(from_here) -> None:
    at = from_here("enlace.example")
    assert "ENLACE_HOSTED" in at.error[0].value
    assert not at.text


def test_a_store_is_open_under_a_public_name_where_rights_count(from_here, monkeypatch) -> None:
    monkeypatch.setenv("ENLACE_HOSTED", "1")
    at = from_here("enlace.example")
    assert at.text[0].value == "True"
