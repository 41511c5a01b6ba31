"""One's own voice on a link: an opinion and a signature, under nobody's name but one's own.

Whoever may comment may do this and nothing else to a plan. Who speaks is looked up where the edit
is decided, so that nobody can be named in a wish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.errors import NotAllowed, Problem
from kpi_tree.founding.signing import Speaker, speaker
from kpi_tree.plan.edits import give_opinion, sign_link, withdraw_opinion, withdraw_signature
from kpi_tree.plan.edits.naming import alike, id_for
from kpi_tree.store import Decision, Past, Wish, people
from kpi_tree.workspace.desk import Desk, there
from kpi_tree.workspace.seat import command_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.model import Plan
    from kpi_tree.store import Version
    from kpi_tree.store.log import Signed

    Edit = Callable[..., Sequence[Event]]

# What names its speaker, and whether it may enter them among the plan's people.
_VOICES: Final = {
    give_opinion: True,
    sign_link: True,
    withdraw_opinion: False,
    withdraw_signature: False,
}
# What only they may say who may edit: for whom it is, and how much it counts.
_NOT_THEIRS: Final = frozenset({"person", "name", "side", "weight"})


class Vouching(Desk):
    """What people say for themselves about the links of a plan."""

    def vouch(
        self,
        plan_id: str,
        edit: Edit,
        link: str,
        *,
        by: str = "",
        command: str | None = None,
        **fields: object,
    ) -> Version:
        """Give one's own opinion on a link, sign it oneself, or take either back.

        Args:
            plan_id: the plan.
            edit: `give_opinion`, `withdraw_opinion`, `sign_link` or `withdraw_signature`.
            link: the link's id.
            by: the name of whoever speaks, where people are not known.
            command: an id for this very wish; sent again, it is done once.
            **fields: what the edit takes besides; never who speaks, nor how much it counts.

        Raises:
            BadArgument: there is no such plan.
            EditRefused: the plan does not allow it; nothing has changed.
            NotAllowed: whoever asks may not, or it is another edit, or in another's name.
            StoreError: it cannot be kept; nothing has changed.
        """
        if edit not in _VOICES or fields.keys() & _NOT_THEIRS:
            raise NotAllowed([Problem("role_too_small")])
        sign = self._seat.signer(plan_id, "vouch", by=by)
        comers: list[people.Participant] = []

        def once(connection: Connection) -> Signed:
            signed = sign(connection)
            if self._seat.house.closed:
                caller, now = self._seat.caller, self._seat.now()
                comers[:] = people.people(connection, plan_id, caller=caller, now=now)
            return signed

        def decide(now: Version | None, _: Past) -> Decision:
            plan = there(now).plan
            who = _speaker(plan, comers, by=by)
            named = {"name": who.name, "side": who.side} if _VOICES[edit] else {}
            return Decision(tuple(edit(plan, link, person=who.person, **named, **fields)))

        return self._store.append(Wish(plan_id, once, command_of(command), decide))


def _speaker(plan: Plan, comers: Sequence[people.Participant], *, by: str) -> Speaker:
    """Whoever asks, as one of the plan's people; where nobody is known, by their name."""
    me = next((each for each in comers if each.me), None)
    if me is not None:
        return speaker(plan, comers, me)
    held = next((each for each in plan.people if alike(each.name) == alike(by)), None)
    if held is not None:
        return Speaker(held.id, held.name, held.side)
    return Speaker(id_for(by, plan), by.strip(), "")
