"""Whoever listens hears each change once, of this process and of others."""

from __future__ import annotations

import threading
import time

import pytest

from kpi_tree.errors import BadArgument, EditRefused
from kpi_tree.plan.edits import set_title
from kpi_tree.store.hub import Change, Hub
from kpi_tree.workspace import Subject, Workspace
from tests.store.plans import count_up, little


class Ear:
    """What somebody has heard, for whoever waits until it is enough."""

    def __init__(self) -> None:
        self.heard: list[Change] = []
        self._more = threading.Condition()

    def __call__(self, change: Change) -> None:
        with self._more:
            self.heard.append(change)
            self._more.notify_all()

    def until(self, count: int) -> list[Change]:
        with self._more:
            assert self._more.wait_for(lambda: len(self.heard) >= count, timeout=20)
        return self.heard


def test_changes_are_heard_in_order_with_what_they_are(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    ear = Ear()
    stop = workspace.listen(plan_id, ear)
    workspace.edit(plan_id, count_up, by="Ana")
    workspace.talk.comment(plan_id, Subject(), "Hola", by="Ana")
    workspace.sharing.invite(plan_id, role="view", name="Sala", by="Ana")
    workspace.delete(plan_id)
    heard = [(change.kind, change.version) for change in ear.until(4)]
    assert heard == [("plan", 2), ("talk", 2), ("links", 2), ("gone", 0)]
    stop()


def test_nothing_is_heard_of_a_refusal_or_after_the_end(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    ear = Ear()
    stop = workspace.listen(plan_id, ear)
    with pytest.raises(EditRefused):
        workspace.edit(plan_id, set_title, "", by="Ana")
    workspace.edit(plan_id, count_up, by="Ana")
    stop()
    workspace.edit(plan_id, count_up, by="Ana")
    assert [change.version for change in ear.until(1)] == [2]


def test_one_plan_is_not_heard_of_on_another(workspace) -> None:
    one, other = (workspace.create(little(), by="Ana").plan_id for _ in range(2))
    ear = Ear()
    workspace.listen(one, ear)
    workspace.edit(other, count_up, by="Ana")
    workspace.edit(one, count_up, by="Ana")
    assert [change.plan_id for change in ear.until(1)] == [one]


def test_a_listener_that_fails_harms_neither_the_writer_nor_the_others(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    ear = Ear()
    workspace.listen(plan_id, lambda _: 1 / 0)
    workspace.listen(plan_id, ear)
    assert workspace.edit(plan_id, count_up, by="Ana").version == 2
    assert len(ear.until(1)) == 1


def test_a_plan_that_there_is_not_cannot_be_listened_to(workspace) -> None:
    with pytest.raises(BadArgument):
        workspace.listen("nothing", print)


def test_the_changes_of_another_process_are_heard_once_each(database) -> None:
    with Workspace.open(database) as here, Workspace.open(database) as there:
        plan_id = here.create(little(), by="Ana").plan_id
        ear = Ear()
        here.listen(plan_id, ear)
        for number in range(10):
            (here if number % 2 else there).edit(plan_id, count_up, by="Ana")
        pulses = [change.pulse for change in ear.until(10)]
        time.sleep(1.2)  # a look at what was missed finds nothing
        assert sorted(pulses) == list(range(2, 12))


def test_what_no_notice_tells_of_is_found_by_the_next_look(database) -> None:
    with Workspace.open(database) as here:
        plan_id = here.create(little(), by="Ana").plan_id
        ear = Ear()
        here.listen(plan_id, ear)
        with here._store.connection() as connection:  # noqa: SLF001 (behind the store's back)
            connection.exec_driver_sql("UPDATE plans SET pulse = pulse + 3")
            connection.commit()
        assert ear.until(1) == [Change(plan_id, 1, "any", 4)]


def test_a_cut_line_is_taken_up_again_and_nothing_is_missed(database) -> None:
    with Workspace.open(database) as here, Workspace.open(database) as there:
        plan_id = here.create(little(), by="Ana").plan_id
        ear = Ear()
        here.listen(plan_id, ear)
        there.edit(plan_id, count_up, by="Ana")
        ear.until(1)
        with there._store.connection() as connection:  # noqa: SLF001 (behind the store's back)
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND query LIKE '%%LISTEN%%' OR"
                " pid <> pg_backend_pid() AND query LIKE '%%plans.pulse%%'"
            )
        there.edit(plan_id, count_up, by="Ana")
        assert ear.until(2)[-1].version == 3


def test_a_hub_tells_a_change_once_whoever_brings_it() -> None:
    hub, ear = Hub(), Ear()
    hub.listen("p", ear, pulse=3)
    for pulse in (3, 5, 4, 5, 4):
        hub.tell([Change("p", 1, "plan", pulse)])
    hub.compare(["p"], {"p": (1, 5)})
    assert [change.pulse for change in ear.heard] == [5, 4]
    hub.compare(["p"], {"p": (2, 7)})
    assert ear.heard[-1] == Change("p", 2, "any", 7)


def test_a_file_is_listened_to_without_a_thread_of_its_own(path) -> None:
    with Workspace.open(path) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        before = threading.active_count()
        workspace.listen(plan_id, print)
        assert threading.active_count() == before
