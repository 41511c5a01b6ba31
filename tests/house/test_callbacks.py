"""What a page leaves behind to be called later holds nobody's right."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.house import code

if TYPE_CHECKING:
    from collections.abc import Iterator

    Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

# What opens plans for whoever asks, and who that is: never older than the moment of its use.
RIGHTS = {"workspace", "admitted", "visitor"}
TYPES = {"Workspace", "Sharing", "Talk", "Visitor", "Seat"}
EVENTS = {"on_click", "on_change", "on_select", "on_submit", "on_dismiss", "args", "kwargs"}


def test_nothing_that_is_called_later_holds_a_right_of_when_it_was_drawn() -> None:
    found = {
        f"{file}:{name}"
        for file, tree in code.sources().items()
        if file.parts[0] == "pages" and "host" not in file.parts
        for name in kept_rights(tree)
    }
    assert found == set()


def test_a_right_that_is_kept_is_found() -> None:
    assert list(kept_rights(ast.parse(KEPT))) == ["closes", "lends", "hands", "applies"]
    assert list(kept_rights(ast.parse(FRESH))) == []


KEPT = """
def closes():
    talk = session.workspace().talk
    def sent():
        talk.reply()
    st.button(on_click=sent)
def lends(workspace: kt.Workspace):
    return lambda: workspace.read()
def hands():
    st.button(on_click=act, args=(session.workspace(),))
def applies():
    talk = session.workspace().talk
    st.button(on_click=partial(talk.reply, 1))
"""
FRESH = """
def draws():
    talk = session.workspace().talk
    for thread in talk.threads():
        st.button(on_click=lambda: session.workspace().talk.reply(thread.id), args=(thread.id,))
"""


def kept_rights(tree: ast.Module) -> Iterator[str]:
    """The functions that let a right of theirs be used after they have ended."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            rights = _rights(node)
            if any(_lent(inner, rights) for inner in ast.walk(node) if inner is not node):
                yield node.name


def _rights(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The names by which a function knows a right: what it is handed, what it has looked up."""
    given = [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]
    found = {each.arg for each in given if each.annotation and _named(each.annotation) & TYPES}
    assigned = [node for node in _own(function) if isinstance(node, ast.Assign)]
    for _ in assigned:
        for node in assigned:
            found |= _taken(node, found)
    return found


def _taken(node: ast.Assign, known: set[str]) -> set[str]:
    """The names that an assignment gives to a right, be it one of several."""
    found: set[str] = set()
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=False))
        for name, value in pairs:
            if isinstance(name, ast.Name) and _is_right(value, known):
                found.add(name.id)
    return found


def _is_right(value: ast.AST, known: set[str]) -> bool:
    """Whether an expression is a right, or a part of one such as its talk, but no answer of it."""
    while isinstance(value, ast.Attribute):
        value = value.value
    if isinstance(value, ast.Call):
        return bool(_last(value.func) & RIGHTS)
    return isinstance(value, ast.Name) and value.id in known


def _lent(node: ast.AST, rights: set[str]) -> bool:
    """Whether something that is called later uses a right from before."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return bool(_used(node) & rights)
    if isinstance(node, ast.keyword) and node.arg in EVENTS:
        return _hands_over(node.value, rights)
    if isinstance(node, ast.Call) and _last(node.func) == {"partial"}:
        return any(_hands_over(each, rights) for each in [*node.args, *node.keywords])
    return False


def _hands_over(value: ast.AST, rights: set[str]) -> bool:
    if isinstance(value, ast.Lambda):
        return False  # it has been looked at as a function
    return _is_right(value, rights) or any(
        _hands_over(each, rights) for each in ast.iter_child_nodes(value)
    )


def _used(function: Function) -> set[str]:
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - bound


def _own(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """What a function does itself, without what it leaves to others."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _last(node: ast.AST) -> set[str]:
    return {node.attr} if isinstance(node, ast.Attribute) else _named(node)


def _named(node: ast.AST) -> set[str]:
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
