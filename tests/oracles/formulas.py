"""The contract's formulas, read with a small recursive parser and worked out one number at a time.

A formula becomes nested tuples; the first item of each says what it is:
`("number", 2.0)`, `("metric", id)`, `("previous", id)`, `("cumulative", id)`,
`("minus", node)`, `("chain", node, [(sign, node), …])`, `("power", base, exponent)`,
`("call", name, [node, …])`. A chain is flat, so a sum of a thousand terms is not deep.
"""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

Node = tuple[Any, ...]
Reader = Callable[[str, str], float]

TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[a-z][a-z0-9_]*)|(?P<sign>\*\*|[-+*/(),]))"
)
PLAIN: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
}
FUNCTIONS = {"min", "max", "previous", "cumulative", *PLAIN}


class NotFinite(ArithmeticError):
    """A step of a formula has no finite value."""


def parse(text: str) -> Node:
    """The tree of a formula; ValueError where the text is none."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            message = f"no formula from character {at}: {text!r}"
            raise ValueError(message)
        tokens.append((str(match.lastgroup), str(match.group(str(match.lastgroup)))))
        at = match.end()
    parser = _Parser(tokens)
    tree = parser.chain("+", "-")
    parser.end()
    return tree


class _Parser:
    """Where the reading of a formula stands."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.at = 0

    def sign(self, *signs: str) -> str | None:
        """The sign that stands here, taken, if it is one of these."""
        kind, text = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return None

    def demand(self, sign: str) -> None:
        if self.sign(sign) is None:
            message = f"{sign!r} is missing before {self.tokens[self.at]}"
            raise ValueError(message)

    def end(self) -> None:
        if self.tokens[self.at][0] != "end":
            message = f"the formula goes on with {self.tokens[self.at]}"
            raise ValueError(message)

    def chain(self, *signs: str) -> Node:
        """Terms with + and -, or factors with * and /, from the left."""

        def part() -> Node:
            return self.chain("*", "/") if "+" in signs else self.signed()

        first = part()
        rest = []
        while (sign := self.sign(*signs)) is not None:
            rest.append((sign, part()))
        return ("chain", first, rest) if rest else first

    def signed(self) -> Node:
        """A minus binds looser than a power to its right: -2**2 is -4."""
        if self.sign("-"):
            return ("minus", self.signed())
        base = self.atom()
        return ("power", base, self.signed()) if self.sign("**") else base

    def atom(self) -> Node:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("number", float(text))
        if kind == "word":
            return self.call(text) if text in FUNCTIONS else ("metric", text)
        if text == "(":
            inner = self.chain("+", "-")
            self.demand(")")
            return inner
        message = f"a value is missing at {text!r}"
        raise ValueError(message)

    def call(self, name: str) -> Node:
        self.demand("(")
        arguments = [self.chain("+", "-")]
        while self.sign(","):
            arguments.append(self.chain("+", "-"))
        self.demand(")")
        if name in {"previous", "cumulative"}:
            (argument,) = arguments
            if argument[0] != "metric":
                message = f"{name} wants a metric"
                raise ValueError(message)
            return (name, argument[1])
        if (len(arguments) == 1) != (name in PLAIN):
            message = f"{name} has {len(arguments)} arguments"
            raise ValueError(message)
        return ("call", name, arguments)


def mentions(tree: Node) -> Iterator[tuple[str, str]]:
    """Each mention of a metric: `metric`, `previous` or `cumulative`, and its id."""
    match tree:
        case ("metric" | "previous" | "cumulative" as kind, name):
            yield kind, name
        case ("minus", inner):
            yield from mentions(inner)
        case ("chain", first, rest):
            yield from mentions(first)
            for _, part in rest:
                yield from mentions(part)
        case ("power", base, exponent):
            yield from mentions(base)
            yield from mentions(exponent)
        case ("call", _, arguments):
            for argument in arguments:
                yield from mentions(argument)


def evaluate(tree: Node, reader: Reader) -> float:
    """The value of a tree; `reader(kind, id)` gives the value behind a mention.

    Raises NotFinite as soon as any step is not a finite number.
    """
    try:
        value = _step(tree, reader)
    except (ValueError, OverflowError, ZeroDivisionError) as reason:
        raise NotFinite from reason
    return finite(value)


def _step(tree: Node, reader: Reader) -> float:
    match tree:
        case ("number", value):
            result = value
        case ("metric" | "previous" | "cumulative" as kind, name):
            result = reader(kind, name)
        case ("minus", inner):
            result = -evaluate(inner, reader)
        case ("power", base, exponent):
            result = math.pow(evaluate(base, reader), evaluate(exponent, reader))
        case ("chain", first, rest):
            result = evaluate(first, reader)
            for sign, part in rest:
                result = finite(_combined(result, sign, evaluate(part, reader)))
        case ("call", name, arguments):
            values = [evaluate(argument, reader) for argument in arguments]
            if name in PLAIN:
                result = PLAIN[name](values[0])
            else:
                result = min(values) if name == "min" else max(values)
        case _:
            message = f"no such node: {tree!r}"
            raise TypeError(message)
    return float(result)


def _combined(left: float, sign: str, right: float) -> float:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def finite(value: float) -> float:
    """The value itself, or NotFinite."""
    if not math.isfinite(value):
        raise NotFinite
    return value
