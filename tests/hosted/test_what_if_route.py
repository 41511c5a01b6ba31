"""The route of the levers: what it answers, what it keeps, what it does not take."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts import what_if
from pages.parts.host.what_if import WhatIfs
from pages.parts.session import Opened
from tests.hosted.asking import SETTINGS, Browser, hosted
from tests.pages.test_scenarios import small

WHERE = {"board": "result", "scenario": "a", "goal": "g", "metric": "orders"}


@pytest.fixture(scope="module")
def workspace():
    with kt.Workspace.in_memory(closed=True) as found:
        yield found


@pytest.fixture(scope="module")
def ana(workspace) -> Browser:
    return Browser(hosted(workspace))


@pytest.fixture(scope="module")
def plan(workspace, ana) -> str:
    owner = workspace.admitted(kt.Visitor(ana.token, "Ana"))
    return owner.create(kt.plan_of(small())).plan_id


def test_the_answer_is_what_the_page_draws_in_the_reader_s_language(workspace, ana, plan) -> None:
    told = ana.ask(plan, {"posts": 240}, **WHERE, language="en").events
    opened = Opened(plan, kt.plan_of(small()), 1)
    with_words = what_if.Question(moves={"posts": 240.0}, **WHERE)
    with speak("en"):
        parts = json.loads(json.dumps(list(what_if.answer(opened, with_words))))
    assert told == [{"version": 1, **part} for part in parts]
    assert " of 100" in told[1]["odds"][0]["told"]


def test_the_answer_is_about_the_version_that_the_page_shows(workspace, ana) -> None:
    owner = workspace.admitted(kt.Visitor(ana.token, "Ana"))
    plan = owner.create(kt.plan_of(small())).plan_id
    then = ana.ask(plan, {"posts": 200}, **WHERE).events
    owner.edit(plan, kt.change_goal, "g", target=1)
    assert ana.ask(plan, {"posts": 200}, **WHERE, version="1").events == then
    assert ana.ask(plan, {"posts": 200}, **WHERE).events != then
    assert ana.ask(plan, {}, **WHERE, version="9").status == 404


def test_a_question_changes_nothing(workspace, ana, plan) -> None:
    owner = workspace.admitted(kt.Visitor(ana.token, "Ana"))
    before = owner.read(plan)
    assert ana.ask(plan, {"posts": 200}, **WHERE).status == 200
    assert owner.read(plan) == before


def test_whoever_may_only_look_may_ask(workspace, ana, plan) -> None:
    owner = workspace.admitted(kt.Visitor(ana.token, "Ana"))
    luis = Browser(ana.app)
    luis.enter(owner.sharing.invite(plan, role="view", name="Sala")[1])
    assert luis.ask(plan, {"posts": 200}, **WHERE).status == 200


def test_what_cannot_be_computed_is_left_to_the_page(ana, plan) -> None:
    assert ana.ask(plan, {"posts": 1e308}, **WHERE).status == 422
    assert ana.ask(plan, {}, **{**WHERE, "metric": "gone"}).status == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"moves": [1]},
        {"moves": {"posts": float("nan")}},
        {"moves": {"posts": 10**400}},
        {"moves": {"posts": "7"}},
        {"moves": {"posts": True}},
        {"moves": {str(at): 1 for at in range(1_001)}},
        {"scenario": None},
        {"version": "-1"},
        {"version": 1},
        {"language": ["es"]},
    ],
)
def test_a_note_that_asks_nothing_is_not_taken(ana, plan, wrong) -> None:
    assert ana.ask(plan, **{"moves": {}, **WHERE, **wrong}).status == 400


def test_a_page_of_another_site_may_not_ask(ana, plan) -> None:
    note = {"plan": plan, "moves": {}, **WHERE, "language": "es"}
    assert ana.post("/what-if", note, origin="https://elsewhere.example").status == 403


def test_where_too_many_wait_a_browser_is_told_to_leave_it_to_the_page(workspace, plan) -> None:
    full = WhatIfs(SETTINGS, lambda: workspace, most_waiting=0)
    browser = Browser(Starlette(routes=[Route("/what-if", full.answer, methods=["POST"])]))
    answer = browser.ask(plan, {})
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
