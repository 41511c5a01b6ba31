"""Edits of the goals. The month in which a goal is due is `due` here (`by` in the plan file)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_tree.plan.edits.draft import edit

if TYPE_CHECKING:
    from kpi_tree.plan.edits.draft import Draft


@edit
def add_goal(draft: Draft, name: str, /, **fields: object) -> None:
    """Add a goal; `fields` are those of the plan file, but `due` for `by`.

    Without an `id` one is made from the name.
    """
    draft.keep_apart("goals", name)
    draft.add("goals", {"name": name, **fields})


@edit
def change_goal(draft: Draft, goal: str, /, **fields: object) -> None:
    """Change fields of a goal; `None` gives back the default."""
    if fields.get("name") is not None:
        draft.keep_apart("goals", fields["name"], item_id=goal)
    draft.change("goals", goal, fields)


@edit
def remove_goal(draft: Draft, goal: str) -> None:
    """Remove a goal."""
    draft.remove("goals", goal)
