"""Workspaces on both databases: one's own, and a hosted one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpi_tree.workspace import Workspace
from tests.store.plans import little
from tests.workspace.hosting import Host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(where: Path | str) -> Iterator[Workspace]:
    """A workspace of one's own."""
    with Workspace.open(where) as opened:
        yield opened


@pytest.fixture
def plan_id(workspace: Workspace) -> str:
    """A plan in it that Ana began."""
    return workspace.create(little(), by="Ana").plan_id


@pytest.fixture
def host(where: Path | str) -> Iterator[Host]:
    """A hosted workspace."""
    found = Host(where)
    yield found
    found.all.close()
