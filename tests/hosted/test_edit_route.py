"""The route of the map: who may wish by it, what it does once, what it leaves to the page."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

import kpi_tree as kt
from pages.parts.host.edits import Edits
from tests.hosted.asking import SETTINGS, Answer, Browser, hosted
from tests.pages.test_tree_editor import PLAN, Visit

MOVE = {"kind": "move", "places": {"visits": [700, 300]}}


@pytest.fixture
def visit() -> Visit:
    """Ana's visit, who has drawn the map of a plan of hers on a hosted Enlace."""
    return Visit(PLAN, workspace=kt.Workspace.in_memory(closed=True))


@pytest.fixture
def ana(visit) -> Browser:
    return Browser(hosted(visit.house), token=visit.token)


def wished(browser: Browser, visit: Visit, *ops, **changed) -> Answer:
    items = [{"seq": 1 + at, "command": f"c{at}", "op": op} for at, op in enumerate(ops)]
    note = {"desk": visit.kept.name, "drawing": 1, "items": items, **changed}
    return browser.post("/edit", note)


def invited(visit: Visit, role: str) -> Browser:
    """Somebody else who came by a link, and has learnt the name of Ana's memory."""
    other = Browser(hosted(visit.house))
    plan = visit.kept.plan_id
    other.enter(visit.workspace.sharing.invite(plan, role=role, name="Sala")[1])
    sharing = visit.house.admitted(kt.Visitor(other.token)).sharing
    sharing.introduce(plan, name="Luis", side="business")
    return other


def test_a_wish_is_done_and_answered_with_what_it_changes(visit, ana) -> None:
    answer = wished(ana, visit, MOVE)
    assert (answer.status, answer.json["ack"]) == (200, 1)
    assert [node["id"] for node in answer.json["nodes"]["changed"]] == ["visits"]
    assert visit.plan.layout == {"visits": (700, 300)}


def test_what_the_page_s_run_takes_as_well_is_done_once(visit, ana) -> None:
    add = {"kind": "add", "id": "new_1", "name": "Citas", "layer": "bridge", "at": None}
    wished(ana, visit, add)
    wished(ana, visit, add)
    visit.kept.ack = 0  # a visit that has forgotten it, as after a new start of the server
    again = wished(ana, visit, add)
    assert again.json["made"] == {"new_1": "citas"}
    assert [metric.name for metric in visit.plan.metrics].count("Citas") == 1


def test_what_may_only_be_looked_at_is_not_changed_and_the_reason_is_told(visit) -> None:
    answer = wished(invited(visit, "view"), visit, MOVE)
    assert (answer.json["ack"], len(answer.json["refusals"])) == (1, 1)
    assert visit.plan.layout == {}


def test_whoever_learns_of_a_visit_has_no_right_by_it(visit) -> None:
    stranger = Browser(hosted(visit.house))
    assert wished(stranger, visit, MOVE).status == 404
    assert wished(Browser(stranger.app, token=""), visit, MOVE).status == 404
    assert (visit.plan.layout, visit.kept.ack) == ({}, 0)


def test_a_right_that_was_taken_away_is_gone(visit) -> None:
    luis = invited(visit, "edit")
    assert wished(luis, visit, MOVE).json["refusals"] == []
    for link in visit.workspace.sharing.invitations(visit.kept.plan_id):
        visit.workspace.sharing.revoke(visit.kept.plan_id, link.id)
    assert wished(luis, visit, MOVE).status == 404


def test_what_cannot_be_kept_just_now_stays_with_the_browser_until_it_can(
    visit, ana, monkeypatch
) -> None:
    def full(*_, **__):
        raise kt.StoreError([kt.Problem("store_full")])

    with monkeypatch.context() as away:
        away.setattr(kt.Workspace, "edit", full)
        answer = wished(ana, visit, MOVE)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert (visit.kept.ack, visit.kept.refusals) == (0, [])
    assert wished(ana, visit, MOVE).json["ack"] == 1


def test_a_visit_that_is_not_here_is_left_to_the_page(visit, ana) -> None:
    assert wished(ana, visit, MOVE, desk="elsewhere").status == 503
    visit.kept.drawing = None
    assert wished(ana, visit, MOVE).status == 503


def test_while_the_page_draws_for_long_a_wish_is_left_to_it(visit, ana) -> None:
    with visit.kept.turn:
        assert wished(ana, visit, MOVE).status == 503
    assert wished(ana, visit, MOVE).status == 200


def test_the_answer_speaks_the_language_of_the_page(visit, ana) -> None:
    words = wished(ana, visit, {"kind": "explode"}).json["refusals"][0]["words"]
    with kt.speak("es"):
        assert words == kt.say("tree_editor.not_understood")


@pytest.mark.parametrize(
    "wrong", [{"desk": 5}, {"drawing": "1"}, {"items": {}}, {"items": ["x" * 200_000]}]
)
def test_a_note_that_wishes_for_nothing_is_not_taken(visit, ana, wrong) -> None:
    assert wished(ana, visit, MOVE, **wrong).status == 400


def test_a_page_of_another_site_may_not_wish(visit, ana) -> None:
    note = {"desk": visit.kept.name, "drawing": 1, "items": []}
    assert ana.post("/edit", note, origin="https://elsewhere.example").status == 403


def test_where_too_many_wait_a_browser_is_told_to_leave_it_to_the_page(visit) -> None:
    full = Edits(SETTINGS, lambda: visit.house, most_waiting=0)
    browser = Browser(Starlette(routes=[Route("/edit", full.answer, methods=["POST"])]))
    answer = wished(browser, visit, MOVE)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
