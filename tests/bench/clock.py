"""Times that can be compared: contenders take turns, and the median of each counts."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def medians(contenders: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median seconds of each contender over so many rounds, after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(1 + rounds):
        for name, run in contenders.items():
            begun = perf_counter()
            run()
            times[name].append(perf_counter() - begun)
    return {name: median(spent[1:]) for name, spent in times.items()}
