"""A plan that was written reads back equal, and the schema says what the reader accepts."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import kpi_tree as kt
from kpi_tree.library.templates import template_ids, template_path
from kpi_tree.plan.schema import schema, written
from tests.broken.allowed import ALLOWED
from tests.plans import any_plans

DOCS = Path(__file__).resolve().parents[2] / "docs"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SMALL = [case for case in ALLOWED if len(case.content) < 100_000]
# Made once: to check the schema itself takes longer than to hold a plan against it.
SCHEMA = jsonschema.Draft202012Validator(schema())
TREES = [template_path(name, code) for name in template_ids() for code in ("es", "en")]


@given(any_plans())
@settings(max_examples=60, suppress_health_check=SLOW, deadline=None)
def test_a_plan_that_was_written_reads_back_equal(plan):
    first = kt.plan_of(plan)
    again = kt.plan_from(kt.text(first))
    assert again == first
    assert kt.document(again) == kt.document(first)


@given(any_plans())
@settings(max_examples=50, suppress_health_check=SLOW, deadline=None)
def test_nothing_that_a_file_says_is_lost_in_writing(plan):
    written_again = kt.document(kt.plan_of(plan))
    assert kt.plan_of(written_again) == kt.plan_of(plan)
    assert not list(SCHEMA.iter_errors(json.loads(json.dumps(written_again))))


def test_the_schema_is_one():
    SCHEMA.check_schema(schema())


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.stem)
def test_a_worked_tree_satisfies_the_schema(path):
    SCHEMA.validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_the_schema_allows_what_the_reader_allows(case):
    SCHEMA.validate(json.loads(case.content.decode("utf-8-sig")))


@pytest.mark.parametrize(
    ("key", "value"),
    [("months", 0), ("start", "2027-13"), ("currency", "EURO"), ("title", None), ("extra", 1)],
)
def test_the_schema_refuses_what_the_reader_refuses(key, value):
    plan = {"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", key: value}
    with pytest.raises(jsonschema.ValidationError):
        SCHEMA.validate(plan)
    with pytest.raises(kt.PlanError):
        kt.plan_of(plan)


def test_the_schema_in_the_documents_is_current():
    assert (DOCS / "plan.schema.json").read_text("utf-8") == written()


def test_writing_replaces_a_file_whole(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("what stood there before", "utf-8")
    plan = kt.read(TREES[0])
    kt.write(plan, path)
    assert kt.read(path) == plan
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]


def test_a_file_that_is_not_there_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(kt.PlanError) as refusal:
        kt.read(tmp_path / "none.json")
    assert refusal.value.problem.code == "file_missing"
