"""Scenarios side by side: which is better and how surely, in what they differ, what they cost."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import comparison, comparison_fan, comparison_table, long_work
from pages.parts.compared import compared
from tests.pages.test_scenarios import HOSTILE, shop, small


def side_by_side(enlace, plan, language="es"):
    """The page with the comparison, once it is worked out."""
    at = enlace("result", plan=plan, language=language)
    at.session_state["comparison.open"] = True
    at.run()
    long_work.bench().rest()
    return at.run()


def words(at) -> str:
    return "\n".join(each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("language", "told"), [("es", "es lo mejor para"), ("en", "is the best for")]
)
def test_the_worked_tree_is_led_by_which_is_better(enlace, root, *, language, told) -> None:
    at = side_by_side(enlace, shop(root, language), language)
    assert not at.exception
    assert told in words(at)


def test_two_are_held_against_each_other_in_the_same_draws(enlace) -> None:
    at = side_by_side(enlace, small())
    assert "«Publicar más» frente a «Nada»" in words(at)
    at.selectbox(key="comparison.other").select(kt.DO_NOTHING).run()
    assert "«Publicar más» frente a Sin cambios" in words(at)


def test_the_only_scenario_is_held_against_doing_nothing_in_the_fields_too(enlace) -> None:
    at = side_by_side(enlace, small(scenarios=small()["scenarios"][:1]))
    assert at.selectbox(key="comparison.other").options == ["Sin cambios"]
    assert "«Publicar más» frente a Sin cambios" in words(at)


def test_a_goal_that_no_scenario_moves_has_no_best(enlace) -> None:
    at = side_by_side(enlace, small(links=[]))
    assert "Todos dan lo mismo para «Más»." in words(at)
    assert "es lo mejor" not in words(at)


def test_only_those_that_are_marked_are_compared(enlace) -> None:
    at = side_by_side(enlace, small())
    at.pills(key="comparison.sides").set_value(["a"]).run()
    long_work.bench().rest()
    at.run()
    assert list(at.table[0].value.columns)[-2:] == ["Sin cambios", "Publicar más"]


def test_who_picks_one_sees_it_on_the_page(enlace) -> None:
    at = side_by_side(enlace, small())
    at.button(key="comparison.pick.b").click().run()
    assert at.session_state["scenario.chosen"] == "b"


def test_a_plan_without_goals_or_money_is_compared_by_its_targets(enlace) -> None:
    at = side_by_side(enlace, small(goals=[]))
    assert not at.exception
    assert "Publicaciones" in at.table[0].value["\u200b"].tolist()


def test_names_are_shown_as_they_were_written(enlace) -> None:
    plan = small()
    plan["scenarios"][0]["name"] = HOSTILE
    plan["goals"][0]["name"] = HOSTILE
    at = side_by_side(enlace, plan)
    assert not at.exception
    assert "![i]" not in words(at)


def held(**changes):
    plan = kt.plan_of(small(**changes))
    return plan, compared(plan, kt.compare(plan, draws=512))


def test_the_difference_is_the_same_seen_from_the_other_side() -> None:
    _, found = held()
    there, back = found.between("a", "b", by="g"), found.between("b", "a", by="g")
    assert there.mean == pytest.approx(-back.mean)
    assert (there.p10, there.better) == (-back.p90, back.worse)


def test_the_chart_has_a_line_a_side_and_the_target() -> None:
    plan, found = held()
    with speak("en"):
        drawn = comparison_fan.figure(plan, found, "g", write=kt.number)
    names = [trace["name"] for trace in drawn["data"] if "name" in trace]
    assert names == ["Do nothing", "Publicar más", "Nada", "Target: 120"]


def test_the_targets_that_differ_stand_in_the_table() -> None:
    plan, found = held()
    with speak("en"):
        columns = comparison_table.columns(plan, found)
        told = comparison.verdict(plan, found, "g")
    row = columns["\u200b"].index("Publicaciones")
    assert columns["Publicar más"][row].startswith("120")
    assert told.startswith("“Publicar más” is the best for “Más” in **100 of 100**")
