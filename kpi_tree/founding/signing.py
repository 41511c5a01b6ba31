"""Who stands behind a link: signatures, and whose side of the business was confirmed.

A plan holds a side for each of its people. Where people come by links of their own, a side that
somebody declared for themselves does not count until the plan's owner has confirmed it, and what
somebody else recorded stays unconfirmed as well. So does a signature that came in with a file, or
by anybody's edit but the signer's. All of this lives beside the plan, so whoever asks hands it in
as `sides`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, Protocol

from kpi_tree.errors import quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.founding.provenance import placed
from kpi_tree.locale import say
from kpi_tree.locale.numbers import day
from kpi_tree.plan.edits.naming import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.founding.provenance import Edited
    from kpi_tree.plan.model import Link, Plan, Signature

State = Literal["signed", "unconfirmed", "outdated", "unsigned"]
_BUSINESS: Final = "business"
_ID_LENGTH: Final = 62


class Comer(Protocol):
    """Somebody who has come to a plan by a link of their own."""

    @property
    def id(self) -> str:
        """Theirs on this plan."""

    @property
    def name(self) -> str:
        """What they call themselves."""

    @property
    def side(self) -> str:
        """For which side they speak; empty until they have said it."""

    @property
    def side_confirmed(self) -> bool:
        """Whether an owner agrees."""


@dataclass(frozen=True, slots=True)
class Standing:
    """For which side somebody speaks, and whether that is confirmed."""

    side: str
    confirmed: bool


def person_id(participant: str) -> str:
    """The id under which somebody who came by a link is entered among the plan's people.

    >>> person_id("0F3a")
    'p_0f3a'
    """
    return f"p_{participant.lower()[:_ID_LENGTH]}"


def persons(plan: Plan, people: Iterable[Comer]) -> dict[str, str]:
    """Whom of the plan's people each of those is who came: by id, else by a name only one bears.

    By a name only once an owner has confirmed their side: anybody may call themselves anything.
    """
    comers = list(people)
    there = {person.id for person in plan.people}
    ours = Counter(alike(person.name) for person in plan.people)
    theirs = Counter(alike(each.name) for each in comers)
    named = {alike(person.name): person.id for person in plan.people}
    found = {}
    for each in comers:
        own, name = person_id(each.id), alike(each.name)
        if own in there:
            found[each.id] = own
        elif each.side_confirmed and name and ours[name] == theirs[name] == 1:
            found[each.id] = named[name]
    return found


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as one of the plan's people: an id, and who they are if they are new there."""

    person: str
    name: str
    side: str


def speaker(plan: Plan, people: Iterable[Comer], me: Comer) -> Speaker:
    """Whoever came, as the person of the plan that they are or would be."""
    person = persons(plan, people).get(me.id, person_id(me.id))
    return Speaker(person, me.name, me.side)


@dataclass(frozen=True, slots=True)
class Sides:
    """For which side the people of a plan speak, and which signatures are truly theirs.

    Attributes:
        of: by person.
        own: link and person of the signatures that their signers themselves put into the plan;
            None where that cannot be told, and the plan's word counts.
    """

    of: Mapping[str, Standing]
    own: frozenset[tuple[str, str]] | None = None

    def standing(self, person: str) -> Standing:
        """How somebody stands; somebody unknown is on no side."""
        return self.of.get(person, Standing("other", confirmed=False))

    def vouched(self, link: str, person: str) -> bool:
        """Whether a signature is by whose name it bears."""
        return self.own is None or (link, person) in self.own


def sides(
    plan: Plan, people: Iterable[Comer] | None = None, *, history: Iterable[Edited] | None = None
) -> Sides:
    """For which side each of the plan's people speaks.

    Args:
        plan: the plan.
        people: who came to it by links; None where nobody does, and the plan's word counts.
        history: the plan's history; with it a signature counts only where its signer put it in.
    """
    if people is None:
        return _by_the_plan(plan)
    comers = list(people)
    known = persons(plan, comers)
    found = {person.id: Standing(person.side, confirmed=False) for person in plan.people}
    for each in comers:
        if each.id in known:
            side = each.side or found[known[each.id]].side
            found[known[each.id]] = Standing(side, confirmed=each.side_confirmed)
    if history is None:
        return Sides(found)
    brought = placed(history, lambda edit: known.get(edit.person, ""))
    own = (
        key
        for key, edits in brought.items()
        if any(known.get(edit.person) == key[1] for edit in edits)
    )
    return Sides(found, frozenset(own))


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of a link.

    Attributes:
        by, name, side: whose, and for which side they speak.
        on: the day.
        recorded_by, recorder: id and name of who recorded it for them; empty where they signed.
        present: whether they stand behind the size as it is now.
        own: whether they put it in themselves, as far as that can be told.
        confirmed: whether they signed themselves and their side is confirmed.
    """

    by: str
    name: str
    side: str
    on: str
    recorded_by: str
    recorder: str
    present: bool
    own: bool
    confirmed: bool

    @property
    def counts(self) -> bool:
        """Whether it makes the link a signed one."""
        return self.present and self.confirmed and self.side == _BUSINESS

    @property
    def date(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.on)

    @property
    def sentence(self) -> str:
        """Who signed and when, who recorded it, and what it is worth today."""
        told = {"name": quoted(self.name), "day": day(self.date)}
        if self.recorder:
            parts = [say("founding.recorded_for", recorder=quoted(self.recorder), **told)]
        else:
            parts = [say("founding.signed_by", **told)]
        if not self.present:
            parts.append(say("founding.for_another_size"))
        elif self.side != _BUSINESS:
            parts.append(say("founding.not_of_the_business"))
        elif not self.own and not self.recorder:
            parts.append(say("founding.put_in_by_another"))
        elif not self.confirmed and not self.recorder:
            parts.append(say("founding.side_unconfirmed"))
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Signing:
    """How far a link is signed.

    Attributes:
        link: the link's id.
        state: `signed` where somebody of the business side stands behind the present size;
            `unconfirmed` where that was recorded by somebody else, or their side is not confirmed;
            `outdated` where the business signed another size; else `unsigned`.
        signatures: all of them, as the plan has them.
    """

    link: str
    state: State
    signatures: tuple[Signed, ...]

    @property
    def sentence(self) -> str:
        """How far it is signed, in words."""
        match self.state:
            case "signed":
                names = ", ".join(quoted(each.name) for each in self.signatures if each.counts)
                return say("founding.is_signed", names=names)
            case "unconfirmed":
                return say("founding.is_unconfirmed")
            case "outdated":
                return say("founding.is_outdated")
            case "unsigned":
                return say("founding.is_unsigned")

    @property
    def asks(self) -> str:
        """What is needed for it to be signed; empty where it is."""
        match self.state:
            case "signed":
                return ""
            case "unconfirmed":
                return say("founding.asks_confirmation")
            case "outdated":
                return say("founding.asks_again")
            case "unsigned":
                return say("founding.asks_business")


def signing(plan: Plan, link: str, *, sides: Sides | None = None) -> Signing:
    """How far a link is signed.

    Args:
        plan: the plan.
        link: its id.
        sides: for which side people speak; the plan's word unless told.

    Raises:
        BadArgument: the plan has no such link.
    """
    return signed(plan, link_of(plan, link), sides=sides)


def signed(plan: Plan, link: Link, *, sides: Sides | None = None) -> Signing:
    """The same of a link in hand."""
    if sides is None:
        sides = _by_the_plan(plan)
    names = {person.id: person.name for person in plan.people}
    all_of_them = tuple(_read(each, link, names=names, sides=sides) for each in link.agreed_by)
    return Signing(link.id, _state(all_of_them), all_of_them)


def _by_the_plan(plan: Plan) -> Sides:
    return Sides({person.id: Standing(person.side, confirmed=True) for person in plan.people})


def _read(each: Signature, link: Link, *, names: Mapping[str, str], sides: Sides) -> Signed:
    standing = sides.standing(each.by)
    recorder = "" if each.recorded_by in {"", each.by} else each.recorded_by
    own = not recorder and sides.vouched(link.id, each.by)
    return Signed(
        by=each.by,
        name=names[each.by],
        side=standing.side,
        on=each.on,
        recorded_by=recorder,
        recorder=names.get(recorder, ""),
        present=link.size is not None and each.size == link.size,
        own=own,
        confirmed=standing.confirmed and own,
    )


def _state(signatures: tuple[Signed, ...]) -> State:
    business = [each for each in signatures if each.side == _BUSINESS]
    if any(each.counts for each in business):
        return "signed"
    if any(each.present for each in business):
        return "unconfirmed"
    return "outdated" if business else "unsigned"
