"""The small picture of a quantity holds for every shape that can be typed."""

from __future__ import annotations

import math

import pytest

from pages.parts.density import density, picture, span

SHAPES = [
    {"p10": 25, "p90": 35},
    {"p10": -5, "p90": 5},
    {"p10": 0.2, "p90": 0.4, "shape": "beta"},
    {"shape": "normal", "mean": 3, "sd": 1},
    {"shape": "triangular", "low": 1, "mode": 1, "high": 4},
    {"shape": "pert", "low": 10, "mode": 20, "high": 40},
    {"shape": "uniform", "low": 1, "high": 2},
    {"shape": "mixture", "of": [{"p10": 1, "p90": 2}, 3], "weights": [2, 1]},
]


@pytest.mark.parametrize("quantity", [*SHAPES, 12.0], ids=str)
def test_every_shape_has_a_picture_of_finite_numbers(quantity) -> None:
    drawn = picture(quantity)
    assert drawn.startswith("<svg")
    assert "nan" not in drawn
    assert "inf" not in drawn


@pytest.mark.parametrize("quantity", SHAPES[:4], ids=str)
def test_between_p10_and_p90_lie_eight_times_in_ten(quantity) -> None:
    low, high = span(quantity)
    xs = [low + (high - low) * (at + 0.5) / 4_000 for at in range(4_000)]
    ends = (quantity.get("p10", 3 - 1.2816), quantity.get("p90", 3 + 1.2816))
    inner = sum(density(quantity, x) for x in xs if ends[0] <= x <= ends[1])
    # The picture leaves out the last half percent on either side.
    assert math.isclose(inner / sum(density(quantity, x) for x in xs), 0.808, abs_tol=0.005)
