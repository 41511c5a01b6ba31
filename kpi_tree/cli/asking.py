"""What `library search` is asked: its words, and what narrows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from kpi_tree import library
from kpi_tree.errors import BadArgument, Problem, quoted
from kpi_tree.locale import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


class Narrowed(TypedDict):
    """Where the metrics must stand; None where that is all the same."""

    layer: str | None
    area: str | None
    network: str | None


class Unasked(Problem):
    """Why a search cannot be made."""

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        match self.code:
            case "no_layer":
                return say("knowing.no_layer", **self.values)
            case "no_area":
                return say("knowing.no_area", **self.values)
            case "no_network":
                return say("knowing.no_network", **self.values)
            case "no_limit":
                return say("knowing.no_limit", **self.values)
        return say("knowing.no_words")

    @property
    def remedy(self) -> str:
        """What there is instead."""
        return say("knowing.known", **self.values) if "known" in self.values else ""


def asked(arguments: argparse.Namespace) -> tuple[str, Narrowed]:
    """The words of a search and what narrows it.

    Raises:
        BadArgument: there are neither words nor anything else to go by, or the library knows no
            such layer, area or network.
    """
    words = " ".join(arguments.words).strip()
    layer, area, network = arguments.layer, arguments.area, arguments.network
    every = library.metrics()
    _refuse_unknown("no_layer", layer, (one.layer for one in every))
    _refuse_unknown("no_area", area, (one.area for one in every))
    _refuse_unknown("no_network", network, (name for one in every for name in one.networks))
    if not (words or layer or area or network):
        raise BadArgument([Unasked("no_words")])
    limit = arguments.limit
    if limit is not None and not (isinstance(limit, int) and limit > 0):
        raise BadArgument([Unasked("no_limit", "", {"found": quoted(limit)})])
    return words, Narrowed(layer=layer, area=area, network=network)


def _refuse_unknown(code: str, found: str | None, known: Iterable[str]) -> None:
    held = dict.fromkeys(known)
    if found is not None and found not in held:
        values = {"found": quoted(found), "known": ", ".join(held)}
        raise BadArgument([Unasked(code, "", values)])
