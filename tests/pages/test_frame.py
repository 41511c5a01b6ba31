"""The frame: sections and titles in both languages, every page inside it, one folder deep."""

from __future__ import annotations

from pathlib import Path

import pytest

import kpi_tree as kt
from pages.parts.session import workspace
from pages.parts.steps import STEPS
from tests.journeys.screenshots import FIRST_VISIT, PAGES

ROOT = Path(__file__).resolve().parents[2]
PLAN = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_step_opens_without_a_plan(enlace, step, language) -> None:
    at = enlace(step, language=language).run()
    assert not at.exception
    assert at.title or at.subheader or at.markdown


def test_the_address_decides_the_language(enlace) -> None:
    assert enlace("goals", language="en").run().title[0].value == "Goals"
    assert enlace("goals", language="es").run().title[0].value == "Objetivos"


def test_a_switch_of_language_speaks_it_at_once_and_stands_in_the_address(enlace) -> None:
    at = enlace(language="es").run()
    at.segmented_control(key="enlace.language").set_value("en").run()
    assert at.query_params["lang"] in ("en", ["en"])
    assert at.segmented_control(key="enlace.language").label == "Language"


def test_the_reader_s_name_stands_in_the_frame_and_is_shown_as_written(enlace) -> None:
    at = enlace(name="*Ana* <b>").run()
    assert any(r"\*Ana\* \<b\>" in caption.value for caption in at.sidebar.caption)


def test_no_page_script_stands_directly_in_pages_where_a_link_would_pass_the_frame_by() -> None:
    assert [file.name for file in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_every_step_has_its_script_under_its_own_name() -> None:
    missing = [step.script for step in STEPS.values() if not (ROOT / step.script).is_file()]
    assert missing == []
    assert {Path(step.script).stem for step in STEPS.values()} == set(STEPS)


def test_every_step_of_the_navigation_has_its_pictures() -> None:
    assert set(PAGES) - {FIRST_VISIT} == set(STEPS)


def test_there_is_nothing_to_undo_until_an_edit_and_nothing_to_redo_until_it_was_undone(enlace):
    at = enlace("purpose", plan=PLAN).run()
    assert (at.button(key="enlace.undo").disabled, at.button(key="enlace.redo").disabled) == (
        True,
        True,
    )
    plan = at.session_state["enlace.plan"]
    workspace().edit(plan, kt.set_title, "Otro", by="Ana")
    assert not at.run().button(key="enlace.undo").disabled
    at.button(key="enlace.undo").click().run()
    assert at.button(key="enlace.undo").disabled
    assert not at.button(key="enlace.redo").disabled


def test_an_edit_of_somebody_else_is_not_mine_to_undo(enlace):
    at = enlace("purpose", plan=PLAN).run()
    workspace().edit(at.session_state["enlace.plan"], kt.set_title, "Otro", by="Luis")
    assert at.run().button(key="enlace.undo").disabled


def test_a_name_can_be_changed_and_an_empty_one_is_refused(enlace):
    at = enlace("purpose", plan=PLAN).run()
    at.button(key="enlace.rename").click().run()
    assert at.error
    at.text_input(key="enlace.renamed").set_value("Ana María").run()
    at.button(key="enlace.rename").click().run()
    assert not at.error
    assert at.session_state["enlace.kept"]["enlace_name"] == "Ana María"
