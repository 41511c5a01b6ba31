"""Somebody at the app without a browser: through the real websocket, as Streamlit's page speaks.

with Person(url, cookie=token) as ana:
    ana.open("purpose", plan=plan_id)
    ana.type("purpose.ask", "Vender más")
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from pages.parts.host.visits import VISIT_COOKIE
from pages.parts.reader import NAME_COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.proto.Element_pb2 import Element

PATIENCE = 60.0


class Person:
    """One session of the app, with a cookie and a name."""

    def __init__(self, url: str, *, cookie: str, name: str = "", session: str = "") -> None:
        """Come with a cookie; with `session` one tries to take over a session of that id."""
        self.url, self.cookie = url, cookie
        cookies = {VISIT_COOKIE: cookie, NAME_COOKIE: name}
        told = "; ".join(f"{key}={value}" for key, value in cookies.items() if value)
        protocols: list[Any] = ["streamlit", "none", *([session] if session else [])]
        self._held = ExitStack()
        socket = connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            subprotocols=protocols,
            additional_headers={"Cookie": told, "Origin": url},
            max_size=None,
        )
        self._socket = self._held.enter_context(socket)
        self.session = session
        self._page, self._query = "", ""
        self.seen: list[Element] = []
        self._kept: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    # ── What a person does ──────────────────────────────────────────────────────────────────────

    def open(self, page: str, **query: str) -> None:
        """Go to a page."""
        self._page, self._query = page, urlencode(query)
        self._kept.clear()
        self._run()

    def type(self, key: str, text: str) -> None:
        """Put a text into the field with this key."""
        self._kept[self._field(key)] = text
        self._run()

    def press(self, key: str) -> None:
        """Press the button with this key."""
        self._run(pressed=self._field(key))

    def download(self, key: str) -> bytes | None:
        """What the download button with this key gives; None where it is refused."""
        note = BackMsg()
        asked = note.backend_operation_request
        asked.request_id, asked.session_id = uuid4().hex, self.session
        asked.deferred_file.file_id = self._shown(key).deferred_file_id
        self._socket.send(note.SerializeToString())
        while True:
            told = ForwardMsg()
            told.ParseFromString(self._socket.recv(timeout=PATIENCE))
            answer = told.backend_operation_response
            if answer.request_id == asked.request_id:
                break
        if answer.error_msg:
            return None
        with urlopen(f"{self.url}{answer.deferred_file.url}") as file:  # noqa: S310 (our own)
            return bytes(file.read())

    def again(self) -> None:
        """Let the page run once more."""
        self._run()

    def words(self) -> str:
        """Everything that the page says."""
        return "\n".join(str(element) for element in self.seen)

    def keys(self, start: str) -> list[str]:
        """The keys of the page's fields that begin so."""
        found = [str(getattr(field, "id", "")) for field in map(_field_of, self.seen)]
        return [one[at:] for one in found if (at := one.find(f"-{start}") + 1)]

    # ── How the page says it ────────────────────────────────────────────────────────────────────

    def _field(self, key: str) -> str:
        return str(self._shown(key).id)

    def _shown(self, key: str) -> Any:
        for field in map(_field_of, self.seen):
            if str(getattr(field, "id", "")).endswith(f"-{key}"):
                return field
        told = f"no field {key} on {self._page}: {self.words()[:500]}"
        raise AssertionError(told)

    def _run(self, pressed: str = "") -> None:
        note = BackMsg()
        note.rerun_script.query_string = self._query
        note.rerun_script.page_name = self._page
        for name, text in self._kept.items():
            state = note.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = name, text
        if pressed:
            state = note.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        self._socket.send(note.SerializeToString())
        self.seen = list(self._answer())

    def _answer(self) -> Iterator[Element]:
        """The elements of a whole run; a run that the app begins anew counts as the same."""
        while True:
            told = ForwardMsg()
            told.ParseFromString(self._socket.recv(timeout=PATIENCE))
            match told.WhichOneof("type"):
                case "new_session":
                    self.session = told.new_session.initialize.session_id or self.session
                case "delta" if told.delta.HasField("new_element"):
                    yield told.delta.new_element
                case "script_finished" if told.script_finished in {
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                }:
                    return


def _field_of(element: Element) -> Any:
    return getattr(element, element.WhichOneof("type") or "", None)
