"""Figures from a spreadsheet, pasted or uploaded: from text to columns of months and cells.

Three forms are read: months down the first column and a metric a column; the same turned on its
side; and a row for each month and metric. What a cell means as a number is decided later, once it
is known which metric a column belongs to (`pages.parts.figures`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts.months import days_come_first, month_of

if TYPE_CHECKING:
    from collections.abc import Callable

    _Month = Callable[["Cell"], str | None]
    _Test = Callable[[str], bool]

MOST_CHARACTERS: Final = 400_000
MOST_ROWS: Final = 2_500
MOST_COLUMNS: Final = 250
MOST_CELLS: Final = 20_000
LARGEST_FILE: Final = 1 << 20
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BLANKS: Final = frozenset({"", "-", "–", "—"})


class PastedError(ValueError):
    """A text that is no table of months and figures; the message is for the reader."""


@dataclass(frozen=True)
class Cell:
    """A text of the table, and where it stands, as a person counts."""

    text: str
    row: int
    column: str


@dataclass(frozen=True)
class Refused:
    """A cell that was not understood, and why."""

    cell: Cell
    reason: str


@dataclass(frozen=True)
class Column:
    """The cells of one metric by month, still as text."""

    title: str
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Pasted:
    """What a text holds."""

    columns: tuple[Column, ...]
    refused: tuple[Refused, ...]

    @property
    def months(self) -> list[str]:
        """All months, in order."""
        return sorted({month for column in self.columns for month in column.cells})


@dataclass
class _Reading:
    """Columns while they are being read."""

    columns: dict[str, dict[str, Cell]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def take(self, title: str, month: str, cell: Cell) -> None:
        column = self.columns.setdefault(title, {})
        if cell.text in _BLANKS:
            return
        if (there := column.get(month)) is not None:
            if there.text != cell.text:
                words = {"month": kt.long_month(month), "row": str(there.row)}
                self.refused.append(Refused(cell, kt.say("measured.twice_in_column", **words)))
            return
        column[month] = cell

    def no_month(self, cell: Cell) -> None:
        self.refused.append(Refused(cell, kt.say("measured.no_month")))

    def done(self) -> Pasted:
        columns = tuple(Column(title, cells) for title, cells in self.columns.items())
        return Pasted(columns, tuple(self.refused))


def decoded(content: bytes, name: str) -> str:
    """The text of an uploaded file.

    Raises:
        PastedError: it is a workbook, or too large.
    """
    if content.startswith(_WORKBOOKS) or name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise PastedError(kt.say("measured.workbook"))
    if len(content) > LARGEST_FILE:
        raise PastedError(kt.say("measured.too_large"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str, *, days_first: bool) -> Pasted:
    """What a pasted text holds.

    Args:
        text: cells parted by tabs, semicolons or commas.
        days_first: how the reader's language writes a date that could be read both ways.

    Raises:
        PastedError: it is too large, or no table of months and figures.
    """
    if len(text) > MOST_CHARACTERS:
        most, found = kt.number(MOST_CHARACTERS), kt.number(len(text))
        raise PastedError(kt.say("measured.too_long", most=most, found=found))
    rows = _cells(text)
    dated = [cell for row in rows for cell in row[:2]] + [cell for row in rows[:1] for cell in row]
    order = days_come_first((cell.text for cell in dated), usual=days_first)

    def month(cell: Cell) -> str | None:
        return month_of(cell.text, day_first=order)

    if not rows or max(map(len, rows)) < 2:
        raise PastedError(kt.say("measured.no_table"))
    return _table_read(rows, lambda cell: month_of(cell.text, day_first=order))


def _table_read(rows: list[list[Cell]], month: _Month) -> Pasted:
    """The columns of a table, whichever way it lies."""
    across = [month(cell) for cell in rows[0][1:]]
    if sum(one is not None for one in across) > len(across) / 2:
        rows = _turned(rows)
    headed = not any(month(cell) for cell in rows[0])
    body = rows[1:] if headed else rows
    place = _month_column(body, month)
    if place is None:
        raise PastedError(kt.say("measured.no_months"))
    titles = [cell.text for cell in rows[0]] if headed else []
    reading = _Reading()
    long = _long_form(body, place)
    for row in body:
        _take_row(reading, row, place, month=month(row[place]), long=long, titles=titles)
    return reading.done()


def _cells(text: str) -> list[list[Cell]]:
    """The rows that hold anything, each cell with its place; titles name the columns later."""
    lines = [line for line in text.replace("\x00", "").splitlines() if line.strip()]
    mark = next((one for one in "\t;," if any(one in line for line in lines[:20])), "\t")
    try:
        rows = list(csv.reader(text.replace("\x00", "").splitlines(), delimiter=mark))
    except csv.Error as error:
        raise PastedError(kt.say("measured.no_table")) from error
    filled = [(at, [one.strip() for one in row]) for at, row in enumerate(rows, 1) if any(row)]
    filled = [(at, row) for at, row in filled if any(row)]
    width = max((len(row) for _, row in filled), default=0)
    if len(filled) > MOST_ROWS or width > MOST_COLUMNS or len(filled) * width > MOST_CELLS:
        most = {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "cells": MOST_CELLS}
        raise PastedError(kt.say("measured.too_many", **most))
    titles = filled[0][1] if filled else []
    return [
        [
            Cell(one, at, (titles[index] if index < len(titles) else "") or str(index + 1))
            for index, one in enumerate(row + [""] * (width - len(row)))
        ]
        for at, row in filled
    ]


def _turned(rows: list[list[Cell]]) -> list[list[Cell]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _month_column(body: list[list[Cell]], month: _Month) -> int | None:
    """The first column of which most cells are months."""
    for index in range(len(body[0]) if body else 0):
        if sum(month(row[index]) is not None for row in body) * 2 >= len(body):
            return index
    return None


def _long_form(body: list[list[Cell]], place: int) -> tuple[int, int] | None:
    """Where name and value stand if each row is one figure of one metric; None for the wide form.

    So it is where, beside the month, one column holds names that come again and another figures.
    """
    others = [index for index in range(len(body[0])) if index != place]
    named = [index for index in others if _share(body, index, _is_name) > 0.5]
    valued = [index for index in others if _share(body, index, _is_figure) > 0.5]
    if len(named) != 1 or len(valued) != 1:
        return None
    names = [row[named[0]].text for row in body]
    if len(set(names)) * 2 > len(names) and len({row[place].text for row in body}) == len(body):
        return None  # remarks beside one figure a month
    return named[0], valued[0]


def _share(body: list[list[Cell]], index: int, test: _Test) -> float:
    return sum(test(row[index].text) for row in body) / len(body)


def _is_figure(text: str) -> bool:
    return any(mark.isdigit() for mark in text) and sum(map(str.isalpha, text)) <= 4


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _is_figure(text)


def _take_row(
    reading: _Reading,
    row: list[Cell],
    place: int,
    *,
    month: str | None,
    long: tuple[int, int] | None,
    titles: list[str],
) -> None:
    if month is None:
        reading.no_month(row[place])
        return
    if long is not None:
        name, value = long
        reading.take(row[name].text, month, row[value])
        return
    for index, cell in enumerate(row):
        if index != place:
            title = titles[index] if index < len(titles) else ""
            reading.take(title or kt.say("measured.column", number=index + 1), month, cell)
