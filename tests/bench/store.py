"""What opening a plan with a long history costs, beside replaying all of it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kpi_tree.plan.edits import change_metric, create_plan, set_observations, set_target
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import replay
from kpi_tree.store import Entry, Version, driver, log, snapshots, tables
from kpi_tree.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan

EDITS = 10_050  # half-way between two snapshots, as a plan is found on average
METRICS = 60
TRIES = 3


def figures() -> Iterable[tuple[str, float, str]]:
    """Name, value and goal of each figure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plans.db"
        plan_id = kept(path)
        quick = opened(path, plan_id)
        with driver.writing(path).begin() as connection:
            connection.execute(tables.snapshots.delete())
        slow = opened(path, plan_id, tries=1)
        yield (
            "opening a plan of 10,000 edits from its snapshot ÷ replaying it",
            quick / slow,
            "≤ 0.1",
        )


def opened(path: Path, plan_id: str, *, tries: int = TRIES) -> float:
    """Seconds to read a plan in a workspace that was just opened: the best of a few tries."""
    times = []
    for _ in range(tries):
        with Workspace.open(path) as workspace:
            begun = time.perf_counter()
            workspace.read(plan_id)
            times.append(time.perf_counter() - begun)
    return min(times)


def kept(path: Path) -> str:
    """A store with one long plan, written in one go; its id."""
    engine = driver.writing(path)
    with engine.begin() as connection:
        tables.create(connection)
        last = written(connection)
    engine.dispose()
    return last.plan_id


def written(connection: Connection) -> Version:
    """The last version of the long plan."""
    plan, version = None, None
    for number, events in enumerate(happened(), start=1):
        plan = replay(events, plan)
        entry = Entry(number, "Ana", log.now(), f"c{number}", events)
        version = Version("long", plan, entry)
        log.append(connection, version)
        if number % snapshots.EVERY == 0:
            snapshots.keep(connection, "long", version=number, plan=plan)
    assert version is not None
    return version


def happened() -> Iterator[tuple[Event, ...]]:
    """The events of each edit: a team at work on sixty metrics."""
    dice = Random(7)
    plan = begin()
    yield create_plan(plan)
    for _ in range(EDITS - 1):
        metric = f"m{dice.randrange(METRICS)}"
        match dice.randrange(3):
            case 0:
                events = change_metric(plan, metric, baseline={"p10": dice.random(), "p90": 2})
            case 1:
                events = set_target(plan, "s", metric=metric, value=dice.random())
            case _:
                month = f"2026-{dice.randint(1, 12):02d}"
                events = set_observations(plan, {metric: {month: dice.random()}})
        plan = replay(events, plan)
        yield events


def begin() -> Plan:
    """Sixty metrics in a row of influences."""
    metrics = [
        {"id": f"m{number}", "name": f"Métrica {number}", "layer": "social", "baseline": 5}
        for number in range(METRICS)
    ]
    links = [
        {"id": f"l{number}", "from": f"m{number}", "to": f"m{number + 1}", "size": 0.1}
        for number in range(METRICS - 1)
    ]
    document = {"format": "enlace-plan/1", "title": "Largo", "start": "2027-01"}
    scenarios = [{"id": "s", "name": "S"}]
    return plan_of(document | {"metrics": metrics, "links": links, "scenarios": scenarios})


if __name__ == "__main__":
    for name, value, goal in figures():
        print(f"{name}: {value:.3f} (goal {goal})")
