"""What is counted of each address: how much it holds open, how heavily it sends."""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESSES: Final = 10_000


class Held:
    """How much each holds open now.

    >>> held = Held(most=1)
    >>> held.full("a"), held.take("a"), held.full("a"), held.full("b")
    (False, None, True, False)
    >>> held.release("a"), held.full("a")
    (None, False)
    """

    def __init__(self, most: int) -> None:
        """Let each hold so many."""
        self._most = most
        self._open: Counter[str] = Counter()

    def full(self, who: str) -> bool:
        """Whether somebody holds all that they may."""
        return self._open[who] >= self._most

    def take(self, who: str) -> None:
        """Somebody holds one more."""
        self._open[who] += 1

    def release(self, who: str) -> None:
        """Somebody lets one go."""
        self._open[who] -= 1
        if not self._open[who]:
            del self._open[who]


class Weights:
    """How much each has sent of late.

    >>> now = 0.0
    >>> weights = Weights(most=10, within=60, clock=lambda: now)
    >>> weights.add("a", 8), weights.wait("a", 2), weights.wait("a", 3), weights.wait("b", 3)
    (None, 0, 60, 0)
    """

    def __init__(
        self, most: int, *, within: float = 600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Let each send so much within so many seconds."""
        self._most, self._within, self._clock = most, within, clock
        self._sent: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()

    def wait(self, who: str, weight: int) -> int:
        """In how many seconds somebody may try again to send so much; 0 where they may now."""
        sent = self._fresh(who)
        if sum(each for _, each in sent) + weight <= self._most:
            return 0
        first = sent[0][0] if sent else self._clock()
        return max(1, math.ceil(first + self._within - self._clock()))

    def add(self, who: str, weight: int) -> None:
        """Somebody sends so much."""
        sent = self._fresh(who)
        sent.append((self._clock(), weight))
        self._sent[who] = sent
        self._sent.move_to_end(who)
        while len(self._sent) > _ADDRESSES:
            self._sent.popitem(last=False)

    def _fresh(self, who: str) -> deque[tuple[float, int]]:
        sent = self._sent.get(who) or deque()
        while sent and sent[0][0] <= self._clock() - self._within:
            sent.popleft()
        return sent
