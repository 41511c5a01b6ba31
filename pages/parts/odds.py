"""Odds in words: "62 of 100", how sure that is, and the sentences that lead a chart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import kpi_tree as kt
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Chance:
    """How often something happened in so many draws; `draws` is 1 where nothing is uncertain."""

    share: float
    draws: int

    @property
    def told(self) -> str:
        """The odds as people say them.

        >>> from kpi_tree.locale import speak
        >>> with speak("en"): Chance(0.623, 4096).told, Chance(0.001, 4096).told
        ('62 of 100', 'fewer than 1 of 100')
        """
        if 0 < self.share < 0.005:
            return kt.say("odds.below")
        if 0.995 <= self.share < 1:
            return kt.say("odds.above")
        return kt.say("odds.of", count=math.floor(100 * self.share + 0.5))

    @property
    def error(self) -> float:
        """One standard error, in cases of 100."""
        return 100 * math.sqrt(self.share * (1 - self.share) / self.draws)

    @property
    def margin(self) -> str:
        """The standard error in words, rounded up to whole cases; empty where there is none."""
        if self.draws <= 1 or not 0 < self.share < 1:
            return ""
        return kt.say("odds.margin", cases=max(1, math.ceil(self.error)))

    @property
    def full(self) -> str:
        """The odds with their standard error."""
        return f"{self.told} ({self.margin})" if self.margin else self.told


def chance(forecast: kt.Forecast, goal: kt.Goal) -> Chance | None:
    """The odds of a goal; None while it cannot be judged."""
    odds = forecast.goals.get(goal.id)
    if odds is None or odds.met is None or odds.probability is None:
        return None
    return Chance(odds.probability, int(odds.met.size))


def chance_of_all(forecast: kt.Forecast) -> Chance | None:
    """The odds that all goals are met in the same draw; None for fewer than two goals."""
    if len(forecast.goals) < 2 or forecast.all_goals is None:
        return None
    sizes = [int(odds.met.size) for odds in forecast.goals.values() if odds.met is not None]
    return Chance(forecast.all_goals, max(sizes))


def cards(
    plan: kt.Plan, forecast: kt.Forecast, base: kt.Forecast
) -> tuple[Mapping[str, object], ...]:
    """Each goal with its odds, as the component `levers` draws them.

    With those without changes beside them, where there is a scenario.
    """
    moved = forecast.scenario is not None
    found = [
        _card(
            goal.name,
            chance(forecast, goal),
            chance(base, goal) if moved else None,
            note=target(goal, plan),
        )
        for goal in plan.goals
    ]
    if (together := chance_of_all(forecast)) is not None:
        before = chance_of_all(base) if moved else None
        found.append(_card(kt.say("odds.all"), together, before, note=""))
    return tuple(found)


def _card(name: str, now: Chance | None, before: Chance | None, *, note: str) -> dict[str, object]:
    return {
        "name": shown(name, surface="plain"),
        "told": now.told if now else kt.say("odds.open"),
        "margin": now.margin if now else "",
        "share": now.share if now else None,
        "before": before.share if before else None,
        "beforeTold": kt.say("odds.before", odds=before.told) if before else "",
        "note": note,
    }


def target(goal: kt.Goal, plan: kt.Plan) -> str:
    """What a goal asks for, such as "358,330 or more in December 2027"; empty while unsaid."""
    if goal.metric is None or goal.target is None or goal.by is None:
        return ""
    metric = plan.metric[goal.metric]
    return kt.say(
        "odds.at_least" if metric.better == "higher" else "odds.at_most",
        value=kt.amount(goal.target, metric.unit, plan.currency),
        when=when(goal),
    )


def when(goal: kt.Goal) -> str:
    """The months that decide a goal, in words."""
    month = kt.long_month(goal.by or "")
    match goal.window:
        case "month":
            return kt.say("odds.in_month", month=month)
        case "quarter":
            return kt.say("odds.in_quarter", month=month)
        case "year":
            return kt.say("odds.in_year", month=month)
        case "horizon":
            return kt.say("odds.in_horizon", month=month)
