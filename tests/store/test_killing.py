"""Killed at any moment, the store has lost nothing that it acknowledged, and done nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from kpi_tree.store.backup import verify
from kpi_tree.workspace import Workspace
from tests.conftest import STORES
from tests.house.code import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def killed(where, kills: int) -> int:
    """How many edits were acknowledged; nothing is amiss after so many kills."""
    command = [sys.executable, "-m", "tests.store.killing", str(where), str(kills), "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    if not isinstance(where, str):
        verify(where)
    with Workspace.open(where) as workspace:
        history = workspace.history(said["plan_id"])
        plan = workspace.read(said["plan_id"]).plan
    kept = {entry.command: entry.version for entry in history if entry.version > 1}
    # Everything that was acknowledged is there, under the version that was said.
    assert {command: kept.get(command) for command in said["told"]} == said["told"]
    # Nothing is there that nobody asked for.
    assert kept.keys() <= said["told"].keys() | set(said["unheard"])
    # Every command counted once: the plan counts what the history holds.
    counted = Counter(command[0] for command in kept)
    assert {metric.id: metric.baseline for metric in plan.metrics} == counted
    assert sorted(kept.values()) == list(range(2, len(history) + 1))
    # Some were never heard of and sent again, so that the last check had something to find.
    assert said["again"] > 0
    return len(said["told"])


# Two hundred are more than twenty: on a server only these.
@pytest.mark.parametrize("where", STORES[:1], indirect=True)
def test_twenty_kills_lose_no_acknowledged_edit_and_apply_none_twice(where) -> None:
    assert killed(where, 20) >= 300


@pytest.mark.soak
def test_two_hundred_kills_lose_none_of_five_thousand_acknowledged_edits(where) -> None:
    assert killed(where, 200) >= 5_000
