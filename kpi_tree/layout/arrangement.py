"""The picture as nobody has touched it: of several arrangements the largest on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from kpi_tree.layout.columns import columns
from kpi_tree.layout.drawing import SCREEN, drawn, in_order
from kpi_tree.layout.label import label
from kpi_tree.layout.stacks import Stacks, stackings

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from kpi_tree.layout.drawing import Field
    from kpi_tree.layout.label import Label
    from kpi_tree.layout.picture import Layout
    from kpi_tree.tree import KpiTree

# Larger trees have many crossings either way; two tries would double the wait.
_COMPARED: Final = 400
# Of still larger trees than these no name can be read from afar, however they are stacked.
_STACKED: Final = 60
# So many crossings more a hasty order may have than the best.
_HASTE: Final = 2


@dataclass(frozen=True)
class _Asked:
    """A tree with its labels; two are the same where their pictures are.

    Attributes:
        key: all that the picture hangs on.
        tree: the tree.
        labels: the texts in its boxes.
    """

    key: Hashable
    tree: KpiTree = field(compare=False)
    labels: Mapping[str, Label] = field(compare=False)


_LATES: Final = (True, False)
# Which boxes stand on one another; whether each stands in the last or the first column that suits.
_Choice = tuple[Stacks, bool]


def arranged(tree: KpiTree, *, below: float = 0.0) -> Layout:
    """The picture of a tree whose boxes nobody has put anywhere."""
    labels = {metric.id: label(metric, tree.plan, below=below) for metric in tree.plan.metrics}
    boxes = tuple(
        (metric.id, metric.layer, labels[metric.id].width, labels[metric.id].height)
        for metric in tree.plan.metrics
    )
    key = (boxes, tuple(tree.over_time.edges), tuple(tree.graph.edges), tree.goal_metrics)
    asked = _Asked(key, tree, labels)
    return _drawn(asked, _best(asked))


@lru_cache(maxsize=64)
def _best(asked: _Asked) -> _Choice:
    """The arrangement that is largest on a screen, up to its full size.

    None counts in which more edges cross than where no box stands on another.
    """
    levels = stackings(asked.tree, cost=lambda stacks: _hasty(asked, (stacks, True)))
    (flat,) = next(levels)
    if len(asked.labels) > _COMPARED:
        return flat, True
    found = {(flat, late): _field(asked, (flat, late)) for late in _LATES}
    least = min(field.crossed for field in found.values())
    widths = {choice: field.wide for choice, field in found.items() if field.crossed == least}
    best, large = _largest(asked, widths, least=least)
    if large >= 1 or len(asked.labels) > _STACKED:
        return best
    for level in levels:
        tried = {choice: _hasty(asked, choice) for choice in product(level, _LATES)}
        able = {choice: wide for choice, (count, wide) in tried.items() if count <= least + _HASTE}
        if not able:
            break
        widths |= able
    return _largest(asked, widths, least=least)[0]


def _hasty(asked: _Asked, choice: _Choice) -> tuple[int, float]:
    """About how many edges cross in an arrangement, and how wide it is."""
    field = _field(asked, choice, hasty=True)
    return field.crossed, field.wide


def _largest(
    asked: _Asked, widths: Mapping[_Choice, float], *, least: int
) -> tuple[_Choice, float]:
    """The arrangement that is largest on a screen, and how large; with `least` crossings."""
    best, largest = next(iter(widths)), 0.0
    for choice in sorted(widths, key=lambda each: -_size(widths[each])):
        if _size(widths[choice]) <= largest:
            break
        if _field(asked, choice).crossed <= least:
            found = _drawn(asked, choice)
            size = _size(found.width, found.height)
            best, largest = (choice, size) if size > largest else (best, largest)
    return best, largest


def _size(wide: float, high: float = 0.0) -> float:
    """How large a picture is on a screen: 1 where all of it can be seen at its full size."""
    return min(1.0, SCREEN[0] / max(wide, 1.0), SCREEN[1] / max(high, 1.0))


def _field(asked: _Asked, choice: _Choice, *, hasty: bool = False) -> Field:
    """The columns of an arrangement and the order inside them."""
    stacks, late = choice
    found = columns(asked.tree, stacks, late=late)
    return in_order(asked.tree, asked.labels, found, hasty=hasty)


def _drawn(asked: _Asked, choice: _Choice) -> Layout:
    """The picture of an arrangement."""
    return drawn(asked.tree, asked.labels, _field(asked, choice))
