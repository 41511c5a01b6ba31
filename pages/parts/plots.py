"""Charts of the pages that weigh things: rows of bars, and points that can be chosen (Plotly).

The browser formats nothing: numbers are written for the reader here, names come through `shown`.
Names stand above their bars, not beside them, so that a phone has room for both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

GREY: Final = "#868B93"  # legible on both papers
ROW: Final = 50  # pixels
_LINE: Final = 18  # pixels
_PHONE: Final = 38  # letters of a name and its number that a phone has on one line
_TICKS: Final = 4
_AIR: Final = 0.05
_CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
_STILL: Final = {"fixedrange": True, "zeroline": False, "showgrid": True}


@dataclass(frozen=True)
class Row:
    """One row of a chart: a name, and a bar, a whisker or a mark beneath it.

    Attributes:
        name: what the row is about; a user's text is made safe here.
        told: the row's number in words, beside the name.
        bar: from where to where the bar reaches.
        colour: of bar and mark.
        whisker: how sure that is, from where to where.
        mark: where a diamond stands.
        hint: what is said when one points at the row.
    """

    name: str
    told: str = ""
    bar: tuple[float, float] | None = None
    colour: str = kt.SERIES[0]
    whisker: tuple[float, float] | None = None
    mark: float | None = None
    hint: str = ""


def rows_chart(
    rows: Sequence[Row],
    *,
    key: str,
    written: Callable[[float], str],
    line: float | None = None,
    least: tuple[float, ...] = (),
) -> None:
    """Draw rows from the top.

    Args:
        rows: what to draw.
        key: the chart's name on its page.
        written: how a value is written for the reader.
        line: where an upright line stands (today, nothing).
        least: values that the axis takes in anyway.
    """
    values = [value for row in rows for value in _values(row)]
    low, high = reach([*values, *least, *([] if line is None else [line])])
    apart = any(len(_cut(row.name)) + len(row.told) > _PHONE for row in rows)
    draw(
        {
            "data": [_bars(rows), _whiskers(rows), _marks(rows)],
            "layout": {
                **_layout((ROW + _LINE * apart) * len(rows) + 46),
                "barmode": "overlay",
                "bargap": 0.78 if apart else 0.7,
                "xaxis": _axis(low, high, written),
                "yaxis": {**_STILL, "visible": False, "range": [len(rows) - 0.5, -0.75]},
                "annotations": [
                    note for at, row in enumerate(rows) for note in _named(at, row, apart=apart)
                ],
                "shapes": [] if line is None else [_upright(line)],
                "showlegend": False,
            },
        },
        key=key,
    )


def draw(
    figure: Mapping[str, Any], *, key: str, choosing: Callable[[], None] | None = None
) -> None:
    """Draw a figure; with `choosing` a click on a point calls it, and runs the page again."""
    import plotly.graph_objects as go  # noqa: PLC0415 (a second of import that other pages need not)

    st.plotly_chart(
        go.Figure(dict(figure), _validate=False),
        key=key,
        config=_CONFIG,
        on_select=choosing or "ignore",
        selection_mode="points",
    )


def reach(values: Sequence[float]) -> tuple[float, float]:
    """From where to where an axis goes so that all values have a little air."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    air = (high - low) * _AIR or max(abs(low), 1.0) / 10
    if low == high:
        return low - air, high + air
    return low - (air if low else 0.0), high + (air if high else 0.0)


def ticks(low: float, high: float) -> list[float]:
    """Round values between low and high, about four of them.

    >>> ticks(3_750, 4_450)
    [3800.0, 4000.0, 4200.0, 4400.0]
    """
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def axis(
    values: Sequence[float], written: Callable[[float], str], *, title: str = ""
) -> dict[str, Any]:
    """An axis for these values, whose numbers are written for the reader."""
    return {**_axis(*reach(values), written), "title": {"text": title}}


def months_axis(months: Sequence[str]) -> dict[str, Any]:
    """An axis of months, which are written already; as many are named as a phone has room for."""
    font = {"color": ink(), "size": 12}
    named = list(months[:: math.ceil(len(months) / _TICKS)])
    return {"fixedrange": True, "tickangle": 0, "tickvals": named, "tickfont": font}


def layout(height: int, *, legend: bool = False) -> dict[str, Any]:
    """What all charts share."""
    return {
        **_layout(height),
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.02,
            "x": 0,
            "title": "",
            "font": {"color": ink()},
        },
    }


def ink() -> str:
    """The colour of letters in the reader's theme."""
    return "#ECEAE4" if st.context.theme.type == "dark" else "#10171F"


def paper() -> str:
    """The colour behind them, for names that a line would cross."""
    return "#14181E" if st.context.theme.type == "dark" else "#FBFAF7"


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "dragmode": False,
        "hoverlabel": {"align": "left"},
        "font": {"color": ink(), "size": 13},
    }


def _axis(low: float, high: float, written: Callable[[float], str]) -> dict[str, Any]:
    at = ticks(low, high)
    return {
        **_STILL,
        "range": [low, high],
        "tickvals": at,
        "ticktext": [shown(written(value), surface="plain") for value in at],
        "automargin": True,
        "tickangle": 0,
        "tickfont": {"color": ink(), "size": 12},
    }


def _values(row: Row) -> list[float]:
    marks = [] if row.mark is None else [row.mark]
    return [*(row.bar or ()), *(row.whisker or ()), *marks]


def _bars(rows: Sequence[Row]) -> dict[str, Any]:
    held = [(at, row, row.bar) for at, row in enumerate(rows) if row.bar]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [at for at, _, _ in held],
        "base": [min(bar) for _, _, bar in held],
        "x": [abs(bar[1] - bar[0]) for _, _, bar in held],
        "marker": {"color": [row.colour for _, row, _ in held], "line": {"width": 0}},
        "hovertext": [_hint(row) for _, row, _ in held],
        "hoverinfo": "text",
    }


def _whiskers(rows: Sequence[Row]) -> dict[str, Any]:
    """How sure each number is: the error bars of marks that cannot be seen."""
    held = [(at, row.whisker) for at, row in enumerate(rows) if row.whisker]
    middle = [sum(whisker) / 2 for _, whisker in held]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": [at for at, _ in held],
        "marker": {"size": 0.1, "color": GREY},
        "error_x": {
            "type": "data",
            "array": [high - at for (_, (_, high)), at in zip(held, middle, strict=True)],
            "color": GREY,
            "thickness": 1.5,
            "width": 5,
        },
        "hoverinfo": "skip",
    }


def _marks(rows: Sequence[Row]) -> dict[str, Any]:
    held = [(at, row) for at, row in enumerate(rows) if row.mark is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.mark for _, row in held],
        "y": [at for at, _ in held],
        "marker": {"symbol": "diamond", "size": 13, "color": [row.colour for _, row in held]},
        "hovertext": [_hint(row) for _, row in held],
        "hoverinfo": "text",
    }


def _hint(row: Row) -> str:
    return shown(row.hint or f"{row.name}: {row.told}", surface="plain")


def _named(at: int, row: Row, *, apart: bool) -> list[dict[str, Any]]:
    """The row's name at the left and its number at the right, above the bar.

    With `apart` the number stands a line below the name, at the left as well.
    """
    both = {
        "yref": "y",
        "y": at,
        "xref": "paper",
        "showarrow": False,
        "yshift": 17,
        "bgcolor": paper(),
    }
    left = {"x": 0, "xanchor": "left"}
    above = {**left, "font": {"size": 13}, "yshift": 17 + _LINE * apart}
    beside = left if apart else {"x": 1, "xanchor": "right"}
    told = f"<b>{shown(row.told, surface='plain')}</b>"
    return [
        {**both, **above, "text": _cut(shown(row.name, surface="plain"))},
        {**both, **beside, "text": told},
    ]


def _cut(name: str, most: int = 36) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _upright(at: float) -> dict[str, Any]:
    line = {"color": GREY, "width": 1.5, "dash": "dot"}
    return {
        "type": "line",
        "layer": "below",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": at,
        "x1": at,
        "line": line,
    }
