"""Boxes arranged anew, and as they stood before where that is taken back.

It is an edit of the plan, so undo and redo take it in its turn, on the map as in the frame, and
whoever else has the map before them sees it arranged too. What the plan does not hold, where the
boxes stood that nobody had moved, is remembered here beside it, by each visit for itself.

A visit that began later (the page was loaded anew) does not know it. When an arrangement of older
is taken back there, boxes that people had put somewhere go back, and the others stay: where nobody
had put any, nothing moves, though a step was taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kpi_tree as kt
from pages.parts import refusal_words
from pages.parts.tree_editor.standing_places import BELOW, spots, standing

if TYPE_CHECKING:
    from pages.parts.session import Opened
    from pages.parts.tree_editor.held import Held
    from pages.parts.tree_editor.operations import Hand

_MOST: Final = 8  # arrangements that can be taken back with all their places


def arrange(held: Held, hand: Hand, command: str) -> str:
    """Arrange all boxes anew, where any would stand elsewhere then; why not, or nothing."""
    try:
        now = hand.workspace.read(held.plan_id)
    except (kt.BadArgument, kt.NotAllowed) as error:
        return refusal_words.told(error)
    follow(held, hand.workspace, now)
    if not now.plan.layout and spots(kt.places(now.plan, below=BELOW)) == spots(held.before):
        return ""
    done, refused = hand.does("edit", kt.arrange, command=command)
    if done:
        follow(held, hand.workspace, done)
    return refused


def follow(held: Held, workspace: kt.Workspace, now: kt.Version | Opened) -> None:
    """Let the boxes stand as they do since what was arranged or taken back, by whomever."""
    since = now.version - held.followed
    if since > 0 and (held.before or held.arranged):
        entries = workspace.history(held.plan_id, most=since, before=now.version + 1)
        other = [_followed(entry, held) for entry in reversed(entries) if entry.rearranged]
        if any(other) and held.before:
            standing(now.plan, held)  # what stands in the boxes may be other than it was then
    held.followed = max(held.followed, now.version)


def _followed(entry: kt.Entry, held: Held) -> bool:
    """Whether the picture has become another by an entry about an arrangement."""
    of = entry.version if entry.of is None else entry.of
    if entry.kind != "undo":
        held.arranged[of], held.before = held.before, None
        held.arranged = dict(list(held.arranged.items())[-_MOST:])
    elif of in held.arranged:
        held.before = held.arranged[of]
    else:
        return False
    return True
