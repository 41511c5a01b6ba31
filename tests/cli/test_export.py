"""`export` as a person and as a program meet it."""

import json
import subprocess
import sys

import pytest

from kpi_tree.cli import main
from kpi_tree.exports import FORMATS
from kpi_tree.library.templates import template_path

TREE = str(template_path("ecommerce", "es"))


@pytest.mark.parametrize("to", [form for form in FORMATS if form != "png"])
def test_export_writes_the_file_and_tells_a_program_what_it_wrote(to, tmp_path, capsys):
    out = tmp_path / f"map.{to}"
    assert main(["export", TREE, "--to", to, "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"out": str(out), "to": to, "bytes": out.stat().st_size}


def test_export_with_a_scenario_shows_its_odds(tmp_path):
    out = tmp_path / "map.svg"
    command = ["--language", "es", "export", TREE, "--to", "svg", "--out", str(out)]
    assert main([*command, "--scenario", "reviews_and_reach"]) == 0
    assert out.read_text("utf-8").count(" de 100</text>") == 2


def test_export_to_a_form_that_there_is_not_is_refused_before_anything_is_read(tmp_path, capsys):
    command = ["--language", "en", "export", str(tmp_path / "none.json"), "--to", "pdf"]
    assert main([*command, "--out", str(tmp_path / "map.pdf")]) == 2
    assert "svg" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_export_to_a_place_that_cannot_be_written_ends_with_a_sentence(tmp_path):
    out = str(tmp_path / "no" / "map.json")
    command = ["-m", "kpi_tree", "--language", "en", "export", TREE, "--to", "json", "--out", out]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
