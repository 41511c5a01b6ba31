"""The server dies, the disk is full, the file is held: what was acknowledged or typed stays."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from tests.journeys.browsing import eventually, rest
from tests.journeys.conftest import OUR_SERVER, ROOT, Server
from tests.journeys.hands import pressed, typed
from tests.journeys.places import Places, worked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

LITTLE = {
    "format": "enlace-plan/1",
    "title": "Tienda",
    "start": "2027-01",
    "metrics": [{"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 60}],
    "scenarios": [{"id": "more", "name": "Más"}],
}
# The browser knocks again ever more seldom.
CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
# What a file may hold that must not grow: less than one page of the log.
NO_MORE = 4_000


@dataclass
class Mortal:
    """A server that can be killed and started again at the same address, on the same store."""

    folder: Path
    port: int
    lives: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Begin another life."""
        named = [part.format(port=self.port) for part in OUR_SERVER]
        environment = {**os.environ, "ENLACE_STORE": str(self.folder / "enlace.db")}
        with (self.folder / "server.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *named], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self.lives.append(process)
        for _ in range(300):
            assert process.poll() is None, (self.folder / "server.log").read_text()
            try:
                health = f"http://127.0.0.1:{self.port}/_stcore/health"
                with urllib.request.urlopen(health, timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text())

    def kill(self) -> None:
        """End this life without warning."""
        self.lives[-1].send_signal(signal.SIGKILL)
        self.lives[-1].wait()


@contextmanager
def mortal(folder: Path, **documents: object) -> Iterator[tuple[Mortal, Places]]:
    """A server that can be killed, and the plans of its store."""
    store = folder / "enlace.db"
    with kt.Workspace.open(store) as workspace:
        plans = {
            name: workspace.create(kt.plan_of(document), by="Ana").plan_id
            for name, document in documents.items()
        }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Mortal(folder, port)
    server.start()
    try:
        yield server, Places(Server(f"http://127.0.0.1:{port}", store), plans)
    finally:
        server.kill()


# ── Killed ──────────────────────────────────────────────────────────────────────────────────────


def duplicated(page: Page, *, until: int) -> None:
    """Press once, and wait until the page shows so many scenarios."""
    page.get_by_role("button", name="Duplicar").click()
    scenarios = page.get_by_test_id("stMain").get_by_role("radio")
    scenarios.nth(until - 1).wait_for(state="attached")
    rest(page)


def killed(page: Page, folder: Path, *, kills: int, edits: int) -> int:
    """Kill so often amid edits of a kind that shows when it is done twice; how many were seen."""
    dice = Random(7)
    with mortal(folder, it=LITTLE) as (server, places):
        places.enter(page, "it", "scenarios")
        seen = 1
        for _ in range(kills):
            for _ in range(edits):
                seen += 1
                duplicated(page, until=seen)
            page.get_by_role("button", name="Duplicar").click(no_wait_after=True)
            time.sleep(dice.random() * 0.15)
            server.kill()
            kept = len(places.read("it").scenarios)
            assert kept in {seen, seen + 1}
            server.start()
            page.wait_for_selector(CONNECTED, state="attached", timeout=60_000)
            page.reload()
            rest(page)
            page.get_by_test_id("stMain").get_by_role("radio").nth(kept - 1).wait_for()
            # What was in flight may be sent again by the browser: once, never twice.
            assert len(places.read("it").scenarios) in {kept, seen + 1}
            seen = len(places.read("it").scenarios)
    return seen


def test_a_kill_amid_edits_loses_none_that_was_shown_and_does_none_twice(page, tmp_path) -> None:
    assert killed(page, tmp_path, kills=1, edits=2) >= 1 + 2


@pytest.mark.soak
def test_thirty_kills_amid_edits_lose_none_that_was_shown(page, tmp_path) -> None:
    assert killed(page, tmp_path, kills=30, edits=3) >= 1 + 30 * 3


# ── Refused by the disk ─────────────────────────────────────────────────────────────────────────


WHY = "Porque vivimos de ello"


@pytest.fixture(scope="module")
def refusing(tmp_path_factory) -> Iterator[tuple[Mortal, Places]]:
    """A server whose disk or file refuses for a while."""
    plans = {"full": worked(), "held": worked()}
    with mortal(tmp_path_factory.mktemp("refusing"), **plans) as found:
        yield found


def begun(page: Page, places: Places, plan: str) -> None:
    """Open the form of the first goal and say why it matters."""
    places.enter(page, plan, "goals")
    page.get_by_role("button", name="Editar").first.click()
    rest(page)
    typed(page, page.get_by_label("¿Por qué importa?"), WHY)


def refused(page: Page, words: str) -> None:
    """Try to save; the page says so, and what was typed is still there."""
    page.get_by_role("button", name="Guardar el objetivo").click()
    page.get_by_role("alert").filter(has_text=words).wait_for()
    expect(page.get_by_label("¿Por qué importa?")).to_have_value(WHY)


def saved(page: Page, places: Places, plan: str) -> None:
    """Save what is still in the form."""
    pressed(page, "Guardar el objetivo")
    page.get_by_text(WHY).wait_for()
    eventually(lambda: places.read(plan).goals[0].why == WHY)


def test_a_disk_that_takes_no_more_is_told_and_what_was_typed_is_saved_later(
    page, refusing
) -> None:
    resource = pytest.importorskip("resource")
    server, places = refusing
    begun(page, places, "full")
    life, free = server.lives[-1].pid, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(life, resource.RLIMIT_FSIZE, (NO_MORE, free[1]))
    refused(page, "lo guardado antes está a salvo")
    resource.prlimit(life, resource.RLIMIT_FSIZE, free)
    saved(page, places, "full")


@pytest.mark.soak
def test_a_file_that_another_program_holds_is_told_and_what_was_typed_is_saved_later(
    page, refusing
) -> None:
    _server, places = refusing
    begun(page, places, "held")
    with closing(sqlite3.connect(places.server.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(page, "Otro programa tiene ocupado")
    saved(page, places, "held")
