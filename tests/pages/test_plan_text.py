"""Two people write into the same text of a plan: both read both, and no word is lost."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.session import workspace

HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) :red[w]"
PLAN = {
    "format": "enlace-plan/1",
    "title": "Tienda",
    "start": "2027-01",
    "metrics": [
        {"id": "orders", "name": "Pedidos", "layer": "business", "definition": "Los de antes"},
        {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
    ],
    "links": [{"id": "one", "from": "visits", "to": "orders", "size": 0.2}],
}
DEFINITION = "metric.orders.definition"
WHY = "link.one.why"


def plan_id() -> str:
    return workspace().plans()[0].plan_id


def orders() -> kt.Metric:
    return workspace().read(plan_id()).plan.metric["orders"]


def visits():
    return workspace().read(plan_id()).plan.metric["visits"].baseline


def luis(**fields: str) -> None:
    """What Luis writes meanwhile, in a browser of his own."""
    workspace().edit(plan_id(), kt.change_metric, "orders", by="Luis", **fields)


def choosing(at, kind: str = "metric", name: str = "orders"):
    at.session_state["tree.chosen"] = (kind, name)
    return at.run()


@pytest.fixture
def ana(enlace):
    """Ana looks at the metric on the page of the tree."""
    return choosing(enlace("tree", plan=PLAN))


def left(at, key: str, text: str):
    """The field is left with this text in it."""
    (at.text_area if key in {DEFINITION, WHY} else at.text_input)(key=f"{key}.typed").set_value(
        text
    )
    return at.run()


def typed(at, key: str = DEFINITION) -> str:
    return at.text_area(key=f"{key}.typed").value


def said(at) -> str:
    return "\n".join(one.value for one in (*at.markdown, *at.caption, *at.warning, *at.error))


ES = ("Luis cambió este texto", "Conservar lo mío", "Quedarme con lo de Luis")
EN = ("Luis changed this text", "Keep mine", "Take what Luis wrote")


@pytest.mark.parametrize(("language", "words"), [("es", ES), ("en", EN)])
def test_each_of_two_reads_what_the_other_wrote_and_one_keeps_their_own(
    enlace, language, words
) -> None:
    ana = choosing(enlace("tree", plan=PLAN, language=language))
    luis(definition="Lo de Luis")
    with kt.speak(language):
        left(ana, DEFINITION, "Lo de Ana")
        assert (orders().definition, typed(ana)) == ("Lo de Luis", "Lo de Ana")
        assert words[0] in ana.warning[0].value
        assert "Lo de Luis" in said(ana)
        keep, take = (ana.button(key=f"{DEFINITION}.{one}") for one in ("keep_mine", "take_theirs"))
        assert (keep.label, take.label) == words[1:]
        keep.click().run()
    assert (orders().definition, typed(ana)) == ("Lo de Ana", "Lo de Ana")
    assert not ana.warning


def test_two_in_two_browsers_each_end_with_the_same_words(ana, enlace) -> None:
    luis = enlace("tree", name="Luis")
    luis.query_params["plan"] = plan_id()
    left(choosing(luis), DEFINITION, "Lo de Luis")
    left(ana, DEFINITION, "Lo de Ana")
    ana.button(key=f"{DEFINITION}.keep_mine").click().run()
    assert orders().definition == typed(luis.run()) == "Lo de Ana"
    assert not luis.warning


def test_who_takes_the_other_s_words_has_them_in_the_field_and_can_write_on(ana) -> None:
    luis(definition="Lo de Luis")
    left(ana, DEFINITION, "Lo de Ana")
    ana.button(key=f"{DEFINITION}.take_theirs").click().run()
    assert typed(ana) == orders().definition == "Lo de Luis"
    left(ana, DEFINITION, "Lo de los dos")
    assert orders().definition == "Lo de los dos"


def test_what_was_written_while_one_chose_is_shown_before_it_is_written_over(ana) -> None:
    luis(definition="Lo de Luis")
    left(ana, DEFINITION, "Lo de Ana")
    luis(definition="Otra vez Luis")
    ana.button(key=f"{DEFINITION}.keep_mine").click().run()
    assert orders().definition == "Otra vez Luis"
    assert typed(ana) == "Lo de Ana"
    assert "Otra vez Luis" in said(ana)


def test_two_who_write_the_same_are_asked_nothing(ana) -> None:
    luis(name="Pedidos nuevos")
    left(ana, "metric.orders.name", "Pedidos nuevos")
    assert not ana.warning
    assert orders().name == "Pedidos nuevos"


def test_no_field_of_a_metric_writes_over_what_the_reader_has_not_seen(ana) -> None:
    theirs = {"name": "Compras", "unit": "currency", "network": "TikTok"}
    mine = {"name": "Pedidos de la tienda", "unit": "personas", "network": "Instagram"}
    luis(**theirs)
    for name, text in mine.items():
        ana.text_input(key=f"metric.orders.{name}.typed").set_value(text)
    ana.run()
    for name, text in mine.items():
        assert getattr(orders(), name) == theirs[name]
        assert ana.text_input(key=f"metric.orders.{name}.typed").value == text
        assert ana.button(key=f"metric.orders.{name}.keep_mine")


def test_the_reason_of_a_link_waits_for_a_choice_and_hostile_words_are_shown_as_text(ana) -> None:
    choosing(ana, "link", "one")
    workspace().edit(plan_id(), kt.change_link, "one", why=HOSTILE, by="<i>Luis</i>")
    left(ana, WHY, "Porque se nota")
    assert r"\<b\>x" in said(ana)
    assert r"\<i\>Luis" in ana.warning[0].value
    assert typed(ana, WHY) == "Porque se nota"
    ana.button(key=f"{WHY}.take_theirs").click().run()
    assert typed(ana, WHY) == HOSTILE


def test_what_waits_for_a_choice_is_still_there_after_another_metric(ana) -> None:
    luis(definition="Lo de Luis")
    left(ana, DEFINITION, "Lo de Ana")
    choosing(ana, name="visits")
    choosing(ana)
    assert typed(ana) == "Lo de Ana"
    assert ana.button(key=f"{DEFINITION}.keep_mine")


def test_a_formula_that_was_refused_says_later_that_it_is_not_saved(ana) -> None:
    formula = "metric.orders.formula"
    ana.text_area(key=f"{formula}.typed").set_value("visits * nothing").run()
    assert ana.error
    choosing(ana, name="visits").switch_page("pages/define/goals.py").run()
    choosing(ana.switch_page("pages/connect/tree.py"))
    assert typed(ana, formula) == "visits * nothing"
    assert "no se ha guardado" in said(ana)


def test_what_was_written_about_a_metric_that_is_gone_can_be_copied(ana) -> None:
    workspace().edit(plan_id(), kt.remove_metric, "orders", by="Luis")
    left(ana, DEFINITION, f"Lo de Ana {HOSTILE}")
    assert not ana.exception
    assert "alguien quitó esto" in ana.error[0].value
    assert r"Lo de Ana \<b\>x" in ana.error[0].value


def test_words_with_marks_and_a_blank_at_the_end_stand_in_the_field_as_they_were_written(ana):
    luis(definition="CPA < 5 y > 2. ")
    assert typed(ana.run()) == orders().definition == "CPA < 5 y > 2. "


def test_an_untouched_field_follows_what_others_write(ana) -> None:
    luis(definition="Lo de Luis")
    assert typed(ana.run()) == "Lo de Luis"


@pytest.mark.parametrize("live", [True, False])
def test_a_quantity_that_somebody_else_has_changed_waits_beside_what_was_typed(
    enlace, live
) -> None:
    ana, key = choosing(enlace("tree", plan=PLAN), name="visits"), "metric.visits.baseline"
    ana.text_input(key=f"{key}.typed").set_value("700 a 1100").run()
    workspace().edit(plan_id(), kt.change_metric, "visits", baseline=500, by="Luis")
    if live:
        ana.run()
    else:
        ana.button(key=f"{key}.save").click().run()
    assert visits() == 500
    assert ana.text_input(key=f"{key}.typed").value == "700 a 1100"
    assert "ahora guarda 500" in said(ana)
    ana.button(key=f"{key}.save").click().run()
    assert visits().p90 == 1100
    assert not ana.warning


def test_who_leaves_their_own_quantity_has_the_plan_s_in_the_field(enlace) -> None:
    ana, key = choosing(enlace("tree", plan=PLAN), name="visits"), "metric.visits.baseline"
    ana.text_input(key=f"{key}.typed").set_value("800").run()
    workspace().edit(plan_id(), kt.change_metric, "visits", baseline=500, by="Luis")
    ana.run().button(key=f"{key}.take").click().run()
    assert ana.text_input(key=f"{key}.typed").value == "500"
    assert visits() == 500
    assert not ana.warning
