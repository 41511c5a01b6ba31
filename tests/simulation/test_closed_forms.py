"""Worked cases with closed forms: each is written as a plan and simulated.

`closed_form_cases.json` holds them; where the collection that they come from lies beside this
repository, a test holds the copy against it. Estimates lie within four standard errors, certain
numbers within 1e-9. What the plan format cannot say:

- O02: a correlation between two quantities (the case has 0, and is run);
- O06: carry-over that is not normalised: the link's size is divided by 1 − carry-over instead;
- O08: the greatest effect as a number of its own: it is size × half of a per-unit link;
  its point elasticities are no result of a simulation;
- O12: a beta by its two shapes: it is given by the 10 % and 90 % quantiles that the case states;
- O19: truncation: `min` and `max` clip, and the case's clipped mean is what is tested;
- O20: a question backwards (which change reaches the target): its answer is run forwards;
- O21: shares of variance: they are told from the draws of the three inputs.
"""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from tests.simulation.plans_in_short import (
    assert_distribution,
    assert_mean,
    assert_share,
    draws_of,
    goal,
    link,
    metric,
    month,
    scenario,
    simulated,
)

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "closed_form_cases.json").read_text("utf-8"))
}
Z90, Z95 = 1.2815515655446004, 1.6448536269514722


def quantity(told):
    """A case's distribution as the plan format says it."""
    match told:
        case {"dist": "lognormal", "interval90": [low, high]}:
            middle = (math.log(low) + math.log(high)) / 2
            reach = (math.log(high) - math.log(low)) / 2 / Z95 * Z90
            return {"p10": math.exp(middle - reach), "p90": math.exp(middle + reach)}
        case {"dist": "normal", "mean": mean, "sd": sd}:
            return {"shape": "normal", "mean": mean, "sd": sd}
        case {"dist": str() as shape, **ends}:
            return {"shape": shape, **ends}
        case _:
            return told


FORMULAS = {
    "O01": "reach * ctr * conversion_rate",
    "O02": "a + b",
    "O09": "numerator / denominator",
    "O11": "revenue - cost",
    "O13": "a + b",
    "O14": "min(demand, capacity)",
    "PUB-O1": "population * share_with_piano / pianos_per_tuner",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_of_uncertain_inputs_has_its_closed_form(name):
    expected = CASES[name]["expected"]
    inputs = CASES[name]["model"]["inputs"].items()
    wanted = expected.get("probability", {"threshold": 0, "P(Y>=threshold)": 1})
    result = simulated(
        *(metric(key.lower(), baseline=quantity(told)) for key, told in inputs),
        metric("y", formula=FORMULAS[name]),
        goals=[goal("y", wanted["threshold"])],
    )
    assert_distribution(draws_of(result, "y"), expected)
    assert_share(result["do_nothing"].goals["goal_y"].met[0], wanted["P(Y>=threshold)"])


def chain(model, sizes, change=None, **steered):
    """The last metric of a chain of elasticities under a change of its first."""
    names = [f"x{index}" for index in range(len(sizes) + 1)]
    first, last = model.get("x0", 1), model.get("baseline_Y", model.get("y0"))
    levels = [first, *[7] * (len(sizes) - 1), last]
    steered = steered or {"change": model["lift"] if change is None else change}
    result = simulated(
        *(metric(name, baseline=level) for name, level in zip(names, levels, strict=True)),
        links=[
            link(*pair, quantity(size))
            for *pair, size in zip(names[:-1], names[1:], sizes, strict=True)
        ],
        scenarios=[scenario({"metric": "x0", "from": month(0), "by": month(0), **steered})],
    )
    return draws_of(result, names[-1], "s")


def test_fixed_elasticities_multiply_along_a_chain_o03():
    case = CASES["O03"]
    (value,) = chain(case["model"], case["model"]["elasticities"])
    assert value == pytest.approx(case["expected"]["value"], rel=1e-12)


def test_a_normal_elasticity_makes_a_lognormal_outcome_o04():
    case = CASES["O04"]
    values = chain(case["model"], [case["model"]["elasticity"]])
    assert_distribution(values, case["expected"])
    assert_share(values >= 550, case["expected"]["probability"]["P(Y>=threshold)"])


def test_two_normal_elasticities_make_the_exponential_of_their_product_o05():
    case = CASES["O05"]
    assert_distribution(chain(case["model"], case["model"]["elasticities"]), case["expected"])


def test_a_step_is_carried_over_as_a_geometric_series_o06():
    case = CASES["O06"]
    step, decay = case["model"]["step"], case["model"]["decay"]
    size = 1 / (1 - decay)
    result = simulated(
        metric("x", baseline=0),
        metric("y", baseline=0),
        months=27,
        links=[link("x", "y", size, effect="per_unit", carryover=decay)],
        scenarios=[scenario({"metric": "x", "value": step, "by": month(0)})],
    )
    for week, value in case["expected"]["path_week"].items():
        assert result["s"].fan("y").p50[int(week)] == pytest.approx(value, rel=1e-9)


def test_a_pulse_with_lag_and_carry_over_fades_as_reckoned_o07():
    model, expected = CASES["O07"]["model"], CASES["O07"]["expected"]
    begin, end = model["t0"], model["t0"] + model["len"] - 1
    pulse = {"change": model["lift"], "from": month(begin), "by": month(begin), "until": month(end)}
    result = simulated(
        metric("x", baseline=model["x0"]),
        metric("y", baseline=model["y0"]),
        months=model["T"],
        links=[link("x", "y", model["e"], lag=model["lag"], carryover=model["theta"])],
        scenarios=[scenario({"metric": "x", **pulse})],
    )
    path = result["s"].fan("y").p50
    assert path == pytest.approx(expected["Y_by_week"], rel=1e-9)
    assert sum(path - model["y0"]) == pytest.approx(expected["total_extra"], rel=1e-8)


@pytest.mark.parametrize("x", CASES["O08"]["model"]["xs"])
def test_saturation_is_a_hill_curve_o08(x):
    model = CASES["O08"]["model"]
    hill = {"half": model["k"], "slope": model["s"]}
    size = model["M"] / model["k"]
    result = simulated(
        metric("x", baseline=0),
        metric("y", baseline=0),
        links=[link("x", "y", size, effect="per_unit", saturation=hill)],
        scenarios=[scenario({"metric": "x", "value": x, "by": month(0)})],
    )
    expected = CASES["O08"]["expected"]["values"][str(x)]
    assert draws_of(result, "y", "s")[0] == pytest.approx(expected, rel=1e-12)


def test_a_shared_ancestor_is_drawn_once_o10():
    expected = CASES["O10"]["expected"]
    result = simulated(
        metric("x", baseline=quantity(CASES["O10"]["model"]["inputs"]["X"])),
        metric("a", formula="0.6 * x"),
        metric("b", formula="0.4 * x"),
        metric("y", formula="a + b"),
    )
    values = draws_of(result, "y")
    assert_distribution(values, expected)
    assert values.std() == pytest.approx(expected["sd"], rel=0.03)


def test_a_beta_rate_scales_to_conversions_o12():
    model, expected = CASES["O12"]["model"], CASES["O12"]["expected"]
    p10, p90 = (expected["quantiles"][key] / model["inputs"]["visits"] for key in ("p10", "p90"))
    result = simulated(
        metric("visits", baseline=model["inputs"]["visits"]),
        metric("rate", baseline={"shape": "beta", "p10": p10, "p90": p90}),
        metric("y", formula="visits * rate"),
    )
    values = draws_of(result, "y")
    assert_distribution(values, expected)
    assert values.std() == pytest.approx(expected["sd"], rel=0.03)
    assert_share(values >= 700, expected["probability"]["P(Y>=threshold)"])


def test_an_event_is_a_mixture_o15():
    inputs, expected = CASES["O15"]["model"]["inputs"], CASES["O15"]["expected"]
    parts = [quantity(inputs[key]) for key in ("if_event", "otherwise")]
    weights = [inputs["event"]["p"], 1 - inputs["event"]["p"]]
    pooled = {"shape": "mixture", "of": parts, "weights": weights}
    values = draws_of(simulated(metric("y", baseline=pooled)), "y")
    assert_distribution(values, expected)
    assert_share(values >= 20_000, expected["probability"]["P(Y>=threshold)"])


def test_fresh_growth_each_month_compounds_o16():
    model, expected = CASES["O16"]["model"], CASES["O16"]["expected"]
    mean, sd = model["log_growth"]["mean"], model["log_growth"]["sd"]
    growth = {"baseline": math.exp(mean + sd**2 / 2), "noise": math.sqrt(math.expm1(sd**2))}
    result = simulated(
        metric("growth", **growth),
        metric("y", baseline=model["start"], formula="previous(y) * growth"),
        months=model["months"],
    )
    values = draws_of(result, "y", month=11)
    assert_distribution(values, expected)
    assert values.std() == pytest.approx(expected["sd"], rel=0.05)


def test_goals_that_share_a_driver_are_met_together_more_often_o17():
    m, expected = CASES["O17"]["model"], CASES["O17"]["expected"]
    result = simulated(
        metric("x", baseline={"shape": "normal", "mean": m["mx"], "sd": m["sx"]}),
        metric("ea", baseline={"shape": "normal", "mean": 0, "sd": m["sa"]}),
        metric("eb", baseline={"shape": "normal", "mean": 0, "sd": m["sb"]}),
        metric("a", formula=f"{m['a0']} + {m['a1']} * x + ea"),
        metric("b", formula=f"{m['b0']} + {m['b1']} * x + eb"),
        goals=[goal("a", m["tA"]), goal("b", m["tB"])],
    )["do_nothing"]
    a, b = (result.goals[name].met[0] for name in ("goal_a", "goal_b"))
    assert_share(a, expected["P_A"])
    assert_share(b, expected["P_B"])
    assert_share(a & b, expected["P_both"])
    assert result.all_goals == (a & b).mean()


@pytest.mark.parametrize(
    ("steered", "key"), [({"change": 0.25}, "relative"), ({"value": 0.06}, "points")]
)
def test_a_rate_moves_by_percent_or_by_points_as_said_o18(steered, key):
    result = simulated(
        metric("rate", baseline=CASES["O18"]["model"]["rate"], unit="ratio"),
        scenarios=[scenario({"metric": "rate", "by": month(0), **steered})],
    )
    assert draws_of(result, "rate", "s")[0] == pytest.approx(
        CASES["O18"]["expected"][key], rel=1e-12
    )


def test_a_rate_over_months_is_the_sum_over_the_sum_o18():
    first, second = CASES["O18"]["model"]["channels"]
    result = simulated(
        *(metric(name, baseline=first[name]) for name in first),
        metric("rate", formula="clicks / impressions", unit="ratio", over_time="formula"),
        months=2,
        goals=[goal("rate", 0, month(1), window="horizon")],
        scenarios=[
            scenario(
                *({"metric": name, "value": second[name], "from": month(1)} for name in second)
            )
        ],
    )
    expected = CASES["O18"]["expected"]["rolled_up_rate"]
    assert result["s"].goals["goal_rate"].quantiles[1] == pytest.approx(expected, rel=1e-12)


def test_bounds_clip_o19():
    told = dict(CASES["O19"]["model"]["inputs"]["Y"])
    low, high = told.pop("min"), told.pop("max")
    values = draws_of(simulated(metric("y", baseline=quantity(told), min=low, max=high)), "y")
    assert_mean(values, CASES["O19"]["model"]["clipped_mean_for_comparison"], 0.015)
    assert (values.min(), values.max()) == (low, pytest.approx(high, rel=0.2))


@pytest.mark.parametrize("way", ["change", "value"])
def test_the_answer_to_a_question_backwards_reaches_its_target_o20(way):
    model, expected = CASES["O20"]["model"], CASES["O20"]["expected"]
    answer = expected["required_relative_change" if way == "change" else "required_driver_value"]
    (value,) = chain(model, model["e"], **{way: answer})
    assert value == pytest.approx(model["target"], rel=1e-9)


def test_variance_shares_of_a_sum_are_told_from_the_draws_o21():
    inputs, expected = CASES["O21"]["model"]["inputs"], CASES["O21"]["expected"]
    result = simulated(
        *(
            metric(name, baseline={"shape": "normal", "mean": told["mean"], "sd": told["sd"]})
            for name, told in inputs.items()
        ),
        metric(
            "y", formula=" + ".join(f"{told['coef']} * {name}" for name, told in inputs.items())
        ),
    )
    values = draws_of(result, "y")
    assert_mean(values, expected["mean"], expected["sd"])
    for name, share in expected["variance_share"].items():
        found = np.corrcoef(draws_of(result, name), values)[0, 1] ** 2
        assert found == pytest.approx(share, abs=0.03)


def test_a_return_on_investment_is_a_formula_pub_o2():
    inputs = CASES["PUB-O2"]["model"]["inputs"]
    result = simulated(
        *(metric(name, baseline=level) for name, level in inputs.items()),
        metric("roi", formula="(value_generated - total_cost) / total_cost * 100"),
    )
    assert draws_of(result, "roi")[0] == CASES["PUB-O2"]["expected"]["roi_percent"]


def test_the_cases_are_those_of_the_collection(shared):
    folder = shared / "data" / "D_simulation"
    theirs = json.loads((folder / "closed_form_cases.json").read_text("utf-8"))["cases"]
    theirs += json.loads((folder / "published_examples.json").read_text("utf-8"))["examples"]
    assert {case["id"] for case in theirs} == set(CASES)
    for case in theirs:
        assert all(case[key] == CASES[case["id"]][key] for key in ("model", "expected"))
