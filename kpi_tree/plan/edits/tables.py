"""Many metrics and links at once, as they stand in a table or on a clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kpi_tree.plan.edits.draft import edit
from kpi_tree.plan.edits.metrics import drop_metrics
from kpi_tree.plan.edits.naming import alike
from kpi_tree.plan.edits.signatures import change_of_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.plan.edits.draft import Draft

    Row = Mapping[str, Any]

_ENDS: Final = frozenset({"from", "to", "driver", "outcome"})


@edit
def paste(
    draft: Draft,
    metrics: Iterable[Row] = (),
    *,
    links: Iterable[Row] = (),
    removed: Iterable[str] = (),
) -> None:
    """Write rows as one edit: all of them or none.

    A metric's row with the id, else the name, of one that is there changes it; any other adds
    one. Only the keys of a row are set; `None` gives back the default. A link's row with the id
    of one that is there changes it; its ends may be ids or names, also of rows pasted with it.

    Args:
        draft: the plan.
        metrics: rows with the keys of the plan file.
        links: likewise.
        removed: ids of metrics and links that were rows of the table and are no more.
    """
    gone = list(removed)
    there = {item.id for item in draft.plan.links}
    for link in gone:
        if link in there:
            draft.remove("links", link)
    drop_metrics(draft, [metric for metric in gone if metric not in there])
    for row in metrics:
        # Checked when all rows are written: a formula may name what a later row brings.
        _write(draft, "metrics", row, known=_meant(draft, row))
    for row in links:
        ends = {key: _end(draft, row[key]) for key in _ENDS & row.keys()}
        known = any(link.id == row.get("id") for link in draft.plan.links)
        _write(draft, "links", {**row, **ends}, known=row["id"] if known else None)


def _write(draft: Draft, among: str, row: Row, *, known: str | None) -> None:
    if among == "metrics" and row.get("name") is not None:
        draft.keep_apart(among, row["name"], item_id=known)
    keys = {key: row[key] for key in row if key != "id"}
    if known is None:
        draft.add(among, row)
    elif among == "links":
        change_of_link(draft, known, keys)
    else:
        draft.change(among, known, keys)


def _meant(draft: Draft, row: Row) -> str | None:
    """The id of the metric that a row speaks of, if it is there."""
    if given := row.get("id"):
        return str(given) if str(given) in draft.plan.metric else None
    return _named(draft, row.get("name"))


def _end(draft: Draft, end: object) -> object:
    return end if str(end) in draft.plan.metric else _named(draft, end) or end


def _named(draft: Draft, name: object) -> str | None:
    wanted = alike(str(name))
    found = (metric.id for metric in draft.plan.metrics if alike(metric.name) == wanted)
    return next(found, None)
