"""The register of assumptions as a spreadsheet (XLSX): numbers as numbers, texts as texts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from kpi_tree.locale import say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kpi_tree.founding.register import Register

    Cell = str | float | None

_WIDTHS: Final = {0: 12, 1: 44, 5: 16, 6: 20, 7: 24, 8: 40}
_USUAL: Final = 13
_CITED: Final = 60
# Low, likely, high.
_AMOUNTS: Final = range(2, 5)


def sheet(register: Register) -> bytes:
    """The register's table as an XLSX file.

    Every text is written as a text: one that begins like a formula stays what somebody wrote.
    """
    import xlsxwriter  # noqa: PLC0415 (only who takes the table along needs a writer)

    file = BytesIO()
    # Nothing of a text becomes a link or a number by the writer's own guess.
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False})
    page = book.add_worksheet(say("founding.sheet"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    percent = book.add_format({"num_format": "0.0%"})
    _columns(page, len(register.headings))
    for column, heading in enumerate(register.headings):
        page.write_string(0, column, heading, head)
    for index, (row, cells) in enumerate(zip(register.rows, register.table, strict=True), start=1):
        shares = {*range(len(cells) - 1 - len(register.plan.goals), len(cells) - 1)}
        if row.unit == "ratio":
            shares |= {*_AMOUNTS}
        for column, cell in enumerate(cells):
            _write(page, (index, column), cell=cell, form=percent if column in shares else None)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(register.rows), len(register.headings) - 1)
    book.close()
    return file.getvalue()


def _columns(page: Worksheet, columns: int) -> None:
    for column in range(columns):
        width = _CITED if column == columns - 1 else _WIDTHS.get(column, _USUAL)
        page.set_column(column, column, width)


def _write(page: Worksheet, place: tuple[int, int], *, cell: Cell, form: Format | None) -> None:
    if isinstance(cell, str):
        page.write_string(*place, cell)
    elif cell is not None:
        page.write_number(*place, cell, form)
