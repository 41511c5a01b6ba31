"""Plans are begun, edited, taken back, put away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from kpi_tree.errors import NotAllowed, Problem
from kpi_tree.locale import say
from kpi_tree.plan.edits import create_plan
from kpi_tree.plan.model import Plan
from kpi_tree.plan.words import NAME_LENGTH
from kpi_tree.store import Decision, Past, Wish, people
from kpi_tree.store.log import Signed, put_away
from kpi_tree.workspace.desk import Desk, there
from kpi_tree.workspace.reversing import last_standing, last_undone, redoing, undoing
from kpi_tree.workspace.seat import author_of, command_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from kpi_tree.plan.events import Event
    from kpi_tree.store import Entry, Version

    Edit = Callable[..., Sequence[Event]]


class Editing(Desk):
    """What people do to plans."""

    def create(self, plan: Plan, *, by: str = "", command: str | None = None) -> Version:
        """Keep a new plan; whoever begins it owns it.

        Raises:
            EditRefused: the plan or the name of its author is not allowed.
            NotAllowed: whoever asks may not begin plans here.
            StoreError: it cannot be kept.
        """
        begun = Decision(create_plan(plan))
        seat = self._seat
        if not seat.house.closed:
            return self._do(uuid4().hex, lambda *_: begun, by=by, command=command, new=True)
        author = author_of((seat.visitor.name if seat.visitor else "") or by)
        plan_id = uuid4().hex
        self._refuse_founder()

        def own(connection: Connection, kept: Version) -> None:
            visitor = people.visitor_of(connection, seat.caller, now=seat.now())
            people.join(
                connection,
                kept.plan_id,
                visitor=visitor,
                name=author,
                now=seat.now(),
                owner=True,
                person=born,
            )

        born = uuid4().hex
        signed = Signed(author, born)
        wish = Wish(
            plan_id, lambda _: signed, command_of(command), lambda *_: begun, new=True, after=own
        )
        kept = self._store.append(wish)
        # A command that was sent before has led to a plan of whoever sent it then.
        return kept if kept.plan_id == plan_id else self.read(kept.plan_id, 1)

    def edit(
        self,
        plan_id: str,
        edit: Edit,
        *args: object,
        by: str = "",
        command: str | None = None,
        **kwargs: object,
    ) -> Version:
        """Decide an edit on the newest plan and keep what follows.

        Args:
            plan_id: the plan.
            edit: one of `kpi_tree.plan.edits`, called with the newest plan and the rest.
            *args: for the edit.
            by: the name of whoever edits; where people are known, they sign with their own.
            command: an id for this very wish; sent again, it is done once.
            **kwargs: for the edit.

        Returns:
            The version that follows; the present one where the edit changes nothing.

        Raises:
            BadArgument: there is no such plan.
            EditRefused: the plan does not allow it; nothing has changed.
            NotAllowed: whoever asks may not edit (any more).
            StoreError: it cannot be kept; nothing has changed.
        """

        def decide(now: Version | None, _: Past) -> Decision:
            return Decision(tuple(edit(there(now).plan, *args, **kwargs)))

        return self._do(plan_id, decide, by=by, command=command)

    def undo(
        self,
        plan_id: str,
        *,
        by: str = "",
        command: str | None = None,
        version: int | None = None,
    ) -> Version:
        """Take back the last edit of `by` that stands, or that which led to `version`.

        Raises:
            EditRefused: there is none, or somebody has changed the same since: it says who and
                what.
        """
        decided = partial(undoing, only=version)
        return self._do_as(plan_id, decided, by=by, command=command)

    def redo(self, plan_id: str, *, by: str = "", command: str | None = None) -> Version:
        """Do again what `by` undid last, as long as they have not edited since.

        Raises:
            EditRefused: there is nothing to redo, or somebody has changed the same since.
        """
        return self._do_as(plan_id, redoing, by=by, command=command)

    def duplicate(
        self, plan_id: str, *, by: str = "", title: str | None = None, command: str | None = None
    ) -> Version:
        """Begin a new plan with what another holds now."""
        plan = self.read(plan_id).plan
        named = title or say("store.copy_of", title=plan.title)[:NAME_LENGTH]
        fields = {name: getattr(plan, name) for name in Plan.model_fields} | {"title": named}
        return self.create(Plan.model_construct(**fields), by=by, command=command)

    def archive(self, plan_id: str, *, by: str = "") -> None:
        """Put a plan away: it can be read, but not edited."""
        self._seat.write(
            plan_id,
            "archive",
            lambda connection, signed: put_away(connection, plan_id, by=signed.author),
            by=by,
            kind="plan",
        )

    def unarchive(self, plan_id: str) -> None:
        """Take a plan out again."""
        self._change(plan_id, "archive", lambda found: put_away(found, plan_id, by=None))

    def undoable(self, plan_id: str, *, by: str = "") -> Entry | None:
        """The edit that `undo` would take back for somebody, if there is one."""

        def ask(connection: Connection) -> Entry | None:
            past = Past(connection, plan_id)
            found = last_standing(past, self._seat.me(connection, plan_id, by=by))
            return None if found is None else past.entry(found)

        return self._seat.read(plan_id, ask)

    def redoable(self, plan_id: str, *, by: str = "") -> Entry | None:
        """The edit that `redo` would do again for somebody, if there is one."""

        def ask(connection: Connection) -> Entry | None:
            past = Past(connection, plan_id)
            found = last_undone(past, self._seat.me(connection, plan_id, by=by))
            return None if found is None else past.entry(found[0])

        return self._seat.read(plan_id, ask)

    def _refuse_founder(self) -> None:
        """Refuse who may not begin plans."""
        caller, founders = self._seat.caller, self._seat.house.founders
        known = bool(caller.identity) if founders == "known" else founders == "anyone"
        if not known or not (caller.identity or caller.token_hash):
            raise NotAllowed([Problem("founding_closed")])
