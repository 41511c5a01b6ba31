"""What every test stands on: one language, and examples that are the same on each run."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from kpi_tree.locale import speak
from kpi_tree.store import Store
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
STORES = ("sqlite", "postgresql")

# Derandomized: a failure belongs to the change that made it. No deadline and no complaint of
# slowness, since a busy machine is no defect.
_same_each_run = {
    "derandomize": True,
    "deadline": None,
    "suppress_health_check": [hypothesis.HealthCheck.too_slow],
}
hypothesis.settings.register_profile("default", max_examples=50, **_same_each_run)
hypothesis.settings.register_profile("soak", max_examples=5_000, **_same_each_run)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the profile by the mark that was asked for, and the language of child processes."""
    hypothesis.settings.load_profile("soak" if config.option.markexpr == "soak" else "default")
    os.environ["ENLACE_LANGUAGE"] = "es"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each of several workers begin with whole modules of journeys, and end with what is quick.

    Whoever is done takes over what waits last elsewhere: single tests then, not half a module whose
    server would be started twice.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = _dealt(items, workers)


def _dealt(items: list[pytest.Item], shares: int) -> list[pytest.Item]:
    journeys = [item for item in items if "journeys" in item.path.parts]
    modules = list(dict.fromkeys(item.path for item in journeys))
    quick = (item for item in items if "journeys" not in item.path.parts)
    dealt: list[pytest.Item] = []
    for share in range(shares):
        own = [item for item in journeys if modules.index(item.path) % shares == share]
        dealt += [*own, *islice(quick, max(0, len(items) // shares - len(own)))]
    return [*dealt, *quick]


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    """Tests speak Spanish unless they choose; what one chooses ends with it."""
    with speak("es"):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Worked cases kept beside the repository; a test that asks for them skips without them."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no worked cases beside this repository")
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL of this process's own; a test that asks for it skips without."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed: .ci/setup postgres says how")
    with postgres.serving() as address:
        yield address


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """An empty place on that server, for what is PostgreSQL's own."""
    with postgres.schema(server) as address:
        yield address


@pytest.fixture(scope="session")
def _ready(server: str) -> Iterator[str]:
    with postgres.schema(server) as address:
        Store(address).close()
        yield address


@pytest.fixture(params=STORES)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where plans are kept: each test runs on a file and on a server."""
    if request.param == "sqlite":
        yield tmp_path / "plans.db"
        return
    # Tables cost ten times what their rows cost: they are made once, and emptied.
    address = request.getfixturevalue("_ready")
    yield address
    postgres.empty(address)
