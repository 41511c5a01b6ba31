"""Edits of what was measured, and of where metrics stand on the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from kpi_tree.plan.edits.draft import edit, refuse_document
from kpi_tree.plan.events import LayoutSet, ObservationsSet
from kpi_tree.plan.replay import head
from kpi_tree.plan.writing import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.edits.draft import Draft

    Series = Mapping[str, float | None]
    Point = tuple[float, float]


@edit
def set_observations(
    draft: Draft, observations: Mapping[str, Series], *, replace: bool = False
) -> None:
    """Write what was measured: metric, month, number; `None` takes a month out.

    With `replace` the months of these metrics that are not named are taken out too.
    """
    for metric, series in observations.items():
        draft.find("metrics", metric)
        before = draft.plan.observations.get(metric, {})
        wanted = dict.fromkeys(before) | dict(series) if replace else dict(series)
        _measure(draft, metric, wanted)


@edit
def clear_observations(draft: Draft, metric: str) -> None:
    """Take out all that was measured of a metric."""
    drop_series(draft, metric)


@edit
def set_layout(draft: Draft, places: Mapping[str, Point | None]) -> None:
    """Put metrics somewhere on the drawing; `None` gives one back to the layout."""
    for metric in places:
        draft.find("metrics", metric)
    place(draft, places)


@edit
def clear_layout(draft: Draft) -> None:
    """Give all metrics back to the layout."""
    place(draft, dict.fromkeys(draft.plan.layout))


@edit
def arrange(draft: Draft) -> None:
    """Have the whole drawing made anew: all metrics go back to the layout.

    It has happened also where nobody had put any anywhere: those who see the drawing see another,
    and whoever did it can take it back.
    """
    place(draft, dict.fromkeys(draft.plan.layout))
    # Giving back one place, or all of them, is not yet this: an event of its own tells it apart.
    draft.record(LayoutSet(now={}, was={}))


def drop_series(draft: Draft, metric: str) -> None:
    """The steps of taking out all that was measured of a metric."""
    _measure(draft, metric, dict.fromkeys(draft.plan.observations.get(metric, {})))


def place(draft: Draft, places: Mapping[str, Point | None]) -> None:
    """The steps of putting metrics somewhere."""
    given = {metric: point for metric, point in places.items() if point is not None}
    try:
        typed = head(draft.plan, {"layout": given}).layout
    except ValidationError:
        refuse_document(document(draft.plan) | {"layout": given})
    before = draft.plan.layout
    differing = [metric for metric in places if typed.get(metric) != before.get(metric)]
    if differing:
        now = {metric: typed.get(metric) for metric in differing}
        draft.record(LayoutSet(now=now, was={metric: before.get(metric) for metric in differing}))


def _measure(draft: Draft, metric: str, series: Series) -> None:
    given = {month: value for month, value in series.items() if value is not None}
    try:
        typed = head(draft.plan, {"observations": {metric: given}}).observations[metric]
    except ValidationError:
        refuse_document(document(draft.plan) | {"observations": {metric: given}})
    before = draft.plan.observations.get(metric, {})
    differing = [month for month in series if typed.get(month) != before.get(month)]
    if differing:
        now = {month: typed.get(month) for month in differing}
        was = {month: before.get(month) for month in differing}
        draft.record(ObservationsSet(metric=metric, now=now, was=was))
