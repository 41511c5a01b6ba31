"""Versions of plans that were used last, so that they need not be replayed again.

Each belongs to an era of its plan's log: what was read before a name was erased is not found after.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kpi_tree.store.log import Version

_PLANS: Final = 64
_EARLIER: Final = 32


class Shelf:
    """The newest versions of the plans that were used last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._versions: OrderedDict[str, tuple[int, Version]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, plan_id: str, era: int) -> Version | None:
        """The newest version of a plan, as far as it is known here."""
        with self._lock:
            if plan_id in self._versions:
                self._versions.move_to_end(plan_id)
            there = self._versions.get(plan_id)
            return there[1] if there and there[0] == era else None

    def put(self, version: Version, era: int) -> None:
        """Keep a version, unless a newer one is kept."""
        with self._lock:
            there = self._versions.get(version.plan_id)
            if there is None or (there[0], there[1].version) < (era, version.version):
                self._versions[version.plan_id] = (era, version)
            self._versions.move_to_end(version.plan_id)
            while len(self._versions) > _PLANS:
                self._versions.popitem(last=False)

    def drop(self, plan_id: str) -> None:
        """Forget a plan."""
        with self._lock:
            self._versions.pop(plan_id, None)


class Earlier:
    """Earlier versions that people have looked at: a page reads the one it shows many times."""

    def __init__(self) -> None:
        """Begin with none."""
        self._versions: OrderedDict[tuple[str, int, int], Version] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, plan_id: str, era: int, *, version: int) -> Version | None:
        """A version of a plan, where it is kept."""
        key = (plan_id, era, version)
        with self._lock:
            if key in self._versions:
                self._versions.move_to_end(key)
            return self._versions.get(key)

    def put(self, version: Version, era: int) -> None:
        """Keep a version; the one that was looked at longest ago may have to go."""
        with self._lock:
            self._versions[version.plan_id, era, version.version] = version
            while len(self._versions) > _EARLIER:
                self._versions.popitem(last=False)

    def drop(self, plan_id: str) -> None:
        """Forget a plan."""
        with self._lock:
            for key in [key for key in self._versions if key[0] == plan_id]:
                del self._versions[key]
