"""What a comparison shows, taken out of it where it is worked out: small enough to be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Comparison, Difference, Differing, Forecast, Side, Verdict

PAYOFF: Final = "payoff"

Curve = tuple["Sequence[float]", "Sequence[float]", "Sequence[float]"]


@dataclass(frozen=True)
class Compared:
    """Scenarios side by side.

    Attributes:
        draws: how many draws all of them have seen.
        sides: do-nothing first.
        differing: the metrics whose targets differ.
        verdicts: which is best, by goal or payoff.
        differences: of each two, in the order of the sides, by goal or payoff.
        fans: p10, p50 and p90 by month, of each side and metric or payoff.
        shares: what a scenario makes of social's share of the marketing budget.
    """

    draws: int
    sides: tuple[Side, ...]
    differing: tuple[Differing, ...]
    verdicts: Mapping[str, Verdict]
    differences: Mapping[tuple[str, str, str], Difference]
    fans: Mapping[tuple[str, str], Curve]
    shares: Mapping[str, float]

    def __getitem__(self, name: str) -> Side:
        """One side."""
        return next(side for side in self.sides if side.id == name)

    def between(self, one: str, other: str, *, by: str) -> Difference:
        """One less the other, whichever stands first."""
        if found := self.differences.get((one, other, by)):
            return found
        found = self.differences[other, one, by]
        return replace(
            found,
            one=one,
            other=other,
            mean=-found.mean,
            p10=-found.p90,
            p50=-found.p50,
            p90=-found.p10,
            better=found.worse,
            worse=found.better,
        )


def compared(plan: kt.Plan, found: Comparison) -> Compared:
    """What is shown of a comparison."""
    names = [side.id for side in found.sides]
    ways = by_what(plan, found.sides[0])
    pairs = [(one, other, by) for one, other in combinations(names, 2) for by in ways]
    forecasts = found.simulation.forecasts
    return Compared(
        found.simulation.draws,
        found.sides,
        found.differing,
        {by: found.leading(by) for by in ways},
        {(one, other, by): found.between(one, other, by) for one, other, by in pairs},
        {(name, by): _curve(plan, forecasts[name], by) for name in names for by in ways},
        _shares(plan, forecasts),
    )


def _shares(plan: kt.Plan, forecasts: Mapping[str, Forecast]) -> dict[str, float]:
    found = {name: kt.social_share(plan, forecast) for name, forecast in forecasts.items()}
    return {
        name: share.with_scenario
        for name, share in found.items()
        if share and share.with_scenario is not None
    }


def by_what(plan: kt.Plan, side: Side) -> list[str]:
    """By what scenarios can be compared: the goals that can be judged, and the payoff."""
    goals = [goal.id for goal in plan.goals if side.goals[goal.id].probability is not None]
    return [*goals, *([PAYOFF] if side.payoff else [])]


def metric_of(plan: kt.Plan, by: str) -> str | None:
    """The metric of a goal; None for the payoff."""
    return next((goal.metric for goal in plan.goals if goal.id == by), None)


def _curve(plan: kt.Plan, forecast: Forecast, by: str) -> Curve:
    metric = metric_of(plan, by)
    summary = forecast.fan(metric) if metric else forecast.money.payoff_summary
    assert summary is not None  # noqa: S101 (`by_what` has looked)
    return summary.p10.tolist(), summary.p50.tolist(), summary.p90.tolist()
