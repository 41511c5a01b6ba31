"""How the commands print: JSON for programs, tables for people."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table


_FEWEST_WORDS: Final = 22
_PIPED_WIDTH: Final = 120


def put_json(value: Any) -> None:  # noqa: ANN401 (JSON)
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def console() -> Console:
    """Standard output; where it is no terminal a fixed width, for files and pipes."""
    from rich.console import Console  # noqa: PLC0415 (only where a table is wanted)

    return Console(
        highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH
    )


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "", words: int = 1
) -> Table:
    """A table with plain rules, its figures to the right and never broken.

    Args:
        columns: the headings.
        rows: the cells.
        title: what stands above.
        words: how many columns from the left hold words; the others hold figures.
    """
    from rich import box  # noqa: PLC0415 (only where a table is wanted)
    from rich.table import Table  # noqa: PLC0415 (only where a table is wanted)

    made = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for index, column in enumerate(columns):
        if index < words:
            made.add_column(column, overflow="fold", min_width=_FEWEST_WORDS)
        else:
            widest = max((len(row[index]) for row in rows), default=0)
            made.add_column(column, justify="right", overflow="fold", min_width=widest)
    for row in rows:
        made.add_row(*row)
    return made
