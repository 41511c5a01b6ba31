"""What if a lever stood elsewhere: the answer to a move, the same for a page and for its route.

A page draws it in its run; the route `/what-if` (`host/what_if.py`) gives it ahead of that run,
while the hand is still on the slider. Both ask here, so that they cannot disagree.

    asked = what_if.question(opened, scenario, board="result", goal=goal.id, metric=goal.metric)
    fan_chart(…, feed=feed(asked), taken=taken(key))
    levers(…, key=key, ask=asked)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import dials, forecasts, odds, outlook
from pages.parts.fan import drawn
from pages.parts.outlook import Outlook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pages.parts.fan import FanData
    from pages.parts.session import Opened

    # Of an answer, as JSON: a chart, the odds, whatever its board draws.
    Part = Mapping[str, Any]

HEIGHT: Final = 380


@dataclass(frozen=True)
class WhatIf:
    """A scenario of a plan with some of its targets elsewhere; nothing of it is saved.

    Attributes:
        opened: the plan at a version.
        scenario: one of its own; None where nothing is done.
        moves: the targets that stand elsewhere, by metric.
        draws: how many.
        whole: whether all metrics are worked out, and not those alone that are asked about.
        keep: whether forecasts are kept for others who ask the same; what a hand passes by is not.
    """

    opened: Opened
    scenario: kt.Scenario | None
    moves: Mapping[str, float]
    draws: int
    whole: bool = False
    keep: bool = True

    @property
    def moved(self) -> kt.Scenario | None:
        """The scenario as it stands under the hand."""
        if self.scenario is None or not self.moves:
            return self.scenario
        return dials.moved(self.scenario, self.moves)

    @property
    def base(self) -> kt.Forecast:
        """What happens if nothing is done."""
        return forecasts.forecast(self.opened, None, draws=self.draws)

    @property
    def decisive(self) -> kt.Forecast:
        """What the odds of the goals and the money hang on."""
        # Not `cached_property`: up to Python 3.11 it makes all threads wait for one.
        held = vars(self)
        if "worked_out" not in held:
            about = forecasts.decisive(self.opened.plan, self.scenario)
            held["worked_out"] = self._about(about)
        found: kt.Forecast = held["worked_out"]
        return found

    def outlook(self, metric: str, goal: kt.Goal | None) -> Outlook:
        """One metric, and a goal where one is asked about."""
        found = self._about(frozenset({metric}))
        return Outlook(self.opened.plan, found, self.base, metric, goal)

    def fan(self, view: Outlook) -> FanData:
        """The chart with its sentence and its number of draws."""
        return outlook.fan(view, note=kt.say("result.draws", draws=self.draws))

    def cards(self) -> tuple[Mapping[str, object], ...]:
        """The odds of each goal."""
        return odds.cards(self.opened.plan, self.decisive, self.base)

    def _about(self, metrics: frozenset[str]) -> kt.Forecast:
        about = None if self.whole else metrics
        return forecasts.forecast(
            self.opened, self.moved, draws=self.draws, about=about, keep=self.keep
        )


def tried(
    opened: Opened,
    scenario: kt.Scenario | None,
    held: Mapping[str, float],
    *,
    keep: bool = True,
) -> WhatIf:
    """What is only tried: with fewer draws, unless everything stands where it is saved."""
    if not held:
        return WhatIf(opened, scenario, held, forecasts.REPORT, whole=True)
    return WhatIf(opened, scenario, held, forecasts.MOVING, keep=keep)


def saving(
    opened: Opened,
    scenario: kt.Scenario | None,
    held: Mapping[str, float] | None = None,
    *,
    keep: bool = True,
) -> WhatIf:
    """What is saved where it is let go, to the last case of a hundred, as Result has it then."""
    return WhatIf(opened, scenario, held or {}, forecasts.REPORT, keep=keep)


# ── Asked ahead of the page's run ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Question:
    """What a browser asks; `moves` are those that are not saved, `board` says what draws them."""

    board: str
    scenario: str
    moves: Mapping[str, float]
    goal: str = ""
    metric: str = ""


def question(
    opened: Opened, scenario: kt.Scenario, *, board: str, goal: str = "", metric: str = ""
) -> dict[str, str]:
    """What `levers` asks with, all but the moves."""
    return {
        "board": board,
        "plan": opened.id,
        "scenario": scenario.id,
        "goal": goal,
        "metric": metric,
        "version": str(opened.version) if opened.earlier else "",
        "language": kt.language(),
    }


def answer(opened: Opened, asked: Question) -> Iterator[Part]:
    """What to draw, as JSON, in parts: what is looked at first, as soon as it is known.

    There are none where the plan no longer holds what is asked about.

    Raises:
        EnlaceError: it cannot be computed.
    """
    scenario, draw = opened.plan.scenario.get(asked.scenario), BOARDS.get(asked.board)
    if scenario is not None and draw is not None:
        yield from draw(opened, scenario, asked)


def _of_result(opened: Opened, scenario: kt.Scenario, asked: Question) -> Iterator[Part]:
    held = dials.unsaved(scenario, asked.moves)
    found = tried(opened, scenario, held, keep=False)
    goal = next((goal for goal in opened.plan.goals if goal.id == asked.goal), None)
    if asked.metric in found.base.metrics and (goal or not asked.goal):
        yield {"chart": drawn(found.fan(found.outlook(asked.metric, goal)), HEIGHT)}
        yield {"odds": found.cards()}


def _of_scenarios(opened: Opened, scenario: kt.Scenario, asked: Question) -> Iterator[Part]:
    held = dials.unsaved(scenario, asked.moves)
    yield {"odds": saving(opened, scenario, held, keep=False).cards()}


def _of_trial(opened: Opened, scenario: kt.Scenario, asked: Question) -> Iterator[Part]:
    held = dials.unsaved(scenario, asked.moves)
    yield {"odds": tried(opened, scenario, held, keep=False).cards()}


def _of_map(opened: Opened, scenario: kt.Scenario, asked: Question) -> Iterator[Part]:
    from pages.parts.tree_editor.futures import foreseen  # noqa: PLC0415 (the map asks by itself)

    yield foreseen(opened, scenario, asked.moves)


# What a board draws of an answer: one entry a component that asks.
BOARDS: Final[Mapping[str, Callable[[Opened, kt.Scenario, Question], Iterator[Part]]]] = {
    "result": _of_result,
    "scenarios": _of_scenarios,
    "trial": _of_trial,
    "map": _of_map,
}
