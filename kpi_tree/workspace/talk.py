"""What people say about a plan: comments on what is in it, and scenarios that they propose."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, get_args
from uuid import uuid4

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed, Problem, quoted
from kpi_tree.plan.edits import adopt_targets
from kpi_tree.rights import allowed
from kpi_tree.store import Decision, Wish, people, talking
from kpi_tree.store.log import Signed, written
from kpi_tree.store.talking import Remark, ScenarioProposal, Subject, SubjectKind, Thread
from kpi_tree.workspace.seat import command_of, name_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from kpi_tree.plan.model import Plan, Target
    from kpi_tree.store import Past, Version
    from kpi_tree.store.talking import State
    from kpi_tree.workspace.seat import Seat

__all__ = ["Remark", "ScenarioProposal", "Subject", "Talk", "Thread"]

_KINDS: Final[tuple[SubjectKind, ...]] = get_args(SubjectKind)


class Talk:
    """The comments and proposals around plans, as whoever asks may see and add to them."""

    def __init__(self, seat: Seat) -> None:
        """Ask from this seat."""
        self._seat = seat

    # --- comments -----------------------------------------------------------------------------

    def threads(
        self,
        plan_id: str,
        *,
        about: Subject | None = None,
        resolved: bool | None = None,
        by: str = "",
    ) -> list[Thread]:
        """The threads of a plan, the one in which somebody spoke last first.

        Args:
            plan_id: the plan.
            about: only those about this.
            resolved: only those that are settled, or only those that are not.
            by: who asks, where names are not known: theirs are marked.
        """
        seat = self._seat
        found = seat.read(
            plan_id,
            lambda connection: talking.threads_of(
                connection, plan_id, me=seat.me(connection, plan_id, by=by)
            ),
        )
        return [
            thread
            for thread in found
            if (about is None or thread.about == about)
            and (resolved is None or thread.open != resolved)
        ]

    def counts(self, plan_id: str) -> dict[Subject, int]:
        """How many open threads there are about what."""
        return dict(Counter(thread.about for thread in self.threads(plan_id, resolved=False)))

    def mentions(self, plan_id: str, *, by: str = "") -> list[Thread]:
        """The open threads in which whoever asks is addressed."""
        seat = self._seat
        mine = seat.read(
            plan_id, lambda connection: seat.me(connection, plan_id, by=by).author.casefold()
        )
        return [
            thread
            for thread in self.threads(plan_id, resolved=False, by=by)
            if any(name.casefold() == mine for remark in thread.remarks for name in remark.mentions)
        ]

    def comment(
        self,
        plan_id: str,
        about: Subject,
        text: str,
        *,
        by: str = "",
        command: str | None = None,
    ) -> Thread:
        """Begin a thread about something in the plan.

        Raises:
            EditRefused: nothing is written, or the plan does not hold what it is about.
            NotAllowed: whoever asks may only look.
        """
        said, mark = words_of(text), command_of(command)
        now = self._seat.store.version(plan_id, gate=self._seat.gate(plan_id, "comment"))
        _refuse_unknown(now.plan, about)

        def job(connection: Connection, signed: Signed) -> Thread:
            thread = talking.said(connection, plan_id, mark)
            if thread is None:
                thread = talking.begin(connection, plan_id, about)
                self._say(connection, thread, about=now, signed=signed, text=said, command=mark)
            return talking.thread_of(connection, plan_id, thread, me=signed)

        return self._seat.write(plan_id, "comment", job, by=by, kind="talk")

    def reply(
        self,
        plan_id: str,
        thread_id: str,
        text: str,
        *,
        by: str = "",
        command: str | None = None,
    ) -> Thread:
        """Answer in a thread; a settled matter is open again then."""
        said, mark = words_of(text), command_of(command)
        now = self._seat.store.version(plan_id, gate=self._seat.gate(plan_id, "comment"))

        def job(connection: Connection, signed: Signed) -> Thread:
            found = talking.thread_of(connection, plan_id, thread_id, me=signed)
            if talking.said(connection, plan_id, mark) is None:
                self._say(connection, found.id, about=now, signed=signed, text=said, command=mark)
                talking.settle_thread(connection, found.id, by=None, at=None)
            return talking.thread_of(connection, plan_id, found.id, me=signed)

        return self._seat.write(plan_id, "comment", job, by=by, kind="talk")

    def resolve(self, plan_id: str, thread_id: str, *, by: str = "") -> Thread:
        """Settle a matter."""
        return self._settle(plan_id, thread_id, by=by, settled=True)

    def reopen(self, plan_id: str, thread_id: str, *, by: str = "") -> Thread:
        """Take a matter up again."""
        return self._settle(plan_id, thread_id, by=by, settled=False)

    def withdraw(self, plan_id: str, remark_id: str, *, by: str = "") -> None:
        """Take one's own remark away; an owner anybody's."""
        seat = self._seat

        def job(connection: Connection, signed: Signed) -> None:
            found = talking.remark_of(connection, plan_id, remark_id, me=signed)
            if not found.mine and not allowed(seat.standing(connection, plan_id).role, "share"):
                raise NotAllowed([Problem("role_too_small")])
            talking.withdraw(connection, found.id)

        seat.write(plan_id, "comment", job, by=by, kind="talk")

    def _settle(self, plan_id: str, thread_id: str, *, by: str, settled: bool) -> Thread:
        now = self._seat.now()

        def job(connection: Connection, signed: Signed) -> Thread:
            found = talking.thread_of(connection, plan_id, thread_id, me=signed)
            if found.open is settled:
                who, at = (signed.author, now) if settled else (None, None)
                talking.settle_thread(connection, found.id, by=who, at=at)
            return talking.thread_of(connection, plan_id, found.id, me=signed)

        return self._seat.write(plan_id, "comment", job, by=by, kind="talk")

    def _say(
        self,
        connection: Connection,
        thread: str,
        *,
        about: Version,
        signed: Signed,
        text: str,
        command: str,
    ) -> None:
        seat, plan_id = self._seat, about.plan_id
        here = people.people(connection, plan_id, caller=seat.caller, now=seat.now())
        names = {person.name for person in here} | {person.name for person in about.plan.people}
        names |= {
            remark.author
            for other in talking.threads_of(connection, plan_id, me=signed)
            for remark in other.remarks
        }
        talking.add(
            connection,
            plan_id,
            thread=thread,
            by=signed,
            text=text,
            mentions=addressed(text, names),
            command=command,
            at=seat.now(),
        )

    # --- proposals ----------------------------------------------------------------------------

    def propose(
        self,
        plan_id: str,
        *,
        name: str,
        targets: Sequence[Target],
        words: str = "",
        scenario: str = "",
        version: int | None = None,
        by: str = "",
        command: str | None = None,
    ) -> ScenarioProposal:
        """Propose a scenario that was tried out.

        Args:
            plan_id: the plan.
            name: what the scenario would be called.
            targets: what it would aim at.
            words: why.
            scenario: the id of the scenario from which it began.
            version: of the plan on which it was tried; the newest unless told.
            by: who proposes, where names are not known.
            command: an id for this very wish; sent again, it is done once.

        Raises:
            EditRefused: it moves nothing, or the plan does not allow it as it stands.
        """
        called, why, mark = name_of(name), words_of(words, needed=False), command_of(command)
        if not targets:
            raise EditRefused([Problem("proposal_empty")])
        gate = self._seat.gate(plan_id, "propose")
        plan = self._seat.store.version(plan_id, version, gate=gate)
        # Tried on the plan now, so that what can never be taken over is refused at once.
        adopt_targets(plan.plan, called, targets=targets)

        def job(connection: Connection, signed: Signed) -> ScenarioProposal:
            done = talking.proposed(connection, plan_id, mark)
            proposal = ScenarioProposal(
                id=done or uuid4().hex,
                plan_id=plan_id,
                author=signed.author,
                person=signed.person,
                at=self._seat.now(),
                version=plan.version,
                scenario=scenario,
                name=called,
                targets=tuple(targets),
                words=why,
            )
            if done is None:
                talking.propose(connection, proposal, command=mark)
            return talking.proposal_of(connection, plan_id, proposal.id, me=signed)

        return self._seat.write(plan_id, "propose", job, by=by, kind="talk")

    def proposals(
        self, plan_id: str, *, state: State | None = None, by: str = ""
    ) -> list[ScenarioProposal]:
        """What was proposed for a plan, the newest first."""
        seat = self._seat
        found = seat.read(
            plan_id,
            lambda connection: talking.proposals_of(
                connection, plan_id, me=seat.me(connection, plan_id, by=by)
            ),
        )
        return [proposal for proposal in found if state in (None, proposal.state)]

    def take_over(
        self,
        plan_id: str,
        proposal_id: str,
        *,
        into: Literal["new", "same"] = "new",
        answer: str = "",
        by: str = "",
        command: str | None = None,
    ) -> Version:
        """Make a proposal part of the plan: a scenario of its own, or that from which it began.

        Raises:
            EditRefused: it is settled already, or the plan does not allow it any more.
            NotAllowed: whoever asks does not own the plan.
        """
        seat, said, mark = self._seat, words_of(answer, needed=False), command_of(command)
        now = seat.now()
        found = seat.read(
            plan_id,
            lambda connection: talking.proposal_of(
                connection, plan_id, proposal_id, me=seat.me(connection, plan_id)
            ),
            action="take_over",
        )

        def decide(before: Version | None, _: Past) -> Decision:
            assert before is not None  # noqa: S101 (only a creation decides on nothing)
            tried = partial(adopt_targets, scenario=found.scenario, into=into)
            return Decision(tried(before.plan, found.name, targets=found.targets))

        sign = seat.signer(plan_id, "take_over", by=by)
        signed: list[Signed] = []

        def once(connection: Connection) -> Signed:
            signed[:] = [sign(connection)]
            return signed[0]

        def after(connection: Connection, kept: Version) -> None:
            _refuse_settled(connection, plan_id, found.id)
            made = found.scenario if into == "same" else kept.plan.scenarios[-1].id
            _settle(connection, found.id, "taken", by=signed[0], at=now, made=made, answer=said)

        return seat.store.append(Wish(plan_id, once, mark, decide, after=after, at=now))

    def decline(
        self, plan_id: str, proposal_id: str, *, answer: str = "", by: str = ""
    ) -> ScenarioProposal:
        """Leave a proposal aside, with an answer to whoever made it."""
        said, now = words_of(answer, needed=False), self._seat.now()

        def job(connection: Connection, signed: Signed) -> ScenarioProposal:
            _refuse_settled(connection, plan_id, proposal_id)
            _settle(connection, proposal_id, "declined", by=signed, at=now, answer=said)
            return talking.proposal_of(connection, plan_id, proposal_id, me=signed)

        return self._seat.write(plan_id, "take_over", job, by=by, kind="talk")


def addressed(text: str, names: Iterable[str]) -> list[str]:
    """Whom a text addresses by `@` and their name, in whole; of two that fit, the longer.

    >>> addressed("@Ana López, mira esto", ["Ana", "Ana López", "Luis"])
    ['Ana López']
    """
    found: list[str] = []
    rest = text
    for name in sorted(filter(None, names), key=len, reverse=True):
        pattern = re.compile(rf"@{re.escape(name)}(?!\w)", re.IGNORECASE)
        if pattern.search(rest):
            found.append(name)
            rest = pattern.sub("", rest)
    return found


def _settle(
    connection: Connection, proposal: str, state: State, *, by: Signed, at: datetime, **said: str
) -> None:
    """Keep what became of a proposal, and who said so."""
    signed = {"settled_by": by.author, "settled_at": written(at)}
    talking.settle_proposal(connection, proposal, state=state, **signed, **said)


def _refuse_settled(connection: Connection, plan_id: str, proposal: str) -> None:
    found = talking.proposal_of(connection, plan_id, proposal, me=Signed(""))
    if found.state != "open":
        raise EditRefused([Problem("proposal_settled")])


def _refuse_unknown(plan: Plan, about: Subject) -> None:
    """Refuse a subject that is not in the plan."""
    if about.kind not in _KINDS:
        raise BadArgument([Problem("choice_unknown")])
    items = () if about.kind == "plan" else getattr(plan, f"{about.kind}s")
    ids = {item.id for item in items} if items or about.kind != "plan" else {""}
    if about.id not in ids:
        raise EditRefused([Problem("subject_unknown", values={"id": quoted(about.id)})])
