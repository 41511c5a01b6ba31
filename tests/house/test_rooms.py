"""The rooms keep to themselves: what a simulation brings along, who comes in by which door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import code

HEAVY = {"sqlalchemy", "plotly", "scipy", "streamlit", "pandas"}

SIMULATE = """
import json, pathlib, sys
import kpi_tree as kt

plan = {
    "format": "enlace-plan/1", "title": "Reseñas", "start": "2027-01", "months": 3,
    "metrics": [
        {"id": "reviews", "name": "Reseñas", "layer": "social", "baseline": 120},
        {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 40},
    ],
    "links": [
        {"id": "l1", "from": "reviews", "to": "orders", "size": {"p10": 0.02, "p90": 0.2}},
    ],
    "goals": [{"id": "g1", "name": "Más pedidos", "metric": "orders", "target": 41,
               "by": "2027-03"}],
    "scenarios": [{"id": "more", "name": "Más reseñas",
                   "targets": [{"metric": "reviews", "change": 0.25}]}],
}
file = pathlib.Path(sys.argv[1])
file.write_text(json.dumps(plan), "utf-8")
shown = kt.simulate(kt.read(file), draws=200).to_dict()
assert 0 <= shown["scenarios"]["more"]["goals"]["g1"]["probability"] <= 1
print(*sys.modules)
"""


def modules_after(program: str, *arguments: object) -> set[str]:
    """The outermost names of all modules that a fresh Python holds after running a program."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, cwd=code.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_opening_the_door_brings_along_no_heavy_library() -> None:
    held = modules_after("import sys, kpi_tree; print(*sys.modules)")
    assert held & (HEAVY | {"numpy", "networkx", "pydantic"}) == set()


def test_a_simulation_needs_neither_database_nor_charts_nor_pages(tmp_path: Path) -> None:
    assert modules_after(SIMULATE, tmp_path / "plan.json") & HEAVY == set()


def test_the_frame_comes_in_by_the_door() -> None:
    trees = (tree for file, tree in code.sources().items() if file == Path("app.py"))
    imported = {name for tree in trees for name in _imported(tree)}
    assert {name for name in imported if name.startswith("kpi_tree.")} == set()


@pytest.mark.parametrize("house", ["kpi_tree", "pages"])
def test_every_folder_of_code_is_a_package_so_that_the_contracts_see_it(house: str) -> None:
    folders = {file.parent for file in code.sources() if file.parts[0] == house}
    assert {folder for folder in folders if not (code.ROOT / folder / "__init__.py").exists()} == (
        set()
    )


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "common", "manager", "data", "misc"}
    assert [file for file in code.sources() if file.stem in vague] == []


def _imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
