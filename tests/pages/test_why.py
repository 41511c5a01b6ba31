"""Why: what moves a goal, what the doubt comes from, what to measure first."""

from __future__ import annotations

from threading import Event

import pytest

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import flow_picture, long_work, why_moves
from tests.pages.test_scenarios import EMPTY, HOSTILE, shop, small


def answered(at):
    """The page once everything is worked out."""
    at.run()
    long_work.bench().rest()
    return at.run()


def words(at) -> str:
    return "\n".join(each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", ("lo que más aporta es", "La mayor duda es", "camino que más lleva")),
        ("en", ("contributes most", "The largest doubt is", "way that carries most")),
    ],
)
def test_each_part_of_the_worked_tree_is_led_by_a_sentence(enlace, root, *, language, told) -> None:
    at = answered(enlace("why", plan=shop(root, language), language=language))
    assert not at.exception
    assert [sentence for sentence in told if sentence not in words(at)] == []


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (EMPTY, "hace falta un árbol"),
        (small(goals=[]), "ningún objetivo"),
        (small(scenarios=[]), "ningún escenario"),
        (small(scenarios=[{"id": "a", "name": "A"}]), "no mueve ninguna palanca"),
    ],
    ids=["plan", "goals", "scenarios", "targets"],
)
def test_what_is_missing_is_said_with_the_way_there(enlace, plan, told) -> None:
    at = enlace("why", plan=plan).run()
    assert not at.exception
    assert told in words(at)


def test_without_money_what_there_is_to_learn_is_told_in_odds(enlace) -> None:
    at = answered(enlace("why", plan=small()))
    assert not at.exception
    assert at.info or "mejor elección" in words(at)


def test_the_numbers_stand_in_tables_for_those_who_read(enlace) -> None:
    at = enlace("why", plan=small())
    for name in ("why.numbers", "why.quantities", "why.tests"):
        at.session_state[name] = True
    answered(at)
    assert at.table[0].value["Palanca"].tolist() == ["Publicaciones"]


def test_the_months_can_be_looked_at_instead(enlace) -> None:
    at = answered(enlace("why", plan=small()))
    at.segmented_control(key="why.view").set_value("month").run()
    assert not at.exception
    assert any("en cada mes" in each.value for each in at.caption)


def test_a_goal_that_cannot_be_judged_is_refused_in_words(enlace) -> None:
    at = answered(enlace("why", plan=small(goals=[{"id": "g", "name": "Más"}])))
    assert not at.exception
    assert "Más" in at.error[0].value


def test_names_are_shown_as_they_were_written(enlace) -> None:
    plan = small()
    plan["metrics"][0]["name"] = HOSTILE
    plan["goals"][0]["name"] = HOSTILE
    plan["scenarios"][0]["name"] = HOSTILE
    at = answered(enlace("why", plan=plan))
    assert not at.exception
    assert "![i]" not in words(at)


def contributions() -> tuple[kt.Plan, kt.Contributions]:
    links = [
        {"id": "l", "from": "posts", "to": "orders", "size": {"p10": 0.2, "p90": 0.5}},
        {"id": "m", "from": "spend", "to": "orders", "size": -0.1},
    ]
    targets = [{"metric": "posts", "value": 120}, {"metric": "spend", "value": 200}]
    scenarios = [{"id": "a", "name": "Ambas", "targets": targets}]
    plan = kt.plan_of(small(links=links, scenarios=scenarios))
    return plan, kt.contributions(plan, "g", "a", draws=512)


def test_the_map_holds_what_carries_and_no_more() -> None:
    plan, found = contributions()
    picture = flow_picture.flowing(plan, found)
    assert {box["id"] for box in picture["boxes"]} == {"posts", "spend", "orders"}
    widths = {edge["from"]: (edge["flow"], edge["against"]) for edge in picture["edges"]}
    assert widths["posts"] == (flow_picture.THICKEST, False)
    assert widths["spend"][1]


def test_a_way_that_carries_more_than_the_change_is_told_by_its_amount(enlace) -> None:
    links = [
        {"id": "l", "from": "posts", "to": "orders", "size": 0.2},
        {"id": "m", "from": "spend", "to": "orders", "size": -0.19},
    ]
    targets = [{"metric": "posts", "value": 120}, {"metric": "spend", "value": 200}]
    scenarios = [{"id": "a", "name": "Ambas", "targets": targets}]
    at = answered(enlace("why", plan=small(links=links, scenarios=scenarios)))
    assert "otros van en sentido contrario" in words(at)


def test_the_ways_are_told_with_what_they_bring() -> None:
    plan, found = contributions()
    with speak("en"):
        told = why_moves.ways(plan, found)
    assert told[0].startswith("Publicaciones → Pedidos: **\\+")
    assert "−" in told[1] or "\\-" in told[1]


# ── Waiting ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def busy(enlace):
    """The page while others are served first; `busy.free()` lets it go on."""
    at, free = enlace("why", plan=small()), Event()
    for number in range(long_work.WORKERS):
        long_work.bench().ask(("other", number), lambda _: free.wait(20), visit="others")
    at.run()
    yield at
    free.set()
    long_work.bench().rest()


def test_who_waits_is_told_how_many_come_first(busy) -> None:
    assert not busy.exception
    assert [each.key for each in busy.button if each.key and each.key.endswith(".stop")]


def test_waiting_can_be_stopped_and_taken_up_again(busy) -> None:
    busy.button(key="waiting.why.moves.stop").click().run()
    assert "Detuvo el cálculo" in words(busy)
    busy.button(key="waiting.why.moves.again").click().run()
    assert "Detuvo el cálculo" not in words(busy)


def test_who_goes_to_another_page_waits_no_longer(busy) -> None:
    waiting = [work for work in long_work.bench().works if work.key[0] == "why.moves"]
    assert all(work.wanted() for work in waiting)
    busy.switch_page("pages/define/goals.py").run()
    assert waiting
    assert not any(work.wanted() for work in waiting)


def test_the_goal_is_said_to_move_on_average() -> None:
    _, found = contributions()
    with speak("es"):
        assert found.sentence.startswith("En promedio, «")
