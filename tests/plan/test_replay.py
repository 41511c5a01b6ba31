"""Events: replayed they give the plan, taken back the plan before, written they survive."""

from __future__ import annotations

import json
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.errors import EditRefused, PlanError
from kpi_tree.plan import edits, events
from kpi_tree.plan.edits.reversal import name_of, obstacle, taken_back, touched
from kpi_tree.plan.events import event_from, places, record
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import evolve, fits, replay
from kpi_tree.plan.writing import document
from tests.plan.wandering import step
from tests.plans import any_plans

if TYPE_CHECKING:
    from kpi_tree.plan.model import Plan

EMPTY = {"format": "enlace-plan/1", "title": "Plan", "start": "2027-01"}
LITTLE = EMPTY | {
    "people": [{"id": "ana", "name": "Ana"}],
    "metrics": [
        {"id": mark, "name": mark.upper(), "layer": "social", "baseline": 5} for mark in "abcdef"
    ],
    "links": [{"id": f"a{mark}", "from": "a", "to": mark} for mark in "bcd"],
    "evidence": [{"id": "e1", "grade": "expert"}],
    "goals": [{"id": "g1", "name": "G", "metric": "d"}],
    "scenarios": [{"id": "s1", "name": "S", "targets": [{"metric": "a", "change": 0.1}]}],
}


def wander(start: Plan, seed: int, *, length: int = 25):
    """The plan after edits at random, and the events of each edit that was not refused."""
    dice, plan, taken = Random(seed), start, []
    for _ in range(length):
        try:
            decided = step(plan, dice).events(plan)
        except EditRefused:
            continue
        plan = replay(decided, plan)
        taken.append(decided)
    return plan, taken


@given(any_plans(), st.integers(0, 2**32))
def test_events_give_the_same_plan_however_they_are_read(start, seed) -> None:
    begun = edits.create_plan(plan_of(start))
    plan, taken = wander(replay(begun), seed)
    kept = [json.loads(json.dumps(record(event))) for each in [begun, *taken] for event in each]
    assert replay(map(event_from, kept)) == plan


@given(any_plans(), st.integers(0, 2**32))
def test_an_edited_plan_is_still_one_that_a_file_can_hold(start, seed) -> None:
    plan, _ = wander(plan_of(start), seed)
    assert document(plan_of(document(plan))) == document(plan)


@given(any_plans(), st.integers(0, 2**32))
def test_all_edits_taken_back_give_the_plan_of_the_start(start, seed) -> None:
    begin = replay(edits.create_plan(plan_of(start)))
    plan, taken = wander(begin, seed)
    for decided in reversed(taken):
        back = taken_back(decided)
        assert obstacle(plan, back) is None
        plan = replay(back, plan)
    assert plan == begin
    assert document(plan) == document(begin)


@given(st.integers(0, 2**32))
def test_what_was_taken_back_can_be_done_again(seed) -> None:
    plan, taken = wander(plan_of(LITTLE), seed)
    before = plan
    for decided in reversed(taken):
        plan = replay(taken_back(decided), plan)
    for decided in taken:
        assert obstacle(plan, taken_back(taken_back(decided))) is None
        plan = replay(taken_back(taken_back(decided)), plan)
    assert plan == before


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_an_event_never_refuses_a_plan_that_it_does_not_fit(seed, other) -> None:
    plan, _ = wander(plan_of(LITTLE), seed)
    _, strange = wander(plan_of(LITTLE), other)
    for decided in strange:
        plan = replay(decided, plan)


@given(st.integers(0, 2**32))
def test_an_edit_fits_the_plan_on_which_it_was_decided(seed) -> None:
    plan = plan_of(LITTLE)
    _, taken = wander(plan, seed)
    for decided in taken:
        for event in decided:
            assert fits(plan, event)
            plan = evolve(plan, event)


@given(st.integers(0, 2**32))
def test_every_place_of_an_event_has_words_in_both_languages(seed) -> None:
    plan, taken = wander(plan_of(LITTLE), seed)
    assert all(
        name_of(place, plan) for decided in taken for event in decided for place in places(event)
    )


def test_a_plan_does_not_remember_what_an_older_one_knew() -> None:
    plan = replay(edits.add_metric(plan_of(EMPTY), "Uno", layer="social"), plan_of(EMPTY))
    assert plan.metric.keys() == {"uno"}
    assert replay(edits.remove_metric(plan, "uno"), plan).metric == {}


def test_somebody_elses_change_stands_in_the_way_of_taking_back() -> None:
    start = plan_of(EMPTY)
    mine = edits.set_title(start, "Mío")
    yours = edits.set_title(replay(mine, start), "Suyo")
    found = obstacle(replay([*mine, *yours], start), taken_back(mine))
    assert touched(yours, found) == ("title",)


def test_somebody_elses_link_to_a_new_metric_stands_in_the_way_of_taking_it_back() -> None:
    start = plan_of(EMPTY | {"metrics": [{"id": "a", "name": "A", "layer": "social"}]})
    mine = edits.add_metric(start, "B", layer="social")
    yours = edits.add_link(replay(mine, start), "a", outcome="b")
    now = replay([*mine, *yours], start)
    found = obstacle(now, taken_back(mine))
    assert name_of(touched(yours, found), now) == "el vínculo de «A» a «B»"


def test_a_change_elsewhere_does_not_stand_in_the_way() -> None:
    start = plan_of(EMPTY)
    mine = edits.set_title(start, "Mío")
    yours = edits.set_ask(replay(mine, start), "Más")
    assert obstacle(replay([*mine, *yours], start), taken_back(mine)) is None


def test_an_old_kind_is_lifted_when_it_is_read() -> None:
    old = {"kind": "TitleSet", "version": 0, "title": "B", "before": "A"}
    lifts = MappingProxyType(
        {
            ("TitleSet", 0): lambda was: {
                "kind": "HeadSet",
                "version": 1,
                "now": {"title": was["title"]},
                "was": {"title": was["before"]},
            }
        }
    )
    assert event_from(old, lifts) == events.HeadSet(now={"title": "B"}, was={"title": "A"})


@pytest.mark.parametrize(
    "strange", [{"kind": "HeadSet", "version": 9}, {"kind": "X", "version": 1}]
)
def test_a_kind_of_a_newer_enlace_is_refused(strange) -> None:
    with pytest.raises(PlanError) as caught:
        event_from(strange)
    assert caught.value.problem.code == "unknown_event"
