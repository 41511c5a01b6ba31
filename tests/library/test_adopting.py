"""Adopting: what the library knows becomes part of a plan, and nothing there is overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kpi_tree as kt
from kpi_tree import library
from kpi_tree.errors import BadArgument, EditRefused
from kpi_tree.library.adopting import (
    adopt_link,
    adopt_metric,
    average_over_time,
    take_link,
    take_metric,
)
from kpi_tree.library.candidates import candidates
from kpi_tree.library.drafting import evidence_keys, metric_keys
from kpi_tree.library.hindrances import hindrance
from kpi_tree.library.templates import template_ids, template_path
from kpi_tree.plan.edits import add_scenario, set_target
from kpi_tree.plan.model import Evidence, Metric
from kpi_tree.plan.replay import replay
from kpi_tree.plan.words import TEXT_LENGTH

LISTS = ("people", "metrics", "links", "evidence", "goals", "scenarios")
METRICS = [one.id for one in library.metrics()]
LINKS = [one.id for one in library.links()]


def plan(**keys: Any):
    return kt.plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01", **keys})


EMPTY = plan()
TREES = [kt.read(template_path(one, code)) for one in template_ids() for code in ("es", "en")]


def codes(adopted) -> list[str]:
    return [one.code for one in adopted.remarks]


def refusal(link_id: str, **ends: str):
    with pytest.raises(EditRefused) as caught:
        adopt_link(ends.pop("plan", EMPTY), link_id, **ends)
    return caught.value.problem


def is_sound(before, adopted) -> None:
    """The new plan can be written and read, holds all of the old one, and follows from events."""
    after = adopted.plan
    assert kt.plan_of(kt.document(after)) == after
    assert replay(adopted.events, before) == after
    ids = [item.id for kind in LISTS for item in getattr(after, kind)]
    assert len(ids) == len(set(ids))
    averaged = {one.id for one in before.metrics if one != after.metric[one.id]}
    for kind in LISTS:
        kept = [one for one in getattr(before, kind) if one.id not in averaged]
        assert [one for one in getattr(after, kind) if one in kept] == kept
    assert averaged == set() or codes(adopted).count("averaged") == len(averaged)


REFUSED = {"reading_only", "correlation", "not_computable", "no_formula", "keeps_its_own"}

# --- any row, any plan --------------------------------------------------------------------------


@given(st.sampled_from(TREES), st.sampled_from(METRICS), st.booleans())
def test_any_metric_fits_into_any_worked_tree(tree, metric_id, with_ingredients):
    is_sound(tree, adopt_metric(tree, metric_id, with_ingredients=with_ingredients))


@given(st.sampled_from(TREES), st.sampled_from(LINKS))
def test_any_link_fits_into_any_worked_tree_or_is_refused_in_words(tree, link_id):
    try:
        adopted = adopt_link(tree, link_id)
    except EditRefused as refused:
        problem = refused.problem
    else:
        is_sound(tree, adopted)
        return
    assert problem.code in REFUSED
    assert problem.sentence
    assert problem.remedy


def test_every_metric_fits_into_an_empty_plan():
    for metric_id in METRICS:
        adopted = adopt_metric(EMPTY, metric_id)
        is_sound(EMPTY, adopted)
        assert adopted.plan.metric[metric_id].catalogue == metric_id


def test_every_link_without_a_hindrance_fits_into_an_empty_plan():
    for link in library.links():
        if hindrance(link) is None:
            is_sound(EMPTY, adopt_link(EMPTY, link.id))


@pytest.mark.parametrize("tree", TREES[::2], ids=template_ids())
def test_the_whole_catalogue_can_be_adopted_one_metric_after_the_other(tree):
    grown = tree
    for metric_id in METRICS:
        grown = adopt_metric(grown, metric_id).plan
    assert {one.catalogue for one in grown.metrics} >= set(METRICS)
    assert kt.plan_of(kt.document(grown)) == grown


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_all_words_of_evidence_fit_into_a_plan(language):
    longest = 0
    for link in library.links():
        if not link.is_definition:
            keys = evidence_keys(link, language)
            Evidence.model_validate({"id": "e", **keys})
            longest = max(longest, *(len(str(value)) for value in keys.values()))
    assert 100 < longest <= TEXT_LENGTH


# --- what is filled in --------------------------------------------------------------------------


def test_a_link_brings_range_lag_cap_evidence_and_citation():
    link = adopt_link(EMPTY, "L034").plan.links[0]
    assert (link.driver, link.outcome, link.effect) == ("ewom_volume", "orders", "elasticity")
    assert (link.size.shape, link.size.low, link.size.mode, link.size.high) == (
        *("triangular", 0.02, 0.09, 0.24),
    )
    assert (link.lag, link.cap, link.catalogue, link.evidence) == (1, 0.3, "L034", ("l034",))


def test_evidence_keeps_grade_source_degree_and_the_published_figure_in_words():
    found = adopt_link(EMPTY, "L034").plan.evidence[0]
    assert (found.grade, found.verified, found.doi) == (
        *("meta-analysis", "read", "10.1509/jm.14.0169"),
    )
    assert "You, Vadakkepatt & Joshi (2015)" in found.cite
    assert "0,236" in found.published
    assert "51 estudios; 339 efectos" in found.published
    assert "0,09, de 0,02 a 0,24" in found.note


def test_a_link_without_a_published_figure_says_so():
    published = adopt_link(EMPTY, "L123").plan.evidence[0].published
    assert published == "Elasticidad: sin cifra publicada."


def test_words_come_in_the_plans_language_whatever_the_reader_speaks():
    english = plan(language="en")
    assert adopt_metric(english, "orders").plan.metrics[0].name == "Orders"
    assert adopt_metric(plan(language="pt"), "orders").plan.metrics[0].name == "Pedidos"
    assert adopt_metric(EMPTY, "orders", language="en").plan.metrics[0].name == "Orders"


def test_a_rate_becomes_units_per_unit():
    link = adopt_link(EMPTY, "L019").plan.links[0]
    assert (link.effect, link.size.mode) == ("per_unit", 0.009)


def test_days_are_kept_as_hours_and_the_definition_says_how():
    found = adopt_metric(EMPTY, "time_to_hire").plan.metrics[0]
    assert found.unit == "hours"
    assert "(días × 24)" in found.definition


def test_no_size_per_unit_hangs_on_a_metric_that_is_counted_in_another_unit():
    scaled = {one.id for one in library.metrics() if one.scale != 1}
    per_unit = [one for one in library.links() if one.suggested and not hindrance(one)]
    ends = {
        end
        for one in per_unit
        if one.suggested.effect == "per_unit"
        for end in (one.driver, one.outcome)
    }
    assert scaled
    assert ends & scaled == set()


def test_bounds_direction_area_and_layer_are_those_of_the_catalogue():
    found = adopt_metric(EMPTY, "churn_rate", with_ingredients=False).plan.metrics[0]
    assert (found.layer, found.unit, found.better) == ("business", "ratio", "lower")
    assert (found.min, found.max) == (0, 1)


# --- formulas -----------------------------------------------------------------------------------


def test_a_metric_brings_the_metrics_of_its_formula_and_no_loop():
    adopted = adopt_metric(EMPTY, "revenue")
    formulas = {one.id: one.formula for one in adopted.plan.metrics}
    assert formulas == {
        "revenue": "orders * aov",
        "orders": "sessions * conversion_rate",
        "sessions": None,
        "conversion_rate": None,
        "aov": None,
    }
    assert adopted.metric == "revenue" == adopted.added[0]


def test_the_direction_is_chosen_by_what_is_asked_for():
    formulas = {one.id: one.formula for one in adopt_metric(EMPTY, "aov").plan.metrics}
    assert formulas["aov"] == "revenue / orders"
    assert formulas["revenue"] is None


def test_without_ingredients_the_formula_is_left_out_and_that_is_said():
    adopted = adopt_metric(EMPTY, "conversion_rate", with_ingredients=False)
    assert [one.formula for one in adopted.plan.metrics] == [None]
    assert adopted.plan.metrics[0].over_time == "mean"
    assert "falta: Pedidos, " in adopted.remarks[0].sentence


def test_a_formula_names_the_metrics_that_the_plan_has_by_their_ids_there():
    keys = {"layer": "business", "baseline": 1}
    own = plan(
        metrics=[
            {"id": "ventas", "name": "Ventas", "catalogue": "orders", **keys},
            {"id": "tique", "name": "Tique", "catalogue": "aov", **keys},
            {"id": "revenue", "name": "Otra cosa", **keys},
        ]
    )
    adopted = adopt_metric(own, "revenue")
    assert adopted.plan.metric[adopted.metric].formula == "ventas * tique"
    assert (adopted.metric, adopted.reused) == ("revenue_2", ("ventas", "tique"))


def test_a_ratio_on_which_a_link_acts_is_averaged_over_time():
    outcome = adopt_link(EMPTY, "L115").plan.metric["churn_rate"]
    assert outcome.over_time == "mean"


def test_a_ratio_of_the_plan_is_averaged_when_a_link_comes_to_act_on_it_and_that_is_said():
    with_csat = adopt_metric(EMPTY, "churn_rate").plan
    assert with_csat.metric["churn_rate"].over_time == "formula"
    adopted = adopt_link(with_csat, "L115")
    assert adopted.plan.metric["churn_rate"].over_time == "mean"
    assert "averaged" in codes(adopted)


def test_whoever_sets_a_target_on_a_ratio_can_have_it_averaged_first():
    adopted = adopt_metric(EMPTY, "churn_rate").plan
    ratio = replay(add_scenario(adopted, "Más", id="more"), adopted)
    with pytest.raises(EditRefused):
        set_target(ratio, "more", metric="churn_rate", value=0.1)
    averaged = replay(average_over_time(ratio, ["churn_rate", "customers_lost"]), ratio)
    assert set_target(averaged, "more", metric="churn_rate", value=0.1)
    assert averaged.metric["customers_lost"] == ratio.metric["customers_lost"]


def test_an_outcome_takes_no_formula_through_which_its_new_driver_would_count_twice():
    held = adopt_metric(adopt_metric(EMPTY, "impressions").plan, "ctr", with_ingredients=False).plan
    adopted = adopt_link(held, "L019")
    assert adopted.plan.metric["link_clicks"].formula is None
    assert "formula_doubles" in codes(adopted)


def test_a_definition_becomes_a_formula_as_deep_as_it_lies():
    formulas = {one.id: one.formula for one in adopt_link(EMPTY, "L008").plan.metrics}
    assert formulas["service_cost_total"] == "contacts_total * cost_per_contact"
    assert "contacts_phone" in formulas["contacts_total"]


def test_a_blank_metric_takes_the_formula_of_a_definition_and_a_filled_one_keeps_its_own():
    blank = adopt_metric(EMPTY, "revenue", with_ingredients=False).plan
    assert adopt_link(blank, "L001").plan.metric["revenue"].formula == "orders * aov"
    metric = {"id": "revenue", "name": "Ingresos", "layer": "business", "baseline": 1}
    filled = plan(metrics=[{**metric, "catalogue": "revenue"}])
    assert refusal("L001", plan=filled).code == "keeps_its_own"


# --- twice --------------------------------------------------------------------------------------


def test_a_metric_that_is_there_is_not_added_again():
    first = adopt_metric(EMPTY, "orders", with_ingredients=False)
    again = adopt_metric(first.plan, "orders")
    assert (again.events, again.plan, codes(again)) == ((), first.plan, ["metric_there"])


def test_a_name_of_its_own_makes_a_second_metric_of_the_kind():
    first = adopt_metric(EMPTY, "followers")
    second = adopt_metric(first.plan, "followers", name="Seguidores en Quito")
    assert [one.id for one in second.plan.metrics] == ["followers", "followers_2"]
    assert second.plan.metric["followers_2"].name == "Seguidores en Quito"


def test_a_link_that_is_there_is_not_added_again():
    first = adopt_link(EMPTY, "L034")
    again = adopt_link(first.plan, "L034")
    assert (again.events, codes(again)) == ((), ["link_there"])
    assert (again.link, again.evidence) == (first.link, first.evidence)


def test_evidence_stands_once_for_two_links_of_the_same_row():
    first = adopt_link(EMPTY, "L034").plan
    other = adopt_metric(first, "orders", name="Pedidos de empresas")
    adopted = adopt_link(other.plan, "L034", outcome=other.metric)
    assert [one.id for one in adopted.plan.evidence] == ["l034"]
    assert [one.evidence for one in adopted.plan.links] == [("l034",), ("l034",)]


def test_a_worked_trees_own_evidence_serves_a_link_of_the_same_row():
    adopted = adopt_link(TREES[0], "L034")
    assert adopted.evidence == ("l034",)
    assert adopted.plan.evidence == TREES[0].evidence


def test_a_second_link_between_the_same_metrics_is_pointed_out():
    first = adopt_link(EMPTY, "L041").plan
    assert "parallel" in codes(adopt_link(first, "L042"))


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("link_id", ["L036", "L048", "L098", "L099", "L101"])
def test_a_row_for_reading_cannot_be_adopted(link_id):
    assert refusal(link_id).code == "reading_only"


def test_a_figure_that_no_plan_can_compute_with_is_refused_by_what_it_is():
    found = refusal("L066")
    assert "aumento relativo entre personas expuestas: de 0,05 a 0,4" in found.sentence
    assert "lectura" in found.remedy
    with kt.speak("en"):
        assert "relative lift among people exposed: 0.05 to 0.4" in found.sentence


def test_a_definition_that_the_catalogues_formula_does_not_name_is_refused():
    assert refusal("L148").code == "no_formula"


def test_a_link_that_would_close_a_loop_is_refused_and_the_loop_is_named():
    metrics = [
        {
            "id": "csat",
            "name": "A",
            "layer": "bridge",
            "catalogue": "csat",
            "formula": "churn_rate",
        },
        {"id": "churn_rate", "name": "B", "layer": "business", "catalogue": "churn_rate"},
    ]
    found = refusal("L115", plan=plan(metrics=metrics))
    assert (found.code, found.values["path"]) == ("loop", "churn_rate → csat → churn_rate")


def test_an_end_of_another_kind_is_refused():
    held = adopt_metric(EMPTY, "followers").plan
    assert refusal("L034", plan=held, outcome="followers").code == "another_metric"


def test_what_the_library_does_not_hold_is_refused():
    with pytest.raises(BadArgument):
        adopt_metric(EMPTY, "likes_of_the_moon")
    with pytest.raises(BadArgument):
        adopt_link(EMPTY, "L999")


def test_a_name_of_the_library_that_the_team_has_given_already_is_numbered():
    row = {"id": "mine", "name": "Ingresos por ventas", "layer": "social"}
    own = kt.plan_of(
        {"format": "enlace-plan/1", "title": "x", "start": "2027-01", "metrics": [row]}
    )
    adopted = adopt_metric(own, "revenue", language="es", with_ingredients=False)
    assert adopted.plan.metric[adopted.metric].name == "Ingresos por ventas (2)"
    assert "same_name" in {remark.code for remark in adopted.remarks}


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_every_remark_and_hindrance_can_be_read(language):
    from kpi_tree.library import hindrances

    every = "metric name formula missing driver outcome link form low mode high reason wanted lag"
    values = dict.fromkeys([*every.split(), "months", "measure"], "·")
    with kt.speak(language):
        for code in hindrances.REMARKS:
            assert hindrances.Remark(code, values).sentence
        for code in hindrances.HINDRANCES:
            found = hindrances.Hindrance(code, "", values)
            assert found.sentence
            assert found.remedy


# --- as edits, and as candidates ----------------------------------------------------------------


def test_as_edits_they_give_the_events_that_lead_to_the_same_plan():
    assert replay(take_metric(EMPTY, "revenue"), EMPTY) == adopt_metric(EMPTY, "revenue").plan
    assert replay(take_link(EMPTY, "L034"), EMPTY) == adopt_link(EMPTY, "L034").plan


def test_candidates_are_split_by_whether_their_other_end_is_in_the_plan():
    held = adopt_link(EMPTY, "L034").plan
    drivers = candidates(held, "orders").drivers
    assert {one.other.id for one in drivers.here} == {"ewom_volume"}
    assert "posts_published" in {one.other.id for one in drivers.adding}


def test_candidates_tell_what_is_held_and_what_is_only_for_reading():
    held = adopt_link(EMPTY, "L034").plan
    drivers = candidates(held, "orders").drivers
    found = {one.link.id: one for one in (*drivers.here, *drivers.adding)}
    assert (found["L034"].held, found["L034"].adoptable) == (("ewom_volume_to_orders",), False)
    assert (found["L068"].hindrance.code, found["L068"].adoptable) == ("not_computable", False)
    assert found["L038"].adoptable


def test_candidates_come_with_the_best_evidence_first():
    held = adopt_metric(EMPTY, "orders", with_ingredients=False).plan
    found = [one.link for one in candidates(held, "orders").drivers.adding]
    assert found == list(library.drivers_of("orders").links)


def test_a_metric_of_the_teams_own_has_no_candidates_and_a_missing_one_is_refused():
    own = plan(metrics=[{"id": "own", "name": "Propia", "layer": "social"}])
    assert candidates(own, "own").drivers.adding == ()
    with pytest.raises(BadArgument):
        candidates(own, "missing")


def test_a_metric_says_nothing_of_measures_that_its_unit_tells_already():
    keys = metric_keys(library.metric("orders"), "en")
    assert keys["definition"] == "Purchases completed in the period."
    assert Metric.model_validate({"id": "m", **{k: v for k, v in keys.items() if v is not None}})


def test_an_effect_that_comes_after_the_plan_ends_is_said_so():
    assert "late" in codes(adopt_link(EMPTY, "L045"))
    assert "late" not in codes(adopt_link(plan(months=13), "L045"))
