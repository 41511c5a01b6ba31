"""What stands around the boxes of a picture: the layers' columns, and the lane of the unlinked."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.drawing import LANE_ROOM
from kpi_tree.layout.picture import Band, Lane

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.layout.picture import Layout, Place

    Bands = tuple[Band, ...]

_BOTH: Final = 2  # neighbours, left and right


def bands(boxes: Mapping[str, Place]) -> Bands:
    """The layers from left to right where their boxes still stand apart, else none."""
    found = [_span(layer, boxes.values()) for layer in _layers(boxes)]
    return () if _crossed(found) else _in_order(found)


def bands_after(boxes: Mapping[str, Place], before: Layout) -> Bands:
    """The columns as they were; with those of layers that are new, without those that are gone.

    Where a new one runs into another, neither can be told from the other any more. One that runs
    into both its neighbours stands between them, and they are known as before.
    """
    layers = _layers(boxes)
    if layers == _layers(before.places):
        return before.bands
    if not before.bands:
        return bands(boxes)
    kept = [band for band in before.bands if band.layer in layers]
    fresh = layers - {band.layer for band in kept} - (_layers(before.places) - _of(before.bands))
    found = [*kept, *(_span(layer, boxes.values()) for layer in fresh)]
    found = [band for band in found if band in kept or _crossed(found).count(band) < _BOTH]
    mixed = _crossed(found)
    return _in_order(band for band in found if band not in mixed)


def lane(boxes: Mapping[str, Place]) -> Lane | None:
    """The strip of the unlinked where all of them stand below all others, else none.

    None either where there is no room for its words.
    """
    apart = [box for box in boxes.values() if box.apart]
    if not apart:
        return None
    top = min(box.y for box in apart) - LANE_ROOM
    above = max((box.box[3] for box in boxes.values() if not box.apart), default=top)
    return Lane(above, max(box.box[3] for box in apart) - above) if above < top + 1 else None


def _layers(boxes: Mapping[str, Place]) -> set[str]:
    return {box.layer for box in boxes.values()}


def _of(found: Bands) -> set[str]:
    return {band.layer for band in found}


def _span(layer: str, boxes: Iterable[Place]) -> Band:
    """The columns of a layer's boxes: of those that nobody has moved, where there are any."""
    own = [box for box in boxes if box.layer == layer]
    still = [box for box in own if not box.kept] or own
    left, right = min(box.x for box in still), max(box.x + box.width for box in still)
    return Band(layer, left, right - left)


def _crossed(found: Iterable[Band]) -> list[Band]:
    """The columns that run into another."""
    pairs = itertools.pairwise(_in_order(found))
    mixed = [pair for pair in pairs if pair[0].x + pair[0].width > pair[1].x]
    return [band for pair in mixed for band in pair]


def _in_order(found: Iterable[Band]) -> Bands:
    return tuple(sorted(found, key=lambda band: (band.x, band.x + band.width, band.layer)))
