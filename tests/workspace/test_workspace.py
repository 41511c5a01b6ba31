"""The workspace: plans are begun, read, edited, taken back, put away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from kpi_tree.errors import BadArgument, EditRefused, StoreError
from kpi_tree.plan import edits
from kpi_tree.plan.edits import add_link, add_metric, change_metric, set_ask, set_target, set_title
from kpi_tree.plan.replay import replay
from kpi_tree.workspace import Workspace
from tests.plan.wandering import step
from tests.store.plans import little


def refused(code: str):
    """Expect an edit to be refused with this code, worded in whole."""
    return pytest.raises(
        EditRefused, check=lambda error: error.problem.code == code and bool(str(error))
    )


def test_a_version_says_who_made_it_when_and_what_happened(workspace, plan_id) -> None:
    after = workspace.edit(plan_id, set_title, "Otro", by=" Luis ")
    assert (after.version, after.changed_by, after.plan.title) == (2, "Luis", "Otro")
    assert datetime.now(UTC) - after.changed_at < timedelta(minutes=1)
    assert after.events == set_title(little(), "Otro")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 121, None])
def test_an_edit_without_a_name_is_refused(workspace, plan_id, name) -> None:
    with refused("author_missing"):
        workspace.edit(plan_id, set_title, "Otro", by=name)


@pytest.mark.parametrize("command", ["", "x" * 101])
def test_a_command_id_that_cannot_be_kept_is_refused(workspace, plan_id, command) -> None:
    with pytest.raises(BadArgument):
        workspace.edit(plan_id, set_title, "Otro", by="Ana", command=command)


def test_the_list_of_plans_has_the_last_changed_first(workspace, plan_id) -> None:
    other = workspace.create(little(), by="Luis").plan_id
    workspace.edit(plan_id, set_title, "Primero", by="Eva")
    shown = [
        (plan.plan_id, plan.title, plan.version, plan.changed_by) for plan in workspace.plans()
    ]
    assert shown == [(plan_id, "Primero", 2, "Eva"), (other, "Plan", 1, "Luis")]


def test_the_history_is_told_newest_first_and_in_pages(workspace, plan_id) -> None:
    for number in range(5):
        workspace.edit(plan_id, set_title, f"{number}", by="Ana")
    page = workspace.history(plan_id, most=2)
    assert [entry.version for entry in page] == [6, 5]
    rest = workspace.history(plan_id, before=page[-1].version)
    assert [entry.version for entry in rest] == [4, 3, 2, 1]


def test_a_duplicate_is_a_plan_of_its_own(workspace, plan_id) -> None:
    copy = workspace.duplicate(plan_id, by="Luis")
    workspace.edit(copy.plan_id, set_ask, "Más", by="Luis")
    assert copy.plan.title == "Copia de Plan"
    assert workspace.read(plan_id).plan == little()


def test_an_archived_plan_is_read_but_not_edited_until_it_is_taken_out(workspace, plan_id) -> None:
    workspace.archive(plan_id, by="Ana")
    assert (workspace.plans(archived=False), len(workspace.plans(archived=True))) == ([], 1)
    with refused("plan_archived"):
        workspace.edit(plan_id, set_title, "Otro", by="Ana")
    workspace.unarchive(plan_id)
    assert workspace.edit(plan_id, set_title, "Otro", by="Ana").version == 2


def test_a_plan_that_there_is_not_cannot_be_archived(workspace) -> None:
    with pytest.raises(BadArgument):
        workspace.archive("nothing", by="Ana")


def test_two_workspaces_in_memory_know_nothing_of_each_other(workspace, plan_id) -> None:
    with Workspace.in_memory() as other:
        assert other.plans() == []


@pytest.mark.parametrize("where", ["mysql://host/plans", "sqlite://", "https://x"])
def test_an_address_that_keeps_no_plans_here_is_refused(where) -> None:
    with pytest.raises(StoreError) as caught:
        Workspace.open(where)
    assert caught.value.problem.code == "store_address"


def test_plans_are_kept_where_the_environment_says(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("ENLACE_STORE", f"sqlite:///{tmp_path}/deep/plans.db")
    Workspace.open().close()
    assert (tmp_path / "deep" / "plans.db").exists()


# --- undo and redo ----------------------------------------------------------------------------


def test_each_person_takes_back_their_own_last_edit(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "De Ana", by="Ana")
    workspace.edit(plan_id, set_ask, "De Luis", by="Luis")
    after = workspace.undo(plan_id, by="Ana")
    assert (after.plan.title, after.plan.ask) == ("Plan", "De Luis")


def test_undoing_goes_on_to_the_edit_before_and_stops_at_the_beginning(workspace, plan_id) -> None:
    for title in ("Uno", "Dos"):
        workspace.edit(plan_id, set_title, title, by="Ana")
    assert workspace.undo(plan_id, by="Ana").plan.title == "Uno"
    assert workspace.undo(plan_id, by="Ana").plan == little()
    with refused("nothing_to_undo"):
        workspace.undo(plan_id, by="Ana")


def test_what_was_undone_is_redone_in_order(workspace, plan_id) -> None:
    for title in ("Uno", "Dos"):
        workspace.edit(plan_id, set_title, title, by="Ana")
    for _ in range(2):
        workspace.undo(plan_id, by="Ana")
    assert workspace.redo(plan_id, by="Ana").plan.title == "Uno"
    assert workspace.redo(plan_id, by="Ana").plan.title == "Dos"
    with refused("nothing_to_redo"):
        workspace.redo(plan_id, by="Ana")


def test_an_edit_of_ones_own_ends_redoing(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "Uno", by="Ana")
    workspace.undo(plan_id, by="Ana")
    workspace.edit(plan_id, set_ask, "Más", by="Ana")
    with refused("nothing_to_redo"):
        workspace.redo(plan_id, by="Ana")


def test_an_edit_of_somebody_else_does_not_end_redoing(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "Uno", by="Ana")
    workspace.undo(plan_id, by="Ana")
    workspace.edit(plan_id, set_ask, "Más", by="Luis")
    assert workspace.redo(plan_id, by="Ana").plan.title == "Uno"


def test_what_is_redone_can_be_undone_again(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "Uno", by="Ana")
    workspace.undo(plan_id, by="Ana")
    workspace.redo(plan_id, by="Ana")
    assert workspace.undo(plan_id, by="Ana").plan.title == "Plan"


def test_undo_is_refused_where_somebody_changed_the_same_and_says_who_and_what(
    workspace, plan_id
) -> None:
    workspace.edit(plan_id, set_target, "s", metric="a", value=5, by="Ana")
    workspace.edit(plan_id, set_target, "s", metric="a", value=7, by="Luis")
    with refused("undo_clash") as caught:
        workspace.undo(plan_id, by="Ana")
    assert "Luis ha cambiado después la meta de «A» en «S»" in caught.value.problem.sentence
    assert workspace.read(plan_id).version == 3


def test_undo_is_refused_where_somebody_has_built_on_it(workspace, plan_id) -> None:
    workspace.edit(plan_id, add_metric, "Nueva", layer="social", by="Ana")
    workspace.edit(plan_id, add_link, "nueva", outcome="b", by="Luis")
    with refused("undo_clash") as caught:
        workspace.undo(plan_id, by="Ana")
    assert "Luis ha cambiado después el vínculo de «Nueva» a «B»" in str(caught.value)


def test_undo_is_refused_where_it_would_close_a_loop(workspace, plan_id) -> None:
    link = workspace.edit(plan_id, add_link, "a", outcome="b", by="Ana").events[0].item.id
    workspace.edit(plan_id, edits.remove_link, link, by="Ana")
    workspace.edit(plan_id, add_link, "b", outcome="a", by="Luis")
    with refused("undo_clash") as caught:
        workspace.undo(plan_id, by="Ana")
    assert "Luis ha cambiado después el vínculo de «B» a «A»" in str(caught.value)


def test_undo_is_possible_again_when_the_other_has_taken_theirs_back(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "De Ana", by="Ana")
    workspace.edit(plan_id, set_title, "De Luis", by="Luis")
    workspace.undo(plan_id, by="Luis")
    assert workspace.undo(plan_id, by="Ana").plan.title == "Plan"


def test_other_fields_of_the_same_metric_do_not_stand_in_the_way(workspace, plan_id) -> None:
    workspace.edit(plan_id, change_metric, "a", baseline=9, by="Ana")
    workspace.edit(plan_id, change_metric, "a", name="Otra", by="Luis")
    metric = workspace.undo(plan_id, by="Ana").plan.metric["a"]
    assert (metric.baseline, metric.name) == (0, "Otra")


def test_redo_is_refused_where_somebody_changed_the_same_and_says_who(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "De Ana", by="Ana")
    workspace.undo(plan_id, by="Ana")
    workspace.edit(plan_id, set_title, "De Luis", by="Luis")
    with refused("redo_clash") as caught:
        workspace.redo(plan_id, by="Ana")
    assert "Luis" in caught.value.problem.sentence


def test_an_undo_that_is_sent_again_takes_back_one_edit(workspace, plan_id) -> None:
    for title in ("Uno", "Dos"):
        workspace.edit(plan_id, set_title, title, by="Ana")
    first = workspace.undo(plan_id, by="Ana", command="u")
    assert workspace.undo(plan_id, by="Ana", command="u") == first


def test_what_can_be_undone_and_redone_is_known_beforehand(workspace, plan_id) -> None:
    assert workspace.undoable(plan_id, by="Ana") is None
    edit = workspace.edit(plan_id, set_title, "Uno", by="Ana").entry
    assert (workspace.undoable(plan_id, by="Ana"), workspace.redoable(plan_id, by="Ana")) == (
        edit,
        None,
    )
    workspace.undo(plan_id, by="Ana")
    assert (workspace.undoable(plan_id, by="Ana"), workspace.redoable(plan_id, by="Ana")) == (
        None,
        edit,
    )


def test_undo_outlives_the_process(where) -> None:
    with Workspace.open(where) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        workspace.edit(plan_id, set_title, "Uno", by="Ana")
    with Workspace.open(where) as workspace:
        assert workspace.undo(plan_id, by="Ana").plan == little()
    with Workspace.open(where) as workspace:
        assert workspace.redo(plan_id, by="Ana").plan.title == "Uno"


# --- whatever people do -----------------------------------------------------------------------


def wander(workspace: Workspace, plan_id: str, seed: int, *, people: str = "ABC") -> None:
    """Edits, undos and redos of several people at random."""
    dice = Random(seed)
    for _ in range(30):
        who = dice.choice(people)
        chosen = step(workspace.read(plan_id).plan, dice)
        try:
            match dice.choice("eeeeur"):
                case "e":
                    workspace.edit(plan_id, chosen.edit, *chosen.args, by=who, **chosen.kwargs)
                case "u":
                    workspace.undo(plan_id, by=who)
                case _:
                    workspace.redo(plan_id, by=who)
        except EditRefused:
            continue


# Each example has a plan of its own in one workspace.
whatever = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


@whatever
@given(seed=strategies.integers(0, 2**32))
def test_the_log_replayed_is_the_plan_that_is_read(workspace, seed) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    wander(workspace, plan_id, seed)
    told = reversed(workspace.history(plan_id))
    events = (event for entry in told for event in entry.events)
    assert replay(events) == workspace.read(plan_id).plan


@whatever
@given(seed=strategies.integers(0, 2**32))
def test_somebody_alone_can_take_back_everything(workspace, seed) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    wander(workspace, plan_id, seed, people="A")
    while workspace.undoable(plan_id, by="A"):
        workspace.undo(plan_id, by="A")
    assert workspace.read(plan_id).plan == little()
