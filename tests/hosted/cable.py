"""A cable between a browser and the server that can be pulled out, put back and listened to."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from typing import Self
from urllib.parse import urlsplit


class Cable:
    """Carries connections from a port of its own to a server, while it is whole.

    `heard` is what the server was sent, by connection.
    """

    def __init__(self, url: str) -> None:
        """Lead to the server at this address."""
        self._server = ("127.0.0.1", urlsplit(url).port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self.whole = True
        self.heard: list[bytearray] = []
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._wait, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self.pull()

    def pull(self) -> None:
        """Cut every connection, and let no other through."""
        self.whole = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.whole = True

    def _wait(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                if not self.whole:
                    near.close()
                    continue
                far = socket.create_connection(self._server)
                self._ends += [near, far]
                self.heard.append(bytearray())
                Thread(target=_carry, args=(near, far, self.heard[-1]), daemon=True).start()
                Thread(target=_carry, args=(far, near, bytearray()), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, heard: bytearray) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            heard += part
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
