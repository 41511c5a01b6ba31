"""One adoption under way, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree import library
from kpi_tree.errors import EditRefused, quoted
from kpi_tree.library.drafting import evidence_keys, formula_over, link_keys, metric_keys
from kpi_tree.library.hindrances import Hindrance, Remark, ends, formula_depth
from kpi_tree.library.standing import (
    clashing_units,
    driver_can_leave_zero,
    holder,
    is_founded_on,
    leads_by_formula,
    leads_to,
)
from kpi_tree.locale import closest
from kpi_tree.plan.edits.draft import Draft, refuse_incoherent
from kpi_tree.plan.edits.naming import free_name, id_for

if TYPE_CHECKING:
    from kpi_tree.library.records import Link, Metric
    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan

NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an adoption leads to.

    Attributes:
        plan: the plan with all that was adopted; the same plan where nothing was needed.
        events: what leads from the plan there, for the store.
        metric: the plan's id of the metric asked for, or of the outcome of the link.
        link: the plan's id of the link; empty for a metric, and for a definition, which a plan
            holds as a formula.
        added: ids of the metrics that are new, in the plan's order.
        reused: ids of metrics that were there and serve.
        evidence: ids of the evidence that the link is founded on.
        remarks: what is worth knowing about it.
    """

    plan: Plan
    events: tuple[Event, ...]
    metric: str
    link: str = ""
    added: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def average(draft: Draft, metric: str) -> bool:
    """The steps of putting a metric's months together by their mean, not by its formula."""
    _, found = draft.find("metrics", metric)
    if found.aggregation == "formula":
        draft.change("metrics", metric, {"over_time": "mean"})
        return True
    return False


class Adoption:
    """One adoption under way: a draft of the plan, and what to tell about it."""

    def __init__(self, plan: Plan, language: str | None) -> None:
        self._draft = Draft(plan)
        self._before = plan
        self._language = closest(language or plan.language)
        self._chosen: dict[str, str] = {}
        self._reused: list[str] = []
        self._remarks: list[Remark] = []

    @property
    def _plan(self) -> Plan:
        return self._draft.plan

    def done(self, metric: str, link: str = "", *, evidence: tuple[str, ...] = ()) -> Adopted:
        """The result, if the plan may hold it."""
        if self._draft.events:
            refuse_incoherent(self._plan)
        added = (one.id for one in self._plan.metrics if one.id not in self._before.metric)
        return Adopted(
            plan=self._plan,
            events=tuple(self._draft.events),
            metric=metric,
            link=link,
            added=tuple(added),
            reused=tuple(dict.fromkeys(self._reused)),
            evidence=evidence,
            remarks=tuple(self._remarks),
        )

    def remark(self, code: str, **values: object) -> None:
        """Tell something."""
        told = Remark(code, values)
        if told not in self._remarks:
            self._remarks.append(told)

    def reuse(self, metric: str) -> None:
        """Use a metric that is there."""
        self._reused.append(metric)

    def end(self, catalogue_id: str, wanted: str | None) -> str | None:
        """The plan's metric for one end of a link: the one wanted, else the one of its kind."""
        if wanted is None:
            return holder(self._plan, catalogue_id)
        _, found = self._draft.find("metrics", wanted)
        if found.catalogue not in ("", catalogue_id):
            names = {"metric": quoted(found.name), "wanted": library.metric(catalogue_id).names}
            raise EditRefused([Hindrance("another_metric", "", names)])
        self._chosen[catalogue_id] = wanted
        return wanted

    def _holder(self, catalogue_id: str) -> str | None:
        """The plan's metric of this kind, the one that was wanted first."""
        return self._chosen.get(catalogue_id) or holder(self._plan, catalogue_id)

    # --- metrics ------------------------------------------------------------------------------

    def add_metric(
        self,
        row: Metric,
        *,
        levels: int,
        name: str | None = None,
        above: tuple[str, ...] = (),
        avoid: frozenset[str] = NOTHING,
    ) -> str:
        """Add a metric, what its formula needs before it in time but after it in the plan.

        Args:
            row: the metric of the catalogue.
            levels: how many formulas deep missing ingredients are added.
            name: a name of the team's own.
            above: catalogue ids of the metrics whose formulas wait for this one.
            avoid: ids of the plan's metrics that its formula must not lean on.
        """
        at = len(self._plan.metrics)
        formula = self._formula(row, levels, above=(*above, row.id), avoid=avoid)
        keys = metric_keys(row, self._language, formula=formula)
        keys["name"] = name or keys["name"]
        free = free_name(keys["name"], (one.name for one in self._plan.metrics))
        if free != keys["name"]:
            self.remark("same_name", metric=quoted(keys["name"]), name=quoted(free))
            keys["name"] = free
        return self._draft.add("metrics", {"id": id_for(row.id, self._plan), **keys}, at=at)

    def _formula(
        self, row: Metric, levels: int, *, above: tuple[str, ...], avoid: frozenset[str]
    ) -> str:
        """The formula of a metric in the plan's ids, its missing ingredients added; or none."""
        names = {name: one for name in row.ingredients if (one := self._holder(name))}
        held = tuple(names.values())
        missing = [name for name in row.ingredients if name not in names]
        leans = any(leads_to(self._plan, bad, outcome=one) for bad in avoid for one in held)
        if not row.formula or leans or set(missing) & set(above) or (missing and not levels):
            return ""
        for one in missing:
            names[one] = self.add_metric(
                library.metric(one), levels=levels - 1, above=above, avoid=avoid
            )
        self._reused += held
        return formula_over(row, names)

    def tell_left_out(self, row: Metric, metric: str) -> None:
        """Say so where a new metric stands without the formula of the catalogue."""
        found = self._plan.metric[metric]
        if not row.formula or found.formula:
            return
        values = {"metric": quoted(found.name), "formula": row.formula}
        missing = [one for one in row.ingredients if not self._holder(one)]
        if missing:
            names = tuple(library.metric(one).names for one in missing)
            self.remark("formula_left_out", **values, missing=names)
        else:
            self.remark("formula_doubles", **values)

    # --- links --------------------------------------------------------------------------------

    def influence(self, row: Link, driver: str | None, *, outcome: str | None) -> Adopted:
        """Add a link that is no definition, between metrics that are there or added."""
        if driver and outcome and (there := self._same_link(row, driver, outcome)):
            return there
        for end in filter(None, (driver, outcome)):
            self.reuse(end)
            self.remark("reused", metric=quoted(self._plan.metric[end].name))
        if outcome is None:
            avoid = frozenset({driver}) if driver else NOTHING
            outcome = self._add_end(row.outcome, avoid)
        if driver is None:
            driver = self._add_end(row.driver, frozenset({outcome}))
        self._tell(row, driver, outcome)
        if average(self._draft, outcome) and outcome in self._before.metric:
            self.remark("averaged", metric=quoted(self._plan.metric[outcome].name))
        evidence = self._evidence(row)
        keys = {"from": driver, "to": outcome, **link_keys(row, self._language)}
        new = id_for(f"{driver}_to_{outcome}", self._plan)
        added = self._draft.add("links", {"id": new, **keys, "evidence": [evidence]})
        return self.done(outcome, added, evidence=(evidence,))

    def _add_end(self, metric_id: str, avoid: frozenset[str]) -> str:
        row = library.metric(metric_id)
        new = self.add_metric(row, levels=0, avoid=avoid)
        self.tell_left_out(row, new)
        return new

    def _same_link(self, row: Link, driver: str, outcome: str) -> Adopted | None:
        """The result where the plan has this link between these metrics already."""
        for link in self._plan.links:
            if (link.driver, link.outcome, link.catalogue) == (driver, outcome, row.id):
                self.remark("link_there" if link.counts else "link_rejected", **ends(row))
                self._reused += [driver, outcome]
                return self.done(outcome, link.id, evidence=link.evidence)
        return None

    def _tell(self, row: Link, driver: str, outcome: str) -> None:
        """Say what deserves a second look before the link is relied on."""
        named = {end: quoted(self._plan.metric[end].name) for end in (driver, outcome)}
        both = {"driver": named[driver], "outcome": named[outcome]}
        if any(link.driver == driver for link in self._plan.links_into.get(outcome, ())):
            self.remark("parallel", **both)
        if leads_by_formula(self._plan, driver, outcome=outcome):
            self.remark("counted_twice", **both)
        for metric in clashing_units(self._plan, row, (driver, outcome)):
            self.remark("other_unit", metric=named[metric])
        if driver_can_leave_zero(self._plan, row, driver):
            self.remark("below_zero", driver=named[driver])
        if row.lag >= self._plan.months:
            self.remark("late", **both, lag=row.lag, months=self._plan.months)

    def _evidence(self, row: Link) -> str:
        """The id of the row's evidence in the plan, where it is once."""
        for item in self._plan.evidence:
            if is_founded_on(item, row):
                return item.id
        keys = evidence_keys(row, self._language)
        return self._draft.add("evidence", {"id": id_for(row.id, self._plan), **keys})

    # --- definitions --------------------------------------------------------------------------

    def define(self, row: Link, driver: str | None, *, outcome: str | None) -> str:
        """Give the outcome of a definition its formula; returns the outcome's id."""
        metric = library.metric(row.outcome)
        depth = formula_depth(row)
        if outcome is None:
            outcome = self.add_metric(metric, levels=depth)
        elif driver and leads_by_formula(self._plan, driver, outcome=outcome):
            self._reused += [driver, outcome]
            self.remark("formula_there", **ends(row))
            return outcome
        elif self._is_blank(outcome):
            self.reuse(outcome)
            formula = self._formula(metric, depth, above=(row.outcome,), avoid=frozenset({outcome}))
            self._draft.change("metrics", outcome, {"formula": formula or None})
        found = driver or holder(self._plan, row.driver)
        if not found or not leads_by_formula(self._plan, found, outcome=outcome):
            raise EditRefused([self._kept(row, outcome)])
        return outcome

    def _is_blank(self, metric: str) -> bool:
        """Whether a formula would take nothing away that somebody wrote."""
        found = self._plan.metric[metric]
        written = found.formula, found.baseline, found.season
        return all(one is None for one in written) and found.trend == 0

    def _kept(self, row: Link, outcome: str) -> Hindrance:
        formula = library.metric(row.outcome).formula
        name = quoted(self._plan.metric[outcome].name)
        names = {**ends(row), "metric": name, "formula": formula}
        return Hindrance("keeps_its_own", "", names)
