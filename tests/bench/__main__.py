"""All figures in one table, or those of the modules that are named.

    python -m tests.bench
    python -m tests.bench simulate

A module of this package with a function `figures()` takes part: it yields a figure's name, its
value and its goal in words. A goal that begins with ≤ or ≥ and a number is judged. A module that
cannot run here yields a value of NaN and says why in the place of the goal.
"""

from __future__ import annotations

import math
import re
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import tests.bench

if TYPE_CHECKING:
    from collections.abc import Iterator

_GOAL = re.compile(r"([≤≥]) ?([0-9][0-9,.]*)")


def modules(wanted: list[str]) -> Iterator[str]:
    """The names of the modules that take part, or of those that are wanted."""
    for found in iter_modules(tests.bench.__path__):
        if found.name != "__main__" and (not wanted or found.name in wanted):
            yield found.name


def verdict(value: float, goal: str) -> str:
    """Whether a figure meets its goal; empty where nothing is to be met.

    >>> verdict(1.5, "≤ 2"), verdict(2.5, "≥ 3 times"), verdict(7, "the less the better")
    ('met', 'NOT MET', '')
    """
    found = _GOAL.match(goal)
    if math.isnan(value) or found is None:
        return ""
    bound = float(found[2].replace(",", ""))
    return "met" if (value <= bound if found[1] == "≤" else value >= bound) else "NOT MET"


def line(name: str, value: float, goal: str) -> str:
    """One figure: name, value, goal, met or not."""
    told = "–" if math.isnan(value) else f"{value:,.0f}" if value >= 1_000 else f"{value:,.3g}"
    return f"{name:<64} {told:>9}   {verdict(value, goal):<8} {goal}"


def main(wanted: list[str]) -> int:
    """Print the figures as they come; 2 where a wanted module does not exist."""
    names = list(modules(wanted))
    if unknown := set(wanted) - set(names):
        print(f"no such bench: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for name in names:
        figures = getattr(import_module(f"tests.bench.{name}"), "figures", None)
        if figures is None:
            continue
        print(f"\n{name}")
        for figure in figures():
            print(line(*figure), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
