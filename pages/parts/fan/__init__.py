"""The fan chart: what was measured, what is to be expected, with the target, as one SVG.

Drawn by a component, so that it follows a slider on a phone and works under the strict policy;
no library. Pages hand over plain lists and finished words: the browser formats nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import kpi_tree as kt
from pages.parts.component import component
from pages.parts.text import emphasised, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TICKS = 4
AIR = 0.06


@dataclass(frozen=True)
class Curve:
    """A band and the line inside it, a value a month from the plan's start."""

    p10: Sequence[float]
    p50: Sequence[float]
    p90: Sequence[float]


@dataclass(frozen=True)
class Aim:
    """The target: the level to reach, and how many months after the start (0 for the first)."""

    value: float
    month: int


@dataclass(frozen=True)
class FanData:
    """What a fan chart shows.

    Attributes:
        title: the metric, as the user wrote it; made safe here.
        months: the months that were measured, then those of the forecast, as "2027-01".
        measured: a value for each of the first months, None where none was measured; it ends
            where the forecast begins.
        forecast: the scenario.
        unchanged: the same metric if nothing is done; None where that is what `forecast` shows.
        aim: the target, where there is one.
        written: how a value is written for the reader, such as `kt.number`.
        sentence: what the chart says, for those who do not see it ("Reaches 358,000 in 62 of …").
        lead: the sentence above the chart, as Markdown that `shown` made safe; of its marks only
            `**` counts. It stands in the chart, and not above it, where both must change at once.
        note: what stands below the chart, likewise.
    """

    title: str
    months: Sequence[str]
    measured: Sequence[float | None]
    forecast: Curve
    unchanged: Curve | None = None
    aim: Aim | None = None
    written: Callable[[float], str] = kt.number
    sentence: str = ""
    lead: str = ""
    note: str = ""


def fan_chart(fan: FanData, *, key: str, height: int = 340, feed: str = "", taken: int = 0) -> None:
    """Draw `fan`. With the same `key` a change of data redraws it in place.

    With a `feed` it also draws what `levers` hears under that name ahead of the page's run, and
    passes over what a run brings that has not `taken` the move which was answered.

    fan_chart(
        FanData("Pedidos", ["2026-12", "2027-01", "2027-02"], [3900.0],
                Curve([3800, 3850], [4000, 4100], [4200, 4400]), aim=Aim(4200, 1)),
        key="result.orders",
    )
    """
    # All under one name: Streamlit looks at each name for a table, which takes time.
    told = {"chart": drawn(fan, height), "feed": feed, "taken": taken}
    component("fan")(key=key, data={"fan": told})


def drawn(fan: FanData, height: int) -> dict[str, Any]:
    """The chart as JSON: numbers to place things by, words to show."""
    start = len(fan.measured)
    low, high = _reach(_values(fan))
    return {
        "height": height,
        "start": start,
        "title": shown(fan.title, surface="plain"),
        "lead": emphasised(fan.lead),
        "note": fan.note,
        "sentence": shown(fan.sentence, surface="plain"),
        "months": [kt.month(month) for month in fan.months],
        "longMonths": [kt.long_month(month) for month in fan.months],
        "measured": list(fan.measured),
        "forecast": vars(fan.forecast),
        "unchanged": vars(fan.unchanged) if fan.unchanged else None,
        "aim": {"value": fan.aim.value, "month": start + fan.aim.month} if fan.aim else None,
        "aimText": fan.written(fan.aim.value) if fan.aim else "",
        "low": low,
        "high": high,
        "ticks": [{"value": tick, "text": fan.written(tick)} for tick in _ticks(low, high)],
        "readings": [_reading(fan, index, start) for index in range(len(fan.months))],
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "measured": kt.say("fan.measured"),
        "forecast": kt.say("fan.forecast"),
        "band": kt.say("fan.band"),
        "unchanged": kt.say("fan.unchanged"),
        "aim": kt.say("fan.aim"),
        "today": kt.say("fan.start"),
        "how": kt.say("fan.how"),
    }


def _reading(fan: FanData, index: int, start: int) -> list[list[str]]:
    """What is read out at a month: pairs of a word and a value."""
    if index < start:
        value = fan.measured[index]
        written = kt.say("fan.none") if value is None else fan.written(value)
        return [[kt.say("fan.measured"), written]]
    at = index - start
    ends = (fan.written(fan.forecast.p10[at]), fan.written(fan.forecast.p90[at]))
    rows = [
        [kt.say("fan.forecast"), fan.written(fan.forecast.p50[at])],
        [kt.say("fan.band"), kt.say("fan.between", low=ends[0], high=ends[1])],
    ]
    if fan.unchanged:
        rows.append([kt.say("fan.unchanged"), fan.written(fan.unchanged.p50[at])])
    if fan.aim and fan.aim.month == at:
        rows.append([kt.say("fan.aim"), fan.written(fan.aim.value)])
    return rows


def _values(fan: FanData) -> list[float]:
    curves = [curve for curve in (fan.forecast, fan.unchanged) if curve]
    found = [value for value in fan.measured if value is not None]
    for curve in curves:
        found += [*curve.p10, *curve.p90]
    return found + ([fan.aim.value] if fan.aim else [])


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """From where to where the chart reaches: all values, with a little air."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    air = (high - low) * AIR or max(abs(low), 1.0) / 10
    return (0.0 if 0 <= low < air else low - air), high + air


def _ticks(low: float, high: float) -> list[float]:
    """Round values between low and high, about four of them.

    >>> _ticks(3_750, 4_450)
    [3800.0, 4000.0, 4200.0, 4400.0]
    """
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]
