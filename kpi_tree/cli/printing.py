"""How the commands print: JSON for programs, tables for people."""

from __future__ import annotations

import io
import json
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from rich.table import Table


_FEWEST_WORDS: Final = 22
_FEWEST_LETTERS: Final = 9
_PIPED_WIDTH: Final = 120
_READABLE: Final = 100
_GAP: Final = 3
_EDGES: Final = 2
# Wider than any forecast: a file or a pipe has no edge, and what is cut off is lost.
_WIDEST: Final = 240


def put_json(value: Any) -> None:  # noqa: ANN401 (JSON)
    """One JSON document on standard output, in plain characters where it takes no others."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not wide, allow_nan=False) + "\n")


def console() -> Console:
    """Standard output; where it is no terminal a fixed width, for files and pipes."""
    from rich.console import Console  # noqa: PLC0415 (only where a table is wanted)

    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(highlight=False, markup=False, width=width)


@contextmanager
def page() -> Iterator[Console]:
    """A page that is printed when it is whole; in a pipe as wide as its widest table."""
    from rich.console import Console  # noqa: PLC0415 (only where people read)

    paper = io.StringIO()
    terminal = sys.stdout.isatty()
    made = Console(
        file=paper,
        highlight=False,
        markup=False,
        force_terminal=terminal,
        width=console().width if terminal else _WIDEST,
    )
    yield made
    sys.stdout.write("\n".join(line.rstrip() for line in paper.getvalue().splitlines()) + "\n")


def prose(out: Console, text: str, *, style: str = "") -> None:
    """A sentence in lines of a readable length."""
    out.print(text, style=style, width=min(out.width, _READABLE))


def width_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How wide a table is at the least, its first column as narrow as it may be."""
    widths = [max(len(name), _widest(rows, index)) for index, name in enumerate(columns)]
    return _FEWEST_WORDS + _EDGES + sum(width + _GAP for width in widths[1:])


def _widest(rows: Sequence[Sequence[str]], index: int) -> int:
    return max((len(line) for row in rows for line in row[index].split("\n")), default=0)


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "", narrow: bool = False
) -> Table:
    """A table with plain rules, its figures to the right and never broken.

    Args:
        columns: the headings.
        rows: the cells.
        title: what stands above.
        narrow: whether the words in the first column make room for the figures.
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
        if index == 0:
            fewest = _FEWEST_LETTERS if narrow else _FEWEST_WORDS
            made.add_column(column, overflow="fold", min_width=fewest)
        else:
            widest = _widest(rows, index)
            name = _folded(column, widest) if narrow else column
            made.add_column(
                name, justify="right", overflow="fold", min_width=widest, no_wrap=narrow
            )
    for row in rows:
        made.add_row(*row)
    return made


def _folded(heading: str, width: int) -> str:
    """A heading in lines as wide as the figures below it, its words whole."""
    longest = max(1, width, *map(len, heading.split()))
    return "\n".join(textwrap.wrap(heading, longest, break_long_words=False))
