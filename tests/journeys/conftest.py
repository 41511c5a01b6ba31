"""Journeys: the app as `make run` serves it, in a real Chromium.

    def test_a_newcomer_reads_the_first_page(page, server):
        visit(page, server, "/")

`server` is one process for the journeys of a module, with a store of its own; `fresh_server` one
that nobody has visited. `browser_context` takes `locale`, `viewport`, `color_scheme` by
`@pytest.mark.parametrize` or the factory `new_page(**options)`; windows.py says why it is quick.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.ports import PORTS
from tests.journeys.windows import ONE_PROCESS, Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# A browser that speaks to nobody but the app.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)

# A busy machine draws late; what never comes fails all the same.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

OUR_SERVER = ("pages.parts.server", "--headless", "--port={port}")
PLAINLY = ("streamlit", "run", "app.py", "--server.headless=true", "--server.port={port}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a journey that fails have a second try, which the report names.

    Where three browsers and a server share two cores, a click now and then meets a page between two
    drawings. What is broken fails twice. Whoever looks for such a click leaves the plugin out.
    """
    if not config.pluginmanager.hasplugin("rerunfailures"):
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(frozen=True)
class Server:
    """A running Enlace."""

    url: str
    store: Path


@contextmanager
def serving(folder: Path, *command: str, **environment: str) -> Iterator[Server]:
    """Serve the app on a free port until the block ends; by default as `make run` does."""
    store = folder / "enlace.db"
    with PORTS.taken() as port, (folder / "server.log").open("w") as log:
        named = [part.format(port=port) for part in command or OUR_SERVER]
        process = subprocess.Popen(
            [sys.executable, "-m", *named],
            cwd=ROOT,
            env={**os.environ, "ENLACE_STORE": str(store), **environment},
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, folder / "server.log")
            yield Server(f"http://127.0.0.1:{port}", store)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """The app, started once for the journeys of a module."""
    with serving(tmp_path_factory.mktemp("enlace")) as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path) -> Iterator[Server]:
    """The app in a process that nobody has visited."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def plain_server(tmp_path) -> Iterator[Server]:
    """The app as a cloud host starts it: `streamlit run app.py`."""
    with serving(tmp_path, *PLAINLY) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium on the PATH."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no Chromium on the PATH")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=[*QUIET, ONE_PROCESS, *(["--no-sandbox"] if root else [])]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium) -> Iterator[Windows]:
    """The contexts that tests lend one another."""
    with closing(Windows(chromium, PATIENCE)) as kept:
        yield kept


PLAIN = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light", "locale": "es-ES"}


@pytest.fixture
def new_page(windows) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own, of a Spanish reader, 1280 by 800 and in daylight if not said.

    `new_page(locale="en-GB", color_scheme="dark")`
    """
    with windows.lent() as opened:
        yield lambda **options: opened(**{**PLAIN, **options})


@pytest.fixture
def page(new_page) -> Page:
    """A Spanish reader's page, 1280 by 800, in daylight."""
    return new_page()


@pytest.fixture(scope="module")
def kept_page(windows) -> Iterator[Page]:
    """Such a page for all tests of a module that visit an address each, and change nothing else."""
    with windows.lent() as opened:
        yield opened(**PLAIN)
