"""A plan in another form: a picture to show, a text to paste, a graph to work on.

One file a format; `export` chooses. The pictures are made from the places of `kpi_tree.layout`,
without a browser.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.locale import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kpi_tree.exports.shapes import Picture
    from kpi_tree.layout import Layout
    from kpi_tree.plan.model import Plan
    from kpi_tree.simulation import Forecast

__all__ = ["FORMATS", "checked", "export"]

FORMATS: Final = ("json", "svg", "png", "mermaid", "graphml")


class Unknown(Problem):
    """A form that Enlace does not write."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return say("exports.unknown", **self.values)

    @property
    def remedy(self) -> str:
        """What there is instead."""
        return say("exports.known", **self.values)


def export(
    plan: Plan,
    to: str,
    out: str | Path | None = None,
    *,
    layout: Layout | None = None,
    forecast: Forecast | None = None,
    dark: bool = False,
    on: date | None = None,
) -> bytes:
    """The plan in another form, in the reader's language; written to a file where one is named.

    Args:
        plan: the plan.
        to: one of `FORMATS`.
        out: the file to write, whole or not at all.
        layout: where the boxes of a picture stand; that of `places` where none is given.
        forecast: of the scenario whose odds stand at the goals of a picture.
        dark: a picture on dark paper.
        on: the day that a picture bears; today where none is given.

    Raises:
        BadArgument: Enlace does not write this form.
        OSError: the file cannot be written; what stood there before still does.
    """

    # A form's room is loaded when it is asked for: a graph brings no letters along.
    def drawn() -> Picture:
        from kpi_tree.exports.picture import picture  # noqa: PLC0415 (see above)

        return picture(plan, layout=layout, forecast=forecast, dark=dark, on=on)

    content = _content(plan, to, drawn)
    if out is not None:
        _write(content, Path(out))
    return content


def checked(to: str) -> str:
    """The name of a form, if it is one.

    Raises:
        BadArgument: Enlace does not write this form.
    """
    if to not in FORMATS:
        values = {"found": quoted(to), "known": ", ".join(FORMATS)}
        raise BadArgument([Unknown("format", "", values)])
    return to


def _content(plan: Plan, to: str, drawn: Callable[[], Picture]) -> bytes:
    match checked(to):
        case "json":
            from kpi_tree.plan.writing import text  # noqa: PLC0415 (see above)

            return text(plan).encode()
        case "mermaid":
            from kpi_tree.exports.mermaid import mermaid  # noqa: PLC0415 (see above)

            return mermaid(plan)
        case "graphml":
            from kpi_tree.exports.graphml import graphml  # noqa: PLC0415 (see above)

            return graphml(plan)
        case "svg":
            from kpi_tree.exports.svg import svg  # noqa: PLC0415 (see above)

            return svg(drawn())
    from kpi_tree.exports.png import png  # noqa: PLC0415 (see above)

    return png(drawn())


def _write(content: bytes, target: Path) -> None:
    """Write the file whole or not at all, open to whom the folder's other files are."""
    beside = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
