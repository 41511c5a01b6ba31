"""What the page's listener asks for when it is told that one may not look any more, or is cut."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "pages" / "parts" / "live" / "frontend" / "live.js"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")


def asked(scene: str, folder: Path) -> list[str]:
    """Which runs the listener asks for within a moment."""
    script = folder / "live.mjs"
    script.write_text(SCRIPT.read_text("utf-8"), "utf-8")
    page = folder / "page.mjs"
    page.write_text((HERE / "listening.js").read_text("utf-8"), "utf-8")
    command = ["node", str(page), script.as_uri(), scene]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(told.stdout)


def test_a_page_closes_even_while_its_reader_is_in_the_middle_of_a_word(tmp_path) -> None:
    assert asked("typing", tmp_path) == ["gone"]


def test_a_stream_that_is_refused_makes_the_page_ask_whether_one_may_still_look(tmp_path) -> None:
    assert asked("refused", tmp_path) == ["gone"]


def test_a_stream_that_is_cut_off_is_only_waited_for(tmp_path) -> None:
    assert asked("cut", tmp_path) == []


def test_each_edit_of_others_is_told_and_how_many_came_before(tmp_path) -> None:
    assert asked("edits", tmp_path) == ["Ana: uno. Luis: dos. Luis: tres. Y 2 más."]
