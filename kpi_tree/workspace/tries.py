"""How often a token or a code may be guessed wrong."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESSES: Final = 10_000


class Tries:
    """The wrong tries of each address in the last minute.

    >>> now = 0.0
    >>> tries = Tries(most=2, within=60, clock=lambda: now)
    >>> tries.wrong("a"), tries.wrong("a"), tries.wait("a"), tries.wait("b")
    (None, None, 60, 0)
    """

    def __init__(
        self, most: int = 10, *, within: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow so many wrong tries within so many seconds."""
        self._most = most
        self._within = within
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """In how many seconds an address may try again; 0 where it may now."""
        with self._lock:
            found = self._fresh(address)
            if found is None or len(found) < self._most:
                return 0
            return max(1, math.ceil(found[0] + self._within - self._clock()))

    def wrong(self, address: str) -> None:
        """Count a wrong try."""
        with self._lock:
            if self._fresh(address) is None:
                self._wrong[address] = deque(maxlen=self._most)
            self._wrong[address].append(self._clock())
            self._wrong.move_to_end(address)
            while len(self._wrong) > _ADDRESSES:
                self._wrong.popitem(last=False)

    def _fresh(self, address: str) -> deque[float] | None:
        found = self._wrong.get(address)
        while found and found[0] <= self._clock() - self._within:
            found.popleft()
        return found
