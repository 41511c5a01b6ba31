"""The coverage grid: goals × areas of the business, so that value beyond marketing is looked for.

A link belongs to the areas of both of its ends. A cell that no link fills holds what the library
could put there: links of that area that may be adopted. Those whose outcome leads to the goal, at
once or by one or two more rows of the library, come first; of the others the team has to draw the
last step itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, get_args

from kpi_tree import library
from kpi_tree.founding.grading import STRONGEST_FIRST, grade_of
from kpi_tree.founding.ways import Ways
from kpi_tree.library.evidence import strength
from kpi_tree.library.hindrances import hindrance
from kpi_tree.library.naming import area_name
from kpi_tree.library.shelves import all_metrics
from kpi_tree.locale import say
from kpi_tree.plan.model import Area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.founding.grading import Founding
    from kpi_tree.founding.signing import Sides
    from kpi_tree.library import Link as Row
    from kpi_tree.plan.model import Link, Plan

AREAS: Final[tuple[Area, ...]] = get_args(Area)
_MOST: Final = 5
_STEPS: Final = 2


@dataclass(frozen=True, slots=True)
class Filler:
    """A link of the library that could fill a cell.

    Attributes:
        row: the library's row.
        steps: by how many more rows its outcome leads to what the plan has on the way to the goal;
            None where the library knows no way, so that the team has to draw it.
    """

    row: Row
    steps: int | None

    @property
    def sentence(self) -> str:
        """The link in words, and what is still needed."""
        told = {
            "driver": library.metric(self.row.driver).name,
            "outcome": library.metric(self.row.outcome).name,
        }
        if self.steps is None:
            return say("founding.filler_to_draw", **told)
        if self.steps:
            return say("founding.filler_further", n=self.steps, **told)
        return say("founding.filler", **told)


@dataclass(frozen=True, slots=True)
class Cell:
    """A goal and an area.

    Attributes:
        goal, area: which.
        links: ids of the links of that area on the ways to the goal.
        grade: the best of their grades; None without links.
        signed: how many of them are signed.
        candidates: what the library could put here, the nearest and best founded first; none where
            there are links.
    """

    goal: str
    area: Area
    links: tuple[str, ...]
    grade: Founding | None
    signed: int
    candidates: tuple[Filler, ...]

    @property
    def area_name(self) -> str:
        """The area in words."""
        return area_name(self.area)


@dataclass(frozen=True)
class Coverage:
    """Goals × areas, goal by goal and area by area in the plan format's order."""

    goals: tuple[str, ...]
    areas: tuple[Area, ...]
    cells: tuple[Cell, ...]

    def at(self, goal: str, area: str) -> Cell:
        """One cell."""
        return self._placed[goal, area]

    @cached_property
    def _placed(self) -> Mapping[tuple[str, str], Cell]:
        return {(each.goal, each.area): each for each in self.cells}

    @property
    def empty(self) -> tuple[Cell, ...]:
        """The cells without any link."""
        return tuple(each for each in self.cells if not each.links)

    @property
    def sentence(self) -> str:
        """How many cells have a link."""
        return say("founding.covered", n=len(self.cells), full=len(self.cells) - len(self.empty))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "cells": [
                {
                    "goal": each.goal,
                    "area": each.area,
                    "links": list(each.links),
                    "grade": each.grade,
                    "signed": each.signed,
                    "candidates": [one.row.id for one in each.candidates],
                }
                for each in self.cells
            ]
        }


def coverage(plan: Plan, *, sides: Sides | None = None) -> Coverage:
    """The coverage grid of a plan.

    Args:
        plan: the plan; goals without a metric have empty rows.
        sides: for which side people speak; the plan's word unless told.
    """
    grid = _Grid(plan, Ways(plan, sides))
    cells = tuple(grid.cell(goal.id, area) for goal in plan.goals for area in AREAS)
    return Coverage(tuple(goal.id for goal in plan.goals), AREAS, cells)


class _Grid:
    """Fills the cells."""

    def __init__(self, plan: Plan, ways: Ways) -> None:
        self._plan, self._ways = plan, ways
        self._evidence = {each.id: each for each in plan.evidence}
        self._links = [each for each in plan.links if each.counts]
        self._near = {
            goal: _reached({plan.metric[each].catalogue for each in metrics} - {""})
            for goal, metrics in ways.goals.items()
        }

    def cell(self, goal: str, area: Area) -> Cell:
        """One of them."""
        on_ways = self._ways.links_to(goal)
        links = [each for each in self._links if each.id in on_ways and area in self._areas(each)]
        grades = {grade_of(each, self._evidence) for each in links}
        return Cell(
            goal,
            area,
            tuple(each.id for each in links),
            next((each for each in STRONGEST_FIRST if each in grades), None),
            sum(each.id in self._ways.signed for each in links),
            () if links else self._fillers(goal, area),
        )

    def _areas(self, link: Link) -> set[Area]:
        return {self._plan.metric[end].area for end in (link.driver, link.outcome)}

    def _fillers(self, goal: str, area: Area) -> tuple[Filler, ...]:
        near = self._near.get(goal, {})
        found = [Filler(row, near.get(row.outcome)) for row in _of_area(area)]
        return tuple(sorted(found, key=_nearest)[:_MOST])


def _nearest(filler: Filler) -> tuple[int, tuple[int, int, int]]:
    steps = _STEPS + 1 if filler.steps is None else filler.steps
    return steps, strength(filler.row)


def _reached(kinds: set[str]) -> dict[str, int]:
    """The kinds of metric that lead to these by the library's own rows, and in how many steps."""
    near = dict.fromkeys(kinds, 0)
    last = kinds
    for step in range(1, _STEPS + 1):
        fresh = {driver for kind in sorted(last) for driver in _drivers(kind) if driver not in near}
        near |= dict.fromkeys(fresh, step)
        last = fresh
    return near


@cache
def _drivers(kind: str) -> frozenset[str]:
    """What drives a kind of metric, by links that may be adopted and by its formula."""
    if kind not in all_metrics():
        return frozenset()
    found = library.drivers_of(kind)
    links = (row.driver for row in found.links if hindrance(row) is None)
    return frozenset((*links, *(metric.id for metric in found.by_formula)))


@cache
def _of_area(area: Area) -> tuple[Row, ...]:
    """The links of the library that may be adopted, have an effect and an end in an area."""
    return tuple(
        row
        for row in library.links()
        if not row.is_definition
        and row.direction != "0"
        and area in {library.metric(end).area for end in (row.driver, row.outcome)}
        and hindrance(row) is None
    )
