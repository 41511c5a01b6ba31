"""The commands as a person and as a program meet them."""

import json
import subprocess
import sys

import pytest

import kpi_tree as kt
from kpi_tree.cli import main
from kpi_tree.library.templates import template_path

TREE = str(template_path("ecommerce", "es"))


@pytest.fixture
def unfinished(tmp_path):
    """A plan that waits for a baseline."""
    path = tmp_path / "unfinished.json"
    plan = {"format": "enlace-plan/1", "title": "A medias", "start": "2027-01"}
    plan["metrics"] = [{"id": "visits", "name": "Visitas", "layer": "bridge"}]
    path.write_text(json.dumps(plan), "utf-8")
    return str(path)


def run(*arguments):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kpi_tree", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_simulate_prints_the_json_that_the_library_gives(capsys):
    assert main(["simulate", TREE, "--draws", "50", "--seed", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == kt.simulate(kt.read(TREE), draws=50, seed=3).to_dict()


def test_simulate_takes_the_scenarios_that_are_named(capsys):
    name = kt.read(TREE).scenarios[0].id
    main(["simulate", TREE, "--scenario", name, "--draws", "20", "--json"])
    assert list(json.loads(capsys.readouterr().out)["scenarios"]) == ["do_nothing", name]


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", ("Probabilidad", "Sin cambios", "de 100")), ("en", ("Odds", "Do nothing", "of 100"))],
)
def test_the_table_speaks_the_language_that_was_asked_for(language, words, capsys):
    main(["simulate", str(template_path("ecommerce", language)), "--language", language])
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert all(word in told for word in words)
    assert "344" in told


def test_no_line_of_the_table_is_cut(capsys):
    main(["simulate", TREE, "--draws", "50"])
    told = capsys.readouterr().out
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 120
    assert "Campaña de fin de año" in told


def test_a_plan_with_an_error_ends_check_with_one(unfinished, capsys):
    assert main(["check", unfinished, "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert {"level", "code", "place", "sentence", "remedy"} <= set(findings[0])
    assert ("error", "metrics[0].baseline") in {(f["level"], f["place"]) for f in findings}


def test_check_tells_people_the_sentence_and_the_remedy(unfinished, capsys):
    main(["check", unfinished])
    told = capsys.readouterr().out
    assert "metrics[0].baseline" in told
    assert "«Visitas» no tiene punto de partida" in " ".join(told.split())


def test_an_unfinished_plan_is_simulated_as_far_as_it_goes(unfinished, capsys):
    assert main(["simulate", unfinished, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["missing"][0]["place"] == "metrics[0].baseline"


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", TREE, "--draws", "0"),
        ("simulate", TREE, "--draws", "many"),
        ("simulate", TREE, "--seed", "-1"),
        ("simulate", TREE, "--scenario", "none_such"),
        ("simulate",),
        ("no_such_command",),
        (),
    ],
)
def test_a_wrong_command_is_refused_in_one_line_without_a_result(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_a_simulation_without_an_answer_ends_with_place_month_and_remedy(tmp_path):
    path = tmp_path / "division.json"
    plan = {"format": "enlace-plan/1", "title": "División", "start": "2027-01"}
    plan["metrics"] = [
        {"id": "zero", "name": "Cero", "layer": "lever", "baseline": 0},
        {"id": "ratio", "name": "Cociente", "layer": "bridge", "formula": "1 / zero"},
    ]
    path.write_text(json.dumps(plan), "utf-8")
    done = run("simulate", str(path), "--language", "es")
    assert (done.returncode, done.stdout) == (2, "")
    assert "metrics[1].formula" in done.stderr
    assert "enero de 2027" in done.stderr


def test_a_reader_who_leaves_early_breaks_nothing():
    command = [sys.executable, "-m", "kpi_tree", "simulate", TREE, "--draws", "20", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        writer.stdout.read(10)
        writer.stdout.close()
        assert writer.stderr.read() == b""
