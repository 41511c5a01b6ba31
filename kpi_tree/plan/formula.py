"""Formulas: a tokenizer and a precedence parser to an `expression` tree.

Grammar, loosest first (`**` binds to the right and tighter than the sign on its left):

    sum     = product {("+" | "-") product}
    product = sign {("*" | "/") sign}
    sign    = "-" sign | power
    power   = atom ["**" sign]
    atom    = NUMBER | id | function "(" sum {"," sum} ")" | "(" sum ")"

Nothing is ever evaluated as code. Texts are bounded in length and depth, numbers in size.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kpi_tree.plan.expression import (
    Call,
    Chain,
    Constant,
    Cumulative,
    Expression,
    Negative,
    Node,
    Power,
    Previous,
    Reading,
)
from kpi_tree.plan.words import FUNCTIONS, RESERVED, TEXT_LENGTH, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_LEVELS: Final = 40

_TOKEN: Final = re.compile(
    r"[ \t\n]*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z_.])"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>\*\*|[-+*/(),]))",
    re.ASCII,
)
_BLANK: Final = re.compile(r"[ \t\n]*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_MANY: Final = {"min": 2, "max": 2}
_HISTORY: Final = ("previous", "cumulative")


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Expression:
    """The expression tree of a formula.

    Raises:
        pydantic_core.PydanticCustomError: the text is no formula; the code says why.
    """
    if len(text) > TEXT_LENGTH:
        refuse("text_too_long", limit=TEXT_LENGTH, length=len(text))
    return Expression(_Parser(text).whole())


def formula_names(text: str) -> frozenset[str]:
    """What a text names where it is read as a formula, functions too, as far as that goes.

    >>> sorted(formula_names("1e5 * e5 + min(a, 2"))
    ['a', 'e5', 'min']
    """
    return frozenset(word for word, _ in _named(text))


def formula_renamed(text: str, ids: Mapping[str, str]) -> str:
    """A formula that names some metrics otherwise, else letter for letter as it was written.

    >>> formula_renamed("1e5 * e5  +  e55", {"e5": "a"})
    '1e5 * a  +  e55'
    """
    parts, at = [], 0
    for word, start in _named(text):
        if word in ids:
            parts += [text[at:start], ids[word]]
            at = start + len(word)
    return "".join(parts) + text[at:]


class _Parser:
    """One pass over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._kind == "end":
            refuse("formula_empty")
        node, _ = self._sum()
        if self._kind != "end":
            self._unexpected()
        return node

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def _word(self) -> str:
        return self._tokens[self._at][1]

    def _unexpected(self) -> None:
        if self._kind == "end":
            refuse("formula_ends_early")
        refuse("formula_unexpected", found=self._word, position=self._tokens[self._at][2] + 1)

    def _take(self, mark: str) -> bool:
        if self._kind == "mark" and self._word == mark:
            self._at += 1
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            self._unexpected()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            refuse("formula_too_deep", limit=MOST_LEVELS)

    # Each rule returns its node and how many levels it is deep.

    def _chain(self, marks: tuple[str, str], *, products: bool) -> tuple[Node, int]:
        part = self._sign if products else self._product
        first, depth = part()
        rest: list[tuple[str, Node]] = []
        while self._kind == "mark" and self._word in marks:
            mark = self._word
            self._at += 1
            term, deep = part()
            rest.append((mark, term))
            depth = max(depth, deep)
        return (Chain(first, tuple(rest)) if rest else first), depth

    def _sum(self) -> tuple[Node, int]:
        return self._chain(("+", "-"), products=False)

    def _product(self) -> tuple[Node, int]:
        return self._chain(("*", "/"), products=True)

    def _sign(self) -> tuple[Node, int]:
        if not self._take("-"):
            return self._power()
        self._deeper()
        operand, depth = self._sign()
        self._depth -= 1
        return Negative(operand), _one_more(depth)

    def _power(self) -> tuple[Node, int]:
        base, depth = self._atom()
        if not self._take("**"):
            return base, depth
        self._deeper()
        exponent, deep = self._sign()
        self._depth -= 1
        return Power(base, exponent), _one_more(max(depth, deep))

    def _atom(self) -> tuple[Node, int]:
        kind, word = self._kind, self._word
        if kind == "number":
            self._at += 1
            return Constant(_decimal(word)), 0
        if kind == "name":
            self._at += 1
            return self._named(word)
        self._need("(")
        self._deeper()
        node, depth = self._sum()
        self._need(")")
        self._depth -= 1
        return node, _one_more(depth)

    def _named(self, word: str) -> tuple[Node, int]:
        called = self._kind == "mark" and self._word == "("
        if called and word not in FUNCTIONS:
            refuse("formula_unknown_function", name=word, functions=", ".join(FUNCTIONS))
        if called:
            return self._call(word)
        if word in RESERVED:
            refuse("formula_function_without_call", name=word)
        if not _NAME.fullmatch(word):
            refuse("formula_bad_name", name=word)
        return Reading(word), 0

    def _call(self, word: str) -> tuple[Node, int]:
        self._need("(")
        self._deeper()
        arguments, depths = [], []
        while True:
            node, depth = self._sum()
            arguments.append(node)
            depths.append(depth)
            if not self._take(","):
                break
        self._need(")")
        self._depth -= 1
        return _called(word, tuple(arguments)), _one_more(max(depths))


def _called(word: str, arguments: tuple[Node, ...]) -> Node:
    fewest = _MANY.get(word, 1)
    if len(arguments) < fewest or (word not in _MANY and len(arguments) > 1):
        refuse(f"formula_arguments_{'many' if word in _MANY else 'one'}", name=word)
    if word not in _HISTORY:
        return Call(word, arguments)
    (argument,) = arguments
    if not isinstance(argument, Reading):
        refuse("formula_history_of_expression", name=word)
    return Previous(argument.metric) if word == "previous" else Cumulative(argument.metric)


def _one_more(depth: int) -> int:
    if depth >= MOST_LEVELS:
        refuse("formula_too_deep", limit=MOST_LEVELS)
    return depth + 1


def _decimal(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        refuse("formula_number_too_large", found=word)
    return value


def _named(text: str) -> Iterator[tuple[str, int]]:
    """The names in a text, and where each begins; what no formula can hold is passed over."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match and match.lastgroup == "name":
            yield match["name"], match.start("name")
        at = match.end() if match else at + 1


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    while match := _TOKEN.match(text, at):
        kind = str(match.lastgroup)
        yield kind, match[kind], match.start(kind)
        at = match.end()
    blank = _BLANK.match(text, at)
    rest = blank.end() if blank else at
    if rest < len(text):
        refuse("formula_unexpected", found=text[rest], position=rest + 1)
    yield "end", "", rest
