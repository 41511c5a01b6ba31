"""What is answered ahead of a page's run is what that run draws."""

from __future__ import annotations

import json
from typing import Any

import pytest

import kpi_tree as kt
from pages.parts import dials, what_if
from pages.parts.session import Opened, workspace
from tests.pages.components import drawn
from tests.pages.test_scenarios import small


def answered(asked: dict[str, str], moves: dict[str, float]) -> Any:
    """The answer to what a page's levers ask, its parts together, as the browser reads it."""
    read = workspace().read(asked["plan"])
    words = {name: asked[name] for name in ("board", "scenario", "goal", "metric")}
    opened = Opened(asked["plan"], read.plan, read.version)
    parts = what_if.answer(opened, what_if.Question(moves=moves, **words))
    return json.loads(json.dumps({name: value for part in parts for name, value in part.items()}))


def trying(enlace, value: float):
    """The page Result where so many posts are tried; 120 are saved."""
    at = enlace("result", plan=small())
    plan = workspace().plans()[0].plan_id
    at.session_state["result.tried"] = {(plan, "a"): {"posts": value}}
    return at.run()


@pytest.mark.parametrize("posts", [240.0, 120.0])
@pytest.mark.parametrize("shown", ["goal:g", "metric:double"])
def test_chart_and_odds_of_an_answer_are_those_of_the_page(enlace, posts, shown) -> None:
    at = trying(enlace, posts)
    at.selectbox(key="result.shown").select(shown).run()
    wheel = drawn(at, "levers")["board"]
    answer = answered(wheel["ask"], {"posts": posts})
    assert answer == {"chart": drawn(at, "fan")["fan"]["chart"], "odds": wheel["odds"]}


def test_the_odds_of_an_answer_are_those_that_the_page_shows_once_it_is_saved(enlace) -> None:
    at = enlace("scenarios", plan=small()).run()
    answer = answered(drawn(at, "levers")["board"]["ask"], {"posts": 95.0})
    plan = workspace().plans()[0].plan_id
    workspace().edit(plan, kt.set_target, "a", metric="posts", value=95.0, by="Ana")
    assert answer["odds"] == drawn(at.run(), "levers")["board"]["odds"]


def test_the_chart_hears_of_what_its_levers_ask(enlace) -> None:
    at = enlace("result", plan=small()).run()
    assert drawn(at, "fan")["fan"]["feed"] == drawn(at, "levers")["board"]["feed"] != ""


def test_a_question_about_what_is_gone_has_no_answer(enlace) -> None:
    asked = drawn(enlace("result", plan=small()).run(), "levers")["board"]["ask"]
    assert answered({**asked, "metric": "gone"}, {}) == {}
    assert answered({**asked, "goal": "gone"}, {}) == {}
    assert answered({**asked, "scenario": "gone"}, {}) == {}
    assert answered({**asked, "board": "gone"}, {}) == {}


def test_what_stands_where_it_is_saved_and_what_the_scenario_does_not_move_is_no_move() -> None:
    scenario = kt.plan_of(small()).scenario["a"]
    assert dials.unsaved(scenario, {"posts": 120, "orders": 7}) == {}
    assert dials.unsaved(scenario, {"posts": 121}) == {"posts": 121}
