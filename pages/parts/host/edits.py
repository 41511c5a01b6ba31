"""The route of the map: wishes taken and answered at once, ahead of the page's own run.

    POST /edit {"desk": …, "drawing": 7, "items": [{"seq": 3, "command": …, "op": {…}}]}
    → 200 {"ack": 3, "refusals": […], "made": {…}, "from": 7, "drawing": 8, "nodes": {…}, …}

The same wishes are taken as by the page, by the same function and with the same memory of what was
taken (`pages/parts/tree_editor/`); whichever comes first does them, the other passes them by. The
right to edit is asked for inside the write. Where nothing can be answered, the page's run is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

import kpi_tree as kt
from pages.parts.host.turns import SOON, Turns, asked
from pages.parts.host.visits import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from pages.parts.host.settings import Host

AT_ONCE: Final = 4
MOST_WAITING: Final = 64
LARGEST_NOTE: Final = 200_000


class Edits:
    """The route, for one host."""

    def __init__(
        self,
        host: Host,
        workspace: Callable[[], kt.Workspace],
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        """Edit the plans of `workspace`, which is opened when it is first asked for."""
        self._host, self._workspace = host, workspace
        self._turns = Turns(AT_ONCE, most_waiting=most_waiting)

    async def rested(self) -> None:
        """Wait until whoever has edited is answered, a moment at most."""
        await self._turns.rested()

    async def answer(self, request: Request) -> Response:
        """What has become of some wishes."""
        note = await asked(
            request, self._host, self._turns, largest=LARGEST_NOTE, is_sound=_is_wish
        )
        if isinstance(note, Response):
            return note
        who = visitor(request, self._host)
        try:
            asker = self._workspace().admitted(who)
            told = await self._turns.worked_out(partial(_told, asker, note, name=who.name))
        except (kt.BadArgument, kt.NotAllowed):
            return Response(status_code=404)
        except kt.StoreError:
            # The wishes stay with the browser, which sends them again.
            return Response(status_code=503, headers=SOON)
        if told is None:
            return Response(status_code=503, headers=SOON)
        return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _told(asker: kt.Workspace, note: Mapping[str, Any], *, name: str) -> Mapping[str, Any] | None:
    # What only pages need is loaded with the first of them, and not while the server starts.
    from pages.parts.tree_editor.at_once import at_once  # noqa: PLC0415

    return at_once(asker, note, name=name)


def _is_wish(note: Mapping[str, Any]) -> bool:
    """Whether a note wishes for anything at all."""
    return (
        isinstance(note.get("desk"), str)
        and isinstance(note.get("drawing"), int)
        and isinstance(note.get("items"), list)
    )
