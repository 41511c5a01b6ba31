"""The app's process is killed amid edits: what somebody was shown as kept is there, once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from random import Random
from threading import Timer
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

import kpi_tree as kt
from tests.hosted.person import Person
from tests.hosted.prepared import room
from tests.journeys.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hosted.prepared import Room

KILLS = 12
WITHIN = 1.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def life(folder: Path, store: str, *, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One life of the server; it ends without warning."""
    named = ["pages.parts.server", "--hosted", f"--port={port}"]
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *named],
            cwd=ROOT,
            env={**os.environ, "ENLACE_STORE": store},
            stdout=log,
            stderr=log,
        )
    try:
        for _ in range(600):
            assert process.poll() is None, (folder / "server.log").read_text()
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"),
            ):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def edited(url: str, found: Room, *, end: Timer, shown: list[str]) -> None:
    """Add scenarios until the server dies, soon after the first; note those that were shown."""
    with (
        suppress(ConnectionClosed, TimeoutError),
        Person(url, cookie=found.cookies["Eva"], name="Eva") as eva,
    ):
        eva.open("scenarios", plan=found.plan_id)
        while True:
            title = f"Scenario {uuid4().hex[:8]}"
            eva.type("scenarios.new", title)
            eva.press("scenarios.add")
            if title in eva.words():
                shown.append(title)
                if end.ident is None:
                    end.start()


@pytest.mark.soak
def test_no_edit_that_was_shown_is_lost_or_doubled_when_the_app_is_killed(where, tmp_path) -> None:
    found = room(where, [("Eva", "edit")])
    dice, shown = Random(7), list[str]()
    for _ in range(KILLS):
        port = free_port()
        with life(tmp_path, str(where), port=port) as process:
            end = Timer(dice.random() * WITHIN, process.send_signal, (signal.SIGKILL,))
            edited(f"http://127.0.0.1:{port}", found, end=end, shown=shown)
            end.join()
    with kt.Workspace.open(where) as workspace:
        kept = [each.name for each in workspace.read(found.plan_id).plan.scenarios]
        versions = [entry.version for entry in workspace.history(found.plan_id)]
    assert len(shown) >= KILLS
    assert set(shown) <= set(kept)
    assert len(kept) == len(set(kept))
    assert versions == list(range(len(versions), 0, -1))
