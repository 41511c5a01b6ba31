"""Start: the first visit, the ways to begin, the shelf of plans."""

from __future__ import annotations

import json

import pytest

import kpi_tree as kt
from pages.parts.plan_files import file_name, plan_in
from pages.parts.session import workspace
from pages.parts.tree_sketch import sketch

PLAN = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) :red[w]"


def titles() -> list[str]:
    return [plan.title for plan in workspace().plans(archived=False)]


def said(at) -> str:
    return "\n".join(words.value for words in (*at.markdown, *at.caption, *at.error, *at.subheader))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Comercio electrónico: ingresos gracias a las redes"),
        ("en", "E-commerce retailer: revenue from social"),
    ],
)
def test_the_first_visit_offers_the_example_in_the_reader_s_language(
    enlace, language, title
) -> None:
    at = enlace(language=language).run()
    at.button(key="start.example.open").click().run()
    assert not at.exception
    assert titles() == [title]
    assert at.title[0].value == ("Propósito" if language == "es" else "Purpose")


def test_on_a_first_visit_the_example_is_the_only_primary_button(enlace) -> None:
    at = enlace().run()
    primary = [button.key for button in at.button if button.proto.type == "primary"]
    assert primary == ["start.example.open"]


def test_whoever_has_told_no_name_is_asked_and_then_gets_what_was_chosen(enlace) -> None:
    at = enlace(name="").run()
    at.button(key="start.tree.ngo").click().run()
    assert titles() == []
    at.text_input(key="enlace.name.typed").set_value("Ana")
    next(button for button in at.button if button.label == "Continuar").click().run()
    assert not at.exception
    assert titles() == ["ONG: captación de fondos"]


def test_all_six_worked_trees_are_offered_with_what_they_are_about(enlace) -> None:
    at = enlace(language="en").run()
    offered = [button.key for button in at.button if str(button.key).startswith("start.tree.")]
    assert offered == [f"start.tree.{name}" for name in kt.library.template_ids()]
    assert "Help raise 5" in said(at)
    assert "31 metrics" in said(at)


def test_a_blank_plan_begins_with_what_was_typed(enlace) -> None:
    at = enlace(language="en").run()
    at.text_input(key="start.blank.title").set_value("  Social \t 2027 ")
    at.selectbox(key="start.blank.currency").set_value("MXN")
    at.number_input(key="start.blank.months").set_value(18)
    next(button for button in at.button if button.label == "Create the plan").click().run()
    made = workspace().read(workspace().plans()[0].plan_id).plan
    assert (made.title, made.currency, made.months, made.language) == (
        "Social 2027",
        "MXN",
        18,
        "en",
    )


def test_a_plan_without_title_is_refused_and_the_rest_stays_as_typed(enlace) -> None:
    at = enlace().run()
    at.number_input(key="start.blank.months").set_value(18)
    next(button for button in at.button if button.label == "Crear el plan").click().run()
    assert "necesita un título" in at.error[0].value
    assert at.number_input(key="start.blank.months").value == 18
    assert titles() == []


def test_every_problem_of_a_broken_file_is_listed_with_place_and_remedy(enlace) -> None:
    broken = PLAN | {"start": "2027-13", "metrics": [{"id": "A b", "name": HOSTILE}]}
    at = enlace(language="en").run()
    at.file_uploader(key="start.file").upload("p.json", json.dumps(broken).encode()).run()
    assert not at.exception
    places = [words.value for words in at.caption if words.value.startswith("At ")]
    assert places == [r"At metrics\[0\]\.id", r"At metrics\[0\]\.layer", "At start"]
    assert "Write year and month" in said(at)
    assert "![i]" not in said(at)


def test_a_plan_file_opens_with_all_that_it_held(enlace) -> None:
    written = json.dumps(PLAN | {"ask": "Que nos recomienden"}).encode()
    at = enlace().run()
    at.file_uploader(key="start.file").upload("p.json", written).run()
    at.button(key="start.file.open").click().run()
    assert workspace().read(workspace().plans()[0].plan_id).plan == kt.plan_from(written)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b"{", b"[" * 100_000])
def test_what_is_no_plan_is_told_as_problems(content) -> None:
    found = plan_in(content)
    assert not isinstance(found, kt.Plan)
    assert all(problem.sentence and problem.remedy for problem in found)


def test_a_card_tells_title_last_author_and_how_far_the_plan_is(enlace) -> None:
    at = enlace(plan=PLAN | {"title": HOSTILE, "ask": "x"}, language="en").run()
    assert not at.exception
    assert r"\<b\>x\</b" not in said(at)
    assert r"\<b\>x\<\/b\>" in said(at)
    assert "Ana" in said(at)
    assert at.main.get("progress")[0].proto.text == "1 of 5 steps"


def test_a_title_that_is_refused_stays_in_its_field(enlace) -> None:
    at = enlace(plan=PLAN).run()
    plan = workspace().plans()[0].plan_id
    at.text_input(key=f"start.title.{plan}").set_value("   ")
    at.button(key=f"start.rename.{plan}").click().run()
    assert at.error
    assert at.text_input(key=f"start.title.{plan}").value == "   "
    assert titles() == ["Tienda"]


def test_a_plan_is_renamed_duplicated_put_away_and_taken_out_again(enlace) -> None:
    at = enlace(plan=PLAN).run()
    plan = workspace().plans()[0].plan_id
    at.text_input(key=f"start.title.{plan}").set_value("Tienda nueva")
    at.button(key=f"start.rename.{plan}").click().run()
    at.button(key=f"start.duplicate.{plan}").click().run()
    at.button(key=f"start.archive.{plan}").click().run()
    assert titles() == ["Copia de Tienda nueva"]
    at.button(key=f"start.unarchive.{plan}").click().run()
    assert sorted(titles()) == ["Copia de Tienda nueva", "Tienda nueva"]
    assert not at.exception


def test_currency_calendar_and_language_of_a_plan_are_changed_on_its_card(enlace) -> None:
    at = enlace(plan=PLAN).run()
    plan = workspace().plans()[0].plan_id
    at.selectbox(key=f"start.set.{plan}.currency.typed").set_value("MXN").run()
    at.number_input(key=f"start.set.{plan}.months.typed").set_value(18).run()
    at.selectbox(key=f"start.set.{plan}.language.typed").set_value("en").run()
    at.selectbox(key=f"start.set.{plan}.start.typed").set_value("2026-11").run()
    kept = workspace().read(plan).plan
    told = (kept.currency, kept.months, kept.language, kept.start)
    assert told == ("MXN", 18, "en", "2026-11")


def test_a_language_that_enlace_does_not_speak_is_kept_and_told_but_not_offered(enlace) -> None:
    at = enlace(plan=PLAN | {"language": "pt"}).run()
    plan = workspace().plans()[0].plan_id
    field = at.selectbox(key=f"start.set.{plan}.language.typed")
    assert "Enlace no lo habla" in field.options[-1]
    assert len(at.segmented_control(key="start.blank.language").options) == 2


def test_a_horizon_that_leaves_a_goal_outside_is_refused_and_stays_in_its_field(enlace) -> None:
    goal = {"id": "more", "name": "Más", "by": "2027-12"}
    at = enlace(plan=PLAN | {"goals": [goal]}).run()
    plan = workspace().plans()[0].plan_id
    months = f"start.set.{plan}.months.typed"
    at.number_input(key=months).set_value(6).run()
    assert at.error
    assert at.number_input(key=months).value == 6
    assert workspace().read(plan).plan.months == 12


def test_a_title_that_is_too_long_is_refused_in_words_and_stays_in_its_field(enlace) -> None:
    at = enlace(plan=PLAN).run()
    plan = workspace().plans()[0].plan_id
    at.text_input(key=f"start.title.{plan}").set_value("x" * 400)
    at.button(key=f"start.rename.{plan}").click().run()
    assert "400" in at.error[-1].value
    assert at.text_input(key=f"start.title.{plan}").value == "x" * 400


def test_where_plans_do_not_last_each_card_offers_the_download_at_once(enlace, monkeypatch) -> None:
    at = enlace()
    monkeypatch.delenv("ENLACE_STORE")
    at.run()
    at.button(key="start.example.open").click().run()
    at.switch_page("pages/define/start.py").run()
    kept = [one.key for one in at.main.get("download_button") if "start.keep" in one.key]
    assert len(kept) == 1
    assert "se pierden" in at.warning[0].value


def test_a_file_is_named_after_its_plan_without_anything_that_a_system_refuses() -> None:
    assert file_name("Redes/ventas: ¿2027?") == "redes-ventas-2027.enlace.json"
    assert file_name("规划") == "plan.enlace.json"


@pytest.mark.parametrize("template", kt.library.template_ids())
def test_the_sketch_of_a_tree_has_a_dot_a_metric_and_none_of_its_words(template) -> None:
    plan = kt.plan_of(kt.library.template_json(template, "es"))
    drawn = sketch(plan)
    rings = len(set(kt.KpiTree(plan).goal_metrics))
    assert drawn.count("<circle") == len(plan.metrics) + rings
    assert plan.metrics[0].name not in drawn


def test_an_empty_plan_has_an_empty_sketch() -> None:
    assert "<circle" not in sketch(kt.plan_of(PLAN))
