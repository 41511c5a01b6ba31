"""The door names each public name three times: for loading, for the type checker, for readers."""

from __future__ import annotations

import ast
from pathlib import Path

import kpi_tree

TREE = ast.parse(Path(kpi_tree.__file__).read_text("utf-8"))
# The library is a room that is handed over whole.
WHOLE = {"library"}


def typed() -> dict[str, str]:
    """The names that the type checker sees, by their rooms."""
    seen = next(node for node in TREE.body if isinstance(node, ast.If))
    return {
        alias.asname or alias.name: str(node.module)
        for node in ast.walk(seen)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kpi_tree.")
        for alias in node.names
    }


def loaded() -> dict[str, str]:
    """The names that are loaded when they are asked for, by their rooms."""
    table = next(
        node.value
        for node in TREE.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_ROOMS"
    )
    rooms: dict[str, tuple[str, ...]] = ast.literal_eval(table)
    return {name: room for room, names in rooms.items() for name in names}


def test_what_is_loaded_is_what_the_type_checker_sees_and_comes_from_the_same_room():
    assert {name: room for name, room in typed().items() if name not in WHOLE} == loaded()


def test_every_public_name_has_a_room_and_every_name_with_a_room_is_public():
    assert set(kpi_tree.__all__) == {*loaded(), *WHOLE}


def test_every_public_name_can_be_loaded():
    assert [name for name in kpi_tree.__all__ if getattr(kpi_tree, name, None) is None] == []
