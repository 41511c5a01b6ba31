"""Small plans that are kept, and a way to look behind the store's back."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from kpi_tree.plan.edits import change_metric
from kpi_tree.plan.reading import plan_of
from kpi_tree.store.driver import library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan

LITTLE: dict[str, Any] = {
    "format": "enlace-plan/1",
    "title": "Plan",
    "start": "2027-01",
    "metrics": [
        {"id": mark, "name": mark.upper(), "layer": "social", "baseline": 0} for mark in "abcd"
    ],
    "scenarios": [{"id": "s", "name": "S"}],
}
# A shop with a goal and two scenarios.
SHOP: dict[str, Any] = {
    "format": "enlace-plan/1",
    "title": "Tienda",
    "start": "2027-01",
    "metrics": [
        {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 10},
        {"id": "likes", "name": "Me gusta", "layer": "social", "baseline": 5},
        {"id": "sales", "name": "Ventas", "layer": "business", "baseline": {"p10": 80, "p90": 120}},
    ],
    "links": [{"id": "l", "from": "posts", "to": "sales", "size": 0.2}],
    "goals": [{"id": "g", "name": "Más", "metric": "sales", "target": 110, "by": "2027-12"}],
    "scenarios": [
        {"id": "a", "name": "Más", "targets": [{"metric": "posts", "value": 20}]},
        {"id": "b", "name": "Menos", "targets": [{"metric": "posts", "value": 5}]},
    ],
}


def little() -> Plan:
    """Four metrics and a scenario."""
    return plan_of(LITTLE)


def count_up(plan: Plan, metric: str = "a") -> tuple[Event, ...]:
    """An edit that shows how often it was done."""
    return change_metric(plan, metric, baseline=plan.metric[metric].baseline + 1)


@contextmanager
def behind(where: Path | str) -> Iterator[Any]:
    """A connection that the store knows nothing of."""
    if isinstance(where, str):
        connection = psycopg.connect(where, autocommit=True)
    else:
        connection = library().connect(str(where), isolation_level=None, timeout=0.1)
    with closing(connection):
        yield connection


@contextmanager
def held(where: Path | str) -> Iterator[None]:
    """Let another program hold what every write of the store needs."""
    with behind(where) as other:
        other.execute("BEGIN" if isinstance(where, str) else "BEGIN IMMEDIATE")
        if isinstance(where, str):
            other.execute("SELECT * FROM plans FOR UPDATE")
        yield
        other.execute("ROLLBACK")
