"""The shelves: every reference resolves, every text is in both languages, figures have degrees."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any, get_args

import pytest

from kpi_tree import library
from kpi_tree.errors import BadArgument
from kpi_tree.library import naming, shelves
from kpi_tree.library.figures import DEGREES
from kpi_tree.library.records import Grade, Layer
from kpi_tree.library.words import Words
from kpi_tree.locale import LANGUAGES, speak

ids = {one.id for one in library.metrics()}
AREAS = set("marketing sales service people partners community product finance digital".split())
EVERYTHING = [
    *library.metrics(),
    *library.links(),
    *library.benchmarks(),
    *library.glossary(),
    *library.questions(),
    *shelves.all_levers().values(),
    *shelves.all_stages(),
]


def texts(value: Any) -> list[Words]:
    """Every text that hangs on a value, however deep."""
    if isinstance(value, Words):
        return [value]
    if isinstance(value, tuple):
        return [words for one in value for words in texts(one)]
    if dataclasses.is_dataclass(value):
        return [w for f in dataclasses.fields(value) for w in texts(getattr(value, f.name))]
    return []


def test_the_library_holds_every_row_of_its_sources():
    assert len(library.metrics()) == 271
    assert len(library.links()) == 149
    assert len(library.benchmarks()) == 87
    assert len(library.questions()) == 15
    assert len(library.glossary()) >= 50


@pytest.mark.parametrize(
    "shelf",
    ["metrics", "links", "benchmarks", "glossary", "self_assessment", "levers", "stages", "forms"],
)
def test_no_id_stands_twice_on_a_shelf(shelf):
    named = [next(iter(row.values())) for row in shelves.rows(shelf)]
    assert len(named) == len(set(named))


def test_both_ends_of_every_link_are_metrics():
    assert {end for link in library.links() for end in (link.driver, link.outcome)} <= ids


def test_every_word_of_every_formula_is_a_metric():
    assert {one for metric in library.metrics() for one in metric.ingredients} <= ids


def test_every_benchmark_is_about_a_metric():
    assert {one.metric for one in library.benchmarks()} <= ids


def test_every_other_name_belongs_to_a_metric():
    assert {row["metric"] for row in shelves.rows("aliases")} <= ids


def test_metrics_speak_the_words_of_the_plan_format():
    for one in library.metrics():
        assert one.layer in get_args(Layer), one.id
        assert one.area in AREAS, one.id
        assert one.unit in {"currency", "ratio", "hours", "score", "count"}, one.id
        assert one.better in {"higher", "lower"}, one.id
        assert one.over_time in {"sum", "last", "mean", "formula"}, one.id


def test_only_a_metric_with_a_formula_adds_up_by_its_formula():
    assert all(one.formula for one in library.metrics() if one.over_time == "formula")


def test_a_ratio_that_counts_times_is_not_shown_in_percent():
    assert library.metric("roas").unit == "count"
    assert library.metric("engagement_rate").unit == "ratio"


@pytest.mark.parametrize("one", EVERYTHING, ids=lambda one: one.id)
def test_every_text_is_in_both_languages(one):
    found = texts(one)
    assert found
    assert all(bool(words.es.strip()) == bool(words.en.strip()) for words in found)


def test_nothing_that_must_be_said_is_left_unsaid():
    for one in library.metrics():
        assert all((one.names, one.definitions, one.measures, one.sources)), one.id
    for one in library.links():
        assert all((one.notes, one.published.cites, one.published.forms)), one.id
    for one in library.benchmarks():
        assert all((one.segments, one.periods, one.bases, one.sources, one.measures)), one.id


def test_every_degree_and_grade_is_named_in_both_languages():
    for code in LANGUAGES:
        with speak(code):
            assert len({naming.degree_name(one) for one in DEGREES}) == 5
            assert len({naming.grade_name(one) for one in get_args(Grade)}) == 6


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_has_a_name(code):
    with speak(code):
        for link in library.links():
            assert all((link.grade_name, link.design_name, link.kind_name, link.direction_name))
            assert link.published.verified.name
            assert link.suggested is None or (
                link.suggested.basis_name and link.suggested.form_name
            )
        for metric in library.metrics():
            assert all((metric.layer_name, metric.area_name))
            assert len(metric.network_names) == len(metric.networks)
        for one in library.benchmarks():
            assert len(one.network_names) == len(one.networks)


def test_every_remark_stands_for_one_of_the_five_degrees():
    shelf = shelves.rows("verification")
    assert {row["degree"] for row in shelf} == set(DEGREES)
    remarked = {row["remark"] for kind in ("links", "benchmarks") for row in shelves.rows(kind)}
    assert remarked == {row["remark"] for row in shelf}


def test_a_degree_of_its_own_names_a_row_that_has_the_remark():
    remark_of = {
        row["id"]: row["remark"] for kind in ("links", "benchmarks") for row in shelves.rows(kind)
    }
    for row in shelves.rows("verification"):
        assert all(remark_of[one] == row["remark"] for one in row["only"].split())


def test_no_figure_is_without_its_degree_and_source():
    for link in library.links():
        assert link.published.verified.degree in DEGREES
        assert link.published.verified.remark
        assert link.published.cite
        assert link.suggested is None or link.suggested.verified.degree in DEGREES
    for one in library.benchmarks():
        assert one.verified.degree in DEGREES
        assert one.source


def test_what_is_from_memory_does_not_pass_for_read():
    for one in (*(link.published for link in library.links()), *library.benchmarks()):
        if one.verified.remarks.en.startswith("from memory"):
            assert one.verified.degree == "memory"


def test_a_figure_from_memory_makes_the_published_effect_one_from_memory():
    assert {library.link(one).published.verified.degree for one in ("L056", "L057", "L079")} == {
        "memory"
    }


def test_a_suggestion_is_a_judgement_unless_it_is_the_published_range():
    for link in library.links():
        if link.suggested and link.suggested.basis != "published":
            assert link.suggested.verified.degree == "judgement", link.id
    assert library.link("L054").suggested.verified.degree == "read"


def test_published_and_suggested_stand_side_by_side():
    link = library.link("L038")
    assert link.published.point == 0.353
    assert (link.suggested.low, link.suggested.mode, link.suggested.high) == (0.01, 0.08, 0.3)


def test_rows_without_a_form_are_reading_only_and_say_why():
    reading = [one for one in library.links() if not one.adoptable]
    assert {one.id for one in reading} == {"L036", "L048", "L098", "L099", "L101"}
    assert all(one.suggested is None and one.reading_name for one in reading)


def test_what_may_enter_a_plan_has_a_suggestion_or_is_a_definition():
    for one in library.links():
        assert one.adoptable != bool(one.reading)
        if one.adoptable:
            assert (one.suggested is None) == one.is_definition, one.id


def test_suggestions_and_ranges_are_in_order():
    for link in library.links():
        if link.suggested:
            assert link.suggested.low <= link.suggested.mode <= link.suggested.high, link.id
        assert link.lags[0] <= link.lag <= link.lags[1], link.id
    for one in library.benchmarks():
        figures = [n for n in (one.low, one.typical, one.high) if n is not None]
        assert figures, one.id
        assert figures == sorted(figures), one.id


def test_a_row_of_grade_definition_is_a_definition():
    assert all((one.grade == "definition") == one.is_definition for one in library.links())


def test_texts_follow_the_language_in_force():
    metric = library.metric("reach")
    with speak("en"):
        assert metric.name == metric.names["en"] == "Reach"
    with speak("es"):
        assert metric.name == metric.names["es"] == "Alcance"


def test_benchmarks_of_a_metric_are_its_own():
    assert {one.metric for one in library.benchmarks("ctr")} == {"ctr"}
    assert not library.benchmarks("revenue")


@pytest.mark.parametrize("ask", [library.metric, library.link, library.term, library.benchmarks])
def test_an_unknown_id_is_refused_with_what_comes_near(ask):
    with speak("en"), pytest.raises(BadArgument) as refused:
        ask("reachh")
    assert "reachh" in refused.value.problem.sentence
    assert refused.value.problem.remedy


def test_what_is_handed_out_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        library.metric("reach").names.es = "otra cosa"


def test_nothing_on_the_shelves_speaks_of_the_files_it_came_from():
    for one in EVERYTHING:
        for words in texts(one):
            assert not any(mark in text for text in words.values() for mark in (".csv", ".md"))


def test_asking_for_metrics_loads_neither_pandas_nor_the_search():
    script = (
        "import sys, kpi_tree.library as l; l.metrics(); l.links(); l.drivers_of('orders');"
        "sys.exit(any(one in sys.modules for one in ('pandas', 'numpy', 'rapidfuzz', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_range_that_may_be_drawn_is_in_the_unit_of_its_metric():
    for one in library.benchmarks():
        if one.drawable:
            assert one.unit == library.metric(one.metric).unit, one.id


def test_days_are_drawn_in_the_hours_of_the_plan_format():
    one = next(one for one in library.benchmarks("time_to_fill"))
    assert (one.low, one.typical) == (36, 42)
    assert one.in_unit == (864, 1008, None)
    assert library.metric("time_to_fill").scale == 24


def test_what_others_see_lies_within_the_bounds_of_the_metric():
    for one in library.benchmarks():
        metric = library.metric(one.metric)
        for figure in one.in_unit:
            if one.drawable and figure is not None:
                assert metric.low is None or figure >= metric.low, one.id
                assert metric.high is None or figure <= metric.high, one.id
