"""Stores in a folder of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpi_tree.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where plans are kept on a file, for what is SQLite's own."""
    return tmp_path / "plans.db"


@pytest.fixture
def workspace(where: Path | str) -> Iterator[Workspace]:
    """A workspace on a file and on a server."""
    with Workspace.open(where) as opened:
        yield opened


@pytest.fixture
def on_file(path: Path) -> Iterator[Workspace]:
    """A workspace on that file."""
    with Workspace.open(path) as opened:
        yield opened
