"""Goals are written the way people talk, may be half said, and keep what was typed."""

from __future__ import annotations

import json

import pytest
from streamlit.delta_generator import DeltaGenerator

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import forecasts
from pages.parts.goal_sentence import sentence
from pages.parts.session import workspace
from pages.parts.standing import waiting

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
REVENUE = {
    "id": "revenue",
    "name": "Ingresos",
    "layer": "business",
    "unit": "currency",
    "baseline": 344549,
}
COST = {**REVENUE, "id": "cost", "name": "Costo", "better": "lower"}
RATE = {"id": "rate", "name": "Tasa", "layer": "business", "unit": "ratio", "baseline": 0.02}
GOAL = {"id": "more", "name": "Crecer", "metric": "revenue", "target": 358000, "by": "2027-12"}
PLAN = HEAD | {"metrics": [REVENUE, COST, RATE], "goals": [GOAL]}


def plan_of(at) -> kt.Plan:
    return workspace().read(at.session_state["enlace.plan"]).plan


def said(language, now=344549.0, **fields) -> str:
    plan = kt.plan_of(PLAN | {"goals": [{**GOAL, **fields}]})
    with speak(language):
        words = sentence(plan.goals[0], plan, now)
    return words.replace("\\", "").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "fields", "words"),
    [
        ("en", {}, "Raise *Ingresos* from €344,549 to €358,000 by December 2027"),
        ("es", {}, "Subir *Ingresos* de 344.549 € a 358.000 € para diciembre de 2027"),
        (
            "es",
            {"metric": "cost", "target": 300000},
            "Bajar *Costo* de 344.549 € a 300.000 € para diciembre de 2027",
        ),
        (
            "en",
            {"metric": "cost", "target": 400000},
            "Keep *Costo* at €400,000 or less by December 2027 (it starts from €344,549)",
        ),
        (
            "es",
            {"window": "quarter", "target": 1_050_000},
            (
                "Llevar el total de *Ingresos* a 1.050.000 € o más en el trimestre que termina en "
                "diciembre de 2027 (parte de 344.549 € al mes)"
            ),
        ),
        (
            "en",
            {"metric": "rate", "target": 0.03, "window": "year", "now": 0.02},
            (
                "Raise *Tasa* from 2% to 3% on average over the twelve months that end in "
                "December 2027"
            ),
        ),
        (
            "es",
            {"metric": "rate", "target": 0.03, "window": "horizon", "now": 0.02},
            "Subir *Tasa* de 2 % a 3 % en promedio entre enero de 2027 y diciembre de 2027",
        ),
        ("es", {"now": None}, "Llevar *Ingresos* a 358.000 € o más para diciembre de 2027"),
    ],
)
def test_a_goal_is_a_sentence_of_its_language(language, fields, words) -> None:
    assert said(language, **fields) == words


@pytest.mark.parametrize(
    ("gone", "words"),
    [("target", "Subir *Ingresos* para diciembre de 2027"), ("metric", "Crecer")],
)
def test_a_goal_half_said_is_said_as_far_as_it_goes(gone, words) -> None:
    plan = kt.plan_of(PLAN | {"goals": [{key: GOAL[key] for key in GOAL if key != gone}]})
    assert sentence(plan.goals[0], plan, 1.0) == words


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("template", ["ecommerce", "university", "employer_brand"])
def test_the_goals_of_a_worked_tree_stand_with_what_comes_without_changes(
    enlace, language, template
) -> None:
    document = kt.library.template_json(template, language)
    at = enlace("goals", plan=document, language=language).run()
    assert not at.exception
    idle = {"es": "**Si no se cambia nada:**", "en": "**If nothing is changed:**"}[language]
    assert sum(idle in words.value for words in at.main.markdown) == len(document["goals"])


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_empty_plan_offers_the_form_and_what_leaders_usually_answer_for(
    enlace, language
) -> None:
    at = enlace("goals", plan=HEAD, language=language).run()
    assert not at.exception
    assert at.button(key="goal.new.take.revenue")
    assert at.button(key="goal.new.keep")


def test_a_metric_of_the_library_joins_the_plan_with_unit_direction_and_formula(enlace) -> None:
    at = enlace("goals", plan=HEAD).run()
    at.text_input(key="goal.new.search").set_value("ventas").run()
    at.button(key="goal.new.take.revenue").click().run()
    metric = next(one for one in plan_of(at).metrics if one.catalogue == "revenue")
    assert (metric.unit, metric.better, bool(metric.formula)) == ("currency", "higher", True)
    assert at.selectbox(key="goal.new.listed").value == metric.id


@pytest.mark.parametrize(("language", "level"), [("es", "4.095"), ("en", "4,095")])
def test_a_goal_starts_from_the_same_figure_as_its_box_on_the_map(enlace, language, level) -> None:
    ranged = {**REVENUE, "unit": "count", "baseline": {"p10": 3900, "p90": 4300}}
    document = HEAD | {"metrics": [ranged], "goals": [GOAL]}
    at = enlace("goals", plan=document, language=language).run()
    with speak(language):
        on_the_map = kt.places(kt.plan_of(document)).places["revenue"].label.value
    assert on_the_map == level
    assert f" {level} " in at.subheader[0].value.replace("\\", "")


def test_a_metric_asks_for_every_baseline_below_its_formula() -> None:
    parts = [
        {"id": "orders", "name": "Pedidos", "layer": "bridge"},
        {"id": "aov", "name": "Valor", "layer": "bridge", "baseline": 85},
        {**REVENUE, "formula": "orders * aov"},
    ]
    plan = kt.plan_of(HEAD | {"metrics": parts})
    assert [one.id for one in waiting(plan, plan.metric["revenue"])] == ["orders"]


def test_a_new_goal_is_kept_with_a_new_owner_and_its_baseline(enlace) -> None:
    bare = {key: REVENUE[key] for key in REVENUE if key != "baseline"}
    at = enlace("goals", plan=HEAD | {"metrics": [bare]}).run()
    at.selectbox(key="goal.new.listed").set_value("revenue").run()
    at.text_input(key="goal.new.target.typed").set_value("358.000")
    at.text_input(key="goal.new.baseline.revenue.typed").set_value("340 a 350 mil")
    at.selectbox(key="goal.new.owner").set_value("+").run()
    at.text_input(key="goal.new.person").set_value("Marta Ruiz").run()
    at.button(key="goal.new.keep").click().run()
    plan = plan_of(at)
    assert plan.metric["revenue"].baseline is not None
    assert (plan.goals[0].target, plan.goals[0].by) == (358_000, "2027-12")
    assert [one.name for one in plan.people if one.id == plan.goals[0].owner] == ["Marta Ruiz"]


def test_a_metric_of_one_s_own_brings_name_unit_and_direction(enlace) -> None:
    at = enlace("goals", plan=HEAD).run()
    at.segmented_control(key="goal.new.source").set_value("own").run()
    at.text_input(key="goal.new.own.name").set_value("Plazo de entrega")
    at.selectbox(key="goal.new.own.better").set_value("lower")
    at.selectbox(key="goal.new.own.unit").set_value("other").run()
    at.text_input(key="goal.new.own.word").set_value("días").run()
    at.button(key="goal.new.own.add").click().run()
    metric = plan_of(at).metrics[0]
    assert (metric.name, metric.unit, metric.better) == ("Plazo de entrega", "días", "lower")


def test_a_goal_is_changed_in_its_place(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.edit").click().run()
    assert at.text_input(key="goal.more.name").value == "Crecer"
    at.text_input(key="goal.more.target.typed").set_value("360 mil").run()
    at.button(key="goal.more.keep").click().run()
    assert plan_of(at).goals[0].target == 360_000
    assert not at.exception


def test_a_range_as_target_is_refused_and_stays_in_its_field(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.edit").click().run()
    at.text_area(key="goal.more.why").set_value("Porque sí")
    at.text_input(key="goal.more.target.typed").set_value("350 a 360 mil").run()
    at.button(key="goal.more.keep").click().run()
    assert "un solo número" in at.error[-1].value
    assert at.text_input(key="goal.more.target.typed").value == "350 a 360 mil"
    assert at.text_area(key="goal.more.why").value == "Porque sí"
    assert plan_of(at).goals[0].target == 358_000


def test_an_owner_without_a_name_is_refused_and_nothing_is_kept(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.edit").click().run()
    at.selectbox(key="goal.more.owner").set_value("+").run()
    at.button(key="goal.more.keep").click().run()
    assert "nombre de la persona" in at.error[-1].value
    assert plan_of(at).people == ()


def test_a_goal_with_its_name_alone_is_legal_and_says_what_is_missing(enlace) -> None:
    at = enlace("goals", plan=HEAD).run()
    at.text_input(key="goal.new.name").set_value("Crecer").run()
    at.button(key="goal.new.keep").click().run()
    assert plan_of(at).goals[0].metric is None
    lacks = "Falta decir qué métrica lo mide, cuánto, para cuándo."
    assert lacks in [words.value for words in at.main.markdown]


def test_neither_metric_nor_name_is_refused_with_a_remedy(enlace) -> None:
    at = enlace("goals", plan=HEAD).run()
    at.button(key="goal.new.keep").click().run()
    assert "al menos uno de los dos" in at.error[-1].value


def test_what_stays_is_told_before_a_goal_is_removed(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.remove").click().run()
    assert "Ingresos" in at.warning[0].value
    assert plan_of(at).goals
    at.button(key="goal.more.gone").click().run()
    assert plan_of(at).goals == ()
    assert plan_of(at).metrics


def test_doubts_about_a_goal_stand_on_its_card_and_do_not_repeat_its_name(enlace) -> None:
    at = enlace("goals", plan=PLAN, language="es").run()
    told = [words.value for words in at.main.markdown]
    assert any(words.startswith(":material/warning: Todavía no responde nadie") for words in told)
    assert not any("Crecer" in words for words in told)


def test_what_takes_long_shows_how_far_it_is(enlace, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(forecasts, "PATIENCE", -1.0)
    monkeypatch.setattr(DeltaGenerator, "progress", lambda _, share, **__: told.append(share))
    at = enlace("goals", plan=PLAN).run()
    assert not at.exception
    assert len(told) > 1


def test_hostile_words_are_shown_as_written(enlace) -> None:
    hostile = "![x](http://127.0.0.1:9/x.png) <b>*y*</b> $z$"
    document = json.loads(json.dumps(PLAN))
    document["metrics"][0]["name"] = document["goals"][0]["why"] = hostile
    at = enlace("goals", plan=document).run()
    assert not at.exception
    assert all("![x](" not in words.value for words in [*at.main.markdown, *at.subheader])


def test_a_refusal_goes_once_something_was_typed_anew(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.edit").click().run()
    at.text_input(key="goal.more.target.typed").set_value("300 a 400").run()
    at.button(key="goal.more.keep").click().run()
    assert at.error
    at.text_input(key="goal.more.target.typed").set_value("400").run()
    assert not at.error


def test_what_was_typed_into_a_form_waits_while_one_looks_at_another_page(enlace) -> None:
    at = enlace("goals", plan=HEAD | {"metrics": [REVENUE]}).run()
    at.text_area(key="goal.new.why").set_value("Porque sí").run()
    at.text_input(key="goal.new.name").set_value("Crecer").run()
    at.switch_page("pages/connect/bridge.py").run()
    at.switch_page("pages/define/goals.py").run()
    assert at.text_area(key="goal.new.why").value == "Porque sí"
    assert at.text_input(key="goal.new.name").value == "Crecer"


def test_a_form_that_was_left_begins_with_what_the_plan_holds(enlace) -> None:
    at = enlace("goals", plan=PLAN).run()
    at.button(key="goal.more.edit").click().run()
    at.text_input(key="goal.more.name").set_value("Otro").run()
    at.button(key="goal.more.leave").click().run()
    at.button(key="goal.more.edit").click().run()
    assert at.text_input(key="goal.more.name").value == "Crecer"


def test_what_was_typed_does_not_turn_up_in_another_plan(enlace) -> None:
    at = enlace("goals", plan=HEAD).run()
    at.text_area(key="goal.new.why").set_value("Porque sí").run()
    at.query_params["plan"] = workspace().create(kt.plan_of(HEAD), by="Ana").plan_id
    assert not at.run().text_area(key="goal.new.why").value


def test_a_second_goal_of_a_metric_that_nobody_named_is_numbered(enlace) -> None:
    goal = {"id": "first", "name": "Ingresos", "metric": "revenue"}
    at = enlace("goals", plan=PLAN | {"goals": [goal]}).run()
    at.button(key="goals.add").click().run()
    at.selectbox(key="goal.new.listed").set_value("revenue").run()
    at.button(key="goal.new.keep").click().run()
    assert [one.name for one in plan_of(at).goals] == ["Ingresos", "Ingresos (2)"]
