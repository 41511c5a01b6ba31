"""Edits: what each decides, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpi_tree.errors import EditRefused
from kpi_tree.plan import edits
from kpi_tree.plan.quantity import Range
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import replay

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan


@pytest.fixture
def plan() -> Plan:
    """Reviews drive visits, visits orders; the margin is computed."""
    return plan_of(
        {
            "format": "enlace-plan/1",
            "title": "Tienda",
            "start": "2027-01",
            "money": "margin",
            "people": [{"id": "ana", "name": "Ana"}],
            "metrics": [
                {"id": "reviews", "name": "Reseñas", "layer": "social", "baseline": 120},
                {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
                {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 40},
                {
                    "id": "margin",
                    "name": "Margen",
                    "layer": "business",
                    "unit": "currency",
                    "formula": "orders * 12",
                    "owner": "ana",
                },
            ],
            "links": [
                {"id": "l1", "from": "reviews", "to": "visits", "size": 0.1},
                {"id": "l2", "from": "visits", "to": "orders", "evidence": ["e1"]},
            ],
            "evidence": [{"id": "e1", "grade": "expert"}],
            "goals": [{"id": "g1", "name": "Más visitas", "metric": "visits", "owner": "ana"}],
            "scenarios": [
                {
                    "id": "more",
                    "name": "Más",
                    "targets": [{"metric": "visits", "value": 999}],
                    "costs": [{"metric": "visits", "fixed": 10}],
                }
            ],
            "observations": {"visits": {"2026-11": 880, "2026-12": 910}},
            "layout": {"visits": [1, 2]},
        }
    )


def after(plan: Plan, edit, *args, **kwargs) -> Plan:
    """The plan after an edit."""
    return replay(edit(plan, *args, **kwargs), plan)


def refusal(plan: Plan, edit, *args, **kwargs):
    """The problems for which an edit is refused; each is worded in whole."""
    with pytest.raises(EditRefused) as caught:
        edit(plan, *args, **kwargs)
    assert all(problem.sentence and problem.remedy for problem in caught.value.problems)
    return caught.value.problems


def test_an_edit_leaves_the_plan_it_was_given_as_it_was(plan) -> None:
    edits.set_title(plan, "Otro")
    assert plan.title == "Tienda"


def test_an_edit_that_would_change_nothing_gives_no_events(plan) -> None:
    assert edits.set_title(plan, "Tienda") == ()
    assert edits.change_metric(plan, "reviews", baseline=120.0) == ()
    assert edits.set_target(plan, "more", metric="visits", value=999) == ()
    assert edits.set_observations(plan, {"visits": {"2026-11": 880}}) == ()
    assert edits.set_layout(plan, {"visits": (1, 2)}) == ()


def test_the_head_is_set_key_by_key(plan) -> None:
    plan = after(plan, edits.set_ask, "Más reseñas")
    plan = after(plan, edits.set_currency, "USD")
    plan = after(plan, edits.set_calendar, "2026-06", months=24)
    plan = after(plan, edits.set_budget, 1000, social=100)
    assert (plan.ask, plan.currency, plan.start, plan.months) == (
        "Más reseñas",
        "USD",
        "2026-06",
        24,
    )
    assert plan.budget.social == 100


def test_a_budget_that_is_taken_back_is_gone(plan) -> None:
    plan = after(plan, edits.set_budget, 1000)
    assert after(plan, edits.set_budget).budget is None


def test_a_blank_title_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.set_title, "  ")
    assert (problem.code, problem.place) == ("blank_name", "title")


def test_a_currency_that_there_is_not_is_refused_in_the_files_words(plan) -> None:
    (problem,) = refusal(plan, edits.set_currency, "XXL")
    assert (problem.code, problem.place) == ("bad_currency", "currency")


def test_a_calendar_that_leaves_a_target_outside_is_refused(plan) -> None:
    plan = after(plan, edits.set_target, "more", metric="visits", value=1, due="2027-12")
    (problem,) = refusal(plan, edits.set_calendar, months=6)
    assert (problem.code, problem.place) == ("outside_horizon", "scenarios[0].targets[0].by")


def test_an_answer_is_given_and_taken_back(plan) -> None:
    answered = after(plan, edits.answer_maturity, "listening", answer=2)
    assert answered.maturity == {"listening": 2}
    assert after(answered, edits.answer_maturity, "listening", answer=None) == plan


def test_an_answer_beyond_three_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.answer_maturity, "listening", answer=4)
    assert problem.place == "maturity.listening"


def test_a_new_metric_gets_an_id_from_its_name_and_its_place(plan) -> None:
    grown = after(plan, edits.add_metric, "Año de reseñas", layer="social", position=1, baseline=5)
    assert [metric.id for metric in grown.metrics][:2] == ["reviews", "ano_de_resenas"]


def test_a_taken_id_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.add_metric, "Otra", layer="social", id="ana")
    assert (problem.code, problem.place) == ("duplicate_id", "metrics[4].id")


def test_a_value_that_a_metric_cannot_have_is_refused_at_its_place(plan) -> None:
    wrong = {"p10": 3, "p90": 2}
    (problem,) = refusal(plan, edits.change_metric, "visits", baseline=wrong)
    assert (problem.code, problem.place) == ("p10_not_below_p90", "metrics[1].baseline.p10")


def test_a_field_that_there_is_not_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.change_metric, "visits", colour="red")
    assert (problem.code, problem.place) == ("unknown_key", "metrics[1].colour")


def test_a_quantity_may_be_given_as_a_value(plan) -> None:
    changed = after(plan, edits.change_metric, "visits", baseline=Range(p10=800, p90=1000))
    assert changed.metric["visits"].baseline == Range(p10=800, p90=1000)


def test_none_gives_back_the_default(plan) -> None:
    assert after(plan, edits.change_metric, "margin", owner=None).metric["margin"].owner == ""


def test_an_id_stays(plan) -> None:
    (problem,) = refusal(plan, edits.change_metric, "visits", id="sessions")
    assert problem.code == "id_stays"


def test_a_metric_is_removed_with_all_that_hangs_on_it(plan) -> None:
    left = after(plan, edits.remove_metric, "visits")
    assert (left.links, left.observations, left.layout) == ((), {}, {})
    assert (left.scenarios[0].targets, left.scenarios[0].costs) == ((), ())
    assert left.goals[0].metric is None


def test_a_metric_that_a_formula_names_stays_and_the_reader_is_named(plan) -> None:
    (problem,) = refusal(plan, edits.remove_metric, "orders")
    assert problem.code == "metric_in_formula"
    assert "Margen" in problem.sentence


def test_a_metric_goes_together_with_its_reader(plan) -> None:
    left = after(plan, edits.remove_metrics, ["orders", "margin"])
    assert [metric.id for metric in left.metrics] == ["reviews", "visits"]
    assert left.money is None


def test_what_is_gone_cannot_be_changed(plan) -> None:
    (problem,) = refusal(plan, edits.change_goal, "g9", name="Otro")
    assert problem.code == "gone"


def test_a_link_that_closes_a_loop_is_refused_and_the_loop_is_named(plan) -> None:
    (problem,) = refusal(plan, edits.add_link, "orders", outcome="reviews")
    assert problem.code == "loop_of_links"
    assert plan.metric["orders"].name in problem.sentence
    assert "previous()" not in problem.remedy


def test_two_edits_that_are_harmless_apart_are_refused_together(plan) -> None:
    plan = after(plan, edits.remove_link, "l1")
    one = edits.add_link(plan, "reviews", outcome="visits")
    assert edits.add_link(plan, "visits", outcome="reviews")
    refusal(replay(one, plan), edits.add_link, "visits", outcome="reviews")


def test_a_link_changes_ends_by_their_names_in_python(plan) -> None:
    moved = after(plan, edits.change_link, "l1", driver="visits", outcome="margin", lag=2)
    assert (moved.links[0].driver, moved.links[0].outcome, moved.links[0].lag) == (
        "visits",
        "margin",
        2,
    )


def test_evidence_is_added_on_a_link_and_removed_from_all(plan) -> None:
    grown = after(plan, edits.add_evidence, "meta-analysis", link="l1", cite="Babić 2016")
    assert grown.links[0].evidence == ("babic_2016",)
    assert after(grown, edits.remove_evidence, "babic_2016") == plan


def test_evidence_is_attached_once_and_detached(plan) -> None:
    both = after(plan, edits.attach_evidence, "e1", link="l1")
    assert edits.attach_evidence(both, "e1", link="l1") == ()
    assert after(both, edits.detach_evidence, "e1", link="l1") == plan


def test_somebody_who_goes_leaves_no_owner_behind(plan) -> None:
    left = after(plan, edits.remove_person, "ana")
    assert (left.people, left.metric["margin"].owner, left.goals[0].owner) == ((), "", "")


def test_somebody_who_has_signed_stays(plan) -> None:
    signed = [{"by": "ana", "on": "2027-01-05", "size": 0.1}]
    plan = after(plan, edits.change_link, "l1", agreed_by=signed)
    (problem,) = refusal(plan, edits.remove_person, "ana")
    assert problem.code == "person_has_signed"


def test_a_goal_is_written_and_changed(plan) -> None:
    grown = after(plan, edits.add_goal, "Más pedidos", metric="orders", target=50, due="2027-12")
    assert grown.goals[1].by == "2027-12"
    assert after(grown, edits.remove_goal, "mas_pedidos") == plan


def test_a_target_takes_the_place_of_the_one_before(plan) -> None:
    moved = after(plan, edits.set_target, "more", metric="visits", change=0.25)
    (target,) = moved.scenarios[0].targets
    assert (target.value, target.change) == (None, 0.25)


def test_a_target_without_a_level_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.set_target, "more", metric="reviews")
    assert problem.code == "target_without_value"


def test_a_target_that_is_no_number_is_refused_at_its_place(plan) -> None:
    (problem,) = refusal(plan, edits.set_target, "more", metric="reviews", value="mucho")
    assert problem.place == "scenarios[0].targets[1].value"


def test_a_cost_takes_the_place_of_all_that_the_file_said(plan) -> None:
    costs = [{"metric": "visits", "fixed": 1}, {"metric": "orders"}, {"metric": "visits"}]
    plan = after(plan, edits.add_scenario, "Tres", id="s3", costs=costs)
    changed = after(plan, edits.set_cost, "s3", metric="visits", monthly=7)
    assert [(cost.metric, cost.monthly) for cost in changed.scenarios[1].costs] == [
        ("visits", 7),
        ("orders", 0),
    ]


def test_a_scenario_is_duplicated_right_after_itself(plan) -> None:
    plan = after(plan, edits.add_scenario, "Último")
    grown = after(plan, edits.duplicate_scenario, "more", name="Más y mejor")
    assert [scenario.id for scenario in grown.scenarios] == ["more", "mas_y_mejor", "ultimo"]
    assert grown.scenarios[1].targets == plan.scenarios[0].targets


def test_measurements_are_merged_or_replaced(plan) -> None:
    values = {"visits": {"2026-12": 915, "2027-01": 930}}
    merged = after(plan, edits.set_observations, values)
    assert dict(merged.observations["visits"]) == {"2026-11": 880, "2026-12": 915, "2027-01": 930}
    replaced = after(plan, edits.set_observations, values, replace=True)
    assert dict(replaced.observations["visits"]) == values["visits"]


def test_a_month_that_is_none_is_refused_at_its_place(plan) -> None:
    (problem,) = refusal(plan, edits.set_observations, {"visits": {"2027-13": 1}})
    assert problem.code == "bad_month"


def test_measurements_are_cleared_for_a_metric(plan) -> None:
    assert after(plan, edits.clear_observations, "visits").observations == {}


def test_places_on_the_drawing_are_set_and_given_back(plan) -> None:
    put = after(plan, edits.set_layout, {"orders": (3, 4), "visits": None})
    assert dict(put.layout) == {"orders": (3, 4)}
    assert after(put, edits.clear_layout).layout == {}


def test_arranging_the_drawing_has_happened_also_where_nobody_had_put_anything(plan) -> None:
    arranged = after(plan, edits.arrange)
    assert (dict(plan.layout), arranged.layout) == ({"visits": (1, 2)}, {})
    assert [one.anew for one in edits.arrange(plan)] == [False, True]
    assert [one.anew for one in edits.arrange(arranged)] == [True]


def test_a_pasted_table_is_one_edit_and_may_refer_to_its_own_rows(plan) -> None:
    metrics = [
        {"name": "Beneficio", "layer": "business", "formula": "margin - ads"},
        {"id": "ads", "name": "Anuncios", "layer": "investment", "baseline": 50},
        {"name": "reseñas", "baseline": 130},
    ]
    grown = after(plan, edits.paste, metrics, links=[{"from": "Anuncios", "to": "Visitas"}])
    assert [metric.id for metric in grown.metrics][4:] == ["beneficio", "ads"]
    assert grown.metric["reviews"].baseline == 130
    assert (grown.links[2].driver, grown.links[2].outcome) == ("ads", "visits")


def test_a_table_with_one_wrong_row_changes_nothing(plan) -> None:
    rows = [{"name": "Bien", "layer": "social"}, {"name": "Mal", "layer": "antisocial"}]
    (problem,) = refusal(plan, edits.paste, rows)
    assert problem.place == "metrics[5].layer"


def test_rows_that_a_table_has_lost_are_removed(plan) -> None:
    left = after(plan, edits.paste, removed=["l1", "reviews", "l2"])
    assert [metric.id for metric in left.metrics] == ["visits", "orders", "margin"]
    assert left.links == ()


def test_another_document_takes_the_place_of_the_whole(plan) -> None:
    other = plan_of({"format": "enlace-plan/1", "title": "Otro", "start": "2028-01"})
    assert after(plan, edits.adopt, other) == other
    assert edits.adopt(plan, plan) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ñandú", "nandu"),
        ("CO₂ (t)", "co2_t"),
        ("Straße", "strasse"),
        ("smør/ø", "smor_o"),
        ("2027", "x_2027"),
        ("売上", "x"),
        ("", "x"),
        ("previous", "previous_2"),
        ("do nothing", "do_nothing_2"),
        ("visits", "visits_2"),
        ("ñ" * 200, "n" * 64),
    ],
)
def test_a_name_gives_an_id(plan, name, expected) -> None:
    assert edits.id_for(name, plan) == expected


def test_a_long_name_that_is_taken_stays_within_the_length(plan) -> None:
    grown = after(plan, edits.add_metric, "n" * 70, layer="social")
    assert edits.id_for("n" * 70, grown) == "n" * 62 + "_2"


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Pedidos", " pedidos ", "PEDIDOS\t", "Ｐedidos"])
def test_a_second_metric_of_a_name_is_refused_whatever_its_case_and_blanks(plan, name) -> None:
    (problem,) = refusal(plan, edits.add_metric, name, layer="social")
    assert (problem.code, problem.place) == ("name_taken", "metrics[2].name")
    assert refusal(plan, edits.change_metric, "visits", name=name)[0].code == "name_taken"


def test_a_second_goal_of_a_name_is_refused(plan) -> None:
    (problem,) = refusal(plan, edits.add_goal, plan.goals[0].name.upper())
    assert problem.code == "name_taken"


def test_a_second_scenario_of_a_name_is_refused_however_it_comes_by_it(plan) -> None:
    name = plan.scenarios[0].name
    assert refusal(plan, edits.add_scenario, name)[0].code == "name_taken"
    assert refusal(plan, edits.duplicate_scenario, "more", name=name)[0].code == "name_taken"
    plan = after(plan, edits.add_scenario, "Otro", id="other")
    assert refusal(plan, edits.rename_scenario, "other", name=name)[0].code == "name_taken"


def test_a_name_may_be_written_anew_by_whoever_bears_it(plan) -> None:
    assert after(plan, edits.change_metric, "orders", name="PEDIDOS").metric["orders"].name
    assert after(plan, edits.rename_scenario, "more", name=" Más ").scenarios[0].name


def test_rows_that_give_two_metrics_one_name_are_refused(plan) -> None:
    row = {"id": "visits", "name": "Pedidos", "layer": "bridge"}
    assert refusal(plan, edits.paste, [row])[0].code == "name_taken"


def test_equal_names_in_a_file_are_legal_and_stay_until_one_is_changed(plan) -> None:
    both = [
        {"id": "a", "name": "A", "layer": "social"},
        {"id": "b", "name": "A", "layer": "social"},
    ]
    held = plan_of({"format": "enlace-plan/1", "title": "x", "start": "2027-01", "metrics": both})
    assert after(held, edits.change_metric, "b", name="A", baseline=3).metric["b"].baseline == 3
    assert after(held, edits.change_metric, "b", name="B").metric["b"].name == "B"
