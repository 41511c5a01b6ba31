"""`seek` at a terminal: what is no number is refused as it was written; JSON holds the sentence."""

from __future__ import annotations

import json

import pytest

from kpi_tree.cli import main
from tests.pages.test_cheapest import shop


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(shop()), "utf-8")
    return str(path)


@pytest.mark.parametrize("option", ["--probability", "--budget"])
def test_what_is_no_number_is_refused_as_it_was_written(plan, option, capsys) -> None:
    assert main(["seek", plan, option, "mucho"]) != 0
    told = capsys.readouterr().err
    assert "mucho" in told
    assert "nan" not in told


def test_json_holds_the_sentence_that_a_person_reads(plan, capsys) -> None:
    main(["seek", plan, "--json", "--draws", "256"])
    found = json.loads(capsys.readouterr().out)
    assert found["sentence"]
