"""Two people at one thing: whoever writes over what they had not seen is told of both."""

from __future__ import annotations

import pytest

from kpi_tree.errors import EditRefused
from kpi_tree.plan.edits import (
    change_link,
    change_metric,
    clear_target,
    give_opinion,
    remove_metric,
    set_layout,
    set_target,
    set_title,
)
from kpi_tree.plan.reading import plan_of
from tests.store.plans import SHOP

PLAN = SHOP | {"links": [{**SHOP["links"][0], "lag": 1}]}
SIZE = {"low": 0.1, "likely": 0.2, "high": 0.3}
AIM = {"metric": "posts", "value": 20}


@pytest.fixture
def plan_id(workspace) -> str:
    """A plan that all have seen as it was begun."""
    return workspace.create(plan_of(PLAN), by="Ana").plan_id


@pytest.fixture
def crossed(workspace, plan_id):
    """What Ana is told of her edit, who has seen the plan as it was begun."""

    def told(change, *args, by="Ana", **kwargs):
        after = workspace.edit(plan_id, change, *args, by=by, **kwargs)
        found = workspace.crossed(plan_id, since=1, by=by)
        return [each for each in found if each.version == after.version]

    return told


@pytest.fixture
def luis(workspace, plan_id):
    """Luis edits."""
    return lambda change, *args, **kwargs: workspace.edit(
        plan_id, change, *args, by="Luis", **kwargs
    )


def test_whoever_writes_over_another_s_choice_is_told_of_both(luis, crossed) -> None:
    luis(change_link, "l", lag=3)
    (found,) = crossed(change_link, "l", lag=5)
    assert found.author == "Luis"
    assert found.theirs == ("Luis cambió el vínculo «Publicaciones → Ventas»: desfase, de 1 a 3.",)
    assert len(found.mine) == 1
    assert found.mine[0].endswith("de 3 a 5.")


def test_what_another_has_changed_beside_it_is_no_crossing(luis, crossed) -> None:
    luis(change_link, "l", lag=3)
    luis(change_metric, "posts", baseline=12)
    assert crossed(change_link, "l", cap=2) == []


def test_nobody_crosses_themselves(crossed) -> None:
    crossed(change_link, "l", lag=3)
    assert crossed(change_link, "l", lag=5) == []


def test_whoever_has_written_over_it_once_is_not_told_again(luis, crossed) -> None:
    luis(change_link, "l", lag=3)
    crossed(change_link, "l", lag=5)
    assert crossed(change_link, "l", lag=6) == []


def test_the_last_of_several_others_is_named(luis, crossed) -> None:
    luis(change_link, "l", lag=3)
    crossed(change_link, "l", lag=4, by="Eva")
    assert [found.author for found in crossed(change_link, "l", lag=5)] == ["Eva"]


def test_two_parts_of_one_target_do_not_meet_but_one_part_does(luis, crossed) -> None:
    luis(set_target, "a", **AIM, start="2027-03")
    assert crossed(set_target, "a", **AIM, start="2027-03", delivery=0.5) == []
    luis(set_target, "a", **AIM, start="2027-04", delivery=0.5)
    assert [f.author for f in crossed(set_target, "a", **AIM, start="2027-05")] == ["Luis"]


def test_a_target_that_is_taken_away_crosses_what_was_put_there(luis, crossed) -> None:
    luis(set_target, "a", metric="posts", value=30)
    (found,) = crossed(clear_target, "a", metric="posts")
    assert "30" in found.mine[0]


def test_a_metric_that_is_removed_crosses_what_was_changed_in_it(luis, crossed) -> None:
    luis(change_metric, "likes", baseline=12)
    assert [each.author for each in crossed(remove_metric, "likes")] == ["Luis"]


def test_opinions_of_two_people_stand_side_by_side(luis, crossed) -> None:
    luis(give_opinion, "l", person="luis", name="Luis", side="social", **SIZE)
    told = crossed(give_opinion, "l", person="ana", name="Ana", side="social", **SIZE)
    assert told == []


def test_boxes_of_the_drawing_are_nobody_s_word(luis, crossed) -> None:
    luis(set_layout, {"posts": (1, 1)})
    assert crossed(set_layout, {"posts": (2, 2)}) == []


def test_a_sentence_speaks_of_what_met_alone(luis, crossed) -> None:
    luis(change_link, "l", lag=3, cap=2)
    (found,) = crossed(change_link, "l", lag=5, status="agreed")
    assert len(found.theirs) == len(found.mine) == 1


# ── The other's way ─────────────────────────────────────────────────────────────────────────────


def test_one_certain_edit_of_one_s_own_is_taken_back(workspace, plan_id) -> None:
    workspace.edit(plan_id, change_link, "l", lag=5, by="Ana")
    workspace.edit(plan_id, set_title, "Otra", by="Ana")
    after = workspace.undo(plan_id, version=2, by="Ana")
    assert (after.plan.links[0].lag, after.plan.title) == (1, "Otra")
    assert workspace.undoable(plan_id, by="Ana").version == 3
    assert workspace.redo(plan_id, by="Ana").plan.links[0].lag == 5


@pytest.mark.parametrize("name", ["Luis", "Ana"])
def test_another_s_edit_or_one_that_is_undone_is_not_taken_back(workspace, plan_id, name) -> None:
    workspace.edit(plan_id, change_link, "l", lag=5, by="Ana")
    workspace.undo(plan_id, version=2, by="Ana")
    with pytest.raises(EditRefused):
        workspace.undo(plan_id, version=2, by=name)
