"""The two sheets of a tree, metrics and links: their columns, and which rows a plan can keep.

Each row stands for itself: what is whole is kept at once as one edit, what is not stays in the
table as it was typed, and is told with row, column and reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import link_cells, metric_cells
from pages.parts.cells import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pages.parts.cells import Reading, Row


@dataclass(frozen=True)
class Sheet:
    """One of the two tables.

    Attributes:
        name: of the list in the plan.
        title: the key of the table's own name.
        how: the key of the sentence that says how rows are typed and pasted.
        columns: the key of each column's heading.
        terms: the term of the glossary that explains a column.
        cells: the rows of a plan.
        read: what a row means.
    """

    name: str
    title: str
    how: str
    columns: Mapping[str, str]
    terms: Mapping[str, str]
    cells: Callable[[kt.Plan], list[dict[str, str]]]
    read: Callable[[kt.Plan, Row], Reading]


METRICS: Final = Sheet(
    "metrics",
    "tree.metrics_table",
    "tree.metrics_how",
    metric_cells.COLUMNS,
    {"name": "metric", "baseline": "baseline", "formula": "formula"} | {"owner": "owner"},
    metric_cells.cells,
    metric_cells.read,
)
LINKS: Final = Sheet(
    "links",
    "tree.links_table",
    "tree.links_how",
    link_cells.COLUMNS,
    {"from": "driver", "to": "outcome", "effect": "elasticity", "size": "size", "lag": "lag"}
    | {"carryover": "carry_over", "half": "saturation", "cap": "cap"},
    link_cells.cells,
    link_cells.read,
)


@dataclass
class Settled:
    """What becomes of rows.

    Attributes:
        kept: the keys of the rows that the plan can take, changed or not.
        readings: what is to be written.
        faults: why the others stay as they are.
        doubts: what was understood in one of several ways.
    """

    kept: set[str] = field(default_factory=set)
    readings: list[Reading] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def newcomers(self) -> list[str]:
        """Owners who are new to the plan, each once."""
        return list(dict.fromkeys(one.owner for one in self.readings if one.owner))


def settled(sheet: Sheet, plan: kt.Plan, rows: Sequence[Row]) -> Settled:
    """Which rows the plan can keep, together with those before them; nothing is changed."""
    found = Settled()
    whole: list[tuple[Row, Reading]] = []
    for row in rows:
        reading = sheet.read(plan, row)
        found.faults += reading.faults
        if not reading.faults:
            whole.append((row, reading))
    taken = _taken(sheet, plan, whole, before=[])
    # A second time: a formula may name a metric that stands in a row below.
    taken = _taken(sheet, plan, [pair for pair in whole if pair not in taken], before=taken)
    found.kept = {row.key for row, _ in taken}
    found.readings = [reading for _, reading in taken]
    found.doubts = [doubt for _, reading in taken for doubt in reading.doubts]
    for pair in whole:
        if pair not in taken:
            found.faults += _refusal(sheet, plan, pair, others=found.readings)
    return found


def _taken(
    sheet: Sheet,
    plan: kt.Plan,
    pairs: list[tuple[Row, Reading]],
    *,
    before: list[tuple[Row, Reading]],
) -> list[tuple[Row, Reading]]:
    """The rows that were taken before and as many of `pairs` as go with them; halves at a time."""
    if not pairs or _goes(sheet, plan, [reading for _, reading in (*before, *pairs)]):
        return [*before, *pairs]
    if len(pairs) == 1:
        return before
    middle = len(pairs) // 2
    first = _taken(sheet, plan, pairs[:middle], before=before)
    return _taken(sheet, plan, pairs[middle:], before=first)


def _goes(sheet: Sheet, plan: kt.Plan, readings: Sequence[Reading]) -> bool:
    try:
        kt.paste(plan, **pasted(sheet, plan, readings))
    except kt.EnlaceError:
        return False
    return True


def _refusal(
    sheet: Sheet, plan: kt.Plan, pair: tuple[Row, Reading], *, others: Sequence[Reading]
) -> list[Fault]:
    """Why a row cannot be kept beside the others, in the plan's own words."""
    row, reading = pair
    try:
        kt.paste(plan, **pasted(sheet, plan, [*others, reading]))
    except kt.EnlaceError as error:
        return [_fault(sheet, row, problem) for problem in error.problems[:3]]
    return []


def _fault(sheet: Sheet, row: Row, problem: kt.Problem) -> Fault:
    column = problem.place.rpartition("].")[2].partition(".")[0].partition("[")[0]
    label = kt.say(sheet.columns[column]) if column in sheet.columns else ""
    name = row.texts.get("name") or " → ".join(row.texts.get(end, "") for end in ("from", "to"))
    return Fault(row.key, name, label, f"{problem.sentence} {problem.remedy}")


def pasted(
    sheet: Sheet,
    plan: kt.Plan,
    readings: Sequence[Reading],
    *,
    owners: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The rows as `kt.paste` takes them, newcomers among the owners by their new ids."""
    rows = [
        {**one.fields, "owner": owners[one.owner]} if owners and one.owner else one.fields
        for one in readings
    ]
    if sheet.name == "metrics":
        return {"metrics": rows}
    ends = dict.fromkeys(str(row["to"]) for row in rows if "to" in row)
    return {"metrics": averaged(plan, list(ends)), "links": rows}


def averaged(plan: kt.Plan, outcomes: Sequence[str]) -> list[dict[str, Any]]:
    """What has to change before a link may act on these metrics: months put together by formula.

    The format refuses that together with a link, so their months become means in the same edit.
    """
    by_formula = (one for one in outcomes if plan.metric[one].over_time == "formula")
    return [{"id": one, "over_time": "mean"} for one in by_formula]
