"""The quantiles of a row of draws are numpy's, to the last bit, whatever the row."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kpi_tree.simulation.selection import quantiles, summarised

SHARES = (0.1, 0.5, 0.9)
TINY = 5e-324
BIG = 1.7976931348623157e308


def assert_as_numpy(row, shares=SHARES):
    with np.errstate(over="ignore", invalid="ignore"):
        expected = np.quantile(row, shares, method="linear")
    assert np.array_equal(quantiles(row, shares), expected)


SIZES = st.one_of(st.integers(1, 40), st.sampled_from([1_023, 1_024, 1_025, 1_500, 4_097]))
NUMBERS = st.one_of(
    st.floats(-1e300, 1e300),
    st.floats(-1, 1, allow_subnormal=True),
    st.sampled_from([0.0, -0.0, TINY, -TINY, 2.2250738585072014e-308, 1.0, 1 + 2**-52]),
    st.integers(-3, 3).map(float),
)


@given(arrays(np.float64, SIZES, elements=NUMBERS, fill=NUMBERS))
@example(np.array([3.5]))
@example(np.full(2_000, -0.0))
@example(np.repeat([1.0, 1 + 2**-52], 1_000))
@example(np.linspace(0, 1_500 * TINY, 3_000))
@example(np.append(np.arange(3_000.0), 1e300))
@example(np.append(np.linspace(1, 2, 3_000), -1e300))
def test_quantiles_are_those_of_numpy(row):
    assert_as_numpy(row)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1_025, 2_048, 4_096, 10_000]), st.data())
def test_quantiles_of_long_rows_are_those_of_numpy(seed, size, data):
    rng = np.random.default_rng(seed)
    shapes = {
        "normal": lambda: rng.normal(size=size),
        "heavy tails": lambda: rng.standard_cauchy(size),
        "lognormal of many sizes": lambda: np.exp(rng.normal(0, 50, size)),
        "subnormal": lambda: rng.integers(0, 3_000, size) * TINY,
        "ties": lambda: rng.integers(0, 4, size).astype(float),
        "two lumps far apart": lambda: rng.choice([1e-12, 1e12], size) * rng.random(size),
        "next to each other": lambda: 1e15 + rng.integers(0, 5, size) * 0.125,
        "one far out": lambda: np.append(rng.random(size - 1), 1e18),
    }
    assert_as_numpy(shapes[data.draw(st.sampled_from(sorted(shapes)))]())


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.sampled_from([1, 2, 1_100]))
def test_other_shares_are_those_of_numpy(shares, size):
    assert_as_numpy(np.random.default_rng(size).normal(size=size), tuple(sorted(shares)))


def test_a_row_as_wide_as_numbers_go_has_finite_quantiles():
    low, *_, high = quantiles(np.resize([-BIG, BIG], 3_000))
    assert (low, high) == (-BIG, BIG)


def test_a_mean_of_great_numbers_is_finite():
    summary = summarised(np.full((1, 3_000), BIG / 2), 2)
    assert summary.mean == pytest.approx([BIG / 2, BIG / 2], rel=1e-12)
