"""A plan in the address is open on every page: its title, its progress, its undo."""

from __future__ import annotations

PLAN = {
    "format": "enlace-plan/1",
    "title": "Tienda *en línea*",
    "start": "2027-01",
    "ask": "Que nos recomienden",
}


def test_the_frame_shows_the_open_plan_as_its_title_was_written(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    assert not at.exception
    assert any(r"Tienda \*en línea\*" in words.value for words in at.sidebar.markdown)


def test_another_page_finds_the_plan_again_and_puts_it_into_the_address(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    plan = at.query_params["plan"]
    at.query_params.clear()
    at.switch_page("pages/connect/tree.py").run()
    assert at.query_params["plan"] == plan


def test_a_plan_that_there_is_not_is_no_open_plan(enlace) -> None:
    at = enlace("goals")
    at.query_params["plan"] = "nothing-of-ours"
    at.run()
    assert not at.exception
    assert not [button for button in at.sidebar.button if button.key == "enlace.undo"]


def test_undo_with_nothing_to_take_back_is_not_offered(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    assert at.sidebar.button(key="enlace.undo").disabled


def test_a_store_that_cannot_be_read_is_told_in_words(enlace, tmp_path, monkeypatch) -> None:
    (tmp_path / "letters.db").write_text("this is no store " * 100)
    at = enlace("goals")
    monkeypatch.setenv("ENLACE_STORE", str(tmp_path / "letters.db"))
    at.query_params["plan"] = "any"
    at.run()
    assert not at.exception
    assert at.error
