"""The levers: a slider a target, beside the odds of the goals, drawn by one component.

Python owns every value. The browser reports moves as a map of metric to value and number, each
number greater than those before; Python answers with the greatest that it has taken, and until
then a slider stays where it was put. So a quick hand loses no move, and none is taken twice.

Where the server has the route `/what-if` (`pages/parts/host/what_if.py`), the odds and the chart
that listens are drawn from its answer, while the hand still moves and when it lets go; Python's
run follows and comes to the same. Without the route that run is the answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import reader
from pages.parts.component import component

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SEEN: Final = "enlace.moves"


@dataclass(frozen=True)
class Dial:
    """One slider, with finished words for all that stands still.

    Attributes:
        id: the metric.
        name: as the user wrote it, made safe.
        value: where it stands; None where the metric cannot be moved yet.
        told: the value in words.
        low, high: from where to where it can be moved.
        step: by how much at once.
        baseline: where the metric stands if nothing is done.
        band: a range that was observed or is usual, drawn on the track.
        notes: what stands below it.
        style: how the browser writes a value while it is dragged: "decimal", "percent",
            "change" or "currency".
        digits: with how many decimals.
        tried: whether the value differs from the one that is saved.
    """

    id: str
    name: str
    value: float | None
    told: str
    low: float = 0.0
    high: float = 1.0
    step: float = 0.1
    baseline: float | None = None
    band: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    style: str = "decimal"
    digits: int = 0
    tried: bool = False


def levers(
    dials: Sequence[Dial],
    odds: Sequence[Mapping[str, object]],
    *,
    key: str,
    moved: Callable[[Mapping[str, float]], None],
    currency: str = "EUR",
    ask: Mapping[str, str] | None = None,
) -> None:
    """Draw the sliders and the odds.

    Args:
        dials: one a target.
        odds: one a goal, see `pages.parts.odds.cards`.
        key: unique on the page.
        moved: called before the rerun with the values that are new, by metric.
        currency: the plan's.
        ask: what the route is asked with, see `pages.parts.what_if.question`; None where nothing
            is to be asked ahead of a run.
    """

    def report() -> None:
        reader.speak()
        if fresh := _fresh(key):
            moved(fresh)

    component("levers")(
        key=key,
        # All under one name: Streamlit looks at each name for a table, which takes time.
        data={
            "board": {
                "dials": [vars(dial) for dial in dials],
                "odds": list(odds),
                "seen": taken(key),
                "ask": dict(ask) if ask else None,
                "feed": feed(ask),
                "language": kt.language(),
                "currency": currency,
                "words": {"odds": kt.say("odds.title"), "baseline": kt.say("odds.baseline")},
            }
        },
        default={"moved": {}},
        on_moved_change=report,
    )


def _fresh(key: str) -> Mapping[str, float]:
    """The moves that were not taken before; from now on they are."""
    told: Any = st.session_state.get(key, {}).get("moved") or {}
    seen = taken(key)
    fresh = {
        str(name): (float(value), int(number))
        for name, (value, number) in told.items()
        if number > seen
    }
    if fresh:
        latest = max(number for _, number in fresh.values())
        st.session_state[_SEEN] = {**_seen(), key: latest}
    return {name: value for name, (value, _) in fresh.items()}


def feed(asked: Mapping[str, str] | None) -> str:
    """The name under which a chart hears of the answers to a question; empty for none."""
    return json.dumps(sorted(asked.items())) if asked else ""


def taken(key: str) -> int:
    """The greatest number of a move that Python has taken from these levers."""
    return _seen().get(key, 0)


def _seen() -> Mapping[str, int]:
    found: Mapping[str, int] = st.session_state.get(_SEEN, {})
    return found
