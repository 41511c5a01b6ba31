"""From the cells of a column to the figures of a metric: numbers as the reader writes them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts.months import folded
from pages.parts.pasted import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pages.parts.pasted import Cell, Column

# What most cells hold is read at once; all else by the reader of typed quantities.
_USUAL: Final = {
    "es": re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,[0-9]{1,15})?"),
    "en": re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,15})?"),
}
_COMMA: Final = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|\.\d{3},|\.\d{3}\.\d{3}")
_POINT: Final = re.compile(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}|,\d{3}\.|,\d{3},\d{3}")


@dataclass(frozen=True)
class Figures:
    """What was understood of a column, and what was not."""

    series: Mapping[str, float]
    refused: tuple[Refused, ...]


def decimal_mark(columns: Iterable[Column], *, usual: str) -> str:
    """The language whose decimal mark the cells use ("es" the comma, "en" the point)."""
    texts = [cell.text for column in columns for cell in column.cells.values()]
    commas = sum(bool(_COMMA.search(text)) for text in texts)
    points = sum(bool(_POINT.search(text)) for text in texts)
    if commas == points:
        return usual
    return "es" if commas > points else "en"


def has_marks(columns: Iterable[Column]) -> bool:
    """Whether any cell holds a point or a comma, so that it matters which is the decimal mark."""
    cells = (cell.text for column in columns for cell in column.cells.values())
    return any("," in text or "." in text for text in cells)


def figures(column: Column, metric: kt.Metric, *, mark: str, currency: str) -> Figures:
    """The figures of a metric in a column.

    Args:
        column: the cells.
        metric: what they are taken for. In a ratio, bare numbers are percents as soon as one of
            them is more than 1, else shares.
        mark: the language whose decimal mark is used.
        currency: the plan's.
    """
    series: dict[str, float] = {}
    bare: set[str] = set()
    refused: list[Refused] = []
    for month, cell in column.cells.items():
        unit = metric.unit
        if unit == "ratio" and "%" not in cell.text:
            unit = "count"
            bare.add(month)
        try:
            series[month] = number_of(cell.text, unit, mark=mark, currency=currency)
        except ValueError as error:
            refused.append(Refused(cell, str(error)))
    if any(abs(series[month]) > 1 for month in bare & series.keys()):
        series |= {month: round(series[month] / 100, 14) for month in bare & series.keys()}
    return Figures(series, tuple(refused))


def number_of(text: str, unit: str, *, mark: str, currency: str) -> float:
    """One number.

    Raises:
        ValueError: it is none; the message says why and what to do.
    """
    if unit != "ratio" and len(text) < 40 and _USUAL[mark].fullmatch(text):
        group, decimal = (".", ",") if mark == "es" else (",", ".")
        return float(text.replace(group, "").replace(decimal, "."))
    try:
        found = kt.understood(text, language=mark, unit=unit, currency=currency).value
    except kt.TypedError as refusal:
        raise ValueError(kt.say("measured.no_number", reason=refusal.sentence)) from refusal
    if isinstance(found, dict):
        message = kt.say("measured.not_one_number")
        raise ValueError(message)  # noqa: TRY004 (the text is wrong, not its type)
    return float(found)


def metric_called(title: str, plan: kt.Plan) -> str | None:
    """The id of the metric that a title names, with its unit in brackets or without."""
    wanted = folded(title)
    bare = folded(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", title))
    for metric in plan.metrics:
        names = _names(metric)
        if wanted in names or (bare and bare in names):
            return metric.id
    return None


def _names(metric: kt.Metric) -> set[str]:
    names = {metric.name, re.sub(r"\([^)]*\)", " ", metric.name), metric.id}
    names.add(metric.id.replace("_", " "))
    if metric.catalogue:
        # A plan may come from a newer catalogue.
        with suppress(kt.BadArgument):
            names |= set(kt.library.metric(metric.catalogue).names.values())
    return {folded(name) for name in names}


def places(refused: Iterable[Refused]) -> list[tuple[Cell, str]]:
    """What was refused, by row."""
    return sorted(((one.cell, one.reason) for one in refused), key=lambda pair: pair[0].row)
