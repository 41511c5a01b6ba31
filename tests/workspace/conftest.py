"""Hosted workspaces, in memory and on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workspace.hosting import Host

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def host() -> Iterator[Host]:
    """A hosted workspace in memory."""
    found = Host()
    yield found
    found.all.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def lasting_host(request: pytest.FixtureRequest, tmp_path) -> Iterator[Host]:
    """A hosted workspace on a file and on a server."""
    on_file = request.param == "sqlite"
    found = Host(tmp_path / "plans.db" if on_file else request.getfixturevalue("database"))
    yield found
    found.all.close()
