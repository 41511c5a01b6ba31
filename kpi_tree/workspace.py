"""The workspace: a team's plans. Open it, read a plan, edit it, take an edit back.

    with Workspace.open("plans.db") as workspace:
        begun = workspace.create(plan, by="Ana")
        after = workspace.edit(
            begun.plan_id, set_target, "more", metric="reviews", value=150, by="Ana"
        )
        workspace.undo(begun.plan_id, by="Ana")

Everything here may be called from several threads at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from kpi_tree.errors import BadArgument, EditRefused, Problem, StoreError, quoted
from kpi_tree.locale import say
from kpi_tree.plan.edits import create_plan
from kpi_tree.plan.edits.reversal import Obstacle, name_of, obstacle, taken_back, touched
from kpi_tree.plan.model import Plan
from kpi_tree.plan.words import NAME_LENGTH, Name
from kpi_tree.store import Decision, Entry, Past, Store, Summary, Version, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from kpi_tree.plan.events import Event

    Edit = Callable[..., Sequence[Event]]

__all__ = ["Entry", "Summary", "Version", "Workspace"]

_USUAL: Final = Path("var") / "enlace.db"
_COMMAND_LENGTH: Final = 100
_AUTHOR: Final[TypeAdapter[str]] = TypeAdapter(Name)


class Workspace:
    """The plans of a team, or of one visitor."""

    def __init__(self, store: Store) -> None:
        """Work on the plans of `store`."""
        self._store = store

    @classmethod
    def open(cls, where: str | Path | None = None) -> Self:
        """Open the plans in a file, made where there is none.

        Args:
            where: a path, or `sqlite:///path`; None takes the environment's `ENLACE_STORE`, else
                `var/enlace.db` below the present folder.

        Raises:
            StoreError: the file cannot be opened, is open in another process, or is no store.
        """
        given = str(where or os.environ.get("ENLACE_STORE") or _USUAL)
        scheme, mark, rest = given.partition("://")
        if not mark:
            return cls(Store(Path(given)))
        if scheme != "sqlite" or not rest.removeprefix("/"):
            raise StoreError([Problem("store_address", values={"address": quoted(scheme + mark)})])
        return cls(Store(Path(rest.removeprefix("/"))))

    @classmethod
    def in_memory(cls) -> Self:
        """Plans that vanish with the workspace: those of a visitor's own session."""
        return cls(Store(None))

    def close(self) -> None:
        """Finish what is being kept and let the file go."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether plans can be read here but not edited."""
        return self._store.read_only

    # --- reading ------------------------------------------------------------------------------

    def plans(self, *, archived: bool | None = None) -> list[Summary]:
        """The plans, the one that was changed last first; all, or by whether they are archived."""
        found = self._store.summaries()
        return [one for one in found if archived is None or one.archived == archived]

    def read(self, plan_id: str, version: int | None = None) -> Version:
        """A plan at its newest version, or at an older one.

        Raises:
            BadArgument: there is no such plan or version.
            StoreError: it cannot be read.
        """
        return self._store.version(plan_id, version)

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
        with self._store.past(plan_id) as past:
            for entry in past.newest(before=before):
                if most is not None and len(found) >= most:
                    break
                found.append(entry)
        return found

    def undoable(self, plan_id: str, *, by: str) -> Entry | None:
        """The edit that `undo` would take back for somebody, if there is one."""
        with self._store.past(plan_id) as past:
            found = _last_standing(past, by)
            return None if found is None else past.entry(found)

    def redoable(self, plan_id: str, *, by: str) -> Entry | None:
        """The edit that `redo` would do again for somebody, if there is one."""
        with self._store.past(plan_id) as past:
            found = _last_undone(past, by)
            return None if found is None else past.entry(found[0])

    # --- editing ------------------------------------------------------------------------------

    def create(self, plan: Plan, *, by: str, command: str | None = None) -> Version:
        """Keep a new plan.

        Raises:
            EditRefused: the plan or the name of its author is not allowed.
            StoreError: it cannot be kept.
        """
        begun = Decision(create_plan(plan))
        return self._do(uuid4().hex, lambda *_: begun, by=by, command=command, new=True)

    def edit(
        self,
        plan_id: str,
        edit: Edit,
        *args: object,
        by: str,
        command: str | None = None,
        **kwargs: object,
    ) -> Version:
        """Decide an edit on the newest plan and keep what follows.

        Args:
            plan_id: the plan.
            edit: one of `kpi_tree.plan.edits`, called with the newest plan and the rest.
            *args: for the edit.
            by: the name of whoever edits.
            command: an id for this very wish; sent again, it is done once.
            **kwargs: for the edit.

        Returns:
            The version that follows; the present one where the edit changes nothing.

        Raises:
            BadArgument: there is no such plan.
            EditRefused: the plan does not allow it; nothing has changed.
            StoreError: it cannot be kept; nothing has changed.
        """

        def decide(now: Version | None, _: Past) -> Decision:
            return Decision(tuple(edit(_present(now).plan, *args, **kwargs)))

        return self._do(plan_id, decide, by=by, command=command)

    def undo(self, plan_id: str, *, by: str, command: str | None = None) -> Version:
        """Take back the last edit of `by` that stands.

        Raises:
            EditRefused: there is none, or somebody has changed the same since: it says who and
                what.
        """

        def decide(now: Version | None, past: Past) -> Decision:
            version = _last_standing(past, by)
            if version is None:
                raise EditRefused([Problem("nothing_to_undo")])
            events = taken_back(past.entry(version).events)
            _refuse_obstructed(_present(now), past, events, by=by, since=version, code="undo_clash")
            return Decision(events, "undo", version)

        return self._do(plan_id, decide, by=by, command=command)

    def redo(self, plan_id: str, *, by: str, command: str | None = None) -> Version:
        """Do again what `by` undid last, as long as they have not edited since.

        Raises:
            EditRefused: there is nothing to redo, or somebody has changed the same since.
        """

        def decide(now: Version | None, past: Past) -> Decision:
            found = _last_undone(past, by)
            if found is None:
                raise EditRefused([Problem("nothing_to_redo")])
            version, since = found
            events = past.entry(version).events
            _refuse_obstructed(_present(now), past, events, by=by, since=since, code="redo_clash")
            return Decision(events, "redo", version)

        return self._do(plan_id, decide, by=by, command=command)

    def duplicate(
        self, plan_id: str, *, by: str, title: str | None = None, command: str | None = None
    ) -> Version:
        """Begin a new plan with what another holds now."""
        plan = self.read(plan_id).plan
        named = title or say("store.copy_of", title=plan.title)[:NAME_LENGTH]
        fields = {name: getattr(plan, name) for name in Plan.model_fields} | {"title": named}
        return self.create(Plan.model_construct(**fields), by=by, command=command)

    def archive(self, plan_id: str, *, by: str) -> None:
        """Put a plan away: it can be read, but not edited."""
        self._store.put_away(plan_id, by=_author(by))

    def unarchive(self, plan_id: str) -> None:
        """Take a plan out again."""
        self._store.put_away(plan_id, by=None)

    def back_up(self, target: str | Path) -> None:
        """Copy all plans to a file while they are in use; the copy is verified.

        Raises:
            StoreError: the copy cannot be written or is not sound.
        """
        self._store.back_up(Path(target))

    def _do(
        self,
        plan_id: str,
        decide: Callable[[Version | None, Past], Decision],
        *,
        by: str,
        command: str | None,
        new: bool = False,
    ) -> Version:
        if command is not None and not 0 < len(command) <= _COMMAND_LENGTH:
            raise BadArgument([Problem("bad_command", values={"limit": _COMMAND_LENGTH})])
        wish = Wish(plan_id, _author(by), command or uuid4().hex, decide, new=new)
        return self._store.append(wish)


def _author(name: str) -> str:
    """The name under which an edit is kept."""
    try:
        valid = _AUTHOR.validate_python(name).strip()
    except ValidationError:
        valid = ""
    if not valid:
        raise EditRefused([Problem("author_missing")])
    return valid


def _present(now: Version | None) -> Version:
    assert now is not None  # noqa: S101 (only a creation decides on nothing)
    return now


# --- undo and redo --------------------------------------------------------------------------


def _last_standing(past: Past, author: str) -> int | None:
    """The version of somebody's last edit that is not undone."""
    settled: dict[int, str] = {}
    for version, kind, of in past.marks(author):
        if of is not None:
            settled.setdefault(of, kind)
        elif settled.get(version) != "undo":
            return version
    return None


def _last_undone(past: Past, author: str) -> tuple[int, int] | None:
    """The edit that somebody undid last, and when, unless they have edited since."""
    settled: dict[int, str] = {}
    for version, kind, of in past.marks(author):
        if of is None:
            if settled.get(version) != "undo":
                return None
        elif of not in settled:
            settled[of] = kind
            if kind == "undo":
                return of, version
    return None


def _refuse_obstructed(
    now: Version, past: Past, events: Sequence[Event], *, by: str, since: int, code: str
) -> None:
    """Refuse where the plan is not as it was left, naming who has changed what."""
    found = obstacle(now.plan, events)
    if found is None:
        return
    who, what = _culprit(past, found, by=by, since=since, now=now)
    if who:
        raise EditRefused([Problem(code, values={"author": quoted(who), "what": what})])
    raise EditRefused(found.problems or [Problem("nothing_to_undo")])


def _culprit(past: Past, found: Obstacle, *, by: str, since: int, now: Version) -> tuple[str, str]:
    """Who has changed since what stands in the way, and what it is in words."""
    for entry in past.newest():
        if entry.version <= since:
            break
        place = touched(entry.events, found) if entry.author != by else None
        if place is not None:
            return entry.author, name_of(place, now.plan)
    return "", ""
