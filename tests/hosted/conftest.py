"""Where hosted plans are kept, for all tests of a module: on a file, and on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.conftest import STORES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Path | str]:
    """A place that nobody has opened."""
    yield from _place(request, tmp_path_factory)


# Whole servers before a store take their time: the second database with the long tests.
@pytest.fixture(scope="module", params=[STORES[0], pytest.param(STORES[1], marks=pytest.mark.soak)])
def served_store(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Path | str]:
    """A place that nobody has opened, for a server that is started before it."""
    yield from _place(request, tmp_path_factory)


def _place(request: pytest.FixtureRequest, folders) -> Iterator[Path | str]:
    if request.param == "sqlite":
        yield folders.mktemp("plans") / "enlace.db"
    else:
        with postgres.schema(request.getfixturevalue("server")) as address:
            yield address
