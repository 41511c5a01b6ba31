"""Each family's draws against its known moments and quantiles (scipy 1.17 gave the numbers)."""

import math

import numpy as np
import pytest

from kpi_tree.simulation.betas import beta_table, shapes_between
from kpi_tree.simulation.normals import normal_quantiles
from tests.simulation.plans_in_short import (
    assert_mean,
    assert_share,
    draws_of,
    link,
    metric,
    scenario,
    simulated,
)

POINTS = np.array([1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6])
# fmt: off
BETA_QUANTILES = {
    (1.8, 4.2): [0.00013507189926888286, 0.006313974167847011, 0.02313452619226471, 0.08990213045924167, 0.16343149752227434, 0.2766722593925189, 0.41422662695446383, 0.545334050433582, 0.7485593286296348, 0.8575515687386785, 0.9730177349343748],  # noqa: E501 (a table)
    (5, 1): [0.06309573444801932, 0.251188643150958, 0.39810717055349726, 0.6309573444801932, 0.757858283255199, 0.8705505632961241, 0.944087511294902, 0.9791483623609768, 0.9979919516614258, 0.9997999199519664, 0.99999979999992],  # noqa: E501
    (3, 3): [0.004652416361586582, 0.04755189817545767, 0.10563984355077434, 0.2466364532884666, 0.3594361647896471, 0.5, 0.6405638352103529, 0.7533635467115334, 0.8943601564492256, 0.9524481018245423, 0.9953475836383687],  # noqa: E501
    (0.5, 0.5): [2.46740110027031e-12, 2.4673990709169446e-06, 0.00024671981713422146, 0.024471741852423214, 0.14644660940672624, 0.5, 0.8535533905932737, 0.9755282581475768, 0.9997532801828658, 0.999997532600929, 0.9999999999975326],  # noqa: E501
    (30, 970): [0.01082108280931223, 0.015990726310444285, 0.018858596729279434, 0.023320537967740286, 0.02621083172771876, 0.029687113462196234, 0.03344854679612682, 0.03708233593254378, 0.0438970101777633, 0.04933431922248535, 0.06251666247003267],  # noqa: E501
    (2000, 3000): [0.3673899650763303, 0.3787132940563903, 0.38394498728308024, 0.39113004704508425, 0.3953196317658553, 0.39998666562641755, 0.40466583393580857, 0.4088870878657319, 0.4161726513959895, 0.42151461065883167, 0.43318523521535457],  # noqa: E501
    (0.3, 8): [9.108752707627338e-22, 9.108752708074109e-12, 1.9624214889902274e-08, 4.2288712895514714e-05, 0.0009009432841642685, 0.009507618577490554, 0.043798757149977524, 0.1091115907050956, 0.291317753031397, 0.45229652806382625, 0.7600714455945534],  # noqa: E501
    (1e4, 9e4): [0.09554819256678014, 0.09709119424210366, 0.09780482880831304, 0.09878594127393805, 0.09935867674927126, 0.0999973333339047, 0.10063841626901386, 0.10121748476728072, 0.10221870102642237, 0.10295440200760594, 0.10456697201988512],  # noqa: E501
    (0.05, 0.1): [0, 0, 0, 0, 2.607246471446329e-09, 0.002727503975633613, 0.9499763755434392, 0.9999945173710091, 0.9999999999999994, 1, 1],  # noqa: E501
}
# fmt: on
# 10 % and 90 % quantiles → the two shapes
BETA_SHAPES = {
    (0.2, 0.6): (3.699521869971427, 5.679912498862686),
    (0.01, 0.05): (2.8223655345138763, 98.0263056477992),
    (0.4, 0.41): (6411.291195759533, 9419.157901202332),
    (0.9, 0.99): (29.722040643561876, 1.5208727429198046),
    (0.05, 0.95): (0.6658198620770747, 0.6658198620770743),
    (0.001, 0.999): (0.24348535725195813, 0.24348535725195813),
    (1e-6, 0.5): (0.16790632886251272, 1.0727383845460272),
}
NORMAL_QUANTILES = {
    2.0**-54: -8.292361075813597,
    1e-12: -7.034483825301131,
    1e-6: -4.753424308822899,
    0.01: -2.3263478740408408,
    0.07: -1.4757910281791706,
    0.075: -1.4395314709384563,
    0.1: -1.2815515655446004,
    0.5: 0.0,
    0.9: 1.2815515655446004,
}


@pytest.mark.parametrize("shapes", BETA_QUANTILES)
def test_the_table_of_a_beta_has_its_quantiles(shapes):
    alpha, beta = map(float, shapes)
    sd = math.sqrt(alpha * beta / (alpha + beta + 1)) / (alpha + beta)
    missed = np.abs(beta_table(alpha, beta).quantiles(POINTS) - BETA_QUANTILES[shapes]) / sd
    assert missed[3:8].max() <= 1e-7  # p10 … p90
    assert missed.max() <= 1e-5  # one in a million


@pytest.mark.parametrize("ends", BETA_SHAPES)
def test_a_beta_by_two_quantiles_finds_its_shapes(ends):
    assert shapes_between(*ends) == pytest.approx(BETA_SHAPES[ends], rel=1e-6)


def test_the_normal_has_its_quantiles_far_into_the_tail():
    found = normal_quantiles(np.array(sorted(NORMAL_QUANTILES)))
    assert found == pytest.approx(
        [NORMAL_QUANTILES[p] for p in sorted(NORMAL_QUANTILES)], rel=1e-14
    )


# family → mean, standard deviation, p10, p50, p90
LOGNORMAL = (math.log(20 * 80) / 2, math.log(80 / 20) / 2 / 1.2815515655446004)
FAMILIES = {
    "lognormal by two ends": (
        {"p10": 20, "p90": 80},
        math.exp(LOGNORMAL[0] + LOGNORMAL[1] ** 2 / 2),
        math.exp(LOGNORMAL[0] + LOGNORMAL[1] ** 2 / 2) * math.sqrt(math.expm1(LOGNORMAL[1] ** 2)),
        (20, 40, 80),
    ),
    "normal by two ends, as one is below zero": (
        {"p10": -20, "p90": 80},
        30,
        50 / 1.2815515655446004,
        (-20, 30, 80),
    ),
    "normal by two ends": (
        {"shape": "normal", "p10": 20, "p90": 80},
        50,
        30 / 1.2815515655446004,
        (20, 50, 80),
    ),
    "normal": (
        {"shape": "normal", "mean": 7, "sd": 2},
        7,
        2,
        (7 - 2 * 1.2815515655446004, 7, 7 + 2 * 1.2815515655446004),
    ),
    "uniform": ({"shape": "uniform", "low": 2, "high": 6}, 4, 4 / math.sqrt(12), (2.4, 4, 5.6)),
    "triangular": (
        {"shape": "triangular", "low": 0, "mode": 3, "high": 10},
        13 / 3,
        math.sqrt((100 + 9 - 30) / 18),
        (math.sqrt(3), 10 - math.sqrt(35), 10 - math.sqrt(7)),
    ),
    "triangular with its mode at the end": (
        {"shape": "triangular", "low": 0, "mode": 1, "high": 1},
        2 / 3,
        math.sqrt(1 / 18),
        (math.sqrt(0.1), math.sqrt(0.5), math.sqrt(0.9)),
    ),
    # the beta (1.8, 4.2) over 0…10
    "pert": (
        {"shape": "pert", "low": 0, "mode": 2, "high": 10},
        (0 + 4 * 2 + 10) / 6,
        10 * math.sqrt(1.8 * 4.2 / 36 / 7),
        (0.8990213045924167, 2.766722593925189, 5.45334050433582),
    ),
    # the beta (5, 1) over −1…1
    "pert with its mode at the end": (
        {"shape": "pert", "low": -1, "mode": 1, "high": 1},
        4 / 6,
        2 * math.sqrt(5 / 36 / 7),
        tuple(2 * x - 1 for x in (0.6309573444801932, 0.8705505632961241, 0.9791483623609768)),
    ),
    "beta": (
        {"shape": "beta", "p10": 0.2, "p90": 0.6},
        0.39442910142472554,
        0.1516980959585277,
        (0.2, 0.3866295652993772, 0.6),
    ),
    "mixture": (
        {
            "shape": "mixture",
            "of": [
                {"shape": "uniform", "low": 0, "high": 1},
                5,
                {"shape": "uniform", "low": 8, "high": 9},
            ],
            "weights": [4, 1, 5],
        },
        0.4 * 0.5 + 0.1 * 5 + 0.5 * 8.5,
        math.sqrt(0.4 / 3 + 0.1 * 25 + 0.5 * (8.5**2 + 1 / 12) - 4.95**2),
        (0.25, None, 8.8),
    ),
    "mixture of mixtures, weights left out": (
        {
            "shape": "mixture",
            "of": [
                {"shape": "mixture", "of": [{"shape": "uniform", "low": 0, "high": 4}]},
                {"shape": "uniform", "low": 4, "high": 8},
            ],
        },
        4,
        8 / math.sqrt(12),
        (0.8, 4, 7.2),
    ),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_has_its_mean_spread_and_quantiles(name):
    quantity, mean, sd, quantiles = FAMILIES[name]
    values = draws_of(simulated(metric("x", baseline=quantity)), "x")
    assert_mean(values, mean, sd)
    assert values.std() == pytest.approx(sd, rel=0.02)
    for share, at in zip((0.1, 0.5, 0.9), quantiles, strict=True):
        if at is not None:
            assert_share(values <= at, share)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_stratified_so_its_quantiles_are_sharper_than_chance(name):
    quantity, *_, quantiles = FAMILIES[name]
    values = draws_of(simulated(metric("x", baseline=quantity), draws=1_000), "x")
    for share, at in zip((0.1, 0.5, 0.9), quantiles, strict=True):
        if at is not None:
            assert abs(np.mean(values <= at) - share) <= 1 / 1_000 + 1e-12


@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [
        ({"shape": "pert", "low": 2, "mode": 2, "high": 3}, 2, 3),
        ({"shape": "beta", "p10": 0.001, "p90": 0.999}, 0, 1),
        ({"shape": "triangular", "low": -1, "mode": 0, "high": 1}, -1, 1),
        ({"shape": "uniform", "low": -1e308, "high": 1e308}, -1e308, 1e308),
        ({"p10": 1e-300, "p90": 2e-300}, 0, 1e-298),
    ],
)
def test_draws_stay_within_their_family(quantity, low, high):
    values = draws_of(simulated(metric("x", baseline=quantity, over_time="last")), "x")
    assert low <= values.min() <= values.max() <= high


def test_a_carry_over_by_two_ends_is_a_beta():
    result = simulated(
        metric("x", baseline=0),
        metric("y", baseline=0),
        links=[link("x", "y", 1, effect="per_unit", carryover={"p10": 0.2, "p90": 0.6})],
        scenarios=[scenario({"metric": "x", "value": 1, "by": "2027-01"})],
    )
    carried = 1 - draws_of(result, "y", "s")
    assert_mean(carried, 0.39442910142472554, 0.1516980959585277)
    assert 0 <= carried.min() < carried.max() < 1


def test_two_quantities_of_one_family_are_independent():
    quantity = {"shape": "normal", "mean": 0, "sd": 1}
    result = simulated(metric("a", baseline=quantity), metric("b", baseline=quantity))
    a, b = draws_of(result, "a"), draws_of(result, "b")
    assert abs(np.corrcoef(a, b)[0, 1]) <= 4 / math.sqrt(len(a))


def test_an_uncertain_trend_is_clipped_at_half_a_month():
    trend = {"shape": "normal", "mean": 0, "sd": 5}
    result = simulated(metric("x", baseline=100, trend=trend), months=3)
    assert set(np.unique(draws_of(result, "x", month=1))[[0, -1]]) == {50, 150}
