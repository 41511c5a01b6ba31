"""Times that can be compared: contenders take turns, and the median of each counts."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def timed(contenders: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """The seconds of each contender in each round, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(1 + rounds):
        for name, run in contenders.items():
            begun = perf_counter()
            run()
            times[name].append(perf_counter() - begun)
    return {name: spent[1:] for name, spent in times.items()}


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios round by round: what slows a whole round leaves it as it is."""
    return median(one / other for one, other in zip(above, below, strict=True))
