"""Fifty people through the real websocket, twenty of them editing within five seconds."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

import kpi_tree as kt
from tests.hosted.person import Person
from tests.hosted.prepared import Room, room
from tests.journeys.conftest import serving

if TYPE_CHECKING:
    from tests.journeys.conftest import Server

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")
EDITORS = [f"Editor {n}" for n in range(20)]
LOOKERS = [f"Looker {n}" for n in range(30)]
EDITS = 3
WITHIN = 5.0


def edits(server: Server, found: Room, name: str, *, together: Barrier) -> list[str]:
    """What somebody adds, one after the other; only what the page has accepted."""
    kept = []
    with Person(server.url, cookie=found.cookies[name], name=name) as person:
        person.open("scenarios", plan=found.plan_id)
        together.wait()
        begun = time.monotonic()
        for number in range(EDITS):
            wanted = EDITORS.index(name) / len(EDITORS) + number * WITHIN / EDITS
            time.sleep(max(0.0, begun + wanted - time.monotonic()))
            title = f"{name}: {number}"
            person.type("scenarios.new", title)
            person.press("scenarios.add")
            if title in person.words():
                kept.append(title)
    return kept


def looks(server: Server, found: Room, name: str, *, together: Barrier) -> str:
    """What somebody sees who looks on."""
    with Person(server.url, cookie=found.cookies[name], name=name) as person:
        person.open("history", plan=found.plan_id)
        together.wait()
        time.sleep(WITHIN + 1)
        person.again()
        return person.words()


@pytest.mark.soak
def test_no_edit_of_twenty_people_at_once_is_lost_or_doubled(where, tmp_path) -> None:
    people = [*((name, "edit") for name in EDITORS), *((name, "view") for name in LOOKERS)]
    found = room(where, people)
    together = Barrier(len(people))
    with (
        serving(tmp_path, *HOSTED, ENLACE_STORE=str(where)) as server,
        ThreadPoolExecutor(max_workers=len(people)) as crowd,
    ):
        editing = [crowd.submit(edits, server, found, name, together=together) for name in EDITORS]
        looking = [crowd.submit(looks, server, found, name, together=together) for name in LOOKERS]
        accepted = [title for one in editing for title in one.result()]
        assert all("Editor" in one.result() for one in looking)
    with kt.Workspace.open(where) as workspace:
        names = [each.name for each in workspace.read(found.plan_id).plan.scenarios]
    mine = sorted(name for name in names if name.startswith("Editor"))
    assert len(accepted) == len(EDITORS) * EDITS
    assert mine == sorted(accepted)
