"""Links: who believes them, on what evidence, how strongly, and through which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.errors import quoted
from kpi_tree.review.finding import Finding, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi_tree.plan.model import Link, Signature
    from kpi_tree.review.case import Case

# Nothing but what somebody thinks: neither a study nor data of one's own.
OPINION: Final = frozenset({"expert", "practice"})
_LONG: Final = 4


def signatures(case: Case, link: Link) -> tuple[list[Signature], list[Signature]]:
    """The business side's signatures of a link: for its present size, and for another one."""
    business = [each for each in link.agreed_by if case.side(each.by) == "business"]
    present = [each for each in business if each.size == link.size]
    return present, [each for each in business if each not in present]


def link_findings(case: Case) -> Iterator[Finding]:
    """All that is doubtful about who believes the links, why, and through which way."""
    pairs: dict[tuple[str, str], int] = {}
    for index, link in case.links:
        place = f"links[{index}]"
        yield from _signed(case, link, place)
        if not link.evidence and not link.opinions:
            yield found("link_unfounded", place, link=case.arrow(link))
        if link.lag >= case.plan.months:
            values = {"lag": link.lag, "months": case.plan.months}
            yield found("lag_beyond_horizon", f"{place}.lag", link=case.arrow(link), **values)
        if (link.driver, link.outcome) in pairs:
            yield found("link_twice", place, link=case.arrow(link))
        pairs.setdefault((link.driver, link.outcome), index)
        yield from _twice(case, link, place)
    yield from _chains(case)
    yield from _unused(case)


def _signed(case: Case, link: Link, place: str) -> Iterator[Finding]:
    if link.size is None:
        return
    present, past = signatures(case, link)
    if present:
        own = [each for each in present if each.recorded_by in {"", each.by}]
        if own and not any(case.stands(link, each.by) for each in own):
            by = case.person(own[0].by)
            yield found("signature_unconfirmed", f"{place}.agreed_by", link=case.arrow(link), by=by)
        elif not own:
            by = case.person(present[0].by)
            recorder = case.person(present[0].recorded_by)
            names = {"link": case.arrow(link), "by": by, "recorder": recorder}
            yield found("signature_recorded", f"{place}.agreed_by", **names)
    elif past:
        by = case.person(past[-1].by)
        yield found("signature_outdated", f"{place}.agreed_by", link=case.arrow(link), by=by)
    else:
        yield found("link_unsigned", f"{place}.agreed_by", link=case.arrow(link))


def _twice(case: Case, link: Link, place: str) -> Iterator[Finding]:
    """A driver that reaches the outcome on a second way as well."""
    names = {"driver": case.name(link.driver), "outcome": case.name(link.outcome)}
    expression = case.plan.metric[link.outcome].expression
    if expression and link.driver in expression.reads:
        yield found("link_beside_formula", place, **names)
    elif mediator := case.walks.mediator(link.driver, link.outcome):
        yield found("counted_twice", place, mediator=case.name(mediator), **names)


def _chains(case: Case) -> Iterator[Finding]:
    """Runs of links that rest on practice or opinion alone."""
    weak = frozenset(
        link.id
        for _, link in case.links
        if all(case.evidence[each].grade in OPINION for each in link.evidence)
    )
    places = {link.id: index for index, link in case.links}
    for chain in case.walks.chains(weak, _LONG):
        names = [case.name(link.driver) for link in chain] + [case.name(chain[-1].outcome)]
        way = " → ".join(names)
        yield found("long_chain_of_opinion", f"links[{places[chain[-1].id]}]", chain=way)


def _unused(case: Case) -> Iterator[Finding]:
    cited = {each for link in case.plan.links for each in link.evidence}
    for index, evidence in enumerate(case.plan.evidence):
        if evidence.id not in cited:
            name = quoted(evidence.cite or evidence.note or evidence.id)
            yield found("evidence_unused", f"evidence[{index}]", evidence=name)
