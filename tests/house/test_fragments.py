"""A fragment draws in places of its own: it may not write where the page has made one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.house import code

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_no_fragment_is_given_a_place_that_the_page_has_made() -> None:
    found = {
        f"{file}:{name}" for file, tree in code.sources().items() for name in given_places(tree)
    }
    assert found == set()


def test_a_place_that_is_given_is_found() -> None:
    assert list(given_places(ast.parse(GIVEN))) == ["board"]


GIVEN = """
@reader.fragment
def board(name: str, place: DeltaGenerator) -> None: ...
@reader.fragment
def fine(name: str) -> None: ...
def card(place: DeltaGenerator) -> None: ...
"""


def given_places(tree: ast.Module) -> Iterator[str]:
    """The fragments that have a parameter which is a place on a page."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = {ast.unparse(mark) for mark in node.decorator_list}
        given = [*node.args.args, *node.args.kwonlyargs]
        types = " ".join(ast.unparse(each.annotation) for each in given if each.annotation)
        if marks & {"reader.fragment", "st.fragment"} and "DeltaGenerator" in types:
            yield node.name
