"""The coverage grid, and the register of assumptions."""

import csv
import io
import zipfile
from datetime import date

import pytest

import kpi_tree as kt
from kpi_tree.founding.coverage import AREAS
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

PEOPLE = [{"id": "ana", "name": "Ana", "side": "business"}]
STUDY = {"id": "study", "grade": "observational", "cite": "A study", "verified": "summary"}


def short(**own):
    metrics = [
        metric("a", baseline={"shape": "normal", "mean": 100, "sd": 10}, area="service"),
        metric("y", baseline=100, area="sales", catalogue="revenue", source="=cmd()"),
        metric("lone", baseline=1, area="people"),
    ]
    size = {"shape": "normal", "mean": 0.5, "sd": 0.1}
    agreed = [{"by": "ana", "on": "2027-01-01", "size": size}]
    return plan(*metrics, people=PEOPLE, evidence=[STUDY], goals=[goal("y", 110)],
                links=[link("a", "y", size, evidence=["study"], agreed_by=agreed)],
                scenarios=[scenario({"metric": "a", "change": 0.2})], **own)  # fmt: skip


def test_a_link_fills_the_cells_of_both_of_its_ends_with_its_grade_and_signature():
    found = kt.coverage(short())
    for area in ("service", "sales"):
        cell = found.at("goal_y", area)
        assert (cell.links, cell.grade, cell.signed) == (("a_to_y",), "observational", 1)
        assert cell.candidates == ()
    assert len(found.empty) == 7


def test_every_goal_has_all_nine_areas():
    found = kt.coverage(short())
    assert len(AREAS) == 9
    assert [(each.goal, each.area) for each in found.cells] == [("goal_y", each) for each in AREAS]


def test_an_empty_cell_holds_what_the_library_could_put_there_the_nearest_first():
    for cell in kt.coverage(short()).empty:
        assert cell.candidates
        steps = [9 if each.steps is None else each.steps for each in cell.candidates]
        assert steps == sorted(steps)
        for each in cell.candidates:
            ends = (kt.library.metric(end) for end in (each.row.driver, each.row.outcome))
            assert cell.area in {end.area for end in ends}
            assert each.row.adoptable
            assert each.row.direction != "0"


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_a_candidate_is_told_with_what_is_still_needed(language):
    with kt.speak(language):
        told = {each.sentence for cell in kt.coverage(short()).empty for each in cell.candidates}
    assert all("→" in each for each in told)


def test_a_goal_without_metric_has_an_empty_row():
    of = plan(metric("a", baseline=1), goals=[{"id": "g", "name": "g"}])
    assert len(kt.coverage(of).empty) == 9


# --- the register -------------------------------------------------------------------------------


def registered(**own):
    return kt.register(short(), today=date(2027, 1, 31), **own)


def test_the_register_holds_all_links_and_baselines():
    rows = registered().rows
    assert [(each.kind, each.id) for each in rows] == [
        ("link", "a_to_y"),
        ("baseline", "a"),
        ("baseline", "y"),
        ("baseline", "lone"),
    ]
    first = rows[0]
    assert (first.grade, first.verified, first.evidence) == (
        "observational",
        "summary",
        ("A study",),
    )
    assert (first.signing.state, first.last, first.age) == ("signed", "2027-01-01", 30)
    assert first.likely == pytest.approx(0.5, abs=1e-3)


def test_a_baseline_is_as_old_as_what_was_measured_last():
    of = short(observations={"a": {"2026-11": 90, "2026-12": 95}})
    row = kt.register(of, today=date(2027, 1, 31)).rows[1]
    assert (row.last, row.age) == ("2026-12", 61)


def test_influence_is_the_share_of_the_goals_doubt():
    rows = {each.id: each for each in registered(scenario="s", draws=2_000).rows}
    assert rows["a_to_y"].influence["goal_y"] == pytest.approx(1, abs=0.02)
    assert rows["lone"].influence["goal_y"] == 0
    assert registered().rows[0].influence["goal_y"] is None


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_table_is_whole_and_a_spreadsheet_computes_none_of_its_words(language):
    with kt.speak(language):
        found = registered(scenario="s", draws=200)
        read = list(csv.reader(io.StringIO(found.csv())))
    assert {len(each) for each in read} == {len(found.headings)}
    assert len(read) == 1 + len(found.rows)
    assert read[3][-1] == "'=cmd()"


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_spreadsheet_holds_texts_as_texts_and_numbers_as_numbers(language):
    with kt.speak(language):
        found = registered(scenario="s", draws=200)
        with zipfile.ZipFile(io.BytesIO(found.xlsx())) as file:
            page = file.read("xl/worksheets/sheet1.xml").decode()
            words = file.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in page
    assert "<t>=cmd()</t>" in words
    assert f"<v>{found.rows[0].low:.16G}</v>" in page


def test_numbers_stay_numbers():
    row = registered(scenario="s", draws=200).table[0]
    assert all(isinstance(each, float) for each in row[2:5])
