"""What has happened to a plan: read, told, compared, returned to; and what ends for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.store import Decision, Past, naming, removing
from kpi_tree.store.keeping import present
from kpi_tree.store.naming import NamedVersion
from kpi_tree.telling import differences
from kpi_tree.workspace import timeline
from kpi_tree.workspace.crossing import crossings
from kpi_tree.workspace.desk import Desk, there
from kpi_tree.workspace.seat import name_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kpi_tree.store import Entry, Version
    from kpi_tree.store.log import Signed
    from kpi_tree.telling import PlanDifference
    from kpi_tree.workspace.crossing import Crossing
    from kpi_tree.workspace.timeline import Erased, Someone, Told

_PAGE: Final = 100


class History(Desk):
    """The past of plans."""

    def history(
        self, plan_id: str, *, most: int | None = None, before: int | None = None
    ) -> list[Entry]:
        """The edits of a plan, the newest first.

        Args:
            plan_id: the plan.
            most: how many at most.
            before: only those that led to versions before this one.
        """
        found: list[Entry] = []
        with self._store.past(plan_id, gate=self._seat.gate(plan_id)) as past:
            for entry in past.newest(before=before):
                if most is not None and len(found) >= most:
                    break
                found.append(entry)
        return found

    def restore(
        self, plan_id: str, version: int, *, by: str = "", command: str | None = None
    ) -> Version:
        """Make the plan what it was at a version: an edit like any other, that can be undone.

        Raises:
            BadArgument: there is no such version.
            EditRefused: what it was is not allowed any more.
        """
        then = self.read(plan_id, version).plan

        def decide(now: Version | None, _: Past) -> Decision:
            return Decision(timeline.return_to(there(now).plan, then), "restore", version)

        return self._do(plan_id, decide, by=by, command=command)

    def timeline(self, plan_id: str, *, most: int = _PAGE, before: int | None = None) -> list[Told]:
        """What has happened to a plan in words, the newest first.

        Args:
            plan_id: the plan.
            most: how many edits at most.
            before: only those that led to versions before this one.
        """
        newest = self._seat.read(plan_id, lambda found: present(found, plan_id)).version
        last = min(newest, newest if before is None else before - 1)
        if last < 1:
            return []
        versions = range(max(1, last - most + 1), last + 1)
        plan = self.read(plan_id, versions.start - 1).plan if versions.start > 1 else None
        return self._seat.read(
            plan_id, lambda found: timeline.timeline(found, plan_id, versions, plan=plan)
        )

    def compare(self, plan_id: str, older: int, newer: int | None = None) -> list[PlanDifference]:
        """What a version of a plan (None: the newest) has that an older one has not, in words."""
        return differences(self.read(plan_id, older).plan, self.read(plan_id, newer).plan)

    def crossed(self, plan_id: str, *, since: int, by: str = "") -> list[Crossing]:
        """What whoever asks has written over since a version, and had not seen then.

        Args:
            plan_id: the plan.
            since: the version that they had seen.
            by: their name, where people are not known.
        """

        def ask(found: Connection) -> tuple[list[Entry], Signed]:
            entries = Past(found, plan_id).between(since)
            return list(entries), self._seat.me(found, plan_id, by=by)

        entries, me = self._seat.read(plan_id, ask)
        who = me.person or me.author
        return list(crossings(entries, who, lambda at: self.read(plan_id, at).plan))

    def named_versions(self, plan_id: str) -> list[NamedVersion]:
        """The versions of a plan that have a name, the newest first."""
        return self._seat.read(plan_id, lambda found: naming.names_of(found, plan_id))

    def name_version(self, plan_id: str, version: int, name: str, *, by: str = "") -> None:
        """Give a version a name, by which it is found again; an empty one takes it away.

        Raises:
            BadArgument: there is no such version.
        """
        called, now = name_of(name, needed=False), self._seat.now()
        self.read(plan_id, version)
        self._seat.write(
            plan_id,
            "edit",
            lambda connection, signed: naming.name(
                connection, plan_id, NamedVersion(version, called, signed.author, now)
            ),
            by=by,
            kind="plan",
        )

    def delete(self, plan_id: str) -> None:
        """Delete a plan for good, with its history and all that was said about it.

        Raises:
            BadArgument: there is no such plan.
            NotAllowed: whoever asks does not own it.
        """

        def job(connection: Connection) -> None:
            present(connection, plan_id, lock=True)
            self._seat.check(connection, plan_id, "delete")
            removing.delete_plan(connection, plan_id)
            self._store.vanished(connection, plan_id)

        self._store.write(job)

    def everybody(self, plan_id: str) -> list[Someone]:
        """Whoever has left their name in a plan's history or around it, for its owners."""
        return self._seat.read(
            plan_id, lambda found: timeline.everybody(found, plan_id), action="erase"
        )

    def erase_person(self, plan_id: str, who: str, *, in_texts: bool = False) -> Erased:
        """Let a pseudonym stand for somebody's name in all of a plan's history.

        Args:
            plan_id: the plan.
            who: their id among those who came to the plan, or among those whom the plan names,
                or their name as the history shows it.
            in_texts: whether also where the name stands amid other words.

        Raises:
            BadArgument: the history knows nobody like that.
        """

        def job(connection: Connection) -> Erased:
            erased = timeline.erase(connection, plan_id, who, in_texts=in_texts)
            self._store.rewritten(plan_id)
            return erased

        return self._change(plan_id, "erase", job)
