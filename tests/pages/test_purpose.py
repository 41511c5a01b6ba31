"""Purpose: what it has been good for, what we ask, where we stand."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts import scale
from pages.parts.session import workspace

PLAN = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) :red[w]"
MEASURED = PLAN | {
    "metrics": [{"id": "sales", "name": HOSTILE, "layer": "business", "unit": "currency"}],
    "observations": {"sales": {"2026-01": 1000, "2026-06": 1500}},
}


def held(at) -> kt.Plan:
    return workspace().read(workspace().plans()[0].plan_id).plan


def said(at) -> str:
    return "\n".join(words.value for words in (*at.markdown, *at.caption, *at.subheader, *at.error))


def ask_of(at):
    return at.text_area[0]


def assessed(enlace, **maturity):
    """Purpose of a plan with these answers, the self-assessment open."""
    at = enlace("purpose", plan=PLAN | {"maturity": maturity}, language="en")
    at.session_state["purpose.assessment"] = True
    return at.run()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("template", kt.library.template_ids())
def test_every_worked_tree_shows_its_share_beside_the_benchmark(enlace, template, language) -> None:
    at = enlace("purpose", plan=kt.library.template_json(template, language), language=language)
    at.run()
    assert not at.exception
    assert "Hootsuite" in said(at)
    assert ask_of(at).value == kt.library.template_json(template, language)["ask"]


def test_an_empty_plan_says_what_is_missing_and_where_to_put_it(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    assert not at.exception
    assert "Anote los dos presupuestos" in said(at)
    assert "ninguna cifra medida" in said(at)


@pytest.mark.parametrize(
    ("social", "words"),
    [(5, "less than"), (13, "within"), (24, "within"), (40, "more than"), (120, "cannot exceed")],
)
def test_the_share_is_told_against_the_usual_range(enlace, social, words) -> None:
    plan = PLAN | {"budget": {"marketing": 100, "social": social}}
    at = enlace("purpose", plan=plan, language="en").run()
    assert words in said(at)


def test_the_benchmark_tells_its_source_and_how_far_it_was_checked(enlace) -> None:
    at = enlace("purpose", plan=PLAN, language="es").run()
    assert "entre 13 % y 24 %" in said(at).replace("\u00a0", " ")
    assert "De segunda mano" in said(at)


def test_one_budget_is_saved_and_the_other_stays(enlace) -> None:
    plan = PLAN | {"budget": {"marketing": 100_000}}
    at = enlace("purpose", plan=plan).run()
    at.text_input(key="purpose.budget.social.typed").set_value("20k").run()
    at.button(key="purpose.budget.social.save").click().run()
    budget = held(at).budget
    assert (budget.marketing, budget.social) == (100_000, 20_000)


def test_a_range_is_no_budget_and_stays_in_its_field(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    at.text_input(key="purpose.budget.social.typed").set_value("10 a 20").run()
    at.button(key="purpose.budget.social.save").click().run()
    assert "una sola cantidad" in at.error[0].value
    assert at.text_input(key="purpose.budget.social.typed").value == "10 a 20"
    assert held(at).budget is None


def test_what_was_measured_stands_with_its_months_and_as_it_was_written(enlace) -> None:
    at = enlace("purpose", plan=MEASURED, language="en").run()
    assert not at.exception
    assert at.metric[0].value == "€1,500"
    assert at.metric[0].label.startswith(r"\<b\>x")
    assert "in Jan 2026 it was €1,000" in said(at)


def test_the_text_is_kept_when_its_field_is_left(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    ask_of(at).set_value("Que nos recomienden").run()
    assert held(at).ask == "Que nos recomienden"


def test_a_prompt_begins_a_sentence_below_what_stands(enlace) -> None:
    at = enlace("purpose", plan=PLAN | {"ask": "Que vendan."}).run()
    at.button(key="prompt.purpose.customers_label").click().run()
    assert ask_of(at).value == "Que vendan.\n\nDe nuestros clientes esperamos que "


def test_a_text_that_is_full_takes_no_prompt_and_loses_nothing(enlace) -> None:
    at = enlace("purpose", plan=PLAN | {"ask": "x" * 1_990}).run()
    at.button(key="prompt.purpose.why_label").click().run()
    assert "2.000" in at.error[0].value
    assert ask_of(at).value == "x" * 1_990


def test_a_text_that_is_refused_is_still_there_after_another_page(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    ask_of(at).set_value("a\x07b").run()
    assert at.error
    at.switch_page("pages/define/goals.py").run()
    at.switch_page("pages/define/purpose.py").run()
    assert ask_of(at).value == "a\x07b"


def somebody_else(at, text: str) -> None:
    workspace().edit(workspace().plans()[0].plan_id, kt.set_ask, text, by="Luis")


def test_two_who_write_at_once_see_both_texts_and_neither_is_lost(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    somebody_else(at, HOSTILE)
    ask_of(at).set_value("El mío").run()
    assert held(at).ask == HOSTILE
    assert ask_of(at).value == "El mío"
    assert r"\<b\>x" in said(at)
    at.button(key="purpose.ask.keep_mine").click().run()
    assert held(at).ask == "El mío"
    assert not at.warning


def test_who_yields_reads_the_other_s_text(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    somebody_else(at, "El de Luis")
    ask_of(at).set_value("El mío").run()
    at.button(key="purpose.ask.take_theirs").click().run()
    assert ask_of(at).value == held(at).ask == "El de Luis"


def test_an_untouched_field_follows_what_others_write(enlace) -> None:
    at = enlace("purpose", plan=PLAN).run()
    somebody_else(at, "El de Luis")
    at.run()
    assert ask_of(at).value == "El de Luis"


def test_an_answer_is_kept_and_undo_takes_it_back(enlace) -> None:
    at = assessed(enlace)
    assert at.radio[0].value is None
    at.radio[0].set_value(2).run()
    assert held(at).maturity == {"Q01": 2}
    assert "1 of 5 answers" in said(at)
    at.sidebar.button(key="enlace.undo").click().run()
    assert at.radio[0].value is None


def test_a_lever_has_no_level_before_its_questions_are_answered(enlace) -> None:
    at = assessed(enlace, Q01=3)
    assert "Laggard" not in said(at)
    assert not at.metric


def test_all_answers_give_stage_levels_next_steps_and_the_caveat(enlace) -> None:
    answers = {question.id: 1 for question in kt.library.questions()} | {"Q01": 3}
    at = assessed(enlace, **answers)
    assert "Our stage: **Starting**, 38 of 100 points" in said(at)
    assert at.metric[0].value == "Starting"
    assert "Starting: 47 of 100" in said(at)
    assert "Next step" in said(at)
    assert "not been validated statistically" in said(at)


def test_answers_to_questions_that_there_are_not_do_no_harm(enlace) -> None:
    at = assessed(enlace, **{HOSTILE: 2})
    assert not at.exception
    assert "Your result will appear here" in said(at)


def test_the_self_assessment_stands_closed_and_a_line_above_tells_how_far_it_is(enlace) -> None:
    at = enlace("purpose", plan=PLAN | {"maturity": {"Q01": 3}}, language="en").run()
    assert "1 of 15 answers so far" in said(at)
    assert not at.radio


@pytest.mark.parametrize(("share", "width"), [(-1, "0.0"), (0.5, "200.0"), (7, "400.0")])
def test_a_bar_is_as_full_as_its_share_and_never_fuller_than_full(share, width) -> None:
    assert f'width="{width}"' in scale.bar(share).split("<rect")[2]
