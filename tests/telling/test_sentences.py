"""History in words: who did what, from which value to which, in the reader's language."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.errors import EditRefused
from kpi_tree.locale import LANGUAGES, speak
from kpi_tree.plan import edits
from kpi_tree.plan.edits.reversal import taken_back
from kpi_tree.plan.model import Plan
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import replay
from kpi_tree.telling import differences, told
from tests.plan.wandering import step
from tests.store.plans import little

SHOP = plan_of(
    {
        "format": "enlace-plan/1",
        "title": "Tienda",
        "start": "2027-01",
        "currency": "EUR",
        "people": [{"id": "ana", "name": "Ana", "role": "Dueña", "side": "business"}],
        "metrics": [
            {"id": "reviews", "name": "reviews", "layer": "social", "baseline": 100},
            {"id": "conversion", "name": "conversion", "layer": "business", "unit": "ratio",
             "baseline": 0.02},
            {"id": "sales", "name": "Ventas", "layer": "business", "unit": "currency",
             "baseline": 12000},
        ],
        "links": [
            {"id": "l", "from": "reviews", "to": "conversion", "size": {"p10": 0.02, "p90": 0.24}}
        ],
        "goals": [{"id": "g", "name": "Más", "metric": "sales", "target": 15000, "by": "2027-06"}],
        "scenarios": [{"id": "s", "name": "A", "targets": [{"metric": "reviews", "value": 120}]}],
    }
)  # fmt: skip

CASES = [
    (
        lambda plan: edits.change_link(plan, "l", size={"p10": 0.05, "p90": 0.30}),
        "Ana changed the link “reviews → conversion” from 0.02–0.24 to 0.05–0.3.",
        "Ana cambió el vínculo «reviews → conversion» de 0,02–0,24 a 0,05–0,3.",
    ),
    (
        lambda plan: edits.change_link(plan, "l", status="agreed"),
        "Ana changed the link “reviews → conversion”: status, from hypothesis to agreed.",
        "Ana cambió el vínculo «reviews → conversion»: estado, de hipótesis a acordado.",
    ),
    (
        edits.arrange,
        "Ana arranged the drawing anew.",
        "Ana ordenó el dibujo de nuevo.",
    ),
    (
        lambda plan: edits.remove_link(plan, "l"),
        "Ana removed the link “reviews → conversion”.",
        "Ana quitó el vínculo «reviews → conversion».",
    ),
    (
        lambda plan: edits.change_metric(plan, "sales", baseline=13000),
        "Ana changed the metric “Ventas”: baseline, from €12,000 to €13,000.",
        "Ana cambió la métrica «Ventas»: punto de partida, de 12.000\xa0€ a 13.000\xa0€.",
    ),
    (
        lambda plan: edits.change_metric(plan, "conversion", baseline=0.03),
        "Ana changed the metric “conversion”: baseline, from 2% to 3%.",
        "Ana cambió la métrica «conversion»: punto de partida, de 2\xa0% a 3\xa0%.",
    ),
    (
        lambda plan: edits.change_metric(plan, "sales", owner="ana"),
        "Ana filled in the metric “Ventas”: owner, “Ana”.",
        "Ana completó la métrica «Ventas»: responsable, «Ana».",
    ),
    (
        lambda plan: edits.change_metric(plan, "reviews", name="Reseñas"),
        "Ana renamed the metric “reviews”: it is “Reseñas” now.",
        "Ana cambió la métrica «reviews»: ahora se llama «Reseñas».",
    ),
    (
        lambda plan: edits.set_target(plan, "s", metric="reviews", value=150),
        "Ana changed the target of “reviews” in “A” from 120 to 150.",
        "Ana cambió la meta de «reviews» en «A» de 120 a 150.",
    ),
    (
        lambda plan: edits.set_target(plan, "s", metric="sales", change=-500),
        "Ana set the target of “Ventas” in “A” to −€500.",
        "Ana fijó la meta de «Ventas» en «A» en −500\xa0€.",
    ),
    (
        lambda plan: edits.clear_target(plan, "s", metric="reviews"),
        "Ana cleared the target of “reviews” in “A” (it was 120).",
        "Ana dejó sin valor la meta de «reviews» en «A» (era 120).",
    ),
    (
        lambda plan: edits.set_cost(plan, "s", metric="reviews", per_unit=5, monthly=90),
        "Ana set the cost of “reviews” in “A” to €5 a unit, €90 a month.",
        "Ana fijó el coste de «reviews» en «A» en 5\xa0€ por unidad, 90\xa0€ al mes.",
    ),
    (
        lambda plan: edits.change_goal(plan, "g", target=18000, due="2027-09"),
        "Ana changed the goal “Más”: target, from €15,000 to €18,000.",
        "Ana cambió el objetivo «Más»: meta, de 15.000\xa0€ a 18.000\xa0€.",
    ),
    (
        lambda plan: edits.set_title(plan, "Otra"),
        "Ana changed the plan's title from “Tienda” to “Otra”.",
        "Ana cambió el título del plan de «Tienda» a «Otra».",
    ),
    (
        lambda plan: edits.set_observations(plan, {"sales": {"2026-11": 1, "2026-12": 2}}),
        "Ana noted 2 measured months of “Ventas”.",
        "Ana anotó 2 meses medidos de «Ventas».",
    ),
]


@pytest.mark.parametrize(("edit", "english", "spanish"), CASES)
def test_an_edit_is_told_with_the_old_value_and_the_new_one(edit, english, spanish) -> None:
    events = edit(SHOP)
    with speak("en"):
        assert told(events, SHOP, by="Ana")[0] == english
    assert told(events, SHOP, by="Ana")[0].replace("costo", "coste") == spanish


PUT = replay(edits.set_layout(SHOP, {"reviews": (7, 8)}), SHOP)


@pytest.mark.parametrize("plan", [SHOP, PUT])
def test_only_an_arrangement_is_told_as_one_and_taking_it_back_as_that(plan) -> None:
    events = edits.arrange(plan)
    assert told(events, plan, by="Ana") == ("Ana ordenó el dibujo de nuevo.",)
    arranged = replay(events, plan)
    assert told(taken_back(events), arranged, back=True) == ("El dibujo, como estaba antes.",)


def test_the_first_move_that_is_taken_back_and_a_box_that_is_given_back_have_moved() -> None:
    back = taken_back(edits.set_layout(SHOP, {"reviews": (7, 8)}))
    assert told(back, PUT, back=True) == ("Una métrica en otro sitio del dibujo.",)
    given = edits.set_layout(PUT, {"reviews": None})
    assert told(given, PUT, by="Ana") == ("Ana movió una métrica en el dibujo.",)


def test_a_metric_that_is_removed_has_not_moved_too() -> None:
    events = edits.remove_metric(PUT, "reviews")
    gone = replay(events, PUT)
    sentences = (*told(events, PUT, by="Ana"), *told(taken_back(events), gone, back=True))
    assert sentences
    assert not any("dibujo" in sentence for sentence in sentences)


def test_the_beginning_of_a_plan_is_told() -> None:
    assert told(edits.create_plan(SHOP), None, by="Ana") == ("Ana empezó el plan.",)


def test_a_comparison_names_nobody_and_says_where() -> None:
    other = replay(edits.set_target(SHOP, "s", metric="reviews", value=150), SHOP)
    (found,) = differences(SHOP, other)
    assert found.sentence == "La meta de «reviews» en «A»: de 120 a 150."
    assert found.place == ("scenarios", "s", "targets", "reviews")
    assert differences(SHOP, SHOP) == []


@given(st.integers(0, 2**32))
def test_whatever_happens_has_sentences_in_both_languages(seed) -> None:
    dice, plan = Random(seed), little()
    for _ in range(10):
        try:
            events = step(plan, dice).events(plan)
        except EditRefused:
            continue
        after = replay(events, plan)
        for language in LANGUAGES:
            with speak(language):
                sentences = (*told(events, plan, by="Ana"), *told(events, plan))
                assert bool(sentences) == bool(events)
                assert all(one.endswith(".") and "history." not in one for one in sentences)
                assert bool(differences(plan, after)) == (after != plan)
        plan = after


def test_a_hostile_name_stays_one_short_line() -> None:
    bad = "x\u202e" + "<script>" * 30
    events = edits.set_title(Plan(title="Plan", start="2027-01"), bad[:110].replace("\u202e", ""))
    (sentence,) = told(events, Plan(title="Plan", start="2027-01"), by="A\u202eB\nC")
    assert "\n" not in sentence
    assert "\u202e" not in sentence
    assert len(sentence) < 160
