"""A mapping that nobody changes, so that a plan that holds one is a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Part = TypeVar("Part")


class Frozen(Mapping[Key, Part]):
    """A dictionary without ways to change it: it can be compared, hashed, copied and pickled.

    >>> Frozen({"a": 1}) == {"a": 1}, hash(Frozen({"a": 1})) == hash(Frozen({"a": 1}))
    (True, True)
    """

    __slots__ = ("_parts",)

    def __init__(self, parts: Mapping[Key, Part]) -> None:
        """Hold a copy of `parts`."""
        self._parts = dict(parts)

    def __getitem__(self, key: Key) -> Part:
        return self._parts[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __hash__(self) -> int:
        return hash(frozenset(self._parts.items()))

    def __repr__(self) -> str:
        return f"Frozen({self._parts!r})"

    def __reduce__(self) -> tuple[type[Frozen[Key, Part]], tuple[dict[Key, Part]]]:
        return Frozen, (self._parts,)
