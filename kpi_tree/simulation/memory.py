"""What has been computed already, by exactly what it depends on.

A metric's path is kept under a key made of its own definition and the keys of all that it reads.
Whatever changes in a plan changes the keys downstream of it and no others, so a slider, an edit
or a new scenario recomputes what depends on it and nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_MOST_KEYS: Final = 400_000
_Kept = TypeVar("_Kept")


class Memory:
    """Results by key, the least recently used dropped beyond a limit of bytes.

    One may serve many plans and threads at once.
    """

    def __init__(self, limit: int = 1 << 30) -> None:
        """Keep at most `limit` bytes."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._numbers: dict[Hashable, int] = {}
        self._next = count()
        self._lock = Lock()

    def number(self, key: Hashable) -> int:
        """A number that stands for `key`: the same for an equal key, never used for another."""
        with self._lock:
            found = self._numbers.get(key)
            if found is None:
                if len(self._numbers) >= _MOST_KEYS:
                    self._numbers.clear()
                found = self._numbers[key] = next(self._next)
            return found

    def held(self, key: Hashable) -> tuple[Any, int] | None:
        """What is kept under `key` and its bytes, if anything is."""
        with self._lock:
            return self._kept.get(key)

    def kept(self, key: Hashable, make: Callable[[], tuple[_Kept, int]]) -> _Kept:
        """What is kept under `key`, made first where nothing is; `make` gives it and its bytes."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("_Kept", self._kept[key][0])
        value, size = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._size += size
            while self._size > self._limit and len(self._kept) > 1:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._size -= dropped
        return value
