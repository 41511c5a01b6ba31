"""The commands as a person and as a program meet them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kpi_tree as kt
from kpi_tree.cli import main
from kpi_tree.library.templates import template_ids, template_path

TREE = str(template_path("ecommerce", "es"))


@pytest.fixture
def unfinished(tmp_path):
    """A plan that waits for a baseline."""
    path = tmp_path / "unfinished.json"
    plan = {"format": "enlace-plan/1", "title": "A medias", "start": "2027-01"}
    plan["metrics"] = [{"id": "visits", "name": "Visitas", "layer": "bridge"}]
    path.write_text(json.dumps(plan), "utf-8")
    return str(path)


def run(*arguments, **environment):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kpi_tree", *arguments],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
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


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("tree", template_ids())
def test_no_cell_of_a_worked_tree_is_cut(tree, language, capsys):
    path = str(template_path(tree, language))
    main(["simulate", path, "--draws", "20", "--language", language])
    told = capsys.readouterr().out.replace("\u00a0", " ")
    plan = kt.read(path)
    rows = [line for line in told.splitlines() if re.search(r"[%$€]|points|puntos", line)]
    changes = [line for line in rows if re.search(r"(%|points|puntos|\d)$", line)]
    assert len(changes) > len(plan.scenarios) * 5
    assert all(scenario.name in told for scenario in plan.scenarios)
    assert "…" not in told


def test_a_narrow_terminal_cuts_no_figure(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    main(["simulate", str(template_path("bank_service", "es")), "--draws", "20"])
    told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).replace("\u00a0", " ")
    assert max(map(len, told.splitlines())) <= 80
    assert re.search(r"mil USD +(\S+ mil USD) –? +[+−]?\d+(,\d+)? %", told) or "M USD –" in told
    assert re.search(r"\+\d+(,\d+)? puntos", told)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_knows_few_characters_gets_what_it_can_show(encoding):
    done = run("simulate", TREE, "--draws", "20", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ingresos por ventas" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kpi_tree", "simulate", TREE, "--draws", "20"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_campaign_is_told_in_the_last_month_that_it_holds(tmp_path, capsys):
    plan = {"format": "enlace-plan/1", "title": "Campaña", "start": "2027-01"}
    plan["metrics"] = [{"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 100}]
    target = {"metric": "visits", "change": 0.5, "by": "2027-03", "until": "2027-05"}
    plan["scenarios"] = [{"id": "may", "name": "Mayo", "targets": [target]}]
    path = tmp_path / "campaign.json"
    path.write_text(json.dumps(plan), "utf-8")
    main(["simulate", str(path)])
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "mayo de 2027" in told
    assert "+50,0 %" in told


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
