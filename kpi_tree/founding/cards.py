"""The card of a link: who believes it, on what evidence, how strong, how soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.deciding.pace import Pace
from kpi_tree.founding import effects
from kpi_tree.founding.asking import link_of
from kpi_tree.founding.evidence import least_width, shown
from kpi_tree.founding.grading import grade_of, name_of_grade
from kpi_tree.founding.opinions import heard
from kpi_tree.founding.shares import forecast_shares
from kpi_tree.founding.signing import signed
from kpi_tree.founding.without import without_link
from kpi_tree.review import check
from kpi_tree.simulation.forecasting import DO_NOTHING, scenario_of
from kpi_tree.simulation.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.founding.effects import Bending, Effect, Fading
    from kpi_tree.founding.evidence import EvidenceRow
    from kpi_tree.founding.grading import Founding
    from kpi_tree.founding.opinions import Pool
    from kpi_tree.founding.signing import Sides, Signing
    from kpi_tree.founding.without import Without
    from kpi_tree.plan.model import Link, Plan, Scenario
    from kpi_tree.review import Finding
    from kpi_tree.simulation.engine import Progress

DRAWS: Final = 4_096


@dataclass(frozen=True)
class LinkCard:
    """All that is known about a link.

    Attributes:
        plan, link: which.
        size: how strong it is; None while it has no size.
        fading: how long its effect lasts.
        bending: where it saturates; None where it does not.
        grade: the strongest of its evidence, or `none`.
        least_width: how wide its range must be on that evidence; None where nothing is asked.
        evidence: what it is founded on, and what the library holds about it.
        opinions: what people think.
        signing: how far it is signed.
        without: what the goals would lose if it did not hold; empty without a scenario.
        rests: for each goal that moves the share of its forecast change that passes over the link;
            empty without a scenario.
        findings: what is doubtful about it.
        level, outcome_level: where its driver and its outcome stand, where that was told.
    """

    plan: Plan
    link: Link
    size: Effect | None
    fading: Fading
    bending: Bending | None
    grade: Founding
    least_width: float | None
    evidence: tuple[EvidenceRow, ...]
    opinions: Pool
    signing: Signing
    without: tuple[Without, ...]
    rests: Mapping[str, float]
    findings: tuple[Finding, ...]
    level: float | None = None
    outcome_level: float | None = None

    @property
    def _levels(self) -> dict[str, float | None]:
        return {"level": self.level, "outcome_level": self.outcome_level}

    @property
    def sentence(self) -> str:
        """The link in a sentence."""
        return effects.sentence(self.link, self.plan, **self._levels)

    @property
    def strength(self) -> str:
        """How strong it is, in words."""
        return effects.strength(self.link, self.plan, **self._levels)

    @property
    def timing(self) -> str:
        """How soon and how long, in words."""
        return effects.timing(self.link)

    @property
    def grade_name(self) -> str:
        """The grade in words."""
        return name_of_grade(self.grade)


def link_card(  # noqa: PLR0913 (a card asks for all of this)
    plan: Plan,
    link: str,
    *,
    scenario: str | Scenario | None = None,
    sides: Sides | None = None,
    findings: Iterable[Finding] | None = None,
    level: float | None = None,
    outcome_level: float | None = None,
    draws: int = DRAWS,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> LinkCard:
    """The card of a link.

    Args:
        plan: the plan; it may be unfinished.
        link: the link's id.
        scenario: under which the goals are held with and without the link; else they are not.
        sides: for which side people speak; the plan's word unless told.
        level: where the driver stands, where the plan has no baseline of it but works it out.
        outcome_level: where the outcome stands, likewise.
        findings: those of the whole plan, where they are known; otherwise they are found here.
        draws: how many.
        memory: what was computed before, to be used again and added to.
        progress: told the share that is done; it may return False to stop.

    Raises:
        BadArgument: no such link or scenario.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    found, kept, pace = link_of(plan, link), memory or Memory(), Pace(progress, 2)
    lost: tuple[Without, ...] = ()
    rests: dict[str, float] = {}
    if scenario is not None:
        lost = without_link(plan, link, scenario, draws=draws, memory=kept, progress=pace)
        pace.step()
        chosen = scenario_of(plan, scenario)
        if chosen.id != DO_NOTHING:
            for each in lost:
                shares = forecast_shares(plan, each.goal, chosen, draws=draws, memory=kept)
                if shares.moves:
                    rests[each.goal] = shares.links.get(link, 0.0)
    return LinkCard(
        plan,
        found,
        effects.effect(found, plan, level=level, outcome_level=outcome_level),
        effects.fades(found),
        effects.bends(found, plan, level=level),
        grade_of(found, {each.id: each for each in plan.evidence}),
        least_width(plan, link),
        tuple(shown(plan, found)),
        heard(plan, found),
        signed(plan, found, sides=sides),
        lost,
        rests,
        findings_of(plan, found, check(plan, sides=sides) if findings is None else findings),
        level,
        outcome_level,
    )


def findings_of(plan: Plan, link: Link, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What a candid reader finds doubtful about a link, among all that is doubtful."""
    place = f"links[{plan.links.index(link)}]"
    return tuple(
        each
        for each in findings
        if each.place == place or each.place.startswith((f"{place}.", f"{place}["))
    )
