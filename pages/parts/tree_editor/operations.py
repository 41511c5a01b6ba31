"""What the browser wishes, done: each wish one edit of the plan, each done once.

The browser numbers its wishes and sends them until their number is acknowledged. A wish that was
taken before is passed by; one that is sent again under another number (the page was loaded anew)
bears the same command id, and the store does that once. A wish that cannot be kept just now (the
disk is full, the database is away) is neither done nor refused: it comes again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import refusal_words
from pages.parts.text import unmarked
from pages.parts.tree_editor import wishes
from pages.parts.tree_editor.arranging import arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pages.parts.tree_editor.held import Held

    Op = Mapping[str, Any]
    Act = Callable[[], object]

KINDS: Final = wishes.KINDS | {"undo", "redo", "arrange"}
_MOST: Final = 10_000
# What a store cannot keep just now it may keep later; anything else is told, and blocks nothing.
_PASSING: Final = frozenset(
    {"store_closed", "store_disk", "store_full", "store_locked", "store_unreachable"}
)


def told(act: Act) -> str:
    """Do what may be refused; why it was, or nothing."""
    try:
        act()
    except kt.EnlaceError as error:
        return refusal_words.told(error)
    return ""


@dataclass(frozen=True)
class Hand:
    """Whose wishes are taken.

    Attributes:
        workspace: the plans as their credentials open them.
        plan_id: the plan.
        by: the name that they sign with; they do nothing without one.
        tried: does what may be refused, and tells why it was, or nothing.
    """

    workspace: kt.Workspace
    plan_id: str
    by: str
    tried: Callable[[Act], str] = told

    def does(self, name: str, *given: object, command: str) -> tuple[kt.Version | None, str]:
        """Do one thing with the plan: edit, undo, redo; what came of it, or why it was refused.

        Raises:
            StoreError: it cannot be kept just now.
        """
        if not self.by:
            return None, kt.say("frame.nobody")
        act = getattr(self.workspace, name)
        done: list[kt.Version] = []
        failed: list[kt.StoreError] = []

        def tried() -> kt.Version:
            try:
                done.append(act(self.plan_id, *given, by=self.by, command=command))
            except kt.StoreError as error:
                failed.append(error)
                raise
            return done[0]

        refused = self.tried(tried)
        if failed and failed[0].problem.code in _PASSING:
            raise failed[0]
        return (done[0] if done else None), refused


def take(outbox: object, held: Held, hand: Hand) -> bool:
    """Apply what was not taken before, in the order of its numbers; tell whether there was any.

    Raises:
        StoreError: a wish cannot be kept just now; it and those after it are not acknowledged.
    """
    fresh = [item for item in _items(outbox) if item["seq"] > held.ack]
    for item in sorted(fresh, key=lambda item: int(item["seq"])):
        try:
            refused = _apply(item["op"], str(item["command"])[:64], held, hand=hand)
        except kt.StoreError as error:
            held.unkept = refusal_words.told(error)
            raise
        except Exception:
            held.ack = item["seq"]  # a defect is told once, not with each wish that follows
            raise
        if refused:
            held.refuse(item["seq"], unmarked(refused))
        held.ack, held.unkept = item["seq"], ""
    return bool(fresh)


def _items(outbox: object) -> list[dict[str, Any]]:
    items = outbox.get("items") if isinstance(outbox, dict) else None
    rows = items if isinstance(items, list) else []
    return [row for row in rows[:_MOST] if isinstance(row, dict) and _whole(row)]


def _whole(row: Mapping[str, Any]) -> bool:
    number, op = row.get("seq"), row.get("op")
    return isinstance(number, int) and isinstance(op, dict) and bool(row.get("command"))


def _apply(op: Op, command: str, held: Held, *, hand: Hand) -> str:
    """One wish: an edit of the plan, one taken back or done again; why not, or nothing."""
    kind = str(op.get("kind"))
    if kind == "arrange":
        return arrange(held, hand, command)
    if kind in {"undo", "redo"}:
        return hand.does(kind, command=command)[1]
    try:
        change = wishes.change_of(op, held)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return kt.say("tree_editor.not_understood")
    done, refused = hand.does("edit", change, command=command)
    if done:
        wishes.remember(op, held, done)
        if held.followed == done.version - 1:
            held.followed = done.version  # nothing has been arranged by it
    return refused
