"""Many people at once, on both databases: nothing acknowledged is lost, nothing done twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from kpi_tree.store import Store
from kpi_tree.workspace import House, Visitor, Workspace
from tests.store.plans import count_up, little

MARKS = "abcd"


def crowd(where, *, people: int, edits: int, processes: int) -> None:
    """So many people come by one link and edit at once, each wish sent twice."""
    houses = [Workspace(Store(where), house=House(closed=True)) for _ in range(processes)]
    owner = houses[0].admitted(Visitor("owner", name="Olga"))
    plan_id = owner.create(little()).plan_id
    _, token = owner.sharing.invite(plan_id, role="edit", name="Sala")
    told: dict[str, int] = {}
    heard: list[int] = []
    stops = [houses[0].admitted(Visitor("owner")).listen(plan_id, lambda c: heard.append(c.pulse))]
    ready = threading.Barrier(people)

    def one(number: int) -> None:
        dice = Random(number)
        visitor = Visitor(f"cookie {number}", name=f"P{number}", address=f"10.0.0.{number}")
        guest = houses[number % processes].admitted(visitor)
        guest.sharing.enter(token)
        ready.wait(timeout=60)
        for edit in range(edits):
            command, mark = f"{number}-{edit}", dice.choice(MARKS)
            versions = {
                guest.edit(plan_id, count_up, mark, command=command).version for _ in range(2)
            }
            (told[command],) = versions

    with ThreadPoolExecutor(people) as room:
        list(room.map(one, range(people)))
    history = owner.history(plan_id)
    kept = {entry.command: entry.version for entry in history if entry.version > 1}
    assert kept == told
    assert sorted(kept.values()) == list(range(2, people * edits + 2))
    plan = owner.read(plan_id).plan
    assert sum(metric.baseline for metric in plan.metrics) == people * edits
    assert len({entry.person for entry in history}) == people + 1
    assert len(heard) == len(set(heard))
    for stop in stops:
        stop()
    for house in houses:
        house.close()


def test_a_dozen_people_at_once_lose_nothing_and_do_nothing_twice(where) -> None:
    processes = 1 if not isinstance(where, str) else 2
    crowd(where, people=12, edits=3, processes=processes)


@pytest.mark.soak
def test_fifty_people_at_once_lose_nothing_and_do_nothing_twice(where) -> None:
    processes = 1 if not isinstance(where, str) else 3
    crowd(where, people=50, edits=20, processes=processes)
