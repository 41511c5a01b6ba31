"""Evidence of a link: the library's rows with their degree of verification, and adopting them."""

import pytest

import kpi_tree as kt
from kpi_tree.founding.evidence import EvidenceRow
from kpi_tree.plan.replay import replay
from tests.simulation.plans_in_short import goal, link, metric, plan

ROWS = [row for row in kt.library.links() if not row.is_definition]
OWN = {"id": "own", "grade": "expert", "cite": "Us"}


def between(row, **own):
    """A plan with one link between the kinds of a row's ends."""
    ends = kt.library.link(row)
    metrics = [metric("a", baseline=10, catalogue=ends.driver),
               metric("b", baseline=10, catalogue=ends.outcome)]  # fmt: skip
    return plan(*metrics, links=[link("a", "b", 0.5, **own)], evidence=[OWN])


def adopted(row, of=None):
    of = of or between(row)
    return replay(kt.adopt_evidence(of, "a_to_b", row=row), of)


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_no_row_of_the_library_is_shown_without_its_degree_of_verification(language):
    with kt.speak(language):
        for row in ROWS:
            shown = {each.id: each for each in kt.evidence_of(between(row.id), "a_to_b")}
            assert shown[row.id].verified_name
            assert shown[row.id].published
            assert shown[row.id].grade_name
            assert shown[row.id].design_name
            assert shown[row.id].reason or shown[row.id].hindrance


def test_a_row_may_be_adopted_exactly_where_the_library_allows_it():
    for row in ROWS:
        allowed = kt.candidates(between(row.id), "b").drivers.here
        expected = next(each.hindrance is None for each in allowed if each.link.id == row.id)
        assert EvidenceRow(row, None).adoptable == expected


def test_of_all_rows_only_what_a_plan_computes_with_is_adopted_and_no_correlation():
    rows = kt.library.links()
    assert len(rows) == 149
    for row in rows:
        try:
            taken = adopted(row.id).links[0]
        except kt.EditRefused as refusal:
            problem = refusal.problems[0]
            assert (row.id, problem.sentence != "", problem.remedy != "") == (row.id, True, True)
            continue
        assert (row.id, row.published.is_correlation) == (row.id, False)
        assert (row.id, taken.effect) == (row.id, row.suggested.effect)
        assert taken.catalogue == row.id


@pytest.mark.parametrize("row", ["L036", "L048", "L049", "L050", "L051", "L052"])
def test_a_correlation_is_reading_and_says_so(row):
    assert kt.library.link(row).published.is_correlation
    for adopt in (lambda of: adopted(row, of), lambda of: kt.take_link(of, row)):
        with pytest.raises(kt.EditRefused) as refusal:
            adopt(between(row))
        with kt.speak("en"):
            assert "size" in refusal.value.problems[0].sentence


def test_adopting_sets_range_grade_cap_and_cites_the_source():
    of = adopted("L034")
    (taken,) = of.links
    assert (taken.size.low, taken.size.mode, taken.size.high) == (0.02, 0.09, 0.24)
    assert (taken.cap, taken.lag, taken.catalogue) == (0.3, 1, "L034")
    held = {each.id: each for each in of.evidence}
    assert [held[each].grade for each in taken.evidence] == ["meta-analysis"]


def test_adopting_leaves_what_the_team_has_said():
    of = adopted("L034", between("L034", lag=2, why="ours", carryover=0.3, evidence=["own"]))
    (taken,) = of.links
    assert (taken.lag, taken.why, taken.carryover) == (2, "ours", 0.3)
    assert taken.evidence[1] == "own"


def test_another_row_takes_the_place_of_the_first_and_of_its_grade():
    rows = [r for r in ROWS if EvidenceRow(r, None).adoptable]
    pair = next(
        (one, two)
        for one in rows
        for two in rows
        if (one.driver, one.outcome) == (two.driver, two.outcome) and one.grade != two.grade
    )
    of = adopted(pair[1].id, adopted(pair[0].id))
    held = {each.id: each for each in of.evidence}
    assert [held[each].grade for each in of.links[0].evidence] == [pair[1].grade]
    assert len(of.evidence) == 2


@pytest.mark.parametrize("row", ["L036", "L066", "L001"])
def test_reading_and_definitions_cannot_be_adopted(row):
    with pytest.raises(kt.EditRefused) as refusal:
        kt.adopt_evidence(between(row), "a_to_b", row=row)
    assert refusal.value.problems[0].remedy


def test_evidence_about_other_metrics_cannot_be_adopted():
    with pytest.raises(kt.EditRefused) as refusal:
        kt.adopt_evidence(between("L065"), "a_to_b", row="L034")
    assert refusal.value.problems[0].code == "other_ends"


def test_a_metric_of_the_teams_own_stands_for_any():
    of = plan(metric("a", baseline=10), metric("b", baseline=10), links=[link("a", "b", 1)])
    assert adopted("L034", of).links[0].catalogue == "L034"


def test_a_size_per_unit_beside_other_units_asks_for_a_second_look():
    row = next(r for r in ROWS if EvidenceRow(r, None).effect == "per_unit")
    of = between(row.id)
    ends = [each.model_copy(update={"unit": "sacks"}) for each in of.metrics]
    other = of.model_copy(update={"metrics": tuple(ends)})
    (shown,) = [each for each in kt.evidence_of(other, "a_to_b") if each.id == row.id]
    assert len(shown.cautions) == 2


def test_a_published_null_is_shown_as_gladly():
    (row,) = [each for each in kt.evidence_of(between("L065"), "a_to_b") if each.id == "L065"]
    assert row.null
    assert row.suggested == (0.0, 0.0, 0.02)
    assert row.adoptable


def test_a_suggestion_tells_how_much_of_what_was_published_it_keeps():
    row = EvidenceRow(kt.library.link("L034"), None)
    assert row.factor == pytest.approx(0.09 / 0.236)
    with kt.speak("en"):
        assert row.reason.startswith("The suggestion is 0.38 times what was published.")
        assert "0.4 of it is kept" in row.reason


def test_what_keeps_more_or_less_than_the_rule_says_so():
    less, more, above = (
        EvidenceRow(kt.library.link(one), None) for one in ("L038", "L037", "L082")
    )
    with kt.speak("en"):
        assert "less than the rule" in less.reason
        assert "close to mechanical" in more.reason
        assert "more than was published" in above.reason


def test_a_range_must_be_as_wide_as_what_was_taken_off():
    narrow = {"p10": 0.1, "p90": 0.11}
    assert kt.least_width(plan_on("experiment", narrow), "a_to_b") == 0.25
    assert kt.least_width(plan_on("meta-analysis", narrow), "a_to_b") == 0.6
    assert kt.least_width(plan_on("meta-analysis", {"p10": -0.1, "p90": 0.1}), "a_to_b") is None


def plan_on(grade, size):
    return plan(metric("a", baseline=10), metric("b", baseline=10),
                links=[link("a", "b", size, evidence=["own"])],
                evidence=[OWN | {"grade": grade}])  # fmt: skip


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_register_cites_nothing_without_its_degree_of_verification(language):
    with kt.speak(language):
        for row in ROWS:
            if not EvidenceRow(row, None).adoptable:
                continue
            (cited,) = kt.register(adopted(row.id)).rows[0].cited
            assert (row.id, row.published.verified.name in cited) == (row.id, True)


def test_what_the_library_offers_for_an_empty_cell_is_offered_with_its_degree():
    of = plan(metric("a", baseline=10, catalogue="revenue"), goals=[goal("a", 12)])
    offered = [each.row for cell in kt.coverage(of).empty for each in cell.candidates]
    assert offered
    assert all(row.published.verified.name for row in offered)
