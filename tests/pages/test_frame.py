"""The frame: sections and titles in both languages, every page inside it, one folder deep."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.parts.steps import STEPS

ROOT = Path(__file__).resolve().parents[2]


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
