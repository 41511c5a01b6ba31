"""Rows of a spreadsheet that were pasted into a single cell.

Whoever clicks into the empty row at the end of a table and pastes gets all of it into one cell.
It is meant as rows, so it is taken for rows; a line of headings says which columns they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import kpi_tree as kt
from pages.parts.cells import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def is_block(text: str) -> bool:
    r"""Whether a cell holds several cells of a spreadsheet.

    >>> is_block("Alcance\tSocial"), is_block("Alcance"), is_block("Alcance\n")
    (True, False, False)
    """
    return "\t" in text.strip("\r\n") or "\n" in text.strip()


def rows_in(text: str, columns: Mapping[str, str], first: str) -> list[dict[str, str]]:
    """The rows that a pasted block holds.

    Args:
        text: the block: a line a row, a tab between two cells.
        columns: the columns of the table with the keys of their headings.
        first: the column that the block was pasted into.
    """
    lines = [line.split("\t") for line in text.strip("\r\n").splitlines()]
    order = list(columns)[list(columns).index(first) :]
    if headings := _headings(lines[0], columns):
        order, lines = headings, lines[1:]
    filled = [
        {name: cell.strip() for name, cell in zip(order, line, strict=False)} for line in lines
    ]
    return [{name: cell for name, cell in row.items() if name and cell} for row in filled]


def _headings(line: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """The columns that a line of headings names, empty for an unknown one; [] if it is none."""
    known: dict[str, str] = {}
    for language in kt.LANGUAGES:
        with kt.speak(language):
            known |= {folded(kt.say(label)): name for name, label in columns.items()}
    known |= {folded(name): name for name in columns}
    found = [known.get(folded(cell), "") for cell in line]
    return found if sum(map(bool, found)) * 2 > len(line) else []
