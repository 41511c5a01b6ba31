"""From the command to the first page in the browser, beside `streamlit hello` in the same run.

Both on a machine that is set up: ours with what `make run` does first (`.ci/setup app`), and with
an empty store. They take turns, each time with a new process and a browser context that has
nothing cached; the clock stops when the heading stands and the script has run.
"""

from __future__ import annotations

import math
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error, sync_playwright

from tests.bench.clock import ratio, timed
from tests.journeys.browsing import AT_REST
from tests.journeys.conftest import CHROMIUM, QUIET, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Browser, Page

ROUNDS: Final = 5
PATIENCE: Final = 60
OURS: Final = ".ci/setup app && exec {python} -m pages.parts.server --headless --port {port}"
HELLO: Final = (
    "exec {python} -m streamlit hello --server.headless=true --server.port={port} "
    "--server.address=127.0.0.1 --browser.gatherUsageStats=false"
)


def figures() -> Iterable[tuple[str, float, str]]:
    """The ratio, and what it stands on."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield "first page after make run ÷ streamlit hello", math.nan, "no Chromium on the PATH"
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, "--no-sandbox"])
        spent = timed(
            {
                "hello": lambda: first_page(browser, HELLO, Path(folder)),
                "ours": lambda: first_page(browser, OURS, Path(folder)),
            },
            rounds=ROUNDS,
        )
        browser.close()
    yield (
        "first page after make run ÷ streamlit hello",
        ratio(spent["ours"], spent["hello"]),
        "≤ 1.5",
    )
    yield "first page of streamlit hello, seconds", median(spent["hello"]), "what it stands on"


def first_page(browser: Browser, command: str, folder: Path) -> None:
    """Start, wait for the first page, stop."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = command.format(python=sys.executable, port=port)
    context = browser.new_context()
    process = started(["sh", "-c", told], folder)
    try:
        seen(context.new_page(), f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=20)
        context.close()


def started(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """A server of its own, quiet, with a store in `folder`."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "ENLACE_STORE": str(folder / "enlace.db")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def seen(page: Page, address: str, process: subprocess.Popen[bytes]) -> None:
    """Knock until the server answers, then wait until the page stands."""
    begun = perf_counter()
    while True:
        try:
            page.goto(address)
            break
        except Error:
            if process.poll() is not None or perf_counter() - begun > PATIENCE:
                raise
            sleep(0.02)
    page.locator("h1").first.wait_for()
    page.wait_for_selector(AT_REST, state="attached")


if __name__ == "__main__":
    for name, value, goal in figures():
        print(f"{name}: {value:.3g} ({goal})")
