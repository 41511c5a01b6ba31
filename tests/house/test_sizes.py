"""Nothing has grown together: functions, modules and page scripts stay within the house's sizes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.house import code

if TYPE_CHECKING:
    from pathlib import Path

FUNCTION = 30  # lines of body, docstring aside
MODULE = 400  # the house says "about 300"
PAGE = 80


def test_functions_do_one_thing() -> None:
    long = [
        f"{file}:{node.lineno} {node.name} ({_body(node)} lines)"
        for file, tree in code.sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body(node) > FUNCTION
    ]
    assert long == []


def test_modules_hold_one_thing() -> None:
    assert [str(file) for file in code.sources() if _lines(file) > MODULE] == []


def test_page_scripts_are_short() -> None:
    pages = (file for file in code.sources() if file.parts[0] == "pages")
    scripts = (file for file in pages if file.parts[1] != "parts")
    assert [str(file) for file in scripts if _lines(file) > PAGE] == []


def _lines(file: Path) -> int:
    return len((code.ROOT / file).read_text("utf-8").splitlines())


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
