"""Formulas: precedence, printing back, dependencies, bounds, and a million hostile texts."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from kpi_tree.plan.expression import nodes
from kpi_tree.plan.formula import MOST_LEVELS, parsed
from kpi_tree.simulation.formulas import NotFinite, evaluated
from tests.plans import expression

ALPHABET = [
    *"abcxyz0123456789.+-*/(),_ \t\n",
    *("**", "min(", "max(", "abs(", "sqrt(", "exp(", "log(", "previous(", "cumulative("),
    *("1e9", "1e-9", "1e308", "__import__", "lambda", "é", "²", "\x00", "'", "[", "]", ":", "=="),
    *("9**9**9", "a.b", "//", "%", "@", "\u202e", "٣", "do_nothing", "0x10", "1_0", "nan", "inf"),
]


class Values:
    """Every metric has the same draws in all months."""

    def __init__(self, values):
        self.values = np.array([values], dtype=float)

    def now(self, metric):
        return self.values

    before = so_far = now


def outcome(text, source):
    """The value of a text, or why there is none; anything else is a defect."""
    try:
        result = evaluated(parsed(text), source)
    except (PydanticCustomError, NotFinite) as refusal:
        return type(refusal)
    assert np.isfinite(result).all(), text
    return result


def hostile(source):
    """A text of random pieces, some of them nearly a formula."""
    return "".join(source.choices(ALPHABET, k=source.randint(0, 40)))


def fuzz(count, seed):
    source, values = random.Random(seed), Values([0.0, -1.5, 3.0, 1e200])
    return sum(isinstance(outcome(hostile(source), values), np.ndarray) for _ in range(count))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2**2", -4),
        ("2**3**2", 512),
        ("2**-1", 0.5),
        ("1 - 2 - 3", -4),
        ("8 / 4 / 2", 1),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("--3", 3),
        ("min(3, 1, 2) + max(1, 5)", 6),
        ("abs(-3) * sqrt(16) + log(exp(2))", 14),
        ("1.5e2 + .5 + 5.", 155.5),
    ],
)
def test_a_formula_is_worked_as_python_works_it(text, value):
    assert evaluated(parsed(text), Values([1.0])).item() == pytest.approx(value, rel=1e-15)


@given(st.integers(min_value=0))
def test_a_formula_printed_back_is_the_same_tree(seed):
    text = expression(random.Random(seed), ["a", "b", "c"], depth=4, signed=True)
    tree = parsed(text)
    assert parsed(str(tree)).root == tree.root


def test_a_formula_names_what_it_depends_on():
    formula = parsed("a + previous(b) * cumulative(c) - min(a, d)")
    assert formula.reads == ("a", "c", "d")
    assert formula.recalls == ("b",)
    assert formula.accumulates == ("c",)
    assert len(list(nodes(formula.root))) > len(formula.names)


@pytest.mark.parametrize(("open_", "close"), [("(", ")"), ("-", ""), ("abs(", ")"), ("2**", "")])
def test_forty_levels_are_the_most(open_, close):
    parsed(open_ * MOST_LEVELS + "a" + close * MOST_LEVELS)
    with pytest.raises(PydanticCustomError) as refusal:
        parsed(open_ * (MOST_LEVELS + 1) + "a" + close * (MOST_LEVELS + 1))
    assert refusal.value.type == "formula_too_deep"


@pytest.mark.parametrize("mark", ["+", "-", "*", "/"])
def test_a_chain_of_nine_hundred_is_one_level(mark):
    assert evaluated(parsed(mark.join(["a"] * 900)), Values([1.0])).shape == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1 / a",
        "1 / exp(1000)",
        "sqrt(0 - 1)",
        "log(a)",
        "(0-8) ** 0.5",
        "min(1, 1 / a)",
        "1e308*10",
    ],
)
def test_no_step_passes_on_what_is_not_finite(text):
    with pytest.raises(NotFinite):
        evaluated(parsed(text), Values([0.0]))


def test_twenty_thousand_hostile_texts_are_read_or_refused():
    assert fuzz(20_000, seed=1) > 100


@pytest.mark.soak
def test_a_million_hostile_texts_are_read_or_refused():
    assert fuzz(1_000_000, seed=2) > 5_000
