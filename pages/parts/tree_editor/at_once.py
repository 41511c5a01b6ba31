"""The map's wishes ahead of the page's run: taken, and answered with what has changed.

The route `/edit` asks here, in a thread of its own, with the memory of the visit whose page has
drawn the map. What is drawn is what that page's next run draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.session import Opened
from pages.parts.tree_editor.arranging import follow
from pages.parts.tree_editor.drawings import changed, drawing
from pages.parts.tree_editor.held import Held, held_as
from pages.parts.tree_editor.operations import Hand, take

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATIENCE: Final = 0.5  # seconds for which a run of the page that draws is waited for


def at_once(asker: kt.Workspace, note: Mapping[str, Any], *, name: str) -> Mapping[str, Any] | None:
    """What has become of the wishes of a note, as JSON; None where a run of the page must answer.

    Args:
        asker: the plans as the cookie of whoever asks opens them.
        note: whose memory, the number of the drawing that the browser has, and the wishes.
        name: what whoever asks calls themselves.

    Raises:
        BadArgument: there is no such plan (any more).
        NotAllowed: whoever asks may not look at it.
        StoreError: plans cannot be read or kept just now; what was not kept is not acknowledged.
    """
    kept = held_as(note["desk"])
    if kept is None or not kept.turn.acquire(timeout=_PATIENCE):
        return None
    try:
        hand = Hand(asker, kept.plan_id, _signature(asker, kept.plan_id, name))
        return _taken(kept, hand, note) if hand.by else None
    finally:
        kept.turn.release()


def _taken(kept: Held, hand: Hand, note: Mapping[str, Any]) -> Mapping[str, Any] | None:
    last = kept.drawing
    if last is None:
        return None
    asker, plan_id = hand.workspace, hand.plan_id
    if asker.closed:
        asker.read(plan_id)  # whoever may not look is told nothing
    with kt.speak(last.mark.language):
        take(note, kept, hand)
        kept.hasty = True  # what the candid reader says follows with the page
        newest = asker.read(plan_id)
        opened = Opened(plan_id, newest.plan, newest.version)
        follow(kept, asker, opened)
        now = drawing(opened, kept, last.mark.scenario)
    known = last if last.number == note["drawing"] else None
    told = {"ack": kept.ack, "refusals": kept.refusals, "made": kept.made}
    return {**told, **changed(known, now)}


def _signature(asker: kt.Workspace, plan_id: str, name: str) -> str:
    """The name that edits are signed with: where people are known, the one they are known by."""
    if not asker.closed:
        return name
    me = asker.sharing.me(plan_id)
    return me.name if me else ""
