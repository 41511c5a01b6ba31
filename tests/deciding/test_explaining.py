"""The whole explanation: at the door, in JSON, in the shell, in both languages."""

import io
import json
import subprocess
import sys

import pytest
from rich.console import Console

import kpi_tree as kt
from kpi_tree.cli import main
from kpi_tree.cli.printing import table, width_of
from kpi_tree.library.templates import template_path

TREE = str(template_path("bank_service", "es"))
ASKED = ["--goal", "service_cost_goal", "--scenario", "faster_social_care"]


def test_the_command_gives_the_json_that_the_library_gives():
    command = [sys.executable, "-m", "kpi_tree", "explain", TREE, *ASKED, "--draws", "64", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made = kt.explain(kt.read(TREE), ASKED[1], ASKED[3], draws=64)
    assert json.loads(done.stdout) == json.loads(json.dumps(made.to_dict()))


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", ("Qué aporta cada palanca", "Cuándo engaña", "de dónde viene la duda", "puntos")),
     ("en", ("What each lever contributes", "When it misleads", "doubt comes from", "points"))],
)  # fmt: skip
def test_the_tables_speak_the_language_that_was_asked_for(language, words, capsys):
    tree = str(template_path("bank_service", language))
    assert main(["explain", tree, *ASKED, "--draws", "64", "--language", language]) == 0
    told = capsys.readouterr().out.lower()
    assert all(word.lower() in told for word in words)
    assert "…" not in told


@pytest.mark.parametrize("size", range(16, 22))
def test_a_table_that_only_just_fits_makes_room_before_a_figure_is_cut(size):
    columns = ("Palanca", "Aporta", "Rango (8 de cada 10)", "Error ±", "Probabilidad")
    figures = ("+662 US$", "9" * size, "5,10 US$", "0,0 puntos")
    rows = [("Invitaciones a compartir con otras personas", *figures)]
    out = Console(file=io.StringIO(), width=80)
    out.print(table(columns, rows, narrow=width_of(columns, rows) > out.width))
    assert all(figure in out.file.getvalue() for figure in figures)


def test_an_unknown_goal_ends_with_2_one_line_and_no_result(capsys):
    assert main(["explain", TREE, "--goal", "nope", "--scenario", ASKED[3]]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "service_cost_goal" in told.err
    assert told.err.count("\n") == 1


def test_the_parts_asked_one_by_one_are_those_of_the_whole():
    of, memory = kt.read(TREE), kt.Memory()
    whole = kt.explain(of, ASKED[1], ASKED[3], draws=64)
    own = {"draws": 64, "memory": memory}
    assert kt.contributions(of, ASKED[1], ASKED[3], **own) == whole.contributions
    assert kt.importance(of, ASKED[1], ASKED[3], **own) == whole.importance
    assert kt.learning(of, ASKED[1], ASKED[3], **own) == whole.learning


def test_progress_goes_up_from_nothing_to_all():
    shares = []
    kt.explain(kt.read(TREE), ASKED[1], ASKED[3], draws=16, progress=shares.append)
    assert shares == sorted(shares)
    assert (shares[0] < 0.1, shares[-1] > 0.9) == (True, True)
