"""The door names each public name once, in `__init__.pyi`, and opens to all of them."""

from __future__ import annotations

import ast
from pathlib import Path

import kpi_tree

STUB = ast.parse(Path(kpi_tree.__file__).with_suffix(".pyi").read_text("utf-8"))
LINES = [line for line in STUB.body if isinstance(line, ast.ImportFrom)]


def test_every_public_name_can_be_loaded() -> None:
    assert [name for name in kpi_tree.__all__ if getattr(kpi_tree, name, None) is None] == []


def test_no_name_stands_at_the_door_twice() -> None:
    names = [alias.name for line in LINES for alias in line.names]
    assert len(names) == len(set(names))


def test_the_type_checker_may_hand_every_name_on() -> None:
    hidden = [alias.name for line in LINES for alias in line.names if alias.asname != alias.name]
    assert hidden == []


def test_what_is_no_public_name_is_not_there() -> None:
    assert not hasattr(kpi_tree, "everything")
