"""A plan as it stands in the store's file, read beside the server that holds it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from kpi_tree.plan.events import event_from
from kpi_tree.plan.model import Plan
from kpi_tree.plan.replay import evolve

if TYPE_CHECKING:
    from pathlib import Path


def newest(file: Path, plan_id: str) -> Plan:
    """The plan after the last edit that is on the disk."""
    asked = "select events from edits where plan_id = ? order by seq"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        rows = store.execute(asked, (plan_id,)).fetchall()
    plan = Plan(title="-", start="2027-01")
    for (events,) in rows:
        for written in json.loads(events):
            plan = evolve(plan, event_from(written))
    return plan
