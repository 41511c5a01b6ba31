"""What the house tests read: our own source as syntax trees, our catalogues as entries."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from babel.messages import pofile

from kpi_tree.locale import CATALOGUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parents[2]
SPEAKING = {"say", "has"}


class Said(NamedTuple):
    """A call that asks a catalogue for words, and where it stands."""

    place: str
    key: str
    names: frozenset[str] | None  # None where a mapping is unpacked into the call


@cache
def sources() -> dict[Path, ast.Module]:
    """Every module of kpi_tree and pages, and the frame."""
    files = [*ROOT.glob("kpi_tree/**/*.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("app.py")]
    ours = (file for file in sorted(files) if "node_modules" not in file.parts)
    return {file.relative_to(ROOT): ast.parse(file.read_text("utf-8")) for file in ours}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call with its place and the last name of what is called."""
    for file, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                yield f"{file}:{node.lineno}", name, node


def said() -> Iterator[Said]:
    """Every `say(…)`; a key that is put together has `{}` where something is filled in."""
    for place, name, call in calls():
        if name in SPEAKING and call.args and (key := _key(call.args[0])):
            given = {word.arg for word in call.keywords}
            checked = name == "say" and None not in given
            yield Said(place, key, frozenset(filter(None, given)) if checked else None)


def _key(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(key)):
            return key
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
    return None


@cache
def literals() -> frozenset[str]:
    """Every text that is written in our code."""
    nodes = (node for tree in sources().values() for node in ast.walk(tree))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
    )


@cache
def stems() -> frozenset[str]:
    """How texts begin that code puts together, where they begin like a code: `unknown_`."""
    nodes = (node for tree in sources().values() for node in ast.walk(tree))
    first = (node.values[0] for node in nodes if isinstance(node, ast.JoinedStr) and node.values)
    texts = (part.value for part in first if isinstance(part, ast.Constant))
    return frozenset(text for text in texts if re.fullmatch(r"[a-z][a-z0-9_]{2,}_", str(text)))


def is_written(name: str) -> bool:
    """Whether a code stands in our code, whole or as the stem of one that is put together."""
    return name in literals() or any(name.startswith(stem) for stem in stems())


@cache
def entries(language: str) -> dict[str, Message]:
    """Every key of a language with its words."""
    found = {}
    for file in sorted(CATALOGUES.glob(f"{language}/LC_MESSAGES/*.po")):
        for message in pofile.read_po(file.open("rb"), domain="enlace"):
            if message.id:
                found[key_of(message)] = message
    return found


def key_of(message: Message) -> str:
    """The key of an entry, with or without plural forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The words of an entry: one text, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    """The names in braces that a text waits for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def matches(key: str, family: str) -> re.Match[str] | None:
    """The codes with which a family such as `errors.{}.sentence` gives this key."""
    pattern = "([a-z0-9_]+)".join(map(re.escape, family.split("{}")))
    return re.fullmatch(pattern, key)
