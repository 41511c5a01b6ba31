"""Formulas that say nothing or too much, and dependencies that bite their own tail."""

from collections.abc import Iterable

from .plans import Broken, Json, link, metric, small, valued, written

_FORMULAS: dict[str, str] = {
    "empty": "",
    "only spaces": "   ",
    "unknown metric": "orders * price",
    "unknown metric by its name": "orders * Visitas",
    "a goal for a metric": "orders * more_revenue",
    "a person for a metric": "orders * ana",
    "a scenario for a metric": "orders * push",
    "do_nothing": "orders * do_nothing",
    "unknown function": "round(orders)",
    "power as a function": "pow(orders, 2)",
    "a metric called": "orders(2)",
    "a parenthesis called": "(orders)(2)",
    "a number called": "2(orders)",
    "a function without a call": "orders * min",
    "parenthesis open": "(orders * basket",
    "parenthesis closed": "orders * basket)",
    "parentheses crossed": ")orders(",
    "parentheses empty": "orders * ()",
    "operator at the end": "orders *",
    "operator at the start": "* orders",
    "operator alone": "*",
    "two operators": "orders * / basket",
    "two stars apart": "orders * * basket",
    "three stars": "orders *** basket",
    "two operands": "orders basket",
    "number and metric": "2 orders",
    "number stuck to a metric": "2orders",
    "two numbers": "2 3",
    "comma": "orders, basket",
    "comma at the end": "orders,",
    "comma in parentheses": "(orders, basket)",
    "assignment": "x = orders",
    "comparison": "orders > basket",
    "equality": "orders == basket",
    "walrus": "(orders := 2)",
    "floor division": "orders // basket",
    "remainder": "orders % basket",
    "matrix product": "orders @ basket",
    "caret": "orders ^ 2",
    "tilde": "~orders",
    "bit or": "orders | basket",
    "bit and": "orders & basket",
    "shift": "orders << 2",
    "boolean": "orders and basket",
    "negation": "not orders",
    "choice": "orders if basket else visits",
    "membership": "orders in visits",
    "constant True": "True",
    "constant None": "None",
    "attribute": "orders.real",
    "attribute of a number": "(1).real",
    "subscript": "orders[0]",
    "list": "[orders]",
    "set": "{orders}",
    "dictionary": "{}",
    "comprehension": "max(x for x in orders)",
    "lambda": "lambda: orders",
    "await": "await orders",
    "import": "__import__('os')",
    "system": "__import__('os').system('true')",
    "dunder": "orders.__class__",
    "string": "'orders'",
    "double quotes": '"orders"',
    "format string": "f'{orders}'",
    "bytes": "b'orders'",
    "ellipsis": "...",
    "comment": "orders # of every month",
    "only a comment": "# orders",
    "semicolon": "orders; basket",
    "backslash": "orders \\\n * basket",
    "question": "orders ? 1 : 2",
    "equals sign first": "=orders*basket",
    "percent sign": "orders * 5%",
    "euro sign": "orders * 5€",
    "multiplication sign": "orders × basket",
    "long dash": "orders \u2212 basket",
    "superscript": "orders²",
    "fullwidth letters": "ｏrders * basket",
    "fullwidth digits": "orders * ２",
    "Arabic digits": "orders * ٣",
    "upper case": "ORDERS * basket",
    "upper case function": "MAX(orders, basket)",
    "hexadecimal": "orders * 0x10",
    "octal": "orders * 0o17",
    "binary": "orders * 0b11",
    "underscore in a number": "orders * 1_000",
    "imaginary": "orders * 2j",
    "two points": "orders * 1.2.3",
    "decimal comma": "orders * 1,5",
    "exponent without digits": "orders * 2e",
    "exponent without number": "orders * 2e+",
    "exponent with a point": "orders * 2e1.5",
    "infinite number": "orders * 1e999",
    "infinite number of digits": "orders * " + "9" * 400,
    "a point alone": "orders * .",
    "min of nothing": "min()",
    "min of one": "min(orders)",
    "max of one": "max(orders)",
    "abs of nothing": "abs()",
    "abs of two": "abs(orders, basket)",
    "sqrt of two": "sqrt(orders, 2)",
    "exp of nothing": "exp()",
    "log with a base": "log(orders, 10)",
    "named argument": "abs(x=orders)",
    "starred argument": "max(*orders)",
    "argument left out": "max(orders,,basket)",
    "comma before arguments": "max(,orders)",
    "previous of nothing": "previous()",
    "previous of two": "previous(orders, basket)",
    "previous of a number": "previous(1)",
    "previous of an expression": "previous(orders + 1)",
    "previous of a minus": "previous(-orders)",
    "previous of previous": "previous(previous(orders))",
    "previous of a function": "previous(min)",
    "previous of the unknown": "previous(price)",
    "cumulative of nothing": "cumulative()",
    "cumulative of two": "cumulative(orders, basket)",
    "cumulative of an expression": "cumulative(orders * basket)",
    "cumulative of previous": "cumulative(previous(orders))",
    "cumulative of the unknown": "cumulative(price)",
    "2,001 characters": "orders +" + " " * 1_992 + "1",
    "2,002 characters": "orders" + "+1" * 998,
    "a chain too long": "orders" + " + basket" * 2_000,
    "41 parentheses": "(" * 41 + "orders" + ")" * 41,
    "41 calls": "abs(" * 41 + "orders" + ")" * 41,
    "41 signs": "-" * 41 + "orders",
    "41 powers": "orders" + "**1" * 41,
    "41 levels of all kinds": "abs(-(" * 13 + "orders**1**1" + "))" * 13,
    "41 levels in an argument": "max(1, " + "(" * 40 + "orders" + ")" * 40 + ")",
    "41 levels in an exponent": "2 ** " + "(" * 40 + "orders" + ")" * 40,
    "900 parentheses": "(" * 900 + "orders" + ")" * 900,
    "1,900 signs": "-" * 1_900 + "orders",
    "1,900 open parentheses": "(" * 1_900,
    "control character": "orders\x00 * basket",
    "escape character": "orders \x1b[31m * basket",
    "carriage return": "orders *\r\n basket",
}


def _loop(
    name: str,
    metrics: Iterable[dict[str, Json]],
    links: Iterable[dict[str, Json]] = (),
    *,
    names: tuple[str, ...] = ("harbour", "quarry"),
) -> Broken:
    return Broken(f"loop: {name}", written(small(metrics, links)), "", names=names)


def _pair(harbour: str = "", quarry: str = "") -> list[dict[str, Json]]:
    formulas = {"harbour": harbour, "quarry": quarry}
    return [
        metric(name, baseline=1, **({"formula": formula} if formula else {}))
        for name, formula in formulas.items()
    ]


_TO_QUARRY = link("there", "harbour", "quarry", size=0.1)
_TO_HARBOUR = link("back", "quarry", "harbour", size=0.1)
_RING = [metric(f"m{n}", baseline=1) for n in range(2_000)]
_AROUND = [link(f"l{n}", f"m{n}", f"m{(n + 1) % 2_000}", size=0.1) for n in range(2_000)]
_FORMULA_RING = [metric(f"m{n}", formula=f"m{(n + 1) % 2_000} + 1") for n in range(2_000)]

LOOPS: tuple[Broken, ...] = (
    _loop("two formulas", _pair("quarry + 1", "harbour * 2")),
    _loop("a formula that names itself", _pair("harbour + 1"), names=("harbour",)),
    _loop("a formula of its own sum", _pair("cumulative(harbour)"), names=("harbour",)),
    _loop("a sum on the way", _pair("cumulative(quarry)", "harbour * 2")),
    _loop("previous beside the present", _pair("previous(quarry) + quarry", "harbour")),
    _loop("two links", _pair(), [_TO_QUARRY, _TO_HARBOUR]),
    _loop("a link to itself", _pair(), [link("l", "quarry", "quarry", size=1)], names=("quarry",)),
    _loop("a formula and a link", _pair("quarry + 1"), [_TO_QUARRY]),
    _loop("a lagged link", _pair(), [_TO_QUARRY, {**_TO_HARBOUR, "lag": 24}]),
    _loop(
        "a link to itself, lagged", _pair(), [{**_TO_HARBOUR, "to": "quarry", "lag": 1}], names=()
    ),
    _loop(
        "links without size",
        [metric("harbour"), metric("quarry")],
        [link("there", "harbour", "quarry"), link("back", "quarry", "harbour")],
    ),
    _loop("a link of size 0", _pair(), [_TO_QUARRY, {**_TO_HARBOUR, "size": 0}]),
    _loop(
        "three metrics",
        [*_pair("quarry + 1"), metric("lagoon", formula="harbour")],
        [link("l", "lagoon", "quarry", size=1)],
        names=("harbour", "lagoon", "quarry"),
    ),
    _loop(
        "one of two links rejected",
        _pair(),
        [_TO_QUARRY, {**_TO_HARBOUR, "status": "rejected"}, {**_TO_HARBOUR, "id": "again"}],
    ),
    _loop("2,000 links", _RING, _AROUND, names=()),
    _loop("2,000 formulas", _FORMULA_RING, names=()),
)

CASES: tuple[Broken, ...] = (
    *(
        valued(f"formula: {name}", "metrics[0].formula", formula)
        for name, formula in _FORMULAS.items()
    ),
    *LOOPS,
)
