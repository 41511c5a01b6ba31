"""Ports that servers have one after another: browsers know scripts by address, port and all."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Ports:
    """Ports that were taken and given back; the last comes first."""

    free: list[int] = field(default_factory=list)

    @contextmanager
    def taken(self) -> Iterator[int]:
        """A port on which nobody listens, until the block ends."""
        port = bound(self.free.pop() if self.free else 0)
        yield port
        self.free.append(port)


def bound(port: int) -> int:
    """The port if it can be had, another one otherwise."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORTS = Ports()
