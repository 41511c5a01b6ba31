"""What the file format forbids is refused in its place, and what it allows is accepted."""

import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import kpi_tree as kt
from kpi_tree.locale import speak

from .allowed import ALLOWED, Allowed
from .corpus import CASES
from .plans import Broken

ROOT = Path(__file__).parents[2]
BY_NAME = {case.name: case for case in CASES}
IN_THE_SHELL = (
    "file: truncated in the middle",
    "quantity: p10 above p90",
    "loop: a formula and a link",
    "unknown key with a newline",
    "several: of every kind",
)

each_broken_plan = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_allowed_plan = pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.name)


@cache
def refusal(case: Broken, language: str = "es") -> kt.PlanError:
    with TemporaryDirectory() as folder, speak(language):
        path = Path(folder) / "plan.json"
        path.write_bytes(case.content)
        with pytest.raises(kt.PlanError) as caught:
            kt.read(path)
    return caught.value


@cache
def words(case: Broken, language: str) -> list[tuple[str, str]]:
    with speak(language):
        return [(one.sentence, one.remedy) for one in refusal(case, language).problems]


def lies_in(found: str, expected: str) -> bool:
    """Whether a place is the expected one or inside it; everything lies in ""."""
    rest = found.removeprefix(expected)
    return not expected or found == expected or (rest != found and rest[0] in ".[")


def is_plain(text: str) -> bool:
    return bool(text) and not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)


def test_each_plan_of_the_corpus_has_a_name_of_its_own():
    names = [case.name for case in (*CASES, *ALLOWED)]
    assert [name for name in names if names.count(name) > 1] == []


@each_broken_plan
def test_a_broken_plan_is_refused_in_its_places(case: Broken):
    found = [problem.place for problem in refusal(case).problems]
    missed = [
        places
        for places in case.places
        if not any(lies_in(one, place) for one in found for place in places)
    ]
    assert missed == [], f"reported only {found[:20]}"
    assert all(is_plain(place) for place in found if place)


def test_a_refusal_holds_its_problems_in_a_tuple():
    assert isinstance(refusal(BY_NAME["several: values"]).problems, tuple)


# One test for all of a refusal's words: there are more than a thousand plans.
@each_broken_plan
def test_a_refusal_says_what_is_wrong_and_what_to_do_in_both_languages(case: Broken):
    spanish, english = words(case, "es"), words(case, "en")
    assert len(spanish) == len(english) > 0
    for one, other in zip(spanish, english, strict=True):
        assert one[0] != other[0]
        assert one[1] != other[1]
    for told in (spanish, english):
        assert all(is_plain(text) for texts in told for text in texts)
        said = [sentence for sentence, _ in told]
        assert any(all(name in sentence for name in case.names) for sentence in said), said


@each_allowed_plan
def test_an_unusual_plan_is_accepted(case: Allowed, tmp_path: Path):
    path = tmp_path / "plan.json"
    path.write_bytes(case.content)
    assert isinstance(kt.read(path), kt.Plan)


@each_allowed_plan
def test_an_unusual_plan_reopens_as_it_was(case: Allowed, tmp_path: Path):
    path = tmp_path / "plan.json"
    path.write_bytes(case.content)
    plan = kt.read(path)
    kt.write(plan, tmp_path / "again.json")
    assert kt.read(tmp_path / "again.json") == plan


@pytest.mark.parametrize("name", IN_THE_SHELL)
def test_the_command_line_refuses_a_broken_plan_with_one_line_a_problem(name: str, tmp_path: Path):
    case = BY_NAME[name]
    problems = refusal(case).problems
    path = tmp_path / "plan.json"
    path.write_bytes(case.content)
    command = [sys.executable, "-m", "kpi_tree", "simulate", str(path), "--draws", "10"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    lines = ran.stderr.splitlines()
    assert len(lines) == len(problems)
    assert all(any(place in line for place in places for line in lines) for places in case.places)
